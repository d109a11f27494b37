package dev.payoff.live;

import dev.payoff.app.Moment;
import dev.payoff.portfolio.ProjectRef;
import dev.payoff.value.HourWindow;
import dev.payoff.value.Kind;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Period;
import dev.payoff.value.Valuation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A project for tests of forecasts: its metrics are worth 1 EUR an hour per unit below 100, promise
 * 50 an hour, and are measured each hour from the benefit start on.
 */
final class CloudLedger {

    static final Instant START = Instant.parse("2026-05-04T06:30:00Z");

    private CloudLedger() {}

    static Instant day(int days) {
        return START.plus(Duration.ofDays(days));
    }

    /**
     * @param days how long it is measured
     * @param values hour by hour
     */
    static Ledger.Entry metric(
            String name,
            int days,
            IntSupplier values,
            @Nullable Instant targetAt,
            @Nullable Instant end) {
        List<HourWindow> hours = new ArrayList<>();
        // The first hour is cut by the start: readings come on the hour.
        for (Instant at = START.minus(Duration.ofMinutes(30));
                at.isBefore(day(days));
                at = at.plus(Duration.ofHours(1))) {
            BigDecimal value = BigDecimal.valueOf(values.getAsInt());
            hours.add(new HourWindow(at, 1, value, BigDecimal.ZERO, 0));
        }
        return new Ledger.Entry(
                new UUID(0, name.hashCode()),
                "cloud/" + name,
                name,
                "COST_REDUCTION",
                "CURRENCY",
                "EUR",
                false,
                new MetricTerms(
                        Kind.LEVEL,
                        BigDecimal.valueOf(100),
                        BigDecimal.valueOf(50),
                        targetAt,
                        BigDecimal.ONE,
                        BigDecimal.ONE,
                        new Valuation.PerPeriod(BigDecimal.ONE, Period.HOUR),
                        Period.HOUR,
                        START,
                        end,
                        Duration.ofHours(3)),
                false,
                hours,
                BigDecimal.valueOf(90),
                hours.getLast().start());
    }

    static Ledger asOf(Instant asOf, Ledger.Entry... entries) {
        ProjectRef project =
                new ProjectRef(
                        new UUID(0, 1),
                        "cloud",
                        "Cloud",
                        "INFRASTRUCTURE",
                        "EUR",
                        START,
                        BigDecimal.ZERO,
                        0,
                        0,
                        false);
        return new Ledger(project, new Moment(null, null, asOf), List.of(entries), List.of(), 0);
    }
}
