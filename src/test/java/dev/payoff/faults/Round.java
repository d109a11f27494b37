package dev.payoff.faults;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One fault, and what was found after it.
 *
 * @param records that were in flight: how many the log gained during the round
 * @param recovery from the mending to the commit of all that the log held then
 * @param findings null where it did not come to that
 * @param trouble why not; null where it did
 */
record Round(
        Fault fault,
        Fault.Landed landed,
        long records,
        Duration recovery,
        Verifier.Findings findings,
        String trouble) {

    boolean isClean() {
        return trouble == null && findings.isClean();
    }

    /** The whole as Markdown, a line a fault. */
    static String table(List<Round> rounds) {
        return """

        | fault | | times | records | lost | doubled | wrong rows | episodes, events, messages wrong | recovery | proof that it landed |
        |---|---|--:|--:|--:|--:|--:|--:|--:|---|
        %s
        """
                .formatted(rounds.stream().map(Round::line).collect(Collectors.joining("\n")));
    }

    private String line() {
        if (trouble != null) {
            return "| %s | %s | | %d | | | | | | **%s** |"
                    .formatted(
                            fault.id(),
                            fault.name(),
                            records,
                            trouble.lines().findFirst().orElse("").replace('|', '/'));
        }
        return "| %s | %s | %d | %d | %d | %d | %d | %d | %s | %s |"
                .formatted(
                        fault.id(),
                        fault.name(),
                        landed.times(),
                        records,
                        findings.missing().size() + findings.lost(),
                        findings.doubled(),
                        findings.wrongRows().size(),
                        findings.episodes().size(),
                        seconds(recovery),
                        landed.proof().replace('|', '/'));
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
