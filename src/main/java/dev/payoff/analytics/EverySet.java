package dev.payoff.analytics;

import dev.payoff.analytics.ChoiceProblem.Candidate;
import dev.payoff.analytics.ChoiceProblem.Exclusion;
import dev.payoff.analytics.ChoiceProblem.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Goes through every set of projects that may be done and keeps those that none is better than, in
 * value and risk. A walk that decides one project after the other, upstream first: what a set uses,
 * is worth and risks grows with each decision and is never added up anew, a set that breaks
 * something is left with all above it, and where risk only grows, so is one that cannot become
 * better than what is known. Doubles lead the way; what is kept is allowed in exact arithmetic, and
 * {@link Frontier} measures it exactly. Sets that differ by less than {@link #SAME} of all that
 * there is are the same here.
 */
final class EverySet {

    /** The most projects of which every set is gone through: a million sets. */
    static final int MOST = 20;

    /** The most additions: sets times scenarios. Some seconds. */
    static final long MOST_STEPS = 1L << 28;

    private static final double SAME = 1e-13;
    private static final double SLACK = 1e-9;

    private final ChoiceProblem problem;
    private final Set<String> least;
    private final List<Candidate> free;
    private final SetRisk measure;
    private final double[] values;
    private final double[][] uses;
    private final double[] limits;
    private final int[] needs;
    private final int[][] groupsOf;
    private final int[] atMost;
    private final double[] gainAfter;
    private final double sameValue;
    private final double[][] used;
    private final int[] inGroup;
    private final TreeMap<Double, Known> known = new TreeMap<>();

    private record Known(double value, int set) {}

    private EverySet(ChoiceProblem problem, Risk risk, List<Candidate> free) {
        this.problem = problem;
        this.free = free;
        least = problem.least();
        measure = SetRisk.of(problem, risk, free, least);
        int size = free.size();
        values = free.stream().mapToDouble(it -> it.value().doubleValue()).toArray();
        gainAfter = new double[size + 1];
        double all = Math.abs(problem.value(least).doubleValue());
        for (int i = size - 1; i >= 0; i--) {
            gainAfter[i] = gainAfter[i + 1] + Math.max(0, values[i]);
            all += Math.abs(values[i]);
        }
        sameValue = SAME * all;
        List<Resource> resources = problem.resources();
        limits = resources.stream().mapToDouble(it -> it.limit().doubleValue()).toArray();
        used = new double[size + 1][limits.length];
        for (int k = 0; k < limits.length; k++) {
            used[0][k] = problem.used(resources.get(k), least).doubleValue();
        }
        uses = new double[size][limits.length];
        needs = new int[size];
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < limits.length; k++) {
                uses[i][k] = free.get(i).uses(resources.get(k)).doubleValue();
            }
            for (int j = 0; j < i; j++) {
                needs[i] |= free.get(i).needs().contains(free.get(j).key()) ? 1 << j : 0;
            }
        }
        List<Exclusion> exclusions = problem.exclusions();
        atMost = exclusions.stream().mapToInt(Exclusion::atMost).toArray();
        inGroup = new int[atMost.length];
        groupsOf = new int[size][];
        for (int g = 0; g < atMost.length; g++) {
            inGroup[g] = (int) exclusions.get(g).keys().stream().filter(least::contains).count();
        }
        for (int i = 0; i < size; i++) {
            String key = free.get(i).key();
            groupsOf[i] =
                    java.util.stream.IntStream.range(0, atMost.length)
                            .filter(g -> exclusions.get(g).keys().contains(key))
                            .toArray();
        }
    }

    /** Whether every set can be gone through in seconds. */
    static boolean isShort(ChoiceProblem problem, Risk risk) {
        int size = free(problem).size();
        int each =
                switch (risk) {
                    case Risk.Spread spread -> 1;
                    case Risk.Outcomes outcomes -> Math.max(1, outcomes.scenarios());
                };
        return size <= MOST && (long) each << size <= MOST_STEPS;
    }

    /** The sets that none is better than, and at most a few more. */
    static List<Set<String>> best(ChoiceProblem problem, Risk risk) {
        EverySet walk = new EverySet(problem, risk, free(problem));
        walk.from(0, 0, problem.value(walk.least).doubleValue());
        return walk.known.values().stream().map(it -> walk.keys(it.set())).toList();
    }

    /** What is not decided, each after what it needs, the dearest first where nothing is needed. */
    private static List<Candidate> free(ChoiceProblem problem) {
        Set<String> least = problem.least();
        Set<String> lost = problem.lost();
        Map<String, Candidate> left = new TreeMap<>();
        problem.candidates().stream()
                .filter(it -> !least.contains(it.key()) && !lost.contains(it.key()))
                .forEach(it -> left.put(it.key(), it));
        List<Candidate> order = new ArrayList<>();
        while (!left.isEmpty()) {
            Candidate next =
                    left.values().stream()
                            .filter(it ->
                                    it.needs().stream()
                                            .noneMatch(key ->
                                                    !key.equals(it.key()) && left.containsKey(key)))
                            .max(Comparator.comparing(Candidate::value))
                            .orElseThrow(() ->
                                    new IllegalArgumentException("Needs close a circle: " + left));
            order.add(next);
            left.remove(next.key());
        }
        return order;
    }

    private void from(int i, int set, double value) {
        if (i == free.size()) {
            double risk = measure.now();
            if (!isBeaten(value, risk) && problem.broken(keys(set)).isEmpty()) {
                keep(risk, value, set);
            }
            return;
        }
        if (isBeaten(value + gainAfter[i], measure.atLeast())) {
            return;
        }
        if (fits(i, set)) {
            for (int k = 0; k < limits.length; k++) {
                used[i + 1][k] = used[i][k] + uses[i][k];
            }
            count(i, 1);
            measure.add(i);
            from(i + 1, set | 1 << i, value + values[i]);
            measure.remove();
            count(i, -1);
        }
        System.arraycopy(used[i], 0, used[i + 1], 0, limits.length);
        from(i + 1, set, value);
    }

    private boolean fits(int i, int set) {
        if ((needs[i] & ~set) != 0) {
            return false;
        }
        for (int k = 0; k < limits.length; k++) {
            if (used[i][k] + uses[i][k] > limits[k] + SLACK * Math.max(1, limits[k])) {
                return false;
            }
        }
        for (int g : groupsOf[i]) {
            if (inGroup[g] >= atMost[g]) {
                return false;
            }
        }
        return true;
    }

    private void count(int i, int sign) {
        for (int g : groupsOf[i]) {
            inGroup[g] += sign;
        }
    }

    /** Whether a set is known that is worth as much at no more risk. */
    private boolean isBeaten(double value, double risk) {
        Map.Entry<Double, Known> at = known.floorEntry(risk + measure.same());
        return at != null && at.getValue().value() >= value - sameValue;
    }

    private void keep(double risk, double value, int set) {
        Map.Entry<Double, Known> after = known.ceilingEntry(risk);
        while (after != null && after.getValue().value() <= value) {
            known.remove(after.getKey());
            after = known.ceilingEntry(risk);
        }
        known.put(risk, new Known(value, set));
    }

    private Set<String> keys(int set) {
        Set<String> keys = new LinkedHashSet<>(least);
        for (int i = 0; i < free.size(); i++) {
            if ((set >> i & 1) == 1) {
                keys.add(free.get(i).key());
            }
        }
        return keys;
    }
}
