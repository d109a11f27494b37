package dev.payoff.value;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * When cumulated flows come back to 0, in periods from the first flow, linear inside a period.
 *
 * @param first when they first reach 0 or more; null: never in these flows
 * @param last since when they stay there; null: at the end they are below 0
 */
public record Payback(@Nullable BigDecimal first, @Nullable BigDecimal last) {}
