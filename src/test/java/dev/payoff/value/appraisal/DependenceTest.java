package dev.payoff.value.appraisal;

import static dev.payoff.value.appraisal.Numbers.dec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.payoff.value.appraisal.Dependence.Contradicts;
import dev.payoff.value.appraisal.Dependence.Fits;
import dev.payoff.value.appraisal.Dependence.Pair;
import dev.payoff.value.appraisal.Simulation.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that move together, against what is known of sums and ranks in closed form. */
class DependenceTest {

    private static final int RUNS = 200_000;
    private static final ThreePoint EVEN = new ThreePoint(dec("0.5"), dec("1"), dec("1.5"));
    private static final ThreePoint SKEW = new ThreePoint(dec("0.9"), dec("1"), dec("2"));
    private static final UncertainLine A = new UncertainLine("a", dec("100"), EVEN);
    private static final UncertainLine B = new UncertainLine("b", dec("100"), EVEN);

    private static Dependence pair(double rank) {
        return ((Fits) Dependence.of(List.of("a", "b"), 0, List.of(new Pair("a", "b", rank))))
                .dependence();
    }

    /** Two lines of normal scores. */
    private static double[][] drawn(Dependence dependence, int lines, int runs, long seed) {
        Chance chance = new Chance(seed);
        double[][] drawn = new double[lines][runs];
        double[] scores = new double[lines];
        for (int run = 0; run < runs; run++) {
            dependence.draw(chance, scores);
            for (int i = 0; i < lines; i++) {
                drawn[i][run] = scores[i];
            }
        }
        return drawn;
    }

    private static double correlation(double[] x, double[] y) {
        double mx = Arrays.stream(x).average().orElseThrow();
        double my = Arrays.stream(y).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - mx) * (y[i] - my);
            xx += (x[i] - mx) * (x[i] - mx);
            yy += (y[i] - my) * (y[i] - my);
        }
        return xy / Math.sqrt(xx * yy);
    }

    private static double[] ranks(double[] x) {
        Integer[] order = IntStream.range(0, x.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (i, j) -> Double.compare(x[i], x[j]));
        double[] ranks = new double[x.length];
        for (int rank = 0; rank < x.length; rank++) {
            ranks[order[rank]] = rank;
        }
        return ranks;
    }

    // X ~ N(10, 30²), Y ~ N(20, 40²): X + Y ~ N(30, 30² + 40² + 2 · r · 30 · 40).
    @ParameterizedTest
    @ValueSource(doubles = {-0.9, -0.3, 0, 0.5, 0.9})
    void theSumOfTwoNormalsHasItsClosedForm(double rank) {
        double[][] drawn = drawn(pair(rank), 2, RUNS, 11);
        double[] sums =
                IntStream.range(0, RUNS)
                        .mapToDouble(run -> 10 + 30 * drawn[0][run] + 20 + 40 * drawn[1][run])
                        .toArray();
        double r = 2 * Math.sin(Math.PI * rank / 6);
        double deviation = Math.sqrt(900 + 1600 + 2400 * r);
        Simulation it = Simulation.of(sums, 11);
        assertThat(it.mean()).isCloseTo(30, within(4 * it.standardError()));
        assertThat(it.deviation()).isCloseTo(deviation, within(deviation * 0.01));
        assertThat(it.negative()).isCloseTo(NormalCurve.below(-30 / deviation), within(0.005));
        // The mean below a normal's 5 % quantile: μ − σ · φ(1.644854) / 0.05
        double tail = 30 - deviation * NormalCurve.density(1.6448536269514722) / 0.05;
        assertThat(it.cvar95()).isCloseTo(tail, within(4 * it.cvarError()));
    }

    /** The relation of Spearman's and Pearson's correlation: Kruskal, 1958. */
    @ParameterizedTest
    @CsvSource({"0.5, 0.5176380902", "-0.8, -0.8134732862", "1, 1", "-1, -1", "0, 0"})
    void ranksCorrelateAsToldAndTheirScoresByTwoSinesOfASixth(double rank, double score) {
        assertThat(Dependence.score(rank)).isCloseTo(score, within(1e-10));
        double[][] drawn = drawn(pair(rank), 2, 50_000, 3);
        assertThat(correlation(ranks(drawn[0]), ranks(drawn[1]))).isCloseTo(rank, within(0.02));
        assertThat(correlation(drawn[0], drawn[1])).isCloseTo(score, within(0.02));
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void theRankCorrelationIsThatOfTheFactorsWhateverTheirShape(Shape shape) {
        double[][] drawn = drawn(pair(0.6), 2, 50_000, 5);
        DoubleUnaryOperator skew = Simulation.factor(SKEW, shape, new HashMap<>());
        DoubleUnaryOperator even = Simulation.factor(EVEN, shape, new HashMap<>());
        double[] one = Arrays.stream(drawn[0]).map(skew).toArray();
        double[] other = Arrays.stream(drawn[1]).map(even).toArray();
        assertThat(correlation(ranks(one), ranks(other))).isCloseTo(0.6, within(0.02));
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void aLineIsDistributedAsWhereItStandsAlone(Shape shape) {
        UncertainLine skew = new UncertainLine("a", dec("100"), SKEW);
        UncertainLine nothing = new UncertainLine("b", dec("0"), EVEN);
        List<UncertainLine> lines = List.of(skew, nothing);
        Simulation alone = Simulation.of(lines, shape, RUNS, 5);
        Simulation together = Simulation.of(lines, shape, pair(0.7), RUNS, 6);
        assertThat(together.mean()).isCloseTo(alone.mean(), within(5 * alone.standardError()));
        assertThat(together.deviation()).isCloseTo(alone.deviation(), within(0.2));
        for (int i = 0; i < Simulation.RANKS.size(); i++) {
            assertThat(together.percentiles().get(i))
                    .isCloseTo(alone.percentiles().get(i), within(0.5));
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void whatMovesAsOneAddsUpAndWhatMovesAgainstEachOtherCancels(Shape shape) {
        List<UncertainLine> two = List.of(A, B);
        Simulation one = Simulation.of(List.of(A), shape, RUNS, 9);
        Simulation as1 = Simulation.of(two, shape, pair(1), RUNS, 9);
        // Deviation and conditional value at risk of comonotone sums add up.
        assertThat(as1.deviation()).isCloseTo(2 * one.deviation(), within(0.3));
        assertThat(as1.cvar95()).isCloseTo(2 * one.cvar95(), within(0.5));
        Simulation against = Simulation.of(two, shape, pair(-1), RUNS, 9);
        assertThat(against.mean()).isCloseTo(200, within(1e-6));
        assertThat(against.deviation()).isCloseTo(0, within(1e-6));
        Simulation apart = Simulation.of(two, shape, RUNS, 9);
        assertThat(apart.deviation()).isCloseTo(Math.sqrt(2) * one.deviation(), within(0.3));
    }

    @Test
    void theErrorThatIsToldIsTheErrorThatIsMade() {
        int covered = 0;
        for (int seed = 0; seed < 200; seed++) {
            Simulation it = Simulation.of(List.of(A, B), Shape.PERT, pair(-0.8), 2_000, seed);
            covered += Math.abs(it.mean() - 200) < 1.96 * it.standardError() ? 1 : 0;
        }
        assertThat(covered / 200.0).as("of 200 seeds, 95 % expected").isBetween(0.90, 0.99);
    }

    @Test
    void aSeedGivesTheSameDigitsAlways() {
        Simulation it = Simulation.of(List.of(A, B), Shape.PERT, pair(0.5), 1_000, 1);
        assertThat(Simulation.of(List.of(A, B), Shape.PERT, pair(0.5), 1_000, 1)).isEqualTo(it);
        assertThat(Simulation.of(List.of(A, B), Shape.PERT, Dependence.NONE, 1_000, 1))
                .isEqualTo(Simulation.of(List.of(A, B), Shape.PERT, 1_000, 1));
    }

    @Test
    void oneFactorBehindAllIsTheSameCorrelationOfEveryTwo() {
        List<String> keys = List.of("a", "b", "c", "d");
        Dependence common = ((Fits) Dependence.of(keys, 0.4, List.of())).dependence();
        double[][] drawn = drawn(common, 4, 50_000, 2);
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < i; j++) {
                assertThat(correlation(drawn[i], drawn[j]))
                        .isCloseTo(Dependence.score(0.4), within(0.02));
            }
        }
    }

    @Test
    void whatContradictsItselfIsRefusedWithTheLineAndTheScaleThatWouldFit() {
        // a with b and b with c, but a against c. The scores of rank .9 and −.9 correlate by
        // s = 2 sin(.15 π); I + t·C has the least eigenvalue 1 − 2ts, which is 0 at t = 1 / (2s).
        List<Pair> circle =
                List.of(new Pair("a", "b", 0.9), new Pair("b", "c", 0.9), new Pair("a", "c", -0.9));
        Contradicts it = (Contradicts) Dependence.of(List.of("a", "b", "c"), 0, circle);
        assertThat(it.line()).isEqualTo("c");
        assertThat(it.scale()).isCloseTo(1 / (4 * Math.sin(0.15 * Math.PI)), within(1e-6));
    }

    @Test
    void aMatrixOnTheEdgeFits() {
        // b moves as a, c against both: rank 1 throughout.
        List<Pair> edge =
                List.of(new Pair("a", "b", 1), new Pair("a", "c", -1), new Pair("b", "c", -1));
        Dependence it = ((Fits) Dependence.of(List.of("a", "b", "c"), 0, edge)).dependence();
        double[][] drawn = drawn(it, 3, 100, 1);
        for (int run = 0; run < 100; run++) {
            assertThat(drawn[1][run]).isCloseTo(drawn[0][run], within(1e-12));
            assertThat(drawn[2][run]).isCloseTo(-drawn[0][run], within(1e-12));
        }
        // As a but not as its double.
        assertThat(
                        Dependence.of(
                                List.of("a", "b", "c"),
                                0,
                                List.of(new Pair("a", "b", 1), new Pair("a", "c", 0.5))))
                .isInstanceOf(Contradicts.class);
        assertThatThrownBy(() -> Dependence.score(1.01))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // P(Z < z) by Abramowitz and Stegun, table 26.1 and 26.2.
    @ParameterizedTest
    @CsvSource({
        "0, 0.5",
        "1, 0.841344746068543",
        "-1.96, 0.024997895148220",
        "3, 0.998650101968370",
        "-5, 2.866515719e-7",
        "-8, 6.220960574e-16",
    })
    void theNormalCurve(double z, double below) {
        assertThat(NormalCurve.below(z)).isCloseTo(below, within(below * 1e-9));
    }

    /** Of α = 1 and α = 3, β = 6 − α, the beta distribution is a polynomial. */
    @ParameterizedTest
    @ValueSource(doubles = {-6, -3.01, -1.5, -0.11, 0, 0.37, 2.2, 4})
    void thePertCurveIsTheBetaDistribution(double z) {
        double one = new PertCurve(1).at(z);
        assertThat(1 - Math.pow(1 - one, 5)).isCloseTo(NormalCurve.below(z), within(1e-7));
        double three = new PertCurve(3).at(z);
        assertThat(three * three * three * (10 - 15 * three + 6 * three * three))
                .isCloseTo(NormalCurve.below(z), within(1e-7));
        assertThat(new PertCurve(2.4).at(z)).isCloseTo(1 - new PertCurve(3.6).at(-z), within(1e-9));
    }
}
