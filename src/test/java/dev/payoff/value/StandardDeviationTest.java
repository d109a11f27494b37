package dev.payoff.value;

import static dev.payoff.value.Terms.START;
import static dev.payoff.value.Terms.dec;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mean and standard deviation against the certified values of NIST's Statistical Reference Datasets
 * (univariate, itl.nist.gov/div898/strd), which are told to 15 digits: the sets NumAcc1 to NumAcc4,
 * whose data is a formula, and Michelso, whose data Michelson published. The others of the
 * collection were not at hand.
 */
class StandardDeviationTest {

    /** Certified values have 15 significant digits. */
    private static final MathContext CERTIFIED = new MathContext(15, RoundingMode.HALF_EVEN);

    /** Of light in air, km/s above 299,000, measured by A. A. Michelson in 1879. */
    private static final String MICHELSON =
            """
            850 740 900 1070 930 850 950 980 980 880 1000 980 930 650 760 810 1000 1000 960 960
            960 940 960 940 880 800 850 880 900 840 830 790 810 880 880 830 800 790 760 800
            880 880 880 860 720 720 620 860 970 950 880 910 850 870 840 840 850 840 840 840
            890 810 810 820 800 770 760 740 750 760 910 920 890 860 880 720 840 850 850 780
            890 840 780 810 760 810 790 810 820 850 870 870 810 740 810 940 950 800 810 870
            """;

    static Stream<Arguments> certified() {
        return Stream.of(
                Arguments.of(
                        "NumAcc1",
                        List.of(dec("10000001"), dec("10000003"), dec("10000002")),
                        "10000002",
                        "1"),
                Arguments.of("NumAcc2", inTurn("1.2", "1.1", "1.3"), "1.2", "0.1"),
                Arguments.of(
                        "NumAcc3",
                        inTurn("1000000.2", "1000000.1", "1000000.3"),
                        "1000000.2",
                        "0.1"),
                Arguments.of(
                        "NumAcc4",
                        inTurn("10000000.2", "10000000.1", "10000000.3"),
                        "10000000.2",
                        "0.1"),
                Arguments.of(
                        "Michelso",
                        Arrays.stream(MICHELSON.trim().split("\\s+"))
                                .map(velocity -> dec("299").add(dec(velocity).movePointLeft(3)))
                                .toList(),
                        "299.8524",
                        "0.0790105478190518"));
    }

    @ParameterizedTest(name = "{0}: mean {2}, standard deviation {3}")
    @MethodSource("certified")
    void meanAndStandardDeviationAreThoseThatNistCertifies(
            String set, List<BigDecimal> values, String mean, String deviation) {
        WindowAggregate whole = fold(values);
        assertThat(whole.mean()).isEqualTo(dec(mean));
        assertThat(Decimals.plain(whole.standardDeviation().round(CERTIFIED)))
                .isEqualTo(dec(deviation));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("certified")
    void windowsThatAreAddedUpTellTheSameDigitsAsOneWindow(
            String set, List<BigDecimal> values, String mean, String deviation) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        WindowAggregate whole = fold(values);
        for (int round = 0; round < 10; round++) {
            int cut = 1 + random.nextInt(values.size() - 1);
            WindowAggregate parts =
                    fold(values.subList(cut, values.size())).plus(fold(values.subList(0, cut)));
            assertThat(parts.standardDeviation())
                    .as("seed %d, cut at %d", seed, cut)
                    .isEqualTo(whole.standardDeviation());
        }
    }

    @Test
    void theNumAccSetsHaveTheirDeviationExactly() {
        assertThat(fold(inTurn("10000000.2", "10000000.1", "10000000.3")).standardDeviation())
                .isEqualTo(dec("0.1"));
    }

    @Test
    void aSingleReadingHasNoSpread_andEqualOnesHaveNone() {
        assertThat(fold(List.of(dec("7"))).standardDeviation()).isNull();
        assertThat(fold(List.of(dec("0.1"), dec("0.10"))).standardDeviation())
                .isEqualTo(BigDecimal.ZERO);
    }

    private static List<BigDecimal> inTurn(String first, String odd, String even) {
        List<BigDecimal> values = new ArrayList<>(List.of(dec(first)));
        for (int i = 0; i < 500; i++) {
            values.add(dec(odd));
            values.add(dec(even));
        }
        return values;
    }

    private static WindowAggregate fold(List<BigDecimal> values) {
        WindowAggregate sum = null;
        for (int i = 0; i < values.size(); i++) {
            WindowAggregate one =
                    WindowAggregate.of(
                            new Reading(START.plusSeconds(i), values.get(i), null, 0, i));
            sum = sum == null ? one : sum.plus(one);
        }
        return sum;
    }
}
