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
    private int kills;
    private int halts;
    private int cuts;
    private long reads;
    private Laboratory lab;
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

    /** A world that runs now. */
    interface World {

        /** What it has been sent. */
        long records();
    }

    World enter(Laboratory next) {
        lab = next;
        return () -> acknowledged(next);
    }

    private static long acknowledged(Laboratory lab) {
        return lab.tenants.stream().mapToLong(tenant -> tenant.feeder().count()).sum();
    }

    /** What was done so far, the world that runs included. */
    Agenda.Done done() {
        return lab == null
                ? new Agenda.Done(acknowledged, kills, halts, cuts)
                : new Agenda.Done(
                        acknowledged + acknowledged(lab),
                        kills + lab.tally.kills(),
                        halts + lab.tally.halts(),
                        cuts + lab.tally.cuts());
    }

    void leave(Laboratory left, List<Round> made) {
        lab = null;
        add(left, made);
    }

    void add(Laboratory lab, List<Round> made) {
        worlds++;
        rounds += made.size();
        clean += made.stream().filter(Round::isClean).count();
        kills += lab.tally.kills();
        halts += lab.tally.halts();
        cuts += lab.tally.cuts();
        reads += lab.readers.answers();
        lab.readers
                .unexpected()
                .forEach((what, times) -> unexpected.merge(what, times, Integer::sum));
        acknowledged += acknowledged(lab);
        for (Tenancy tenant : lab.tenants) {
            broken += tenant.feeder().broken();
            putOff += tenant.feeder().putOff();
            tenant.feeder()
                    .unexpected()
                    .forEach((what, times) -> unexpected.merge(what, times, Integer::sum));
            connections += tenant.subscribers().stream().mapToInt(SseClient::connections).sum();
            resets += tenant.subscribers().stream().mapToInt(it -> it.seen("reset").size()).sum();
        }
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
        | instances killed (SIGKILL); halted at a crash point | %d; %d |
        | streams cut on purpose | %d |
        | answers that readers looked at during faults | %d |
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
                        halts,
                        cuts,
                        reads,
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

    /** All of it in one line. */
    String totals(List<Round> all) {
        long missing = 0;
        long doubled = 0;
        long wrong = 0;
        long told = 0;
        for (Round round : all) {
            Verifier.Findings found = round.findings();
            if (found != null) {
                missing += found.missing().size() + found.lost();
                doubled += found.doubled();
                wrong += found.wrongRows().size();
                told += found.episodes().size();
            }
        }
        long troubles = all.stream().filter(round -> round.trouble() != null).count();
        return ("TOTAL: %d records, %d kills, %d halts, %d cuts; %d lost, %d doubled, %d wrong rows,"
                        + " %d wrong episodes, events or messages of %d episodes; %d rounds without a verdict")
                .formatted(
                        records, kills, halts, cuts, missing, doubled, wrong, told, episodes,
                        troubles);
    }
}
