package dev.payoff.portfolio;

/** The kind of value that a metric stands for. */
public enum Category {
    COST_REDUCTION,
    REVENUE,
    EFFICIENCY,
    QUALITY,
    RISK,
    SATISFACTION
}
