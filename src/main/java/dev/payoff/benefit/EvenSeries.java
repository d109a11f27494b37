package dev.payoff.benefit;

import dev.payoff.value.Kind;
import dev.payoff.value.WindowSize;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A metric's windows as an evenly spaced series, as forecasts need it: of a LEVEL the mean of each
 * period, of a FLOW its sum; pure. A period without readings carries a LEVEL's last mean, and is
 * one of 0 units for a FLOW.
 *
 * @param starts of the periods, each right after the one before
 * @param values of the periods
 * @param filled how many of them had no reading
 */
record EvenSeries(List<Instant> starts, List<Double> values, int filled) {

    /** The most periods of a series; the latest ones are kept. */
    static final int MOST = 2_000;

    /** A measured window. */
    record Measured(Instant start, long count, BigDecimal sum) {}

    /**
     * The series up to a time.
     *
     * @param measured in any order
     * @param until periods that end after it are not over, and left out
     */
    static EvenSeries of(
            List<Measured> measured, Kind kind, WindowSize size, ZoneId zone, Instant until) {
        TreeMap<Instant, Measured> byStart = new TreeMap<>();
        measured.forEach(one -> byStart.put(one.start(), one));
        List<Instant> starts = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        int filled = 0;
        if (byStart.isEmpty()) {
            return new EvenSeries(starts, values, filled);
        }
        double last = 0;
        Instant start = byStart.firstKey();
        while (!size.endOf(start, zone).isAfter(until) && starts.size() < MOST) {
            Measured here = byStart.get(start);
            if (here == null) {
                filled++;
                last = kind == Kind.FLOW ? 0 : last;
            } else {
                last =
                        kind == Kind.FLOW
                                ? here.sum().doubleValue()
                                : here.sum()
                                        .divide(
                                                BigDecimal.valueOf(here.count()),
                                                MathContext.DECIMAL64)
                                        .doubleValue();
            }
            starts.add(start);
            values.add(last);
            start = size.endOf(start, zone);
        }
        return new EvenSeries(starts, values, filled);
    }

    /** The index of the first period that starts at or after a time. */
    int indexOf(Instant time) {
        int index = 0;
        while (index < starts.size() && starts.get(index).isBefore(time)) {
            index++;
        }
        return index;
    }

    double[] between(int from, int to) {
        return values.subList(from, to).stream().mapToDouble(Double::doubleValue).toArray();
    }
}
