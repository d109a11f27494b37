package dev.payoff.portfolio;

/** What a metric's readings are numbers of. */
public enum MetricType {
    CURRENCY,
    PERCENTAGE,
    DURATION,
    COUNT,
    SCORE
}
