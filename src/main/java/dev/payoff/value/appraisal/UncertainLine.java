package dev.payoff.value.appraisal;

import dev.payoff.value.Decimals;
import java.math.BigDecimal;

/**
 * A cost or benefit whose size is not sure: its present value times a factor, the same for all of
 * its time. How it moves together with others is told by a {@link Dependence}.
 *
 * @param key what it is called, unique within a list
 * @param present its present value as told, in money; a cost is negative
 * @param factor what may become of it: 1 is as told
 */
public record UncertainLine(String key, BigDecimal present, ThreePoint factor) {

    /** Its present value at the most likely factor. */
    public BigDecimal likely() {
        return at(factor.likely());
    }

    /** Its present value at a factor. */
    BigDecimal at(BigDecimal of) {
        return Decimals.plain(present.multiply(of));
    }
}
