package dev.payoff.analytics;

import dev.payoff.portfolio.Standings.Benefit;
import dev.payoff.value.Kind;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Period;
import dev.payoff.value.Valuation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Benefits and projects of tests; years are of 8,766 hours. */
final class Earners {

    static final LocalDate DAY = LocalDate.of(2026, 1, 1);
    static final Instant START = DAY.atStartOfDay().toInstant(ZoneOffset.UTC);

    private static final UUID METRIC = new UUID(0, 1);

    private Earners() {}

    static Benefit benefit(MetricTerms terms) {
        return new Benefit(METRIC, "p/m", terms, null);
    }

    static Earner live(String perHour) {
        return live(perHour, null);
    }

    static Earner live(String perHour, Instant end) {
        return new Earner(
                METRIC, "p/m", terms("1", "1", START, end, null), new BigDecimal(perHour));
    }

    static Earner plan(String perYear) {
        return plan(perYear, null);
    }

    static Earner plan(String perYear, Instant end) {
        return new Earner(METRIC, "p/m", terms(perYear, "1", START, end, null), null);
    }

    /** Reaches its target after half of a year. */
    static Earner ramp(String perYear, String confidence) {
        return new Earner(
                METRIC,
                "p/m",
                terms(perYear, confidence, START, null, START.plus(Duration.ofHours(4_383))),
                null);
    }

    static MetricTerms terms(
            String perYear, String confidence, Instant start, Instant end, Instant targetAt) {
        return new MetricTerms(
                Kind.LEVEL,
                BigDecimal.ZERO,
                BigDecimal.ONE,
                targetAt,
                BigDecimal.ONE,
                new BigDecimal(confidence),
                new Valuation.PerPeriod(new BigDecimal(perYear), Period.YEAR),
                Period.MONTH,
                start,
                end,
                Duration.ofHours(3));
    }

    /** With a cost of 30 on the first of January 2027. */
    static ProjectFacts facts(String discountRate, Earner... earners) {
        return new ProjectFacts(
                "p",
                "P",
                "EUR",
                "EUR",
                null,
                List.of(earners),
                new BigDecimal(discountRate),
                List.of(
                        new ProjectFacts.Planned(
                                LocalDate.of(2027, 1, 1), new BigDecimal("30"), "EUR", null)),
                null,
                false,
                Set.of());
    }
}
