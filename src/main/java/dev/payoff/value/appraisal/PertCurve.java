package dev.payoff.value.appraisal;

/**
 * The beta distribution that PERT stands for, over [0, 1], as a function of a normal score:
 * F⁻¹(Φ(z)). Its shapes α and β add up to 6. It is solved once at even places and read between them
 * by cubic Hermite interpolation; the error is below 10^-7.
 *
 * <p>I(x; α, β) = x^α / B · Σ (1 − β)ₙ xⁿ / (n! (α + n)) (DLMF 8.17.7), used up to ½, and from
 * there on of 1 − x.
 */
final class PertCurve {

    /** No normal number that {@link Chance} draws lies beyond it. */
    private static final double REACH = 9;

    private static final int PLACES_A_UNIT = 32;
    private static final int PLACES = (int) (2 * REACH * PLACES_A_UNIT) + 1;
    private static final int STEPS = 100;
    private static final double EXACT = 1e-14;

    private final double[] value = new double[PLACES];
    private final double[] slope = new double[PLACES];

    /**
     * @param alpha the first shape, from 1 to 5; the second is 6 − α
     */
    PertCurve(double alpha) {
        double beta = 6 - alpha;
        double whole = below(0.5, alpha, beta) + below(0.5, beta, alpha);
        double atHalf = below(0.5, alpha, beta) / whole;
        double guess = 0;
        for (int i = 0; i < PLACES; i++) {
            double z = (double) i / PLACES_A_UNIT - REACH;
            // The smaller part is solved for, so that the far ends keep their digits.
            double part = NormalCurve.below(z);
            boolean low = part <= atHalf;
            double one = low ? alpha : beta;
            double other = low ? beta : alpha;
            double x =
                    low
                            ? solve(part * whole, one, other, guess)
                            : solve(NormalCurve.below(-z) * whole, one, other, 1 - guess);
            value[i] = low ? x : 1 - x;
            slope[i] = NormalCurve.density(z) * whole / density(x, one, other);
            guess = value[i] + slope[i] / PLACES_A_UNIT;
        }
    }

    /** What belongs to a normal score. */
    double at(double z) {
        double place = (Math.clamp(z, -REACH, REACH) + REACH) * PLACES_A_UNIT;
        int i = Math.min((int) place, PLACES - 2);
        double t = place - i;
        double u = 1 - t;
        return value[i] * u * u * (1 + 2 * t)
                + value[i + 1] * t * t * (3 - 2 * t)
                + (slope[i] * u - slope[i + 1] * t) * t * u / PLACES_A_UNIT;
    }

    private static double density(double x, double a, double b) {
        return StrictMath.pow(x, a - 1) * StrictMath.pow(1 - x, b - 1);
    }

    /** ∫ t^(a−1) (1 − t)^(b−1) from 0 to x, x at most ½. */
    private static double below(double x, double a, double b) {
        double sum = 1 / a;
        double term = 1;
        for (int n = 1; Math.abs(term) > Math.ulp(sum); n++) {
            term = term * (n - b) / n * x;
            sum += term / (a + n);
        }
        return StrictMath.pow(x, a) * sum;
    }

    /** Newton's steps from a guess, halvings where one would leave what is known to hold it. */
    private static double solve(double wanted, double a, double b, double guess) {
        double low = 0;
        double high = 0.5;
        double x = guess > low && guess < high ? guess : high / 2;
        for (int i = 0; i < STEPS; i++) {
            double over = below(x, a, b) - wanted;
            if (over < 0) {
                low = x;
            } else {
                high = x;
            }
            double next = x - over / density(x, a, b);
            if (Math.abs(next - x) <= EXACT * x) {
                return x;
            }
            x = next > low && next < high ? next : (low + high) / 2;
        }
        return x;
    }
}
