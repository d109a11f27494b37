package dev.payoff.alert;

import java.math.BigDecimal;

/** How a value stands to a limit for a rule's condition to be true. */
public enum Comparison {
    ABOVE(">", "above"),
    AT_LEAST(">=", "at or above"),
    BELOW("<", "below"),
    AT_MOST("<=", "at or below");

    private final String sign;
    private final String words;

    Comparison(String sign, String words) {
        this.sign = sign;
        this.words = words;
    }

    /** The comparison whose sign this is: {@code >}, {@code >=}, {@code <} or {@code <=}. */
    public static Comparison of(String sign) {
        for (Comparison comparison : values()) {
            if (comparison.sign.equals(sign)) {
                return comparison;
            }
        }
        throw new IllegalArgumentException("not a comparator: " + sign);
    }

    /** As the contract writes it. */
    public String sign() {
        return sign;
    }

    /** As people say it. */
    public String words() {
        return words;
    }

    /** Whether values above the limit are the bad ones. */
    public boolean upward() {
        return this == ABOVE || this == AT_LEAST;
    }

    /** Whether the value stands so to the limit. */
    public boolean holds(BigDecimal value, BigDecimal limit) {
        int order = value.compareTo(limit);
        return switch (this) {
            case ABOVE -> order > 0;
            case AT_LEAST -> order >= 0;
            case BELOW -> order < 0;
            case AT_MOST -> order <= 0;
        };
    }
}
