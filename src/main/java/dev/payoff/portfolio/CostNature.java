package dev.payoff.portfolio;

/** Whether a cost is an investment or an expense. */
public enum CostNature {
    CAPEX,
    OPEX
}
