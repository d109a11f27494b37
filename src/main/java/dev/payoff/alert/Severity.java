package dev.payoff.alert;

/** How much a breach matters, from the least to the most. */
public enum Severity {
    INFO,
    WARNING,
    CRITICAL;

    /** Whether this matters at least as much as the other. */
    public boolean atLeast(Severity other) {
        return compareTo(other) >= 0;
    }
}
