package dev.payoff.analytics;

import dev.payoff.analytics.ChoiceProblem.Candidate;
import dev.payoff.analytics.ChoiceProblem.Resource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A choice as the search sees it: maximise worth · x for x of 0 and 1 such that each row's sum is
 * at most what the row has. Worth and rows are scaled to about 1: unscaled, the library has been
 * seen to call a fifth of the best value the best.
 *
 * @param worth of each candidate, divided by {@code worthScale}
 * @param rows those of the resources first, in their order
 * @param rowScales by which the resources' rows were divided
 * @param fixed 0 or 1 where a candidate is decided, else {@link #FREE}
 */
record LinearForm(
        double[] worth, double worthScale, List<Row> rows, double[] rowScales, byte[] fixed) {

    static final byte FREE = -1;

    /** The sum of {@code of[i] · x[at[i]]} is at most {@code most}. */
    record Row(int[] at, double[] of, double most) {

        double sum(boolean[] x) {
            double sum = 0;
            for (int i = 0; i < at.length; i++) {
                sum += x[at[i]] ? of[i] : 0;
            }
            return sum;
        }
    }

    static LinearForm of(ChoiceProblem problem) {
        List<Candidate> candidates = problem.candidates();
        int size = candidates.size();
        double worthScale =
                candidates.stream()
                        .mapToDouble(it -> Math.abs(it.value().doubleValue()))
                        .max()
                        .orElse(1);
        double scale = worthScale == 0 ? 1 : worthScale;
        double[] worth =
                candidates.stream().mapToDouble(it -> it.value().doubleValue() / scale).toArray();
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < size; i++) {
            places.put(candidates.get(i).key(), i);
        }
        List<Row> rows = new ArrayList<>();
        double[] rowScales = new double[problem.resources().size()];
        for (int k = 0; k < rowScales.length; k++) {
            Resource resource = problem.resources().get(k);
            rowScales[k] = resource.limit().signum() > 0 ? resource.limit().doubleValue() : 1;
            rows.add(resource(candidates, resource, rowScales[k]));
        }
        for (int i = 0; i < size; i++) {
            for (String needed : candidates.get(i).needs()) {
                Integer other = places.get(needed);
                if (other != null) {
                    rows.add(new Row(new int[] {i, other}, new double[] {1, -1}, 0));
                }
            }
        }
        problem.exclusions()
                .forEach(exclusion -> {
                    int[] at =
                            exclusion.keys().stream()
                                    .map(places::get)
                                    .filter(place -> place != null)
                                    .mapToInt(Integer::intValue)
                                    .sorted()
                                    .toArray();
                    rows.add(new Row(at, ones(at.length), exclusion.atMost()));
                });
        return new LinearForm(worth, scale, List.copyOf(rows), rowScales, fixed(problem));
    }

    private static Row resource(List<Candidate> candidates, Resource resource, double scale) {
        int[] at = new int[candidates.size()];
        double[] of = new double[candidates.size()];
        int count = 0;
        for (int i = 0; i < candidates.size(); i++) {
            BigDecimal use = candidates.get(i).uses(resource);
            if (use.signum() != 0) {
                at[count] = i;
                of[count++] = use.doubleValue() / scale;
            }
        }
        return new Row(
                Arrays.copyOf(at, count),
                Arrays.copyOf(of, count),
                resource.limit().doubleValue() / scale);
    }

    private static byte[] fixed(ChoiceProblem problem) {
        Set<String> in = problem.least();
        Set<String> out = problem.lost();
        byte[] fixed = new byte[problem.candidates().size()];
        for (int i = 0; i < fixed.length; i++) {
            String key = problem.candidates().get(i).key();
            fixed[i] = (byte) (in.contains(key) ? 1 : out.contains(key) ? 0 : FREE);
        }
        return fixed;
    }

    /** The same without one set, which breaks a row by less than the arithmetic here can tell. */
    LinearForm without(boolean[] x, Row broken) {
        int[] at = Arrays.stream(broken.at()).filter(i -> x[i]).toArray();
        List<Row> more = new ArrayList<>(rows);
        more.add(new Row(at, ones(at.length), at.length - 1));
        return new LinearForm(worth, worthScale, List.copyOf(more), rowScales, fixed);
    }

    /** The same with more of it decided. */
    LinearForm withFixed(byte[] decided) {
        return new LinearForm(worth, worthScale, rows, rowScales, decided);
    }

    /** What a set is worth, scaled. */
    double worthOf(boolean[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] ? worth[i] : 0;
        }
        return sum;
    }

    /** The keys of a set. */
    static Set<String> keys(ChoiceProblem problem, boolean[] x) {
        Set<String> keys = new LinkedHashSet<>();
        for (int i = 0; i < x.length; i++) {
            if (x[i]) {
                keys.add(problem.candidates().get(i).key());
            }
        }
        return keys;
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
