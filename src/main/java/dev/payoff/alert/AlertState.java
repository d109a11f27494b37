package dev.payoff.alert;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where one rule's alert stands. All times are event time; {@code lastAt} is the latest instant
 * that the state speaks of, and samples older than it are not for {@link AlertMachine#step}.
 */
public sealed interface AlertState {

    /** A rule that has seen nothing yet. */
    AlertState NEW = new Inactive(null);

    /** The latest instant that this state takes account of; null: none yet. */
    @Nullable Instant lastAt();

    /** The condition is false, or was never told. */
    record Inactive(@Nullable Instant lastAt) implements AlertState {}

    /**
     * The condition is true, not yet for long enough.
     *
     * @param activeAt since when it is true without a break
     * @param value the latest value
     */
    record Pending(Instant activeAt, Instant lastAt, BigDecimal value) implements AlertState {}

    /**
     * The alert fires.
     *
     * @param activeAt since when the condition was true
     * @param firedAt when it had been true for long enough
     * @param keepFiringSince since when the condition is false and the alert is only kept; null
     *     while it is true
     * @param value the latest value
     */
    record Firing(
            Instant activeAt,
            Instant firedAt,
            @Nullable Instant keepFiringSince,
            Instant lastAt,
            BigDecimal value)
            implements AlertState {}
}
