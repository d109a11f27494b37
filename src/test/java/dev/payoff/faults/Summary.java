package dev.payoff.faults;

import java.util.List;
import java.util.stream.Collectors;

/** The run as a whole, in a few lines of Markdown. */
final class Summary {

    private Summary() {}

    static String of(long seed, Laboratory lab, List<Round> rounds) {
        Verifier.Findings last = null;
        for (Round round : rounds) {
            last = round.findings() == null ? last : round.findings();
        }
        String unexpected =
                lab.feeder.unexpected().entrySet().stream()
                        .map(each -> each.getValue() + " × " + each.getKey())
                        .collect(Collectors.joining("; "));
        return """
        | | |
        |---|---|
        | seed | %d |
        | rounds, of which clean | %d, %d |
        | instances killed (SIGKILL, or halted at a crash point) | %d |
        | readings acknowledged | %d |
        | requests cut off; put off (503) | %d; %d |
        | other answers | %s |
        | connections and resets of the subscribers | %d, %d |
        | records in the log, of which said again, refused | %s |
        | windows, episodes, events compared at the end | %s |
        """
                .formatted(
                        seed,
                        rounds.size(),
                        rounds.stream().filter(Round::isClean).count(),
                        lab.kills(),
                        lab.feeder.count(),
                        lab.feeder.broken(),
                        lab.feeder.putOff(),
                        unexpected.isEmpty() ? "none" : unexpected.replace('|', '/'),
                        lab.subscribers.stream().mapToInt(SseClient::connections).sum(),
                        lab.subscribers.stream().mapToInt(it -> it.seen("reset").size()).sum(),
                        last == null
                                ? ""
                                : last.records()
                                        + ", "
                                        + last.duplicates()
                                        + ", "
                                        + last.rejections(),
                        last == null
                                ? ""
                                : last.windows()
                                        + ", "
                                        + last.episodesFound()
                                        + ", "
                                        + last.eventsTold());
    }
}
