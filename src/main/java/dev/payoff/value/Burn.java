package dev.payoff.value;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * Over which windows a {@link BurnRate} is looked at, and how much of the plan may be missing.
 *
 * @param longWindow longer than the short one
 * @param shortWindow above 0
 * @param allowance share of the plan, above 0, at most 1
 */
public record Burn(Duration longWindow, Duration shortWindow, BigDecimal allowance) {

    /** Refuses what {@link BurnRate} could not tell anything of. */
    public Burn {
        if (!shortWindow.isPositive() || longWindow.compareTo(shortWindow) <= 0) {
            throw new IllegalArgumentException(
                    "the long window must be longer than the short one: " + longWindow);
        }
        if (allowance.signum() <= 0 || allowance.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("an allowance is above 0, at most 1: " + allowance);
        }
    }
}
