package dev.payoff.value.appraisal;

import dev.payoff.value.Decimals;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A price index: what a basket cost on a day, in points. From each day on its number holds until
 * the next. Real amounts are nominal ones at the prices of a base day: amount · index(base) /
 * index(day), as the Green Book asks for with the GDP deflator.
 */
public final class PriceIndex {

    private final TreeMap<LocalDate, BigDecimal> points;

    /** An index of these points, each above 0. */
    public PriceIndex(SortedMap<LocalDate, BigDecimal> points) {
        this.points = new TreeMap<>(points);
        if (points.isEmpty() || points.values().stream().anyMatch(it -> it.signum() <= 0)) {
            throw new IllegalArgumentException("An index has points, all of them above 0");
        }
    }

    /** The index on a day; null before its first. */
    public @Nullable BigDecimal on(LocalDate day) {
        Map.Entry<LocalDate, BigDecimal> point = points.floorEntry(day);
        return point == null ? null : point.getValue();
    }

    /** What turns money of a day into money of the base day; null where either is not covered. */
    public @Nullable BigDecimal toPricesOf(LocalDate base, LocalDate day) {
        BigDecimal there = on(base);
        BigDecimal here = on(day);
        return there == null || here == null ? null : Decimals.quotient(there, here);
    }

    /** The first day that it covers. */
    public LocalDate begins() {
        return points.firstKey();
    }
}
