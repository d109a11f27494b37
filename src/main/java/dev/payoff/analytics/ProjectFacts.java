package dev.payoff.analytics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
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
 * @param livePerYear what it earns a year at the present rate; null while nothing is measured
 * @param planPerYear what it earns a year with every metric at its target; null where no metric has
 *     baseline, target and valuation
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
        @Nullable BigDecimal livePerYear,
        @Nullable BigDecimal planPerYear,
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
     * Net present value of going on: what it earns a year, at the end of each of the years of the
     * horizon and in part of the last, discounted and at today's rate, less the costs that are
     * planned from today on, each at the rate of its day. The live rate counts where there is one,
     * else the plan.
     *
     * @return null where neither is known
     */
    @Nullable Value value(BigDecimal years, LocalDate day) {
        BigDecimal perYear = livePerYear != null ? livePerYear : planPerYear;
        if (perYear == null) {
            return null;
        }
        Converted earned = converted(perYear.multiply(annuity(discountRate, years)), day);
        Converted cost =
                planned.isEmpty() && budget != null && !spending
                        ? converted(budget, day)
                        : planned(day, null);
        return new Value(earned.minus(cost), livePerYear != null ? Source.LIVE : Source.PLAN);
    }

    /**
     * The present value of 1 a year for some years; a part of a year counts at its end, in part.
     */
    static BigDecimal annuity(BigDecimal rate, BigDecimal years) {
        BigDecimal growth = BigDecimal.ONE.add(rate);
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal left = years;
        for (int t = 1; left.signum() > 0; t++) {
            sum = sum.add(left.min(BigDecimal.ONE).divide(growth.pow(t), MathContext.DECIMAL64));
            left = left.subtract(BigDecimal.ONE);
        }
        return sum;
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
