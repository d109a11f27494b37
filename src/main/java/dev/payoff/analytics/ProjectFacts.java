package dev.payoff.analytics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the registry and the live figures know of a project that may be chosen; amounts in its
 * currency.
 *
 * @param livePerYear what it earns a year at the present rate; null while nothing is measured
 * @param planPerYear what it earns a year with every metric at its target; null where no metric has
 *     baseline, target and valuation
 * @param planned costs that are planned
 * @param budget what the latest report said that it costs in all, or null
 * @param foreignCost whether some of its planned cost is in another currency
 * @param spending whether it had a cost yet
 */
public record ProjectFacts(
        String key,
        String name,
        String currency,
        @Nullable BigDecimal livePerYear,
        @Nullable BigDecimal planPerYear,
        BigDecimal discountRate,
        List<Planned> planned,
        @Nullable BigDecimal budget,
        boolean foreignCost,
        boolean spending,
        Set<String> dependsOn) {

    /** A planned cost. */
    public record Planned(LocalDate on, BigDecimal amount) {}

    /** Where a value comes from. */
    public enum Source {
        TOLD,
        LIVE,
        PLAN
    }

    /** A net value and where it comes from. */
    public record Value(BigDecimal amount, Source source) {}

    /**
     * Net present value of going on: what it earns a year, at the end of each of the years of the
     * horizon and in part of the last, discounted, less the costs that are planned from today on.
     * The live rate counts where there is one, else the plan.
     *
     * @return null where neither is known, or cost is in another currency
     */
    @Nullable Value value(BigDecimal years, LocalDate today) {
        BigDecimal perYear = livePerYear != null ? livePerYear : planPerYear;
        if (perYear == null || foreignCost) {
            return null;
        }
        BigDecimal cost =
                planned.isEmpty() && budget != null && !spending ? budget : planned(today, null);
        return new Value(
                perYear.multiply(annuity(discountRate, years)).subtract(cost),
                livePerYear != null ? Source.LIVE : Source.PLAN);
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
    BigDecimal planned(@Nullable LocalDate from, @Nullable LocalDate to) {
        return planned.stream()
                .filter(it -> from == null || !it.on().isBefore(from))
                .filter(it -> to == null || !it.on().isAfter(to))
                .map(Planned::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .max(BigDecimal.ZERO);
    }

    /** What it takes of a budget where that is not told. */
    BigDecimal uses(ScenarioInput.Budget of) {
        boolean whole = of.from() == null && of.to() == null;
        return whole && planned.isEmpty() && budget != null ? budget : planned(of.from(), of.to());
    }
}
