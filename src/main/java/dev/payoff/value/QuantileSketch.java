package dev.payoff.value;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many readings lie where, so that quantiles can be told: counts by buckets that each span 2 %.
 * (After DDSketch: Masson, Rim and Lee, VLDB 2019.) A quantile is told with a relative error of at
 * most {@link #RELATIVE_ERROR}, in rank it is exact.
 *
 * <p>The buckets are fixed, from 10^-30 to 10^31 in magnitude, the range that a measurement may
 * have; nearer to 0 counts as 0, and beyond counts in the last bucket. So nothing is ever merged to
 * save room, any order and any batching of the same readings give the same bits, a reading can be
 * taken out again, and there are never more than {@value #MAX_BUCKETS} counts. Immutable.
 */
public final class QuantileSketch {

    /** Of a quantile between those magnitudes: |told − true| ≤ 0.01 · |true|. */
    public static final BigDecimal RELATIVE_ERROR = new BigDecimal("0.01");

    /** The most counts that a sketch can have. */
    public static final int MAX_BUCKETS = 14_403;

    /** Of no readings. */
    public static final QuantileSketch EMPTY = new QuantileSketch(new int[0], new long[0]);

    private static final double GAMMA = 1.02;
    private static final double LOG_GAMMA = StrictMath.log(GAMMA);
    private static final int LEAST_POWER = -3_500;
    private static final int GREATEST_POWER = 3_700;
    private static final double LEAST = 1e-30;
    private static final MathContext SHOWN = new MathContext(6, RoundingMode.HALF_EVEN);
    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;

    private final int[] buckets;
    private final long[] counts;

    private QuantileSketch(int[] buckets, long[] counts) {
        this.buckets = buckets;
        this.counts = counts;
    }

    /**
     * The bucket of a value: equal values share one, and greater values have no lesser one. 0 is
     * that of 0; −b holds what b holds, negated.
     */
    public static int bucketOf(BigDecimal value) {
        double magnitude = Math.abs(value.doubleValue());
        if (magnitude < LEAST) {
            return 0;
        }
        double power = Math.ceil(StrictMath.log(magnitude) / LOG_GAMMA);
        int bounded = (int) Math.clamp(power, LEAST_POWER, GREATEST_POWER);
        return value.signum() * (bounded - LEAST_POWER + 1);
    }

    /** The value that stands for a bucket: no value in it is farther than the relative error. */
    public static BigDecimal valueOf(int bucket) {
        if (bucket == 0) {
            return BigDecimal.ZERO;
        }
        int power = Math.abs(bucket) - 1 + LEAST_POWER;
        double middle = 2 * StrictMath.pow(GAMMA, power) / (1 + GAMMA);
        BigDecimal value = Decimals.plain(new BigDecimal(middle, SHOWN));
        return bucket < 0 ? value.negate() : value;
    }

    /**
     * This sketch with some counts changed.
     *
     * @param changes by bucket: how many readings came, less how many were taken out
     * @throws IllegalArgumentException if more would be taken out than there are
     */
    public QuantileSketch plus(Map<Integer, Long> changes) {
        SortedMap<Integer, Long> sum = new TreeMap<>(changes);
        for (int i = 0; i < buckets.length; i++) {
            sum.merge(buckets[i], counts[i], Math::addExact);
        }
        sum.values().removeIf(count -> count == 0);
        int[] places = new int[sum.size()];
        long[] held = new long[sum.size()];
        int at = 0;
        for (Map.Entry<Integer, Long> entry : sum.entrySet()) {
            if (entry.getValue() < 0) {
                throw new IllegalArgumentException(
                        "More readings would be taken out of bucket %d than it holds: %d"
                                .formatted(entry.getKey(), entry.getValue()));
            }
            places[at] = entry.getKey();
            held[at++] = entry.getValue();
        }
        return new QuantileSketch(places, held);
    }

    /** The sketch of the readings of both. */
    public QuantileSketch plus(QuantileSketch other) {
        SortedMap<Integer, Long> theirs = new TreeMap<>();
        for (int i = 0; i < other.buckets.length; i++) {
            theirs.put(other.buckets[i], other.counts[i]);
        }
        return plus(theirs);
    }

    /** How many readings it counts. */
    public long count() {
        return Arrays.stream(counts).sum();
    }

    /**
     * The value of the reading of rank ceil(q · count), at least the first: its bucket's, but never
     * beyond the least and the greatest reading, which are known exactly. (PostgreSQL's {@code
     * percentile_disc} picks the same reading.)
     *
     * @param q from 0 to 1
     * @param min the least of the readings
     * @param max the greatest
     */
    public BigDecimal quantile(double q, BigDecimal min, BigDecimal max) {
        if (!(q >= 0 && q <= 1) || counts.length == 0) {
            throw new IllegalArgumentException(
                    "A quantile is asked from 0 to 1, of readings: " + q + " of " + count());
        }
        long rank = Math.max(1, (long) Math.ceil(q * count()));
        int at = 0;
        for (long passed = counts[0]; passed < rank; passed += counts[at]) {
            at++;
        }
        return within(valueOf(buckets[at]), min, max);
    }

    /**
     * What a sketch would tell of a reading that is known exactly, so that a quantile folded anew
     * from readings equals one that was kept.
     */
    public static BigDecimal told(BigDecimal value, BigDecimal min, BigDecimal max) {
        return within(valueOf(bucketOf(value)), min, max);
    }

    private static BigDecimal within(BigDecimal middle, BigDecimal min, BigDecimal max) {
        return Decimals.plain(middle.max(min).min(max));
    }

    /**
     * The counts as bytes, the same for equal sketches: by ascending bucket the distance from the
     * one before (from 0 for the first, sign in the lowest bit) and the count, seven bits a byte.
     */
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(3 * buckets.length);
        for (int i = 0; i < buckets.length; i++) {
            write(out, i == 0 ? zigzag(buckets[0]) : (long) buckets[i] - buckets[i - 1]);
            write(out, counts[i]);
        }
        return out.toByteArray();
    }

    /** The sketch that {@link #bytes} wrote. */
    public static QuantileSketch of(byte[] bytes) {
        int[] buckets = new int[bytes.length / 2];
        long[] counts = new long[bytes.length / 2];
        int found = 0;
        Bytes in = new Bytes(bytes);
        while (in.hasMore()) {
            long step = in.next();
            buckets[found] = found == 0 ? unzigzag(step) : buckets[found - 1] + (int) step;
            counts[found++] = in.next();
        }
        return new QuantileSketch(Arrays.copyOf(buckets, found), Arrays.copyOf(counts, found));
    }

    private static long zigzag(int bucket) {
        return bucket >= 0 ? 2L * bucket : -2L * bucket - 1;
    }

    private static int unzigzag(long written) {
        return (int) ((written & 1) == 0 ? written / 2 : -(written + 1) / 2);
    }

    private static void write(ByteArrayOutputStream out, long number) {
        long rest = number;
        while (rest > SEVEN_BITS) {
            out.write((int) (rest & SEVEN_BITS) | MORE);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** Reads what {@link #write} wrote. */
    private static final class Bytes {
        private final byte[] bytes;
        private int at;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean hasMore() {
            return at < bytes.length;
        }

        long next() {
            long number = 0;
            int shift = 0;
            byte one;
            do {
                one = bytes[at++];
                number |= (long) (one & SEVEN_BITS) << shift;
                shift += 7;
            } while ((one & MORE) != 0);
            return number;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuantileSketch that
                && Arrays.equals(buckets, that.buckets)
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(buckets) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "QuantileSketch of " + count() + " readings in " + buckets.length + " buckets";
    }
}
