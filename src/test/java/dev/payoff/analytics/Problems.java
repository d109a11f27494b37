package dev.payoff.analytics;

import dev.payoff.analytics.ChoiceProblem.Candidate;
import dev.payoff.analytics.ChoiceProblem.Decision;
import dev.payoff.analytics.ChoiceProblem.Exclusion;
import dev.payoff.analytics.ChoiceProblem.Resource;
import dev.payoff.analytics.ChoiceProblem.ResourceKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Choices for tests, and the answer that goes through every set. */
final class Problems {

    private Problems() {}

    /** Values, one row of uses a resource, what there is of each; projects are named p0, p1, … */
    static ChoiceProblem knapsack(double[] values, double[][] uses, double[] limits) {
        List<Resource> resources = new ArrayList<>();
        for (int k = 0; k < limits.length; k++) {
            resources.add(resource("r" + k, BigDecimal.valueOf(limits[k])));
        }
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            Map<String, BigDecimal> use = new HashMap<>();
            for (int k = 0; k < limits.length; k++) {
                use.put("r" + k, BigDecimal.valueOf(uses[k][i]));
            }
            candidates.add(
                    new Candidate(
                            "p" + i, BigDecimal.valueOf(values[i]), use, Set.of(), Decision.FREE));
        }
        return new ChoiceProblem(candidates, resources, List.of());
    }

    static Resource resource(String name, BigDecimal limit) {
        return new Resource(name, ResourceKind.BUDGET, limit, BigDecimal.ONE);
    }

    /** A choice with every kind of constraint, amounts in cents, some values below 0. */
    static ChoiceProblem random(long seed, int most) {
        Random random = new Random(seed);
        int size = 3 + random.nextInt(most - 2);
        int kinds = 1 + random.nextInt(4);
        List<Candidate> candidates = new ArrayList<>();
        long[] totals = new long[kinds];
        for (int i = 0; i < size; i++) {
            Map<String, BigDecimal> uses = new HashMap<>();
            for (int k = 0; k < kinds; k++) {
                int use = random.nextInt(4) == 0 ? 0 : random.nextInt(100_000);
                totals[k] += use;
                uses.put("r" + k, BigDecimal.valueOf(use, 2));
            }
            Set<String> needs = new HashSet<>();
            while (i > 0 && random.nextInt(4) == 0) {
                needs.add("p" + random.nextInt(i));
            }
            int value =
                    random.nextInt(8) == 0 ? -random.nextInt(20_000) : random.nextInt(100_000_000);
            Decision decision =
                    switch (random.nextInt(14)) {
                        case 0 -> Decision.IN;
                        case 1 -> Decision.OUT;
                        default -> Decision.FREE;
                    };
            candidates.add(
                    new Candidate("p" + i, BigDecimal.valueOf(value, 2), uses, needs, decision));
        }
        List<Resource> resources = new ArrayList<>();
        for (int k = 0; k < kinds; k++) {
            long limit = (long) (totals[k] * (0.25 + 0.5 * random.nextDouble()));
            resources.add(resource("r" + k, BigDecimal.valueOf(limit, 2)));
        }
        List<Exclusion> exclusions = new ArrayList<>();
        for (int g = 0; g < size / 4; g++) {
            Set<String> keys = new LinkedHashSet<>();
            for (int i = 0; i < 3; i++) {
                keys.add("p" + random.nextInt(size));
            }
            exclusions.add(new Exclusion("g" + g, keys, 1));
        }
        return new ChoiceProblem(candidates, resources, exclusions);
    }

    /** The worth of the best set by going through all of them; null where none may be done. */
    static BigDecimal bruteForce(ChoiceProblem problem) {
        return new Walk(problem).best;
    }

    /** Every set that may be done is visited; whole numbers of cents. */
    private static final class Walk {
        private final List<Candidate> candidates;
        private final long[] values;
        private final long[][] uses;
        private final long[] limits;
        private final List<int[]> groups = new ArrayList<>();
        private final int[] atMost;
        private final int[] needs;
        private long most = Long.MIN_VALUE;
        private BigDecimal best;

        Walk(ChoiceProblem problem) {
            candidates = problem.candidates();
            int size = candidates.size();
            List<String> keys = candidates.stream().map(Candidate::key).toList();
            values = candidates.stream().mapToLong(it -> cents(it.value())).toArray();
            needs =
                    candidates.stream()
                            .mapToInt(it ->
                                    it.needs().stream()
                                            .mapToInt(key -> 1 << keys.indexOf(key))
                                            .reduce(0, (a, b) -> a | b))
                            .toArray();
            limits = problem.resources().stream().mapToLong(it -> cents(it.limit())).toArray();
            uses = new long[limits.length][size];
            for (int k = 0; k < limits.length; k++) {
                for (int i = 0; i < size; i++) {
                    uses[k][i] = cents(candidates.get(i).uses(problem.resources().get(k)));
                }
            }
            problem.exclusions()
                    .forEach(
                            it -> groups.add(it.keys().stream().mapToInt(keys::indexOf).toArray()));
            atMost = problem.exclusions().stream().mapToInt(Exclusion::atMost).toArray();
            walk(0, 0, 0, limits.clone());
            best = most == Long.MIN_VALUE ? null : BigDecimal.valueOf(most, 2);
        }

        private void walk(int i, int set, long worth, long[] left) {
            if (i == candidates.size()) {
                if (worth > most && allowed(set)) {
                    most = worth;
                }
                return;
            }
            if (candidates.get(i).decision() != Decision.IN) {
                walk(i + 1, set, worth, left);
            }
            if (candidates.get(i).decision() != Decision.OUT) {
                long[] rest = left.clone();
                boolean fits = true;
                for (int k = 0; k < rest.length; k++) {
                    rest[k] -= uses[k][i];
                    fits &= rest[k] >= 0;
                }
                if (fits) {
                    walk(i + 1, set | 1 << i, worth + values[i], rest);
                }
            }
        }

        private boolean allowed(int set) {
            for (int i = 0; i < needs.length; i++) {
                if ((set >> i & 1) == 1 && (needs[i] & ~set) != 0) {
                    return false;
                }
            }
            for (int g = 0; g < atMost.length; g++) {
                int count = 0;
                for (int i : groups.get(g)) {
                    count += set >> i & 1;
                }
                if (count > atMost[g]) {
                    return false;
                }
            }
            return true;
        }

        private static long cents(BigDecimal amount) {
            return amount.movePointRight(2).longValueExact();
        }
    }
}
