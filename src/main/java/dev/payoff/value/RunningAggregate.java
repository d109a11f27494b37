package dev.payoff.value;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Readings of one window while they are being counted up: what {@link WindowAggregate#plus} comes
 * to, in place, and brought into its one representation only at the end. Used by one thread.
 */
public final class RunningAggregate {

    private long count;
    private BigDecimal sum = BigDecimal.ZERO;
    private BigDecimal sumSquares = BigDecimal.ZERO;
    private BigDecimal confidenceSum = BigDecimal.ZERO;
    private long confidenceCount;
    private @Nullable BigDecimal min;
    private @Nullable BigDecimal max;
    private @Nullable BigDecimal lastValue;
    private @Nullable Instant lastObserved;
    private int lastPartition;
    private long lastOffset;

    /** One more reading; the parameters are those of {@link Reading}. */
    public void add(
            Instant observedAt,
            BigDecimal value,
            @Nullable BigDecimal confidence,
            int partition,
            long offset) {
        count++;
        sum = sum.add(value);
        sumSquares = sumSquares.add(value.multiply(value));
        min = min == null || value.compareTo(min) < 0 ? value : min;
        max = max == null || value.compareTo(max) > 0 ? value : max;
        if (confidence != null) {
            confidenceSum = confidenceSum.add(confidence);
            confidenceCount++;
        }
        if (lastObserved == null
                || lastValue == null
                || WindowAggregate.compareLast(
                                observedAt,
                                partition,
                                offset,
                                value,
                                lastObserved,
                                lastPartition,
                                lastOffset,
                                lastValue)
                        > 0) {
            lastValue = value;
            lastObserved = observedAt;
            lastPartition = partition;
            lastOffset = offset;
        }
    }

    /**
     * What it has come to.
     *
     * @throws NullPointerException if nothing was added
     */
    public WindowAggregate aggregate() {
        return new WindowAggregate(
                count,
                sum,
                sumSquares,
                Objects.requireNonNull(min),
                Objects.requireNonNull(max),
                Objects.requireNonNull(lastValue),
                Objects.requireNonNull(lastObserved),
                lastPartition,
                lastOffset,
                confidenceSum,
                confidenceCount);
    }
}
