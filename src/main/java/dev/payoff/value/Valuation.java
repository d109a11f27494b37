package dev.payoff.value;

import java.math.BigDecimal;

/**
 * How a step from the baseline towards the target becomes money; amounts are in the project's
 * currency. Of a benefit that step is an improvement and the amount positive; of a disbenefit it is
 * the harm that is expected, and the amount negative.
 */
public sealed interface Valuation {

    /** Money per unit of the step. */
    BigDecimal amount();

    /** The same price, paid instead of earned. */
    default Valuation negated() {
        return switch (this) {
            case PerPeriod(BigDecimal amount, Period per) -> new PerPeriod(amount.negate(), per);
            case PerUnit(BigDecimal amount) -> new PerUnit(amount.negate());
        };
    }

    /**
     * For a LEVEL: each unit of improvement that holds for a whole period is worth the amount.
     *
     * @param amount money per unit of improvement and period
     * @param per the period
     */
    record PerPeriod(BigDecimal amount, Period per) implements Valuation {}

    /**
     * For a FLOW: each unit above what the baseline would have brought is worth the amount.
     *
     * @param amount money per unit
     */
    record PerUnit(BigDecimal amount) implements Valuation {}
}
