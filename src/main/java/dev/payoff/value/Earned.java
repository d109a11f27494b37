package dev.payoff.value;

import java.math.BigDecimal;

/**
 * Money earned by measured improvement, in the project's currency.
 *
 * @param value realised value; negative where things got worse
 * @param weighted the same, weighted by confidence
 */
public record Earned(BigDecimal value, BigDecimal weighted) {

    /** Nothing earned. */
    public static final Earned NOTHING = new Earned(BigDecimal.ZERO, BigDecimal.ZERO);

    /** Holds each number in its one representation. */
    public Earned {
        value = Decimals.plain(value);
        weighted = Decimals.plain(weighted);
    }

    /** The exact sum of both. */
    public Earned plus(Earned other) {
        return new Earned(value.add(other.value), weighted.add(other.weighted));
    }

    /** The exact difference. */
    public Earned minus(Earned other) {
        return new Earned(value.subtract(other.value), weighted.subtract(other.weighted));
    }
}
