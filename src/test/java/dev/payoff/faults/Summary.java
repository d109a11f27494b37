package dev.payoff.faults;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The run as a whole, in a few lines of Markdown; of one world, or of several one after another.
 */
final class Summary {

    private final long seed;
    private final Map<String, Integer> unexpected = new TreeMap<>();
    private int worlds;
    private int rounds;
    private long clean;
    private long kills;
    private long acknowledged;
    private long broken;
    private long putOff;
    private long connections;
    private long resets;
    private long records;
    private long duplicates;
    private long rejections;
    private long windows;
    private long episodes;
    private long events;

    Summary(long seed) {
        this.seed = seed;
    }

    void add(Laboratory lab, List<Round> made) {
        worlds++;
        rounds += made.size();
        clean += made.stream().filter(Round::isClean).count();
        kills += lab.kills();
        acknowledged += lab.feeder.count();
        broken += lab.feeder.broken();
        putOff += lab.feeder.putOff();
        lab.feeder
                .unexpected()
                .forEach((what, times) -> unexpected.merge(what, times, Integer::sum));
        connections += lab.subscribers.stream().mapToInt(SseClient::connections).sum();
        resets += lab.subscribers.stream().mapToInt(it -> it.seen("reset").size()).sum();
        Verifier.Findings last = null;
        for (Round round : made) {
            last = round.findings() == null ? last : round.findings();
        }
        if (last != null) {
            records += last.records();
            duplicates += last.duplicates();
            rejections += last.rejections();
            windows += last.windows();
            episodes += last.episodesFound();
            events += last.eventsTold();
        }
    }

    @Override
    public String toString() {
        String others =
                unexpected.entrySet().stream()
                        .map(each -> each.getValue() + " × " + each.getKey())
                        .collect(Collectors.joining("; "));
        return """
        | | |
        |---|---|
        | seed; worlds | %d; %d |
        | rounds, of which clean | %d, %d |
        | instances killed (SIGKILL, or halted at a crash point) | %d |
        | readings acknowledged | %d |
        | requests cut off; put off (503) | %d; %d |
        | other answers to them | %s |
        | connections of the subscribers; resets | %d; %d |
        | records counted anew; of them said again, refused | %d; %d, %d |
        | windows, episodes, events compared at the end | %d, %d, %d |
        """
                .formatted(
                        seed,
                        worlds,
                        rounds,
                        clean,
                        kills,
                        acknowledged,
                        broken,
                        putOff,
                        others.isEmpty() ? "none" : others.replace('|', '/'),
                        connections,
                        resets,
                        records,
                        duplicates,
                        rejections,
                        windows,
                        episodes,
                        events);
    }
}
