package dev.payoff.value.appraisal;

import dev.payoff.value.Decimals;
import java.math.BigDecimal;

/**
 * An estimate by three points. Two ways of reading them are in use, and give different numbers:
 * PERT (Malcolm, Roseboom, Clark and Fazar, 1959) and the successive principle of Norwegian public
 * projects (Lichtenberg), whose points are the 10 % and 90 % quantiles.
 *
 * @param low when things go well
 * @param likely the most likely
 * @param high when they go badly
 */
public record ThreePoint(BigDecimal low, BigDecimal likely, BigDecimal high) {

    private static final BigDecimal FIVE = BigDecimal.valueOf(5);
    private static final BigDecimal SIX = BigDecimal.valueOf(6);

    /** Refuses points out of order. */
    public ThreePoint {
        if (low.compareTo(likely) > 0 || likely.compareTo(high) > 0) {
            throw new IllegalArgumentException(
                    "The points of an estimate ascend: " + low + ", " + likely + ", " + high);
        }
    }

    /** The same number whatever happens. */
    public static ThreePoint certain(BigDecimal number) {
        return new ThreePoint(number, number, number);
    }

    /**
     * What is expected to be {@code confidence} of what was told: a factor that lies evenly around
     * the confidence and never leaves [0, 1]; 1 for sure at a confidence of 1. Its mean is the
     * confidence, so that a simulation agrees with the weighted value.
     *
     * @param confidence from 0 to 1
     */
    public static ThreePoint ofConfidence(BigDecimal confidence) {
        BigDecimal reach = confidence.min(BigDecimal.ONE.subtract(confidence));
        return new ThreePoint(
                Decimals.plain(confidence.subtract(reach)),
                Decimals.plain(confidence),
                Decimals.plain(confidence.add(reach)));
    }

    /** PERT: (low + 4 · likely + high) / 6. */
    public BigDecimal pertMean() {
        return Decimals.quotient(low.add(BigDecimal.valueOf(4).multiply(likely)).add(high), SIX);
    }

    /** PERT: (high − low) / 6. */
    public BigDecimal pertDeviation() {
        return Decimals.quotient(high.subtract(low), SIX);
    }

    /** Successive: (low + 3 · likely + high) / 5. */
    public BigDecimal successiveMean() {
        return Decimals.quotient(low.add(BigDecimal.valueOf(3).multiply(likely)).add(high), FIVE);
    }

    /** Successive: (high − low) / 5. */
    public BigDecimal successiveDeviation() {
        return Decimals.quotient(high.subtract(low), FIVE);
    }

    /** Whether all three are one. */
    public boolean isCertain() {
        return low.compareTo(high) == 0;
    }
}
