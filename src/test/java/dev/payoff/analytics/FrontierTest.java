package dev.payoff.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.payoff.analytics.Frontier.Point;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Expected value against risk. */
class FrontierTest {

    private static final Duration TIME = Duration.ofSeconds(20);

    private static Risk.Spread spread(double... deviations) {
        Map<String, BigDecimal> spreads = new HashMap<>();
        for (int i = 0; i < deviations.length; i++) {
            spreads.put("p" + i, BigDecimal.valueOf(deviations[i]));
        }
        return new Risk.Spread(spreads);
    }

    /** Of 60, 100 and 120 at 1, 4 and 3 within 50: nothing, a, c, a + c, b + c. */
    @Test
    void onlySetsThatNoneIsBetterThan() {
        ChoiceProblem problem =
                Problems.knapsack(
                        new double[] {60, 100, 120},
                        new double[][] {{10, 20, 30}},
                        new double[] {50});
        List<Point> points = Frontier.of(problem, spread(1, 4, 3), 10, TIME);
        assertThat(points)
                .extracting(it -> it.value().intValue())
                .containsExactly(0, 60, 120, 180, 220);
        assertThat(points.get(3).risk().doubleValue()).isCloseTo(Math.sqrt(10), within(1e-9));
        assertThat(points.getLast().risk()).isEqualByComparingTo("5");
    }

    @Test
    void theWorstTwentiethCountsInPart() {
        double[] outcomes = new double[30];
        java.util.Arrays.setAll(outcomes, s -> s - 10);
        // One and a half of thirty: −10 and half of −9.
        assertThat(Risk.tailLoss(outcomes, 0.05)).isCloseTo(14.5 / 1.5, within(1e-12));
        assertThat(Risk.tailLoss(outcomes, 1)).isCloseTo(-4.5, within(1e-12));
    }

    @Test
    void projectsThatFailTogetherAreRiskierThanThoseThatDoNot() {
        ChoiceProblem problem =
                Problems.knapsack(
                        new double[] {10, 10, 10}, new double[][] {{1, 1, 1}}, new double[] {2});
        List<BigDecimal> first = decimals(-10, 30, -10, 30);
        Risk.Outcomes risk =
                new Risk.Outcomes(
                        Map.of("p0", first, "p1", first, "p2", decimals(30, -10, 30, -10)),
                        new BigDecimal("0.5"));
        Point best = Frontier.of(problem, risk, 5, TIME).getFirst();
        assertThat(best.in()).containsOnly("p2", best.in().contains("p0") ? "p0" : "p1");
        assertThat(best.risk()).isEqualByComparingTo("-20");
    }

    /** The search under a limit of risk finds what going through every set finds, at that limit. */
    @Test
    void manyProjectsUnderLimitsAgreeWithEverySet() {
        int points = 0;
        for (long seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            int size = 14;
            double[] values = random.doubles(size, 10, 100).map(Math::rint).toArray();
            double[] costs = random.doubles(size, 5, 50).map(Math::rint).toArray();
            double[] spreads = random.doubles(size, 1, 60).map(Math::rint).toArray();
            double[] wild = java.util.Arrays.stream(spreads).map(it -> 5 * it).toArray();
            ChoiceProblem small =
                    Problems.knapsack(values, new double[][] {costs}, new double[] {200});
            // Projects that do not pay change nothing but the way: of 21 not every set is seen.
            ChoiceProblem large =
                    Problems.knapsack(
                            java.util.Arrays.copyOf(values, size + 7),
                            new double[][] {java.util.Arrays.copyOf(costs, size + 7)},
                            new double[] {200});
            for (Risk risk :
                    List.of(
                            spread(spreads),
                            Risk.drawn(small, spread(wild), 20, new BigDecimal("0.9"), seed))) {
                List<Point> every = Frontier.of(small, risk, 8, TIME);
                List<Point> some = Frontier.of(large, risk, 8, TIME);
                points += some.size();
                assertThat(some.getLast().value()).isEqualByComparingTo(every.getLast().value());
                for (Point point : some) {
                    BigDecimal most =
                            every.stream()
                                    .filter(it ->
                                            it.risk().doubleValue()
                                                    <= point.risk().doubleValue() + 1e-6)
                                    .map(Point::value)
                                    .max(BigDecimal::compareTo)
                                    .orElseThrow();
                    assertThat(point.value()).as("seed %d", seed).isEqualByComparingTo(most);
                }
            }
        }
        assertThat(points).isGreaterThan(25);
    }

    @Test
    void theDrawsOfASeedAreTheSame() {
        ChoiceProblem problem =
                Problems.knapsack(new double[] {10}, new double[][] {{1}}, new double[] {1});
        assertThat(Risk.drawn(problem, spread(3), 50, BigDecimal.ONE, 7))
                .isEqualTo(Risk.drawn(problem, spread(3), 50, BigDecimal.ONE, 7))
                .isNotEqualTo(Risk.drawn(problem, spread(3), 50, BigDecimal.ONE, 8));
    }

    private static List<BigDecimal> decimals(int... numbers) {
        return java.util.Arrays.stream(numbers).mapToObj(BigDecimal::new).toList();
    }
}
