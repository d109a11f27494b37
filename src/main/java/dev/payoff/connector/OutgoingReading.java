package dev.payoff.connector;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reading on its way to Kafka.
 *
 * @param metric the full key {@code project-key/metric-key}; an id works too, but then the record's
 *     key is another one and the metric may be folded by two workers in turn
 * @param value in the metric's unit
 * @param eventId unique within the metric, or null: then source and observed time are its identity
 * @param revision 0, or higher to correct an earlier one
 * @param confidence 0 to 1, or null for the metric's own
 * @param source what told it, such as {@code github}
 */
public record OutgoingReading(
        String metric,
        BigDecimal value,
        Instant observedAt,
        @Nullable String eventId,
        int revision,
        @Nullable BigDecimal confidence,
        @Nullable String note,
        String source) {}
