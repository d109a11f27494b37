package dev.payoff.alert;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a rule's condition is true, and for how long it must be before anyone is told.
 *
 * @param limit the level that a value must cross
 * @param clear the level that a value must cross back before a firing alert recovers, on the
 *     recovering side of {@code limit}; null: the limit itself. The same comparison applies to it,
 *     so that {@code clear == limit} means the same as none
 * @param forTime how long the condition must hold before the alert fires; not negative
 * @param keepFiringFor how long a firing alert stays so after its condition became false; not
 *     negative
 */
public record Threshold(
        Comparison comparison,
        BigDecimal limit,
        @Nullable BigDecimal clear,
        Duration forTime,
        Duration keepFiringFor) {

    public Threshold {
        if (forTime.isNegative() || keepFiringFor.isNegative()) {
            throw new IllegalArgumentException("a rule's times cannot be negative");
        }
        if (clear != null && clear.compareTo(limit) != 0 && !clearsAway(comparison, limit, clear)) {
            throw new IllegalArgumentException("clear lies on the breaching side of the limit");
        }
    }

    /**
     * The threshold of a {@link Figure#NO_DATA} rule: its samples are 1 while the metric is silent
     * and 0 while it speaks.
     */
    public static Threshold noData(Duration forTime, Duration keepFiringFor) {
        return new Threshold(Comparison.AT_LEAST, BigDecimal.ONE, null, forTime, keepFiringFor);
    }

    /**
     * Whether the condition is true.
     *
     * @param firing whether the alert fires now, kept or not: then it recovers at {@code clear}
     */
    public boolean breached(BigDecimal value, boolean firing) {
        return comparison.holds(value, firing && clear != null ? clear : limit);
    }

    /** Whether a clear level lies where a breach of the limit recovers. */
    static boolean clearsAway(Comparison comparison, BigDecimal limit, BigDecimal clear) {
        return comparison.upward() ? clear.compareTo(limit) < 0 : clear.compareTo(limit) > 0;
    }
}
