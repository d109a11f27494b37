package dev.payoff.connector;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The binding of one series of a connection to one metric.
 *
 * @param series what the outside system calls it; what may stand here is up to its kind
 * @param metric full key of the metric, project key and metric key
 * @param factor a reading is the outside value times this
 * @param cursor everything up to here has been taken; null before the first pull
 */
public record Feed(
        UUID id,
        UUID connectionId,
        String series,
        UUID metricId,
        String metric,
        BigDecimal factor,
        @Nullable Instant cursor,
        Instant createdAt) {}
