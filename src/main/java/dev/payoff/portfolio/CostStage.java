package dev.payoff.portfolio;

/** How real a cost is. Only what is actual counts in what a project has cost. */
public enum CostStage {
    /** Part of the plan as approved; the budget of earned value. */
    PLANNED,
    /** Ordered or signed for, not paid yet. */
    COMMITTED,
    /** Spent. */
    ACTUAL,
    /** Expected besides what is committed; the estimate to complete. */
    FORECAST
}
