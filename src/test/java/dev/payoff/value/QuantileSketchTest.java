package dev.payoff.value;

import static dev.payoff.value.Terms.dec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Quantiles within the stated error, and the same bits in any order and batching. */
class QuantileSketchTest {

    private static final double[] ASKED = {0, 0.001, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1};

    @Test
    void quantilesOfAnyReadingsAreWithinTheStatedError() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 400; round++) {
            List<BigDecimal> values = anyValues(random, 1 + random.nextInt(200));
            QuantileSketch sketch = sketch(values);
            Collections.sort(values);
            for (double q : ASKED) {
                BigDecimal exact = values.get(rank(q, values.size()) - 1);
                BigDecimal told = sketch.quantile(q, values.getFirst(), values.getLast());
                assertThat(told.subtract(exact).abs())
                        .as("seed %d, quantile %s, %s told of %s", seed, q, told, exact)
                        .isLessThanOrEqualTo(exact.abs().multiply(QuantileSketch.RELATIVE_ERROR));
                assertThat(QuantileSketch.told(exact, values.getFirst(), values.getLast()))
                        .as("seed %d: the reading itself, told as a sketch tells it", seed)
                        .isEqualTo(told);
            }
        }
    }

    @Test
    void everyOrderAndGroupingGivesTheSameBytes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<BigDecimal> values = anyValues(random, 60);
            byte[] expected = sketch(values).bytes();
            Collections.shuffle(values, random);
            int cut = random.nextInt(values.size());
            QuantileSketch head = sketch(values.subList(0, cut));
            QuantileSketch tail = sketch(values.subList(cut, values.size()));
            assertThat(head.plus(tail).bytes()).as("seed %d", seed).isEqualTo(expected);
            assertThat(tail.plus(head).bytes()).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void whatWasTakenOutLeavesNoTrace() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<BigDecimal> kept = anyValues(random, random.nextInt(20));
            List<BigDecimal> gone = anyValues(random, 1 + random.nextInt(20));
            Map<Integer, Long> out = new HashMap<>();
            gone.forEach(value -> out.merge(QuantileSketch.bucketOf(value), -1L, Long::sum));
            QuantileSketch left = sketch(kept).plus(sketch(gone)).plus(out);
            assertThat(left).as("seed %d", seed).isEqualTo(sketch(kept));
            assertThat(left).hasSameHashCodeAs(sketch(kept));
            assertThat(left.bytes()).isEqualTo(sketch(kept).bytes());
        }
        assertThatThrownBy(() -> QuantileSketch.EMPTY.plus(Map.of(7, -1L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("7");
    }

    @Test
    void bytesAndBack() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            QuantileSketch sketch = sketch(anyValues(random, random.nextInt(300)));
            if (random.nextBoolean()) {
                sketch = sketch.plus(Map.of(-random.nextInt(7_000), Long.MAX_VALUE / 2));
            }
            assertThat(QuantileSketch.of(sketch.bytes())).as("seed %d", seed).isEqualTo(sketch);
        }
        assertThat(QuantileSketch.EMPTY.bytes()).isEmpty();
        assertThat(QuantileSketch.of(new byte[0])).isEqualTo(QuantileSketch.EMPTY);
        assertThat(QuantileSketch.EMPTY).isNotEqualTo(sketch(List.of(BigDecimal.ONE)));
        assertThat(QuantileSketch.EMPTY.equals(null)).isFalse();
    }

    @Test
    void bucketsFollowTheOrderOfValues_andAreBounded() {
        int before = -7_202;
        for (String value :
                List.of(
                        "-1e400",
                        "-9.99e30",
                        "-1.02",
                        "-1",
                        "-1e-30",
                        "-1e-31",
                        "0",
                        "1e-31",
                        "1e-30",
                        "0.5",
                        "1",
                        "1.02",
                        "35000",
                        "9.99e30",
                        "1e400")) {
            int bucket = QuantileSketch.bucketOf(dec(value));
            assertThat(bucket).as(value).isGreaterThanOrEqualTo(before).isBetween(-7_201, 7_201);
            assertThat(QuantileSketch.bucketOf(dec(value).negate())).isEqualTo(-bucket);
            before = bucket;
        }
        assertThat(QuantileSketch.bucketOf(dec("1e-31"))).isZero();
        assertThat(QuantileSketch.MAX_BUCKETS).isEqualTo(2 * 7_201 + 1);
        assertThat(QuantileSketch.bucketOf(dec("1.50")))
                .isEqualTo(QuantileSketch.bucketOf(dec("1.5")));
    }

    @Test
    void theMiddleOfABucketLiesInIt() {
        for (int bucket = -7_201; bucket <= 7_201; bucket++) {
            BigDecimal middle = QuantileSketch.valueOf(bucket);
            if (bucket != 0 && middle.abs().compareTo(dec("1e-30")) > 0) {
                assertThat(QuantileSketch.bucketOf(middle)).isEqualTo(bucket);
            }
        }
        assertThat(QuantileSketch.valueOf(0)).isEqualTo(BigDecimal.ZERO);
    }

    @Test
    void aSingleReadingIsToldExactly_andAQuantileOutsideOfZeroToOneIsRefused() {
        QuantileSketch one = sketch(List.of(dec("44000")));
        assertThat(one.quantile(0.5, dec("44000"), dec("44000"))).isEqualTo(dec("44000"));
        assertThat(one).hasToString("QuantileSketch of 1 readings in 1 buckets");
        for (double q : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> one.quantile(q, dec("1"), dec("2")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> QuantileSketch.EMPTY.quantile(0.5, dec("1"), dec("2")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static int rank(double q, int count) {
        return Math.max(1, (int) Math.ceil(q * count));
    }

    /** Of any sign and any magnitude that a measurement may have. */
    private static List<BigDecimal> anyValues(Random random, int howMany) {
        List<BigDecimal> values = new ArrayList<>();
        boolean wide = random.nextBoolean();
        for (int i = 0; i < howMany; i++) {
            values.add(
                    wide
                            ? new BigDecimal(
                                    random.nextInt(-99_999, 100_000)
                                            + "e"
                                            + random.nextInt(-29, 26))
                            : BigDecimal.valueOf(random.nextInt(3_500_000, 5_000_000), 2));
        }
        return values;
    }

    private static QuantileSketch sketch(List<BigDecimal> values) {
        Map<Integer, Long> counts = new HashMap<>();
        values.forEach(value -> counts.merge(QuantileSketch.bucketOf(value), 1L, Long::sum));
        return QuantileSketch.EMPTY.plus(counts);
    }
}
