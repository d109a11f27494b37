package dev.payoff.value;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * A measured hour: the grain of value.
 *
 * @param start its start, a whole hour of UTC
 * @param count readings in it, at least 1
 * @param sum of their values
 * @param confidenceSum of those readings that told a confidence
 * @param confidenceCount how many told one, from 0 to count
 */
public record HourWindow(
        Instant start, long count, BigDecimal sum, BigDecimal confidenceSum, long confidenceCount) {

    static final Duration LENGTH = Duration.ofHours(1);

    /** Holds each number in its one representation. */
    public HourWindow {
        if (count < 1 || confidenceCount < 0 || confidenceCount > count) {
            throw new IllegalArgumentException(
                    "A measured hour has at least one reading, of which at most all tell a"
                            + " confidence: "
                            + count
                            + ", "
                            + confidenceCount);
        }
        sum = Decimals.plain(sum);
        confidenceSum = Decimals.plain(confidenceSum);
    }

    /** The hour that starts at an instant, with what its window aggregates. */
    public static HourWindow of(Instant start, WindowAggregate aggregate) {
        return new HourWindow(
                start,
                aggregate.count(),
                aggregate.sum(),
                aggregate.confidenceSum(),
                aggregate.confidenceCount());
    }

    /** The same hour with another sum. */
    HourWindow withSum(BigDecimal other) {
        return new HourWindow(start, count, other, confidenceSum, confidenceCount);
    }

    /** The end of the hour, exclusive. */
    public Instant end() {
        return start.plus(LENGTH);
    }
}
