package dev.payoff.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where value will stand at the due date, at the present pace. */
class OutlookTest {

    private static final Instant START = Instant.parse("2026-07-01T00:00:00Z");
    private static final Instant DUE = START.plus(Duration.ofHours(1_000));

    /** Worth 1 per unit and hour, or 1 per unit; 10 better promised. */
    private static MetricTerms terms(Kind kind, @Nullable Instant targetAt, @Nullable Instant end) {
        return new MetricTerms(
                kind,
                BigDecimal.ZERO,
                BigDecimal.TEN,
                targetAt,
                BigDecimal.ONE,
                BigDecimal.ONE,
                kind == Kind.LEVEL
                        ? new Valuation.PerPeriod(BigDecimal.ONE, Period.HOUR)
                        : new Valuation.PerUnit(BigDecimal.ONE),
                Period.HOUR,
                START,
                end,
                Duration.ofHours(3));
    }

    private static @Nullable Outlook at(MetricTerms terms, int hour, String realised, String pace) {
        return Outlook.of(
                terms,
                new BigDecimal(realised),
                new BigDecimal(pace),
                Freshness.LIVE,
                START.plus(Duration.ofHours(hour)));
    }

    @Test
    void aLevelGoesOnAsItsLastHourEarned() {
        Outlook outlook = at(terms(Kind.LEVEL, DUE, null), 400, "1000", "4");
        assertThat(outlook.expected()).isEqualByComparingTo("3400");
        assertThat(outlook.planned())
                .as("ramping up: half of 10 an hour")
                .isEqualByComparingTo("5000");
        assertThat(outlook.ratio()).isEqualByComparingTo("0.68");
        assertThat(outlook.due()).isEqualTo(DUE);
    }

    @Test
    void aFlowGoesOnAsItDidSinceItsStart() {
        Outlook outlook = at(terms(Kind.FLOW, DUE, null), 400, "1000", "999");
        assertThat(outlook.expected().setScale(20, RoundingMode.HALF_EVEN))
                .isEqualByComparingTo("2500");
    }

    @Test
    void afterTheBenefitsEndNothingComes() {
        MetricTerms ends = terms(Kind.LEVEL, DUE, START.plus(Duration.ofHours(500)));
        assertThat(at(ends, 400, "1000", "4").expected()).isEqualByComparingTo("1400");
        assertThat(at(ends, 600, "1400", "0").expected()).isEqualByComparingTo("1400");
    }

    @Test
    void withoutADateAPaceOrABeginningThereIsNone() {
        MetricTerms terms = terms(Kind.LEVEL, DUE, null);
        assertThat(at(terms(Kind.LEVEL, null, null), 400, "1", "1")).isNull();
        assertThat(at(terms, 0, "0", "1")).as("at the start").isNull();
        assertThat(at(terms, 1_000, "1", "1")).as("when it is due").isNull();
        Instant later = START.plus(Duration.ofHours(4));
        for (Freshness silent : new Freshness[] {Freshness.STALE, Freshness.NO_DATA}) {
            assertThat(Outlook.of(terms, BigDecimal.ONE, BigDecimal.ONE, silent, later)).isNull();
        }
        assertThat(Outlook.of(terms, null, BigDecimal.ONE, Freshness.LIVE, later)).isNull();
    }

    @Test
    void severalAddUpAndTheLastDateIsTheirs() {
        Outlook both =
                new Outlook(START, new BigDecimal("3"), new BigDecimal("4"))
                        .plus(new Outlook(DUE, new BigDecimal("2"), new BigDecimal("6")));
        assertThat(both).isEqualTo(new Outlook(DUE, new BigDecimal("5"), BigDecimal.TEN));
        assertThat(new Outlook(DUE, BigDecimal.ONE, BigDecimal.ZERO).ratio()).isNull();
    }
}
