package dev.payoff.value;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a window keeps of its readings: a commutative, associative fold, exact, so that any order
 * and any batching of the same readings give an equal aggregate. Numbers are held without trailing
 * zeros, so that equal means the same bits. The last reading is the greatest by observed time, then
 * partition, then offset. (Design of Payoff: invariant 3.)
 *
 * @param count readings, at least 1
 * @param sum of their values
 * @param sumSquares of their values' squares, exact as the sum is
 * @param min the least value
 * @param max the greatest value
 * @param lastValue the value of the last reading
 * @param lastObserved when the last reading was observed
 * @param lastPartition the partition of the last reading
 * @param lastOffset the offset of the last reading
 * @param confidenceSum of those readings that told a confidence
 * @param confidenceCount how many told one, from 0 to count
 */
public record WindowAggregate(
        long count,
        BigDecimal sum,
        BigDecimal sumSquares,
        BigDecimal min,
        BigDecimal max,
        BigDecimal lastValue,
        Instant lastObserved,
        int lastPartition,
        long lastOffset,
        BigDecimal confidenceSum,
        long confidenceCount) {

    /**
     * Which of two readings is the last one: positive if the first is. The value itself comes last
     * in the order only so that two readings that wrongly share a place still fold to the same
     * aggregate in either order.
     */
    static int compareLast(
            Instant observed,
            int partition,
            long offset,
            BigDecimal value,
            Instant otherObserved,
            int otherPartition,
            long otherOffset,
            BigDecimal otherValue) {
        int order = observed.compareTo(otherObserved);
        if (order == 0) {
            order = Integer.compare(partition, otherPartition);
        }
        if (order == 0) {
            order = Long.compare(offset, otherOffset);
        }
        return order == 0 ? value.compareTo(otherValue) : order;
    }

    /** Holds each number in its one representation. */
    public WindowAggregate {
        if (count < 1 || confidenceCount < 0 || confidenceCount > count) {
            throw new IllegalArgumentException(
                    "An aggregate has at least one reading, of which at most all tell a confidence: "
                            + count
                            + ", "
                            + confidenceCount);
        }
        sum = Decimals.plain(sum);
        sumSquares = Decimals.plain(sumSquares);
        min = Decimals.plain(min);
        max = Decimals.plain(max);
        lastValue = Decimals.plain(lastValue);
        confidenceSum = Decimals.plain(confidenceSum);
    }

    /** The aggregate of one reading. */
    public static WindowAggregate of(Reading reading) {
        BigDecimal confidence = reading.confidence();
        return new WindowAggregate(
                1,
                reading.value(),
                reading.value().multiply(reading.value()),
                reading.value(),
                reading.value(),
                reading.value(),
                reading.observedAt(),
                reading.partition(),
                reading.offset(),
                confidence == null ? BigDecimal.ZERO : confidence,
                confidence == null ? 0 : 1);
    }

    /** This aggregate and one more reading. */
    public WindowAggregate plus(Reading reading) {
        return plus(of(reading));
    }

    /** The aggregate of the readings of both; none may be in both. */
    public WindowAggregate plus(WindowAggregate other) {
        WindowAggregate last =
                compareLast(
                                        lastObserved,
                                        lastPartition,
                                        lastOffset,
                                        lastValue,
                                        other.lastObserved,
                                        other.lastPartition,
                                        other.lastOffset,
                                        other.lastValue)
                                >= 0
                        ? this
                        : other;
        return new WindowAggregate(
                Math.addExact(count, other.count),
                sum.add(other.sum),
                sumSquares.add(other.sumSquares),
                min.min(other.min),
                max.max(other.max),
                last.lastValue,
                last.lastObserved,
                last.lastPartition,
                last.lastOffset,
                confidenceSum.add(other.confidenceSum),
                confidenceCount + other.confidenceCount);
    }

    /** The mean value, rounded to 34 digits, half even. */
    public BigDecimal mean() {
        return Decimals.quotient(sum, BigDecimal.valueOf(count));
    }

    /**
     * The standard deviation of a sample, {@code sqrt((n · Σx² − (Σx)²) / (n · (n − 1)))}. Both
     * sums are exact, so that nothing cancels: the only error is that of the division, at 50
     * digits, and of the root, at 34.
     *
     * @return null of a single reading, which tells no spread
     */
    public @Nullable BigDecimal standardDeviation() {
        return standardDeviation(count, sum, sumSquares);
    }

    /**
     * The same of sums.
     *
     * @param count readings
     * @param sum of their values, exact
     * @param sumSquares of their values' squares, exact
     */
    public static @Nullable BigDecimal standardDeviation(
            long count, BigDecimal sum, BigDecimal sumSquares) {
        if (count < 2) {
            return null;
        }
        BigDecimal n = BigDecimal.valueOf(count);
        BigDecimal spread = n.multiply(sumSquares).subtract(sum.multiply(sum));
        BigDecimal pairs = n.multiply(n.subtract(BigDecimal.ONE));
        return Decimals.plain(spread.divide(pairs, Decimals.WORKING).sqrt(Decimals.DIGITS));
    }
}
