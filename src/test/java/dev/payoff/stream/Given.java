package dev.payoff.stream;

import dev.payoff.value.Kind;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Period;
import dev.payoff.value.Valuation;
import dev.payoff.value.appraisal.FiscalCalendar;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;

/** A metric, and readings of it, for tests. */
final class Given {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Given() {}

    static MetricDef metric(UUID id) {
        return new MetricDef(
                id,
                new UUID(1, 1),
                "acme",
                ZoneId.of("Europe/Berlin"),
                FiscalCalendar.CALENDAR_YEAR,
                new UUID(2, 2),
                "cloud",
                "cloud/cost",
                "Cost",
                "COST_REDUCTION",
                "CURRENCY",
                "EUR",
                false,
                new MetricTerms(
                        Kind.LEVEL,
                        new BigDecimal(50000),
                        new BigDecimal(35000),
                        null,
                        BigDecimal.ONE,
                        BigDecimal.ONE,
                        new Valuation.PerPeriod(BigDecimal.ONE, Period.MONTH),
                        Period.MONTH,
                        START,
                        null,
                        Duration.ofHours(3)),
                new Gate.Limits("cloud/cost", "EUR", null, null, false),
                START,
                3,
                5);
    }

    static WireRecord.Reading reading(String event, int revision, String value, Instant at) {
        return new WireRecord.Reading(
                "acme",
                "cloud/cost",
                new BigDecimal(value),
                at,
                event,
                revision,
                null,
                null,
                "test",
                null);
    }

    static Candidate candidate(MetricDef metric, WireRecord.Reading wire, long offset) {
        return new Candidate(metric, wire, EventKey.of(wire), 0, offset);
    }
}
