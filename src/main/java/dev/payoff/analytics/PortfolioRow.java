package dev.payoff.analytics;

import dev.payoff.value.Finance;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A project as the portfolio's views see it; amounts in its currency.
 *
 * @param cost actual to date; null where a rate is missing
 * @param budget what the latest report said that it costs in all, else its planned cost, else null
 * @param byCategory realised value by category of metric
 * @param planPerYear what it earns a year at its targets, or null
 */
record PortfolioRow(
        String key,
        String name,
        String type,
        String currency,
        @Nullable String programme,
        @Nullable String owner,
        @Nullable String objective,
        BigDecimal realised,
        BigDecimal weighted,
        BigDecimal earningPerHour,
        @Nullable BigDecimal cost,
        @Nullable BigDecimal budget,
        @Nullable BigDecimal achievement,
        @Nullable BigDecimal planPerYear,
        Map<String, BigDecimal> byCategory,
        List<String> reasons) {

    /** What projects can be compared on. */
    static final Set<String> FIGURES =
            Set.of(
                    "realised",
                    "weighted",
                    "earningPerHour",
                    "cost",
                    "net",
                    "roiSimple",
                    "budget",
                    "spentOfBudget",
                    "achievement",
                    "planPerYear");

    /** A figure by its name; null where it is not known. */
    @Nullable BigDecimal figure(String name) {
        return switch (name) {
            case "realised" -> realised;
            case "weighted" -> weighted;
            case "earningPerHour" -> earningPerHour;
            case "cost" -> cost;
            case "net" -> cost == null ? null : realised.subtract(cost);
            case "roiSimple" -> cost == null ? null : Finance.roiSimple(realised, cost);
            case "budget" -> budget;
            case "spentOfBudget" ->
                    cost == null || budget == null || budget.signum() == 0
                            ? null
                            : cost.divide(budget, java.math.MathContext.DECIMAL64);
            case "achievement" -> achievement;
            case "planPerYear" -> planPerYear;
            default -> throw new IllegalArgumentException("There is no figure " + name + ".");
        };
    }

    /** The same in another currency. */
    PortfolioRow at(Conversion rate) {
        Map<String, BigDecimal> categories = new TreeMap<>();
        byCategory.forEach(
                (category, amount) -> categories.put(category, amount.multiply(rate.rate())));
        return new PortfolioRow(
                key,
                name,
                type,
                rate.to(),
                programme,
                owner,
                objective,
                realised.multiply(rate.rate()),
                weighted.multiply(rate.rate()),
                earningPerHour.multiply(rate.rate()),
                at(cost, rate),
                at(budget, rate),
                achievement,
                at(planPerYear, rate),
                categories,
                reasons);
    }

    private static @Nullable BigDecimal at(@Nullable BigDecimal amount, Conversion rate) {
        return amount == null ? null : amount.multiply(rate.rate());
    }

    /** What it is grouped by; empty where it has none. */
    Optional<String> group(PortfolioViews.By by) {
        return Optional.ofNullable(
                switch (by) {
                    case PROGRAMME -> programme;
                    case OWNER -> owner;
                    case OBJECTIVE -> objective;
                    case TYPE -> type;
                    case PROJECT -> key;
                    case CATEGORY -> null;
                });
    }

    /** Why a figure is not known; null where it is. */
    @Nullable String reason(String name) {
        if (figure(name) != null) {
            return null;
        }
        String noCost =
                reasons.isEmpty() ? "Its cost is not known in its currency." : reasons.getFirst();
        return switch (name) {
            case "cost", "net" -> noCost;
            case "roiSimple" ->
                    cost == null ? noCost : "There is no cost, so no return on it can be told.";
            case "spentOfBudget" -> cost == null ? noCost : NO_BUDGET;
            case "budget" -> NO_BUDGET;
            case "achievement" -> "No metric with a baseline and a target has spoken.";
            default -> "No benefit with a baseline, a target and a valuation counts.";
        };
    }

    private static final String NO_BUDGET =
            "No report tells a budget above 0, and there is no planned cost.";
}
