package dev.payoff.faults;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * The application is killed in the midst of a replay, and nothing shows it afterwards. Larger by
 * {@code -Dpayoff.faults.records=200000 -Dpayoff.faults.kills=20}; the same again by {@code
 * -Dpayoff.faults.seed=}.
 */
class KillIT {

    /** As the schema's function {@code iso} writes an instant. */
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** The run alone, for figures by hand. */
    public static void main(String[] args) throws Exception {
        new KillIT().killedAndKilledAgain_nothingIsLostAndNothingCountsTwice();
    }

    @Test
    void killedAndKilledAgain_nothingIsLostAndNothingCountsTwice() throws Exception {
        long seed = Long.getLong("payoff.faults.seed", System.nanoTime());
        int records = Integer.getInteger("payoff.faults.records", 20_000);
        int kills = Integer.getInteger("payoff.faults.kills", 4);
        System.out.printf("Killing %d times; the seed is %d%n", kills, seed);
        KillDrill.Outcome outcome;
        try (KillDrill drill = new KillDrill(seed, records, kills)) {
            outcome = drill.run();
        }
        System.out.println(table(outcome));

        SoftAssertions holds = new SoftAssertions();
        holds.assertThat(outcome.unread()).as("kills that landed").hasSize(kills);
        holds.assertThat(outcome.missing()).as("acknowledged, but not in the log").isEmpty();
        holds.assertThat(outcome.audit().differences().stream().limit(20))
                .as("PostgreSQL against the recount of the log")
                .isEmpty();
        holds.assertThat(outcome.audit().recount().records()).isGreaterThanOrEqualTo(records);
        holds.assertThat(outcome.audit().recount().rejections()).isPositive();
        holds.assertThat(outcome.episodes())
                .as("episodes")
                .isEqualTo(outcome.workload().crossings.stream().map(KillIT::expected).toList());
        holds.assertThat(outcome.episodes()).hasSizeGreaterThan(3);
        holds.assertThat(outcome.resets()).as("resets").isEmpty();
        holds.assertThat(outcome.alerts().stream().map(each -> Long.toString(each.seq())).toList())
                .as("events that the subscriber saw, in its order")
                .isEqualTo(outcome.outbox());
        holds.assertThat(outcome.outbox())
                .as("an event for each change of an episode")
                .hasSize(changes(outcome.workload().crossings));
        holds.assertThat(
                        outcome.alerts().stream()
                                .collect(
                                        Collectors.groupingBy(
                                                KillIT::change, Collectors.counting()))
                                .values())
                .as("how often the subscriber saw each change")
                .containsOnly(1L);
        holds.assertAll();
    }

    private static int changes(List<Workload.Crossing> crossings) {
        return crossings.stream().mapToInt(each -> each.resolved() == null ? 1 : 2).sum();
    }

    private static String change(SseClient.Seen alert) {
        Function<String, String> field =
                name -> alert.data().replaceAll(".*\"" + name + "\":\"([^\"]*)\".*", "$1");
        return field.apply("id") + " " + field.apply("state");
    }

    private static String expected(Workload.Crossing crossing) {
        return ISO.format(crossing.active())
                + (crossing.resolved() == null
                        ? " open FIRING"
                        : " " + ISO.format(crossing.resolved()) + " RESOLVED");
    }

    private static String table(KillDrill.Outcome o) {
        long busy = o.unread().stream().filter(unread -> unread > 0).count();
        return """

        | | |
        |---|---|
        | seed | %d |
        | readings sent | %d |
        | kills (SIGKILL) | %d, of which %d with records in the log that were not committed (at most %d) |
        | requests cut off by a kill | %d |
        | records in the log | %d, of which %d said again and %d not valid |
        | acknowledged and lost | %d |
        | windows compared | %d |
        | windows wrong | %d |
        | readings missing in windows, counted twice | %d, %d |
        | other differences | %d |
        | episodes expected, found | %d, %d |
        | events told, seen by the subscriber | %d, %d |
        | connections of the subscriber, resets | %d, %d |
        | kill to first commit: median, longest | %s, %s (of %d) |
        | took | %s |
        """
                .formatted(
                        o.seed(),
                        o.workload().lines.size(),
                        o.unread().size(),
                        busy,
                        o.unread().stream().mapToLong(unread -> unread).max().orElse(0),
                        o.broken(),
                        o.audit().recount().records(),
                        o.audit().recount().duplicates(),
                        o.audit().recount().rejections(),
                        o.missing().size(),
                        o.audit().recount().windows(),
                        o.audit().wrongWindows(),
                        o.audit().lost(),
                        o.audit().doubled(),
                        o.audit().differences().size() - o.audit().wrongWindows(),
                        o.workload().crossings.size(),
                        o.episodes().size(),
                        o.outbox().size(),
                        o.alerts().size(),
                        o.connections(),
                        o.resets().size(),
                        seconds(median(o.recoveries())),
                        seconds(
                                o.recoveries().stream()
                                        .max(Duration::compareTo)
                                        .orElse(Duration.ZERO)),
                        o.recoveries().size(),
                        seconds(o.took()));
    }

    private static Duration median(List<Duration> durations) {
        List<Duration> sorted = durations.stream().sorted().toList();
        return sorted.isEmpty() ? Duration.ZERO : sorted.get(sorted.size() / 2);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
