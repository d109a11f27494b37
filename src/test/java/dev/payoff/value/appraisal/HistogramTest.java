package dev.payoff.value.appraisal;

import static dev.payoff.value.appraisal.Numbers.dec;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.payoff.value.appraisal.Simulation.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each run is counted once, where its outcome lies. */
class HistogramTest {

    private static final UncertainLine BENEFIT =
            new UncertainLine(
                    "benefit", dec("200"), new ThreePoint(dec("0"), dec("0.6"), dec("1.4")));

    private static double[] upTo(int n) {
        return IntStream.rangeClosed(1, n).asDoubleStream().toArray();
    }

    private static Histogram of(double... ascending) {
        return requireNonNull(Histogram.of(ascending));
    }

    private static int all(Histogram it) {
        return it.below() + it.counts().stream().mapToInt(Integer::intValue).sum() + it.above();
    }

    @Test
    void evenOutcomesFillCellsOfOneWidthEvenly_andTheTailsAreCounted() {
        Histogram it = of(upTo(10_000));
        assertThat(it.from()).isEqualTo(100);
        assertThat(it.to()).isEqualTo(9_900);
        assertThat(it.width()).isEqualTo(245);
        assertThat(it.below()).isEqualTo(99);
        assertThat(it.above()).isEqualTo(100);
        assertThat(it.counts()).hasSize(Histogram.CELLS);
        assertThat(it.counts().subList(0, Histogram.CELLS - 1)).containsOnly(245);
        assertThat(it.counts().getLast()).as("with the one at its end").isEqualTo(246);
    }

    @Test
    void aFarOutcomeIsATailAndDoesNotSqueezeTheOthersIntoACell() {
        double[] outcomes = upTo(1_000);
        outcomes[999] = 1e12;
        Histogram it = of(outcomes);
        assertThat(it.to()).isEqualTo(990);
        assertThat(it.above()).isEqualTo(10);
        assertThat(Collections.min(it.counts())).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void eachRunIsCountedOnce(Shape shape) {
        Simulation it = Simulation.of(List.of(BENEFIT), shape, 10_000, 42);
        assertThat(all(requireNonNull(it.histogram()))).isEqualTo(10_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void cellsHoldWhatTheDistributionSays(long seed) {
        // A triangle's share up to x is (x − a)² / ((b − a)(m − a)) left of its mode.
        int runs = 200_000;
        Histogram it =
                requireNonNull(
                        Simulation.of(List.of(BENEFIT), Shape.TRIANGULAR, runs, seed).histogram());
        double from = it.from() / 200;
        double to = (it.from() + 5 * it.width()) / 200;
        assertThat(to).as("left of the mode").isLessThan(0.6);
        double share = (to * to - from * from) / (1.4 * 0.6);
        int counted = it.counts().subList(0, 5).stream().mapToInt(Integer::intValue).sum();
        double error = Math.sqrt(share * (1 - share) / runs);
        assertThat(counted / (double) runs).isCloseTo(share, within(4 * error));
    }

    @Test
    void outcomesThatDoNotDifferHaveNone() {
        double[] same = new double[1_000];
        Arrays.fill(same, -100);
        assertThat(Histogram.of(same)).isNull();
        same[999] = Math.nextUp(-100.0);
        assertThat(Histogram.of(same)).isNull();
        assertThat(
                        Simulation.of(
                                        List.of(
                                                new UncertainLine(
                                                        "cost",
                                                        dec("-100"),
                                                        ThreePoint.certain(dec("1")))),
                                        Shape.PERT,
                                        1_000,
                                        1)
                                .histogram())
                .isNull();
    }
}
