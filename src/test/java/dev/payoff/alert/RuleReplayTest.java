package dev.payoff.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a rule would have done, over samples of hours. */
class RuleReplayTest {

    private static final Instant T0 = Instant.parse("2026-03-01T00:00:00Z");
    private static final Threshold ABOVE_50 = above(50, 0);

    private static Instant hour(int hours) {
        return T0.plus(Duration.ofHours(hours));
    }

    private static Threshold above(int limit, int forHours) {
        return new Threshold(
                Comparison.ABOVE,
                BigDecimal.valueOf(limit),
                null,
                Duration.ofHours(forHours),
                Duration.ZERO);
    }

    private static List<Sample> hourly(int... values) {
        List<Sample> samples = new ArrayList<>();
        for (int value : values) {
            samples.add(new Sample(hour(samples.size()), BigDecimal.valueOf(value)));
        }
        return samples;
    }

    @Test
    void eachStretchAboveTheLimitIsOneEpisode() {
        var episodes = RuleReplay.episodes(ABOVE_50, hourly(40, 60, 70, 40, 40, 55, 30), hour(7));

        assertThat(episodes)
                .containsExactly(
                        new RuleReplay.Episode(hour(1), hour(1), hour(3), BigDecimal.valueOf(60)),
                        new RuleReplay.Episode(hour(5), hour(5), hour(6), BigDecimal.valueOf(55)));
        assertThat(RuleReplay.firing(episodes, hour(7))).isEqualTo(Duration.ofHours(3));
    }

    @Test
    void whatCrossesForLessThanItsTimeDoesNotFire() {
        assertThat(RuleReplay.episodes(above(50, 3), hourly(60, 60, 40, 60, 40), hour(5)))
                .isEmpty();
    }

    @Test
    void whatStillCrossesAtTheEndFiresUntilThen() {
        var episodes = RuleReplay.episodes(above(50, 3), hourly(40, 60, 60), hour(8));

        assertThat(episodes)
                .containsExactly(
                        new RuleReplay.Episode(hour(1), hour(4), null, BigDecimal.valueOf(60)));
        assertThat(RuleReplay.firing(episodes, hour(8))).isEqualTo(Duration.ofHours(4));
    }

    @Test
    void silenceBeginsWhenTheStalenessIsOver() {
        var samples =
                RuleReplay.silence(
                        List.of(hour(0), hour(1), hour(9)), Duration.ofHours(3), hour(11));
        var episodes =
                RuleReplay.episodes(
                        Threshold.noData(Duration.ZERO, Duration.ZERO), samples, hour(11));

        assertThat(episodes)
                .containsExactly(new RuleReplay.Episode(hour(4), hour(4), hour(9), BigDecimal.ONE));
    }

    @Test
    void nothingSampledNothingFired() {
        assertThat(RuleReplay.episodes(ABOVE_50, List.of(), hour(5))).isEmpty();
    }
}
