package dev.payoff.analytics.forecast;

import java.util.function.ToDoubleFunction;

/**
 * The smallest value of a function within a box, by pattern search (Hooke and Jeeves 1961): steps
 * along each axis, halved where none helps. Deterministic, and needs no derivative.
 */
final class Search {

    /** The most rounds; each looks at twice as many points as there are axes. */
    private static final int MOST_ROUNDS = 400;

    private static final double FINEST = 1e-9;

    private Search() {}

    /**
     * @param from where to begin, within the box; not changed
     * @param low the box's lower bounds
     * @param high the box's upper bounds
     */
    static double[] smallest(
            ToDoubleFunction<double[]> of, double[] from, double[] low, double[] high) {
        double[] best = from.clone();
        double value = of.applyAsDouble(best);
        double step = 0.25;
        for (int round = 0; round < MOST_ROUNDS && step > FINEST; round++) {
            double before = value;
            double[] base = best.clone();
            for (int axis = 0; axis < best.length; axis++) {
                for (int sign = -1; sign <= 1; sign += 2) {
                    double[] tried = best.clone();
                    double moved = tried[axis] + sign * step * (high[axis] - low[axis]);
                    tried[axis] = Math.min(high[axis], Math.max(low[axis], moved));
                    double found = of.applyAsDouble(tried);
                    if (found < value) {
                        best = tried;
                        value = found;
                    }
                }
            }
            if (value < before) {
                // On in the direction that helped, as far as it helps.
                double[] tried = new double[best.length];
                for (int axis = 0; axis < best.length; axis++) {
                    double moved = 2 * best[axis] - base[axis];
                    tried[axis] = Math.min(high[axis], Math.max(low[axis], moved));
                }
                double found = of.applyAsDouble(tried);
                if (found < value) {
                    best = tried;
                    value = found;
                }
            } else {
                step /= 2;
            }
        }
        return best;
    }
}
