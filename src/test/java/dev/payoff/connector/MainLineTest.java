package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainLineTest {

    private static final Instant T = Instant.parse("2026-03-02T00:00:00Z");

    /** {@code sha@hour parent parent}, newest first, as the lists of commits have it. */
    private static MainLine.Listed commit(String text) {
        String[] parts = text.split("[@ ]");
        return new MainLine.Listed(
                parts[0],
                List.of(parts).subList(2, parts.length),
                T.plus(Duration.ofHours(Long.parseLong(parts[1]))));
    }

    /** Arrivals of commits that come in pages of a size, the state kept as text between them. */
    private static List<String> arrivals(int page, String... commits) {
        List<MainLine.Arrival> arrivals = new ArrayList<>();
        String state = "{}";
        for (int from = 0; from < commits.length; from += page) {
            MainLine line = new MainLine(new JsonObject(state));
            int to = Math.min(commits.length, from + page);
            Stream.of(commits)
                    .skip(from)
                    .limit(to - from)
                    .map(MainLineTest::commit)
                    .forEach(line::add);
            arrivals.addAll(line.complete(to == commits.length));
            state = line.state().encode();
        }
        return arrivals.stream()
                .map(arrival ->
                        Duration.between(T, arrival.at()).toHours()
                                + ": "
                                + arrival.commits().stream()
                                        .map(Fact.Commit::sha)
                                        .collect(Collectors.joining(" ")))
                .toList();
    }

    @ParameterizedTest(name = "pages of {0}")
    @ValueSource(ints = {1, 2, 3, 100})
    void whatIsMergedArrivesWithItsMerge_howeverOldItIs_andHoweverPagesAreCut(int page) {
        assertThat(arrivals(page, "m@12 d f2", "d@11 b", "f2@10 f1", "f1@9 b", "b@8 a", "a@7"))
                .containsExactlyInAnyOrder("12: f1 f2 m", "11: d", "8: b", "7: a");
    }

    @ParameterizedTest(name = "pages of {0}")
    @ValueSource(ints = {1, 2, 100})
    void aBranchThatWasMergedTwice_arrivesWithTheFirstMergeThatHasIt(int page) {
        assertThat(
                        arrivals(
                                page,
                                "m2@12 m1 f3",
                                "f3@11 f2",
                                "m1@10 b f2",
                                "f2@9 f1",
                                "f1@8 b",
                                "b@7"))
                .containsExactlyInAnyOrder("12: f3 m2", "10: f1 f2 m1", "7: b");
    }

    @ParameterizedTest(name = "pages of {0}")
    @ValueSource(ints = {1, 2, 100})
    void commitsOfOneMoment_asARebaseMakesThem_areOneArrivalInTheirOrder(int page) {
        assertThat(arrivals(page, "r3@9 r2", "r2@9 r1", "r1@9 b", "b@8"))
                .containsExactlyInAnyOrder("9: r1 r2 r3", "8: b");
    }

    @Test
    void aClockThatRanAhead_doesNotPutACommitBehindTheOneThatFollowsIt() {
        assertThat(arrivals(100, "c@10 b", "b@13 a", "a@9"))
                .containsExactlyInAnyOrder("10: b c", "9: a");
    }

    @Test
    void whatIsHeldBackIsBounded() {
        String[] commits = new String[2 * MainLine.MAX_HELD];
        for (int i = 0; i < commits.length; i++) {
            commits[i] = i == 0 ? "m@9999 a f1" : "f" + i + "@" + (9000 - i) + " f" + (i + 1);
        }
        MainLine line = new MainLine(new JsonObject());
        int most = 0;
        for (String commit : commits) {
            line.add(commit(commit));
            line.complete(false);
            most = Math.max(most, line.state().getJsonArray("held").size());
        }
        assertThat(most).isEqualTo(MainLine.MAX_HELD);
    }
}
