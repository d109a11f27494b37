package dev.payoff.live.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.value.Kind;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Period;
import dev.payoff.value.Valuation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a week of waiting loses of a promise. */
class WeekAtTargetTest {

    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    private static MetricTerms until(Instant end) {
        return new MetricTerms(
                Kind.LEVEL,
                new BigDecimal(100),
                new BigDecimal(90),
                null,
                BigDecimal.ONE,
                BigDecimal.ONE,
                new Valuation.PerPeriod(BigDecimal.ONE, Period.HOUR),
                Period.MONTH,
                NOW.plus(Duration.ofDays(30)),
                end,
                Duration.ofHours(3));
    }

    @Test
    void aPromiseLosesItsWeekThoughItHasNotBegun() {
        assertThat(DelayResource.weekAtTarget(until(null), NOW)).isEqualByComparingTo("1680");
        assertThat(DelayResource.weekAtTarget(until(NOW.plusSeconds(1)), NOW))
                .isEqualByComparingTo("1680");
    }

    @Test
    void whatIsOverOrDoesNotCountLosesNothing() {
        assertThat(DelayResource.weekAtTarget(until(NOW), NOW)).isNull();
        assertThat(DelayResource.weekAtTarget(until(null).with(null, false), NOW)).isNull();
    }
}
