package dev.payoff.analytics;

import static dev.payoff.analytics.Problems.knapsack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.analytics.ChoiceProblem.Candidate;
import dev.payoff.analytics.ChoiceProblem.Decision;
import dev.payoff.analytics.ChoiceProblem.Exclusion;
import dev.payoff.analytics.ChoiceProblem.Resource;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The best set, by published answers and by going through every set. */
class ChoiceSolverTest {

    private static final Duration ENOUGH = Duration.ofSeconds(20);

    private static Choice.Best best(ChoiceProblem problem) {
        Choice choice = ChoiceSolver.solve(problem, ENOUGH);
        assertThat(choice).isInstanceOf(Choice.Best.class);
        Choice.Best best = (Choice.Best) choice;
        assertThat(problem.broken(best.in())).isEmpty();
        assertThat(best.value()).isEqualByComparingTo(problem.value(best.in()));
        return best;
    }

    private static void assertWorth(double worth, ChoiceProblem problem) {
        Choice.Best best = best(problem);
        assertThat(best.value()).isEqualByComparingTo(BigDecimal.valueOf(worth));
        assertThat(best.proved()).isTrue();
        assertThat(best.gap()).isEqualByComparingTo("0");
        assertThat(best.bound()).isEqualByComparingTo(best.value());
    }

    @Test
    void threeThatFillTheBudgetWhereTheBestRatioFirstWouldStopAt160() {
        ChoiceProblem problem =
                knapsack(
                        new double[] {60, 100, 120},
                        new double[][] {{10, 20, 30}},
                        new double[] {50});
        assertWorth(220, problem);
        assertThat(best(problem).in()).containsExactly("p1", "p2");
    }

    /** J. Burkardt, KNAPSACK_01, problem P01: people.sc.fsu.edu/~jburkardt/datasets/knapsack_01. */
    @Test
    void burkardtsFirst() {
        ChoiceProblem problem =
                knapsack(
                        new double[] {92, 57, 49, 68, 60, 43, 67, 84, 87, 72},
                        new double[][] {{23, 31, 29, 44, 53, 38, 63, 85, 89, 82}},
                        new double[] {165});
        assertWorth(309, problem);
        assertThat(best(problem).in()).containsExactly("p0", "p1", "p2", "p3", "p5");
    }

    /** OR-Tools, the knapsack example of its guide: 50 items, capacity 850. */
    @Test
    void fiftyItemsOfOrTools() {
        double[] values = {
            360, 83, 59, 130, 431, 67, 230, 52, 93, 125, 670, 892, 600, 38, 48, 147, 78, 256, 63,
            17, 120, 164, 432, 35, 92, 110, 22, 42, 50, 323, 514, 28, 87, 73, 78, 15, 26, 78, 210,
            36, 85, 189, 274, 43, 33, 10, 19, 389, 276, 312
        };
        double[] weights = {
            7, 0, 30, 22, 80, 94, 11, 81, 70, 64, 59, 18, 0, 36, 3, 8, 15, 42, 9, 0, 42, 47, 52,
            32, 26, 48, 55, 6, 29, 84, 2, 4, 18, 56, 7, 29, 93, 44, 71, 3, 86, 66, 31, 65, 0, 79,
            20, 65, 52, 13
        };
        assertWorth(7534, knapsack(values, new double[][] {weights}, new double[] {850}));
    }

    /**
     * OR-Library, mknap1, first problem: C. C. Petersen, Management Science 13 (1967) 736-750, the
     * selection of research projects under ten resources.
     */
    @Test
    void petersensProjectsUnderTenResources() {
        double[][] uses = {
            {8, 12, 13, 64, 22, 41},
            {8, 12, 13, 75, 22, 41},
            {3, 6, 4, 18, 6, 4},
            {5, 10, 8, 32, 6, 12},
            {5, 13, 8, 42, 6, 20},
            {5, 13, 8, 48, 6, 20},
            {0, 0, 0, 0, 8, 0},
            {3, 0, 4, 0, 8, 0},
            {3, 2, 4, 0, 8, 4},
            {3, 2, 4, 8, 8, 4}
        };
        assertWorth(
                3800,
                knapsack(
                        new double[] {100, 600, 1200, 2400, 500, 2000},
                        uses,
                        new double[] {80, 96, 20, 36, 44, 48, 10, 18, 22, 24}));
    }

    @Test
    void everySetGoneThroughIsNoBetter_withEveryKindOfConstraint() {
        int impossible = 0;
        for (long seed = 1; seed <= 300; seed++) {
            ChoiceProblem problem = Problems.random(seed, seed % 30 == 0 ? 20 : 13);
            BigDecimal expected = Problems.bruteForce(problem);
            Choice choice = ChoiceSolver.solve(problem, ENOUGH);
            switch (choice) {
                case Choice.Impossible none -> {
                    impossible++;
                    assertThat(expected).as("seed %d: %s", seed, none.reasons()).isNull();
                    assertThat(none.reasons()).isNotEmpty();
                }
                case Choice.Best found -> {
                    assertThat(found.value()).as("seed %d", seed).isEqualByComparingTo(expected);
                    assertThat(found.proved()).as("seed %d", seed).isTrue();
                    assertThat(problem.broken(found.in())).as("seed %d", seed).isEmpty();
                }
            }
        }
        assertThat(impossible).isBetween(10, 150);
    }

    @Test
    void aHairAboveTheLimitIsAboveIt() {
        ChoiceProblem problem =
                new ChoiceProblem(
                        List.of(
                                candidate("a", "10", "0.5000000000000000001"),
                                candidate("b", "10", "0.5"),
                                candidate("c", "9", "0.5")),
                        List.of(Problems.resource("money", BigDecimal.ONE)),
                        List.of());
        Choice.Best best = best(problem);
        assertThat(best.in()).containsExactly("b", "c");
        assertThat(best.value()).isEqualByComparingTo("19");
    }

    @Test
    void whatCannotBeDoneSaysWhy() {
        Candidate in =
                new Candidate(
                        "a",
                        BigDecimal.TEN,
                        Map.of("money", new BigDecimal(7)),
                        Set.of("b"),
                        Decision.IN);
        Candidate out = new Candidate("b", BigDecimal.ONE, Map.of(), Set.of(), Decision.OUT);
        Candidate other = new Candidate("c", BigDecimal.ONE, Map.of(), Set.of(), Decision.IN);
        Choice choice =
                ChoiceSolver.solve(
                        new ChoiceProblem(
                                List.of(in, out, other),
                                List.of(Problems.resource("money", new BigDecimal(5))),
                                List.of(new Exclusion("suppliers", Set.of("a", "c"), 1))),
                        ENOUGH);
        assertThat(choice)
                .isEqualTo(
                        new Choice.Impossible(
                                List.of(
                                        "It takes 7 of money, of which there is 5.",
                                        "b is decided out.",
                                        "Of suppliers at most 1 may be done: a, c.")));
    }

    @Test
    void anUpstreamProjectThatLosesMoneyIsDoneForWhatNeedsIt() {
        ChoiceProblem problem =
                new ChoiceProblem(
                        List.of(
                                new Candidate(
                                        "platform",
                                        new BigDecimal(-30),
                                        Map.of(),
                                        Set.of(),
                                        Decision.FREE),
                                new Candidate(
                                        "shop",
                                        new BigDecimal(40),
                                        Map.of(),
                                        Set.of("platform"),
                                        Decision.FREE)),
                        List.<Resource>of(),
                        List.of());
        assertThat(best(problem).in()).containsExactly("platform", "shop");
        assertThat(best(problem).value()).isEqualByComparingTo("10");
    }

    @Test
    void nothingToChooseFromIsNothing() {
        assertThat(best(new ChoiceProblem(List.of(), List.of(), List.of())).in()).isEmpty();
    }

    /**
     * Four yearly budgets, three skills, needs and groups; how long it takes is printed, not held.
     */
    @Test
    void twoHundredProjectsAreAnsweredInTheTimeGiven() {
        for (long seed = 1; seed <= 3; seed++) {
            ChoiceProblem problem = large(seed);
            long begun = System.nanoTime();
            Choice.Best best = (Choice.Best) ChoiceSolver.solve(problem, Duration.ofSeconds(10));
            long millis = (System.nanoTime() - begun) / 1_000_000;
            System.out.printf(
                    "200 projects, seed %d: %s of at most %s, gap %s, %s, in %d ms%n",
                    seed,
                    best.value(),
                    best.bound().toBigInteger(),
                    best.gap(),
                    best.proved() ? "proved" : "stopped",
                    millis);
            assertThat(problem.broken(best.in())).isEmpty();
            assertThat(best.gap()).isLessThan(new BigDecimal("0.01"));
        }
    }

    static ChoiceProblem large(long seed) {
        Random random = new Random(seed);
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int cost = 100_000 + random.nextInt(3_000_000);
            double first = 0.2 + 0.4 * random.nextDouble();
            int start = random.nextInt(3);
            candidates.add(
                    new Candidate(
                            "p" + i,
                            new BigDecimal((long) (cost * (0.2 + 1.6 * random.nextDouble()))),
                            Map.of(
                                    "year" + start,
                                    new BigDecimal((long) (cost * first)),
                                    "year" + (start + 1),
                                    new BigDecimal((long) (cost * (1 - first))),
                                    "skill" + random.nextInt(3),
                                    new BigDecimal(1 + random.nextInt(36))),
                            i > 0 && random.nextInt(8) == 0
                                    ? Set.of("p" + random.nextInt(i))
                                    : Set.of(),
                            random.nextInt(20) == 0 ? Decision.IN : Decision.FREE));
        }
        List<Resource> resources = new ArrayList<>();
        for (String name :
                List.of("year0", "year1", "year2", "year3", "skill0", "skill1", "skill2")) {
            BigDecimal all =
                    candidates.stream()
                            .map(it -> it.uses().getOrDefault(name, BigDecimal.ZERO))
                            .reduce(BigDecimal.ZERO, BigDecimal::add);
            resources.add(Problems.resource(name, new BigDecimal(all.longValue() * 45 / 100)));
        }
        List<Exclusion> exclusions = new ArrayList<>();
        for (int g = 0; g < 20; g++) {
            exclusions.add(
                    new Exclusion(
                            "g" + g,
                            Set.of("p" + (g * 10 + 1), "p" + (g * 10 + 4), "p" + (g * 10 + 8)),
                            2));
        }
        return new ChoiceProblem(candidates, resources, exclusions);
    }

    private static Candidate candidate(String key, String value, String money) {
        return new Candidate(
                key,
                new BigDecimal(value),
                Map.of("money", new BigDecimal(money)),
                Set.of(),
                Decision.FREE);
    }
}
