package dev.payoff.value;

/** How a metric's readings add up over time. */
public enum Kind {
    /** Holds until the next reading: availability, cost per month. */
    LEVEL,
    /** Readings add up: tickets deflected, invoices, euros saved. */
    FLOW
}
