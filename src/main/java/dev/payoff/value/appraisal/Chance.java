package dev.payoff.value.appraisal;

/**
 * Random numbers from a seed: SplitMix64 (Steele, Lea and Flood, 2014) and what is drawn by it.
 * Only {@link StrictMath} and operations that IEEE 754 rounds correctly, so that a seed gives the
 * same bits on every machine and every Java. One thread at a time.
 */
final class Chance {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    private long state;

    Chance(long seed) {
        state = seed;
    }

    private long bits() {
        state += GAMMA;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Evenly from (0, 1). */
    double uniform() {
        return ((bits() >>> 11) + 0.5) * UNIT;
    }

    /** From the standard normal distribution, by Marsaglia's polar method. */
    double normal() {
        while (true) {
            double u = 2 * uniform() - 1;
            double v = 2 * uniform() - 1;
            double s = u * u + v * v;
            if (s > 0 && s < 1) {
                return u * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
            }
        }
    }

    /** From the triangle over [low, high] with its top at the likely one, by inversion. */
    double triangular(double low, double likely, double high) {
        return triangle(uniform(), low, likely, high);
    }

    /** The value of the triangle below which a part u of it lies. */
    static double triangle(double u, double low, double likely, double high) {
        double width = high - low;
        return u * width < likely - low
                ? low + StrictMath.sqrt(u * width * (likely - low))
                : high - StrictMath.sqrt((1 - u) * width * (high - likely));
    }

    /**
     * From the beta distribution that PERT stands for: its mean is (low + 4 · likely + high) / 6.
     */
    double pert(double low, double likely, double high) {
        double width = high - low;
        double one = gamma(1 + 4 * (likely - low) / width);
        double other = gamma(1 + 4 * (high - likely) / width);
        return low + width * (one / (one + other));
    }

    /** From the gamma distribution of a shape of at least 1 (Marsaglia and Tsang, 2000). */
    private double gamma(double shape) {
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = normal();
            double root = 1 + c * x;
            if (root > 0) {
                double v = root * root * root;
                if (StrictMath.log(uniform()) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
                    return d * v;
                }
            }
        }
    }
}
