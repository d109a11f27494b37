package dev.payoff.value;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A baseline that changes at dates: each step's holds from its instant until the next step's; the
 * last one's goes on. Before the first step the metric's constant baseline holds, which also tells
 * which direction is an improvement.
 *
 * @param steps from 1 to {@link #MOST}, at rising times; each baseline in the metric's unit, for a
 *     FLOW units per flow period
 */
public record BaselineSeries(List<Step> steps) {

    /** The most steps of a series: forty years of months. */
    public static final int MOST = 480;

    /** The baseline from an instant on. */
    public record Step(Instant from, BigDecimal baseline) {}

    /**
     * A stretch of time with one baseline.
     *
     * @param to exclusive, after {@code from}
     */
    public record Piece(Instant from, Instant to, BigDecimal baseline) {}

    /** Keeps an own copy, and refuses times that do not rise. */
    public BaselineSeries {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.size() > MOST) {
            throw new IllegalArgumentException(
                    "A series of baselines has 1 to " + MOST + " steps: " + steps.size());
        }
        for (int i = 1; i < steps.size(); i++) {
            if (!steps.get(i - 1).from().isBefore(steps.get(i).from())) {
                throw new IllegalArgumentException(
                        "The steps of a series of baselines rise in time: " + steps.get(i).from());
            }
        }
    }

    /**
     * The baseline in force at an instant.
     *
     * @param before what holds before the first step
     */
    public BigDecimal at(Instant at, BigDecimal before) {
        int step = stepAt(at);
        return step < 0 ? before : steps.get(step).baseline();
    }

    /**
     * The baselines of a stretch of time, cut where they change, ascending and without gaps.
     *
     * @param before what holds before the first step
     */
    public List<Piece> within(Instant from, Instant to, BigDecimal before) {
        List<Piece> pieces = new ArrayList<>();
        int step = stepAt(from);
        Instant start = from;
        while (start.isBefore(to)) {
            BigDecimal baseline = step < 0 ? before : steps.get(step).baseline();
            boolean last = step + 1 == steps.size() || !steps.get(step + 1).from().isBefore(to);
            Instant end = last ? to : steps.get(step + 1).from();
            pieces.add(new Piece(start, end, baseline));
            start = end;
            step++;
        }
        return List.copyOf(pieces);
    }

    /** The last step that begins at or before an instant; -1 before the first. */
    private int stepAt(Instant at) {
        int low = 0;
        int high = steps.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (steps.get(middle).from().isAfter(at)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low - 1;
    }
}
