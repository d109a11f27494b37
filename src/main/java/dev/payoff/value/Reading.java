package dev.payoff.value;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a metric, as windows take it in.
 *
 * @param observedAt when it was observed
 * @param value in the metric's unit
 * @param confidence from 0 to 1, or null where the reading tells none and the metric's own holds
 * @param partition the log partition that brought it; with the offset it orders readings of the
 *     same instant
 * @param offset its place in the partition
 */
public record Reading(
        Instant observedAt,
        BigDecimal value,
        @Nullable BigDecimal confidence,
        int partition,
        long offset) {}
