package dev.payoff.value.appraisal;

import static dev.payoff.value.appraisal.Numbers.dec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.payoff.value.appraisal.Simulation.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Estimates against what is known in closed form; the error that they tell is put to the test too.
 */
class SimulationTest {

    private static final ThreePoint WIDE = new ThreePoint(dec("0"), dec("0.6"), dec("1.4"));
    private static final UncertainLine COST =
            new UncertainLine("cost", dec("-100"), ThreePoint.certain(dec("1")));
    private static final UncertainLine BENEFIT = new UncertainLine("benefit", dec("200"), WIDE);

    private static Simulation run(Shape shape, int runs, long seed) {
        return Simulation.of(List.of(COST, BENEFIT), shape, runs, seed);
    }

    @Test
    void aSeedGivesTheSameDigitsAlways() {
        Simulation it = run(Shape.PERT, 10_000, 42);
        assertThat(run(Shape.PERT, 10_000, 42)).isEqualTo(it);
        assertThat(run(Shape.PERT, 10_000, 43).mean()).isNotEqualTo(it.mean());
        // Pinned: another machine or Java that gave others would break what was signed off.
        assertThat(run(Shape.TRIANGULAR, 1_000, 1).mean()).isEqualTo(29.77032846742066);
    }

    @Test
    void theTriangleHasItsMeanAndDeviation() {
        // mean (a + m + b) / 3, variance (a² + m² + b² − am − ab − mb) / 18
        Simulation it = run(Shape.TRIANGULAR, 200_000, 7);
        double mean = -100 + 200 * 2.0 / 3;
        double deviation = 200 * Math.sqrt((0.36 + 1.96 - 0.84) / 18);
        assertThat(it.mean()).isCloseTo(mean, within(4 * it.standardError()));
        assertThat(it.deviation()).isCloseTo(deviation, within(deviation * 0.01));
        assertThat(it.standardError()).isCloseTo(deviation / Math.sqrt(200_000), within(0.01));
        // P(NPV < 0) = P(factor < 1/2) = (1/2)² / (1.4 · 0.6)
        assertThat(it.negative()).isCloseTo(0.25 / 0.84, within(0.005));
        assertThat(0.25 / 0.84).isBetween(it.negativeFrom(), it.negativeTo());
        assertThat(it.returnRatio()).isCloseTo(mean / deviation, within(0.01));
        // The factor's 5 % quantile is q = √(.05 · 1.4 · .6), its mean below that 2q / 3.
        double quantile = Math.sqrt(0.05 * 1.4 * 0.6);
        assertThat(it.percentiles().getFirst()).isCloseTo(-100 + 200 * quantile, within(0.5));
        assertThat(it.cvar95())
                .isCloseTo(-100 + 200 * quantile * 2 / 3, within(4 * it.cvarError()));
    }

    @Test
    void pertHasItsMeanAndDeviation() {
        // Beta of shapes 1 + 4 (m − a) / (b − a) and 1 + 4 (b − m) / (b − a)
        Simulation it = run(Shape.PERT, 200_000, 7);
        double mean = -100 + 200 * (4 * 0.6 + 1.4) / 6;
        double alpha = 1 + 4 * 0.6 / 1.4;
        double deviation = 200 * 1.4 * Math.sqrt(alpha * (6 - alpha) / (36.0 * 7));
        assertThat(it.mean()).isCloseTo(mean, within(4 * it.standardError()));
        assertThat(it.deviation()).isCloseTo(deviation, within(deviation * 0.01));
        assertThat(WIDE.pertMean().doubleValue() * 200 - 100).isCloseTo(mean, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void theErrorThatIsToldIsTheErrorThatIsMade(Shape shape) {
        double mean = -100 + 200 * (shape == Shape.PERT ? WIDE.pertMean().doubleValue() : 2.0 / 3);
        int within = 0;
        int covered = 0;
        double quantile = Math.sqrt(0.05 * 1.4 * 0.6);
        for (int seed = 0; seed < 200; seed++) {
            Simulation it = run(shape, 2_000, seed);
            within += Math.abs(it.mean() - mean) < 1.96 * it.standardError() ? 1 : 0;
            double tail = -100 + 200 * quantile * 2 / 3;
            covered += Math.abs(it.cvar95() - tail) < 1.96 * it.cvarError() ? 1 : 0;
        }
        assertThat(within / 200.0).as("of 200 seeds, 95 % expected").isBetween(0.90, 0.99);
        if (shape == Shape.TRIANGULAR) {
            assertThat(covered / 200.0).as("of 200 seeds, 95 % expected").isBetween(0.90, 0.99);
        }
    }

    @Test
    void whereNothingIsUncertainThereIsNoDeviationAndNoRatio() {
        Simulation it = Simulation.of(List.of(COST), Shape.PERT, 1_000, 1);
        assertThat(it.mean()).isEqualTo(-100);
        assertThat(it.deviation()).isZero();
        assertThat(it.negative()).isEqualTo(1);
        assertThat(it.cvar95()).isEqualTo(-100);
        assertThat(it.cvarError()).isZero();
        assertThat(it.returnRatio()).isNull();
    }

    @Test
    void percentilesAscendAndRunsAreBounded() {
        assertThat(run(Shape.PERT, 5_000, 3).percentiles())
                .isSorted()
                .hasSameSizeAs(Simulation.RANKS);
        assertThatThrownBy(() -> run(Shape.PERT, 999, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> run(Shape.PERT, 200_001, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTornadoHasTheWidestBarFirst() {
        UncertainLine small =
                new UncertainLine(
                        "licence", dec("-10"), new ThreePoint(dec("1"), dec("1"), dec("2")));
        Tornado it = Tornado.of(List.of(COST, small, BENEFIT));
        assertThat(it.base()).isEqualTo(dec("10"));
        assertThat(it.bars())
                .extracting(Tornado.Bar::key)
                .containsExactly("benefit", "licence", "cost");
        Tornado.Bar benefit = it.bars().getFirst();
        assertThat(benefit.atLow()).isEqualTo(dec("-110"));
        assertThat(benefit.atHigh()).isEqualTo(dec("170"));
        assertThat(benefit.swing()).isEqualTo(dec("280"));
        assertThat(benefit.switching()).as("110 of 200").isEqualTo(dec("0.55"));
        assertThat(it.bars().get(1).atHigh()).isEqualTo(dec("0"));
        assertThat(it.bars().get(1).switching()).isEqualTo(dec("2"));
    }
}
