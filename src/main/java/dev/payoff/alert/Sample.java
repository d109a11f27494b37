package dev.payoff.alert;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a rule's figure was at an instant of event time.
 *
 * @param value null: the figure is unknown, so its condition is false; but a firing alert does not
 *     recover for want of data: it keeps its last value until one is known again
 */
public record Sample(Instant at, @Nullable BigDecimal value) {}
