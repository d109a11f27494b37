package dev.payoff.value;

/** Whether a metric still speaks. */
public enum Freshness {
    /** Its last measured hour, or what is carried of it, reaches beyond as-of. */
    LIVE,
    /** It has spoken, but too long ago: it earns nothing until it speaks again. */
    STALE,
    /** It has never spoken. */
    NO_DATA
}
