package dev.payoff.value.appraisal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often the runs of a simulation fell where. Between two percentiles there are {@value #CELLS}
 * cells of one width; what lies beyond them is counted, so that few far outcomes do not squeeze all
 * others into a cell. Each run is counted once.
 *
 * @param from where the first cell begins: the percentile {@value #FROM_RANK}
 * @param to where the last one ends: the percentile {@value #TO_RANK}
 * @param counts runs of each cell, from the lowest; one at a border counts to the cell above, one
 *     at {@code to} to the last
 * @param below runs less than {@code from}
 * @param above runs greater than {@code to}
 */
public record Histogram(double from, double to, List<Integer> counts, int below, int above) {

    /** How many cells: fine enough to see a second hump, coarse enough for 1,000 runs. */
    public static final int CELLS = 40;

    /** The percentile at which the first cell begins. */
    public static final int FROM_RANK = 1;

    /** The percentile at which the last cell ends. */
    public static final int TO_RANK = 99;

    /** Keeps an own copy. */
    public Histogram {
        counts = List.copyOf(counts);
    }

    /** Width of a cell, in the unit of the outcomes. */
    public double width() {
        return (to - from) / counts.size();
    }

    /**
     * Counts outcomes.
     *
     * @param ascending at least one
     * @return null where the percentiles are one value, so that cells would have no width
     */
    static @Nullable Histogram of(double[] ascending) {
        double from = Simulation.percentile(ascending, FROM_RANK);
        double to = Simulation.percentile(ascending, TO_RANK);
        double width = (to - from) / CELLS;
        // Less than a double can tell apart is no width either.
        if (!(width > Math.ulp(Math.max(Math.abs(from), Math.abs(to))))) {
            return null;
        }
        int[] counts = new int[CELLS];
        int below = 0;
        int above = 0;
        for (double outcome : ascending) {
            if (outcome < from) {
                below++;
            } else if (outcome > to) {
                above++;
            } else {
                counts[Math.min(CELLS - 1, (int) ((outcome - from) / width))]++;
            }
        }
        List<Integer> all = new ArrayList<>(CELLS);
        for (int count : counts) {
            all.add(count);
        }
        return new Histogram(from, to, all, below, above);
    }
}
