package dev.payoff.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All real zeros u of the sum of c_i · exp(−u · t_i), with times in ascending order and no
 * coefficient 0; u = ln(1 + rate).
 *
 * <p>This is the proof of Descartes' rule of signs for real exponents, run as an algorithm.
 * Multiply the sum by exp(u · a), with a between two neighbouring terms of opposite sign, and
 * differentiate: each coefficient gains the factor (a − t_i), so exactly that change of sign
 * disappears. By Rolle's theorem the zeros of the sum are separated by those of this derivative,
 * which has one change of sign less; so the recursion ends, no zero is missed between two points of
 * a grid, and each lies alone in its bracket. A double zero shows as a separator at which the sum
 * vanishes.
 */
final class RateRoots {

    /** What of the sum of absolute terms is taken for 0 at a separator. */
    private static final double VANISHING = 1e-13;

    /** Halvings that take any bracket below the spacing of doubles. */
    private static final int MAX_HALVINGS = 1100;

    private RateRoots() {}

    /** The distinct zeros, ascending. */
    static double[] of(double[] times, double[] coefficients) {
        int change = firstChange(coefficients);
        if (change < 0) {
            return new double[0];
        }
        double[] separators = of(times, withoutChange(times, coefficients, change));
        double bound = bound(times, coefficients);
        double[] points = new double[separators.length + 2];
        points[0] = -bound;
        System.arraycopy(separators, 0, points, 1, separators.length);
        points[points.length - 1] = bound;
        Arrays.sort(points);
        List<Double> zeros = new ArrayList<>();
        for (int i = 0; i < points.length; i++) {
            double here = sign(times, coefficients, points[i], VANISHING);
            if (here == 0) {
                zeros.add(points[i]);
            } else if (i + 1 < points.length
                    && here * sign(times, coefficients, points[i + 1], VANISHING) < 0) {
                zeros.add(bisect(times, coefficients, points[i], points[i + 1]));
            }
        }
        return zeros.stream().mapToDouble(Double::doubleValue).distinct().toArray();
    }

    private static int firstChange(double[] coefficients) {
        for (int i = 1; i < coefficients.length; i++) {
            if (coefficients[i - 1] * coefficients[i] < 0) {
                return i;
            }
        }
        return -1;
    }

    private static double[] withoutChange(double[] times, double[] coefficients, int change) {
        double between = (times[change - 1] + times[change]) / 2;
        double[] derived = new double[coefficients.length];
        double greatest = 0;
        for (int i = 0; i < derived.length; i++) {
            derived[i] = coefficients[i] * (between - times[i]);
            greatest = Math.max(greatest, Math.abs(derived[i]));
        }
        for (int i = 0; i < derived.length; i++) {
            // Scaled against overflow; what underflows keeps its sign, which the recursion counts.
            derived[i] =
                    Math.copySign(Math.max(Math.abs(derived[i] / greatest), 1e-150), derived[i]);
        }
        return derived;
    }

    /**
     * Beyond this distance from 0, on either side, the extreme term is twice all others together.
     */
    private static double bound(double[] times, double[] coefficients) {
        double bound = 1;
        while (!outweighs(times, coefficients, bound, 0)
                || !outweighs(times, coefficients, -bound, times.length - 1)) {
            bound *= 2;
        }
        return bound;
    }

    private static boolean outweighs(double[] times, double[] coefficients, double u, int extreme) {
        double others = 0;
        for (int i = 0; i < times.length; i++) {
            if (i != extreme) {
                others += Math.abs(coefficients[i]) * Math.exp(-u * (times[i] - times[extreme]));
            }
        }
        return Math.abs(coefficients[extreme]) > 2 * others;
    }

    /** The sign of the sum, taken for 0 up to this part of its absolute terms. */
    private static double sign(double[] times, double[] coefficients, double u, double vanishing) {
        double sum = 0;
        double absolute = 0;
        // Relative to the term that is greatest far out, so that no exponential overflows.
        double origin = u < 0 ? times[times.length - 1] : times[0];
        for (int i = 0; i < times.length; i++) {
            double term = coefficients[i] * Math.exp(-u * (times[i] - origin));
            sum += term;
            absolute += Math.abs(term);
        }
        return Math.abs(sum) <= vanishing * absolute ? 0 : Math.signum(sum);
    }

    private static double bisect(double[] times, double[] coefficients, double from, double to) {
        double low = from;
        double high = to;
        double signLow = sign(times, coefficients, low, 0);
        for (int i = 0; i < MAX_HALVINGS; i++) {
            double middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) {
                break;
            }
            double here = sign(times, coefficients, middle, 0);
            if (here == 0) {
                return middle;
            }
            if (here == signLow) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low + (high - low) / 2;
    }
}
