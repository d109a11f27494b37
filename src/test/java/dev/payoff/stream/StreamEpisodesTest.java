package dev.payoff.stream;

import static dev.payoff.stream.Bench.money;
import static dev.payoff.stream.Bench.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.alert.EpisodeId;
import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Episodes that leave the stream: when rules fire, late, by the clock, and recover. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class StreamEpisodesTest extends StreamOutTestBase {

    @Test
    void aValueThatStaysAboveForLongEnoughFiresAndRecovers() {
        UUID rule =
                rule(
                        "'metric':'cloud/cost','figure':'VALUE','comparator':'>','threshold':45000,'clear':44000,'for':'PT10M'");
        readings(0, 46000, 5, 44500, 10, 46000, 20, 47000, 30, 44500, 40, 43000);
        assertThat(episodes(rule)).hasSize(1);
        List<String> episode = episodes(rule).getFirst();
        assertThat(episode.subList(1, 6)).containsExactly("RESOLVED", "false", "10", "20", "40");
        assertThat(episode.get(0))
                .as("the same crossing has the same id, whoever finds it")
                .isEqualTo(EpisodeId.of(rule, 0, hour.plus(Duration.ofMinutes(10))).toString());
    }

    @Test
    void theMeanOfAnHourIsWatchedReadingByReading() {
        UUID rule =
                rule(
                        "'metric':'cloud/cost','figure':'MEAN','window':'HOUR','comparator':'>','threshold':45000");
        readings(0, 44000, 10, 47000, 20, 40000, 60, 50000);
        assertThat(episodes(rule))
                .extracting(row -> row.subList(1, 6).toString())
                .containsExactly("[RESOLVED, false, 10, 10, 20]", "[FIRING, false, 60, 60, null]");
    }

    @Test
    void aLateReadingOpensAnEpisodeThatIsMarkedLateAndOneTakesItsGroundAway() {
        UUID rule =
                rule(
                        "'metric':'cloud/cost','figure':'MEAN','window':'HOUR','comparator':'>','threshold':45000");
        readings(0, 44000, 60, 44000, 125, 44000, 180, 44000);
        readings(30, 48000);
        assertThat(episodes(rule))
                .extracting(row -> row.subList(1, 6).toString())
                .containsExactly("[RESOLVED, true, 0, 0, 60]");
        readings(95, 50000);
        assertThat(episodes(rule)).hasSize(2);
        readings(40, 44000);
        assertThat(episodes(rule)).as("an episode is history and stays").hasSize(2);
    }

    @Test
    void silenceAndMoneyAreWatchedByTheClock() {
        UUID silence = rule("'metric':'cloud/cost','figure':'NO_DATA'");
        UUID money = rule("'project':'cloud','figure':'REALISED','comparator':'>','threshold':1");
        UUID roi = rule("'project':'cloud','figure':'ROI_SIMPLE','comparator':'<','threshold':0");
        bench.post(
                        "projects/cloud/costs",
                        "{'amount':4000,'incurredOn':'2026-01-10','category':'CLOUD'}")
                .statusCode(201);
        readings(0, 44000);
        // Before the reading the metric had earned 0, which a look at the wrong moment would tell.
        UUID loss =
                rule("'metric':'cloud/cost','figure':'REALISED','comparator':'<','threshold':1");
        soon().untilAsserted(() -> {
            assertThat(episodes(silence)).hasSize(1);
            assertThat(episodes(money)).hasSize(1);
            assertThat(episodes(roi)).hasSize(1);
        });
        assertThat(episodes(loss)).isEmpty();
        bench.send(Topics.BUSINESS, "cloud/cost", "44000", Instant.now(), "");
        bench.committed();
        soon().untilAsserted(() ->
                assertThat(episodes(silence))
                        .extracting(row -> row.get(1))
                        .containsExactly("RESOLVED"));
    }

    @Test
    void aRuleThatIsChangedStartsAfresh() {
        UUID rule =
                rule("'metric':'cloud/cost','figure':'VALUE','comparator':'>','threshold':45000");
        readings(0, 46000);
        assertThat(episodes(rule)).hasSize(1);
        bench.patch("rules/" + rule, "{'threshold':45500}").statusCode(200);
        soon().untilAsserted(() ->
                assertThat(episodes(rule)).extracting(row -> row.get(1)).contains("RESOLVED"));
    }
}
