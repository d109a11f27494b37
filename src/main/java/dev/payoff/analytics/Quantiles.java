package dev.payoff.analytics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a figure lies over the projects of a class. Quantiles only: overruns of IT projects have
 * tails so heavy that their mean need not exist (Flyvbjerg and Budzier: tail exponent at most 1),
 * and one project would decide it.
 *
 * @param n how many there are
 * @param reason why the quantiles are null, else null
 */
public record Quantiles(
        int n,
        @Nullable BigDecimal p10,
        @Nullable BigDecimal p25,
        @Nullable BigDecimal p50,
        @Nullable BigDecimal p75,
        @Nullable BigDecimal p80,
        @Nullable BigDecimal p90,
        @Nullable BigDecimal p95,
        @Nullable String reason) {

    /** Fewer say little of their class. */
    static final int LEAST = 5;

    /** The quantiles of some figures, in any order. */
    static Quantiles of(List<BigDecimal> figures) {
        if (figures.size() < LEAST) {
            return new Quantiles(
                    figures.size(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    "There are %d, and at least %d are needed.".formatted(figures.size(), LEAST));
        }
        List<BigDecimal> sorted = figures.stream().sorted().toList();
        return new Quantiles(
                sorted.size(),
                at(sorted, "0.10"),
                at(sorted, "0.25"),
                at(sorted, "0.50"),
                at(sorted, "0.75"),
                at(sorted, "0.80"),
                at(sorted, "0.90"),
                at(sorted, "0.95"),
                null);
    }

    /**
     * The linear interpolation at (n − 1)·q between ordered figures (type 7 of Hyndman and Fan,
     * what spreadsheets call inclusive).
     */
    static BigDecimal at(List<BigDecimal> sorted, String quantile) {
        BigDecimal place =
                new BigDecimal(quantile).multiply(BigDecimal.valueOf(sorted.size() - 1L));
        int below = place.intValue();
        BigDecimal low = sorted.get(below);
        BigDecimal high = sorted.get(Math.min(below + 1, sorted.size() - 1));
        return low.add(
                high.subtract(low)
                        .multiply(
                                place.subtract(BigDecimal.valueOf(below)), MathContext.DECIMAL64));
    }
}
