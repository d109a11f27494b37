package dev.payoff.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** One representation per number, and the one rounding of value and of what is built on it. */
public final class Decimals {

    /** 34 significant digits, half even: the precision of every division here. */
    public static final MathContext DIGITS = new MathContext(34, RoundingMode.HALF_EVEN);

    /** 50 digits, for what is rounded to {@link #DIGITS} at its end. */
    public static final MathContext WORKING = new MathContext(50, RoundingMode.HALF_EVEN);

    // Newton's method doubles the digits of a double's 15: 15, 28, 52, and one to spare.
    private static final int NEWTON_STEPS = 4;

    private Decimals() {}

    /**
     * The same number without trailing zeros and, where it is an integer, without an exponent, so
     * that equal numbers are {@link BigDecimal#equals equal} and print plainly. The gate bounds
     * exponents; what lies beyond 10^200 keeps its exponent rather than filling the heap.
     */
    public static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 && stripped.scale() > -200 ? stripped.setScale(0) : stripped;
    }

    /** The quotient, rounded once. The divisor must not be 0. */
    public static BigDecimal quotient(BigDecimal dividend, BigDecimal divisor) {
        return plain(dividend.divide(divisor, DIGITS));
    }

    /** The positive n-th root of a positive number within the range of doubles; n at least 1. */
    public static BigDecimal root(BigDecimal number, int n) {
        BigDecimal degree = BigDecimal.valueOf(n);
        BigDecimal less = BigDecimal.valueOf(n - 1L);
        BigDecimal root = new BigDecimal(Math.pow(number.doubleValue(), 1.0 / n));
        for (int i = 0; i < NEWTON_STEPS; i++) {
            BigDecimal quotient = number.divide(root.pow(n - 1, WORKING), WORKING);
            root = less.multiply(root).add(quotient).divide(degree, WORKING);
        }
        return root;
    }
}
