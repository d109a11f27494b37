package dev.payoff.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.payoff.analytics.ChoiceProblem.Candidate;
import dev.payoff.analytics.ChoiceProblem.Decision;
import dev.payoff.analytics.ChoiceProblem.Exclusion;
import dev.payoff.analytics.Frontier.Point;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Of twenty projects the choice and the frontier are those of all 1,048,576 sets. */
class TwentyProjectsTest {

    private static final Duration TIME = Duration.ofSeconds(20);
    private static final int SIZE = 20;

    /** Choices of just twenty projects with every kind of constraint. */
    private static List<ChoiceProblem> ofTwenty(int how) {
        List<ChoiceProblem> problems = new ArrayList<>();
        for (long seed = 1; problems.size() < how; seed++) {
            ChoiceProblem problem = Problems.random(seed, SIZE);
            if (problem.candidates().size() == SIZE && problem.broken(problem.least()).isEmpty()) {
                problems.add(problem);
            }
        }
        // Nothing holds it back: all sets may be done.
        double[] values = new Random(22).doubles(SIZE, 1, 900_000).map(Math::rint).toArray();
        problems.add(
                Problems.knapsack(values, new double[][] {new double[SIZE]}, new double[] {1}));
        return problems;
    }

    @Test
    void theChoiceIsTheBestOfAllSets() {
        for (ChoiceProblem problem : ofTwenty(8)) {
            long begun = System.nanoTime();
            Choice.Best best = (Choice.Best) ChoiceSolver.solve(problem, TIME);
            long millis = (System.nanoTime() - begun) / 1_000_000;
            assertThat(best.value()).isEqualByComparingTo(Problems.bruteForce(problem));
            assertThat(best.proved()).isTrue();
            assertThat(millis).as("ms").isLessThan(10_000);
        }
    }

    @Test
    void theFrontierOfStandardDeviationsIsThatOfAllSets() {
        int points = 0;
        long slowest = 0;
        Random random = new Random(20);
        for (ChoiceProblem problem : ofTwenty(4)) {
            long[] spreads = random.longs(SIZE, 0, 50_000).toArray();
            Map<String, BigDecimal> told = new HashMap<>();
            for (int i = 0; i < SIZE; i++) {
                told.put("p" + i, BigDecimal.valueOf(spreads[i]));
            }
            long begun = System.nanoTime();
            List<Point> found = Frontier.of(problem, new Risk.Spread(told), 10, TIME);
            slowest = Math.max(slowest, (System.nanoTime() - begun) / 1_000_000);
            TreeMap<Long, Long> best = new TreeMap<>();
            AllSets.of(
                    problem,
                    (set, cents) -> {
                        long variance = 0;
                        for (int i = 0; i < SIZE; i++) {
                            variance += (set >> i & 1) * spreads[i] * spreads[i];
                        }
                        best.merge(variance, cents, Math::max);
                    });
            List<long[]> expected = AllSets.undominated(best);
            points += expected.size();
            assertThat(found).hasSameSizeAs(expected);
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i).value())
                        .isEqualByComparingTo(BigDecimal.valueOf(expected.get(i)[1], 2));
                assertThat(found.get(i).risk().doubleValue())
                        .isCloseTo(Math.sqrt(expected.get(i)[0]), within(1e-6));
                assertThat(found.get(i).proved()).isTrue();
                assertThat(problem.broken(found.get(i).in())).isEmpty();
            }
        }
        System.out.printf("frontiers of 20: %d points, slowest %d ms%n", points, slowest);
        assertThat(points).isGreaterThan(100);
        assertThat(slowest).as("ms").isLessThan(10_000);
    }

    @Test
    void theFrontierOfJointOutcomesIsThatOfAllSets() {
        int points = 0;
        long slowest = 0;
        Random random = new Random(21);
        int scenarios = 40;
        for (ChoiceProblem problem : ofTwenty(2)) {
            long[][] outcomes = new long[SIZE][];
            Map<String, List<BigDecimal>> told = new HashMap<>();
            for (int i = 0; i < SIZE; i++) {
                outcomes[i] = random.longs(scenarios, -900_000, 1_000_000).toArray();
                told.put(
                        "p" + i, Arrays.stream(outcomes[i]).mapToObj(BigDecimal::valueOf).toList());
            }
            long begun = System.nanoTime();
            // The worst tenth of 40: four of them.
            List<Point> found =
                    Frontier.of(problem, new Risk.Outcomes(told, new BigDecimal("0.9")), 10, TIME);
            slowest = Math.max(slowest, (System.nanoTime() - begun) / 1_000_000);
            TreeMap<Long, Long> best = new TreeMap<>();
            AllSets.of(
                    problem,
                    (set, cents) -> {
                        long[] sums = new long[scenarios];
                        for (int i = 0; i < SIZE; i++) {
                            for (int s = 0; s < scenarios && (set >> i & 1) == 1; s++) {
                                sums[s] += outcomes[i][s];
                            }
                        }
                        Arrays.sort(sums);
                        best.merge(-(sums[0] + sums[1] + sums[2] + sums[3]), cents, Math::max);
                    });
            List<long[]> expected = AllSets.undominated(best);
            points += expected.size();
            assertThat(found).hasSameSizeAs(expected);
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i).value())
                        .isEqualByComparingTo(BigDecimal.valueOf(expected.get(i)[1], 2));
                assertThat(found.get(i).risk())
                        .isEqualByComparingTo(
                                new BigDecimal(expected.get(i)[0])
                                        .divide(new BigDecimal(4), 2, RoundingMode.UNNECESSARY));
            }
        }
        System.out.printf("frontiers of outcomes: %d points, slowest %d ms%n", points, slowest);
        assertThat(points).isGreaterThan(30);
        assertThat(slowest).as("ms").isLessThan(20_000);
    }

    /**
     * The portfolio of least variance of two assets: w = (σ2² − ρσ1σ2) / (σ1² + σ2² − 2ρσ1σ2) of
     * the first; of σ 0.2 and 0.3 and ρ 0.1 that is 0.711864, and σ 0.173791 (H. Markowitz, Journal
     * of Finance 7 (1952); the numbers by the formula). Here each asset is ten projects of 1, 2, 4,
     * … 512 parts of 1,023, either asset's or the other's, all worth the same: the last set of the
     * frontier has all parts at the least risk. The outcomes lie on an ellipse, so that the mean of
     * the worst of any mix is in proportion to its standard deviation.
     */
    @Test
    void theFrontierOfTwoAssetsEndsAtTheMixOfLeastVariance() {
        int scenarios = 240;
        double share = 0.1;
        List<Candidate> candidates = new ArrayList<>();
        List<Exclusion> either = new ArrayList<>();
        Map<String, List<BigDecimal>> outcomes = new HashMap<>();
        for (int bit = 0; bit < 10; bit++) {
            double part = (1 << bit) / 1_023.0;
            for (String asset : List.of("first", "second")) {
                String key = asset + bit;
                candidates.add(
                        new Candidate(
                                key,
                                BigDecimal.valueOf(1 << bit),
                                Map.of(),
                                Set.of(),
                                Decision.FREE));
                List<BigDecimal> own = new ArrayList<>();
                for (int s = 0; s < scenarios; s++) {
                    double angle = 2 * Math.PI * (s + 0.5) / scenarios;
                    double one = Math.sqrt(2) * Math.cos(angle);
                    double other = 0.1 * one + Math.sqrt(0.99) * Math.sqrt(2) * Math.sin(angle);
                    own.add(
                            BigDecimal.valueOf(
                                    part * (asset.equals("first") ? 0.2 * one : 0.3 * other)));
                }
                outcomes.put(key, own);
            }
            either.add(new Exclusion("part " + bit, Set.of("first" + bit, "second" + bit), 1));
        }
        List<Point> frontier =
                Frontier.of(
                        new ChoiceProblem(candidates, List.of(), either),
                        new Risk.Outcomes(outcomes, new BigDecimal("0.9")),
                        10,
                        TIME);
        Point last = frontier.getLast();
        assertThat(last.value()).isEqualByComparingTo("1023");
        double first =
                last.in().stream()
                                .filter(key -> key.startsWith("first"))
                                .mapToInt(key -> 1 << Integer.parseInt(key.substring(5)))
                                .sum()
                        / 1_023.0;
        assertThat(first).isCloseTo(0.711864, within(0.015));
        // The mean of the worst tenth of √2·cos is √2·sin(π/10) / (π/10).
        double worst = Math.sqrt(2) * Math.sin(Math.PI * share) / (Math.PI * share);
        assertThat(last.risk().doubleValue() / worst).isCloseTo(0.173791, within(0.0001));
        assertThat(frontier).extracting(Point::risk).isSorted();
    }

    /**
     * Every set, told by a bit a project; written apart from what is tested: whole numbers only.
     */
    private static final class AllSets {

        interface Visitor {
            void visit(int set, long cents);
        }

        static void of(ChoiceProblem problem, Visitor visitor) {
            List<Candidate> all = problem.candidates();
            int kinds = problem.resources().size();
            long[][] sums = new long[kinds + 1][1 << SIZE];
            for (int k = 0; k <= kinds; k++) {
                for (int set = 1; set < 1 << SIZE; set++) {
                    Candidate lowest = all.get(Integer.numberOfTrailingZeros(set));
                    BigDecimal own =
                            k == kinds ? lowest.value() : lowest.uses(problem.resources().get(k));
                    sums[k][set] = sums[k][set & set - 1] + cents(own);
                }
            }
            for (int set = 0; set < 1 << SIZE; set++) {
                boolean allowed = true;
                for (int k = 0; k < kinds && allowed; k++) {
                    allowed = sums[k][set] <= cents(problem.resources().get(k).limit());
                }
                if (allowed && isWhole(problem, set)) {
                    visitor.visit(set, sums[kinds][set]);
                }
            }
        }

        private static boolean isWhole(ChoiceProblem problem, int set) {
            for (int i = 0; i < SIZE; i++) {
                Candidate it = problem.candidates().get(i);
                boolean in = (set >> i & 1) == 1;
                if (in ? it.decision() == Decision.OUT : it.decision() == Decision.IN) {
                    return false;
                }
                for (String needed : in ? it.needs() : Set.<String>of()) {
                    if ((set >> Integer.parseInt(needed.substring(1)) & 1) == 0) {
                        return false;
                    }
                }
            }
            for (Exclusion group : problem.exclusions()) {
                BigInteger bits = BigInteger.ZERO;
                for (String key : group.keys()) {
                    bits = bits.setBit(Integer.parseInt(key.substring(1)));
                }
                if (Integer.bitCount(bits.intValue() & set) > group.atMost()) {
                    return false;
                }
            }
            return true;
        }

        /** By rising risk, only what is worth more than all of less risk. */
        static List<long[]> undominated(TreeMap<Long, Long> best) {
            List<long[]> kept = new ArrayList<>();
            best.forEach((risk, value) -> {
                if (kept.isEmpty() || value > kept.getLast()[1]) {
                    kept.add(new long[] {risk, value});
                }
            });
            return kept;
        }

        private static long cents(BigDecimal amount) {
            return amount.movePointRight(2).longValueExact();
        }
    }
}
