package dev.payoff.benefit;

/** What kind of money a benefit is. */
public enum BenefitClass {
    /** A budget gets smaller, or an income larger. */
    CASHABLE,
    /** Worth money that nobody gets back, such as hours that are used for something else. */
    NON_CASHABLE,
    /** Money that would have been spent and is not. */
    COST_AVOIDANCE,
    /** No money at all. */
    NON_FINANCIAL
}
