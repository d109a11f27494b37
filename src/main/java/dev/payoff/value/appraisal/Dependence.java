package dev.payoff.value.appraisal;

import java.util.Arrays;
import java.util.List;

/**
 * How lines move together: a Gaussian copula. What is told are rank correlations (Spearman), which
 * do not depend on how each line is distributed; the normal scores behind the ranks then correlate
 * by 2 sin(π · rank / 6) (Pearson, 1907; Kruskal, Ordinal Measures of Association, 1958). Extremes
 * are less tied to each other than the middle: a Gaussian copula has no tail dependence.
 */
public final class Dependence {

    /** The most lines that move together: a run then costs 5,000 multiplications. */
    public static final int MOST_LINES = 100;

    /** Every line for itself. */
    public static final Dependence NONE = new Dependence(List.of(), new double[0][]);

    /** What rounding makes of a pivot that is 0. */
    private static final double ROUNDING = 1e-10;

    private static final int HALVINGS = 30;

    private final List<String> keys;
    private final double[][] root;

    private Dependence(List<String> keys, double[][] root) {
        this.keys = keys;
        this.root = root;
    }

    /** Two lines and how their ranks correlate, from −1 to 1. */
    public record Pair(String one, String other, double rank) {}

    /** What came of telling correlations. */
    public sealed interface Told {}

    /** Lines can move together like that. */
    public record Fits(Dependence dependence) implements Told {}

    /**
     * Nothing can move together like that: the matrix of the normal scores is not positive
     * semidefinite.
     *
     * @param line the first line whose correlations contradict those of the lines before it
     * @param scale the part of their size, at least 0 and below 1, at which all would fit
     */
    public record Contradicts(String line, double scale) implements Told {}

    /**
     * Correlations of lines.
     *
     * @param keys of the lines, each once
     * @param common the rank correlation of every two lines that are no pair
     * @param pairs of lines among them; of the same two lines the last one counts
     */
    public static Told of(List<String> keys, double common, List<Pair> pairs) {
        if (keys.size() > MOST_LINES) {
            throw new IllegalArgumentException("At most " + MOST_LINES + ": " + keys.size());
        }
        if (keys.isEmpty()) {
            return new Fits(NONE);
        }
        double[][] scores = new double[keys.size()][keys.size()];
        for (int i = 0; i < scores.length; i++) {
            Arrays.fill(scores[i], score(common));
            scores[i][i] = 1;
        }
        for (Pair pair : pairs) {
            int one = keys.indexOf(pair.one());
            int other = keys.indexOf(pair.other());
            if (one < 0 || other < 0 || one == other) {
                throw new IllegalArgumentException("Not two of the lines: " + pair);
            }
            scores[one][other] = score(pair.rank());
            scores[other][one] = scores[one][other];
        }
        double[][] root = new double[scores.length][];
        int failed = root(scores, 1, root);
        return failed < 0
                ? new Fits(new Dependence(List.copyOf(keys), root))
                : new Contradicts(keys.get(failed), fitting(scores));
    }

    /** The correlation of normal scores whose ranks correlate so. */
    static double score(double rank) {
        if (!(rank >= -1 && rank <= 1)) {
            throw new IllegalArgumentException("Between -1 and 1: " + rank);
        }
        return 2 * StrictMath.sin(StrictMath.PI * rank / 6);
    }

    /** The lines that move together. */
    List<String> keys() {
        return keys;
    }

    /** Standard normal numbers that correlate as told, one for each line, in the order of keys. */
    void draw(Chance chance, double[] scores) {
        for (int i = 0; i < scores.length; i++) {
            scores[i] = chance.normal();
        }
        // From the last line on, as each needs only the numbers of the lines before it.
        for (int i = scores.length - 1; i >= 0; i--) {
            double sum = 0;
            for (int k = 0; k <= i; k++) {
                sum += root[i][k] * scores[k];
            }
            scores[i] = sum;
        }
    }

    /**
     * Cholesky's root, which a matrix has exactly where it is positive semidefinite; a line that
     * the ones before it determine has a pivot of 0.
     *
     * @param scale by which all that is off the diagonal is multiplied
     * @return the first row that has none, or −1
     */
    private static int root(double[][] scores, double scale, double[][] root) {
        for (int i = 0; i < scores.length; i++) {
            root[i] = new double[i + 1];
            double left = 1;
            for (int k = 0; k < i; k++) {
                double sum = scale * scores[i][k];
                for (int j = 0; j < k; j++) {
                    sum -= root[i][j] * root[k][j];
                }
                if (root[k][k] > 0) {
                    root[i][k] = sum / root[k][k];
                } else if (Math.abs(sum) > StrictMath.sqrt(ROUNDING)) {
                    return i;
                }
                left -= root[i][k] * root[i][k];
            }
            if (left < -ROUNDING) {
                return i;
            }
            root[i][i] = left < ROUNDING ? 0 : StrictMath.sqrt(left);
        }
        return -1;
    }

    private static double fitting(double[][] scores) {
        double fits = 0;
        double fails = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (fits + fails) / 2;
            if (root(scores, middle, new double[scores.length][]) < 0) {
                fits = middle;
            } else {
                fails = middle;
            }
        }
        return fits;
    }
}
