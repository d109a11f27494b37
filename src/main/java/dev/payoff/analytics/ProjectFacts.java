package dev.payoff.analytics;

import dev.payoff.value.Decimals;
import dev.payoff.value.Period;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the registry and the live figures know of a project that may be chosen; amounts in its
 * currency, with the tenant's rates to the one that is asked for.
 *
 * @param asked the currency that values and uses are asked for in
 * @param today from its currency to the one asked for, as of today; null where they are one, or the
 *     table has no rate
 * @param earners its benefits that count, and whose baseline, target and valuation are known
 * @param planned costs that are planned, each in its own currency
 * @param budget what the latest report said that it costs in all, or null
 * @param spending whether it had a cost yet
 */
public record ProjectFacts(
        String key,
        String name,
        String currency,
        String asked,
        @Nullable Conversion today,
        List<Earner> earners,
        BigDecimal discountRate,
        List<Planned> planned,
        @Nullable BigDecimal budget,
        boolean spending,
        Set<String> dependsOn) {

    /**
     * A planned cost.
     *
     * @param rate of its day, to the currency asked for; null where it is in that one, or the table
     *     has none. A day to come has the latest rate that is known for it
     */
    public record Planned(
            LocalDate on, BigDecimal amount, String currency, @Nullable Conversion rate) {}

    /** Where a value comes from. */
    public enum Source {
        TOLD,
        LIVE,
        PLAN
    }

    /** A net value and where it comes from. */
    record Value(Converted net, Source source) {}

    /**
     * Net present value of going on: what its benefits earn in each of the years of the horizon and
     * in part of the last, taken at the year's end, discounted and at today's rate, less the costs
     * that are planned from today on, each at the rate of its day. A benefit that speaks goes on at
     * its present rate, the others as they promise, with their ramps; each until its end. A year is
     * one of 8,766 hours.
     *
     * @return null where no benefit counts
     */
    @Nullable Value value(BigDecimal years, LocalDate day) {
        if (earners.isEmpty()) {
            return null;
        }
        Converted earned = converted(earned(years, day), day);
        Converted cost =
                costsItsBudget()
                        ? converted(java.util.Objects.requireNonNull(budget), day)
                        : planned(day, null);
        boolean live = earners.stream().anyMatch(Earner::isLive);
        return new Value(earned.minus(cost), live ? Source.LIVE : Source.PLAN);
    }

    private BigDecimal earned(BigDecimal years, LocalDate day) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Year year : years(years, day)) {
            BigDecimal inYear = BigDecimal.ZERO;
            for (Earner earner : earners) {
                inYear = inYear.add(earner.earns(year.from(), year.to()));
            }
            sum = sum.add(Decimals.quotient(inYear, growth().pow(year.number())));
        }
        return sum;
    }

    /** A year of the horizon, or the part of the last that is left. */
    record Year(int number, Instant from, Instant to) {}

    static List<Year> years(BigDecimal horizon, LocalDate day) {
        List<Year> years = new ArrayList<>();
        BigDecimal left = horizon;
        Instant from = day.atStartOfDay().toInstant(ZoneOffset.UTC);
        for (int t = 1; left.signum() > 0; t++) {
            Instant to = from.plus(part(left.min(BigDecimal.ONE)));
            years.add(new Year(t, from, to));
            left = left.subtract(BigDecimal.ONE);
            from = to;
        }
        return years;
    }

    /** By how much money grows in a year. */
    BigDecimal growth() {
        return BigDecimal.ONE.add(discountRate);
    }

    /** Whether the budget of a report stands for the costs to come. */
    boolean costsItsBudget() {
        return planned.isEmpty() && budget != null && !spending;
    }

    private static Duration part(BigDecimal ofAYear) {
        return Duration.ofSeconds(
                ofAYear.multiply(Period.YEAR.hours())
                        .multiply(BigDecimal.valueOf(Duration.ofHours(1).toSeconds()))
                        .longValue());
    }

    /** What it earns a year with every benefit at its target; null where none counts. */
    @Nullable BigDecimal planPerYear(Instant now) {
        return earners.stream()
                .map(earner -> earner.promisedPerYear(now))
                .reduce(BigDecimal::add)
                .orElse(null);
    }

    /** Planned cost within days; null is without end. */
    Converted planned(@Nullable LocalDate from, @Nullable LocalDate to) {
        return planned.stream()
                .filter(it -> from == null || !it.on().isBefore(from))
                .filter(it -> to == null || !it.on().isAfter(to))
                .map(it -> Converted.of(it.amount(), it.currency(), asked, it.on(), it.rate()))
                .reduce(Converted.ZERO, Converted::plus)
                .atLeastZero();
    }

    /** What it takes of a budget where that is not told. */
    Converted uses(ScenarioInput.Budget of, LocalDate day) {
        boolean whole = of.from() == null && of.to() == null;
        return whole && planned.isEmpty() && budget != null
                ? converted(budget, day)
                : planned(of.from(), of.to());
    }

    private Converted converted(BigDecimal amount, LocalDate day) {
        return Converted.of(amount, currency, asked, day, today);
    }
}
