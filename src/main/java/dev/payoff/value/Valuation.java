package dev.payoff.value;

import java.math.BigDecimal;

/** How improvement becomes money; amounts are in the project's currency. */
public sealed interface Valuation {

    /** Money per unit of improvement. */
    BigDecimal amount();

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
