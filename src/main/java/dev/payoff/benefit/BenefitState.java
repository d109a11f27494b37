package dev.payoff.benefit;

/** Where a benefit stands between promise and history. */
public enum BenefitState {
    /** Promised; nothing has been built yet. */
    PROJECTED,
    /** What should bring it is being built. */
    IN_DELIVERY,
    /** Live and measured; on the way to its target. */
    REALISING,
    /** Its target holds, and a review has confirmed it. */
    SUSTAINED,
    /** Part of business as usual: the next baseline. Ends the value. */
    RETIRED,
    /** Will not come. Ends the value. */
    WRITTEN_OFF;

    /** Whether nothing follows. */
    public boolean isFinal() {
        return this == RETIRED || this == WRITTEN_OFF;
    }
}
