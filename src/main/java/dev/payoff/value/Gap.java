package dev.payoff.value;

/** Why the value of a metric is unknown. */
public enum Gap {
    NO_BASELINE("The baseline is not known, so there is nothing to compare readings with."),
    NO_TARGET("The target is not known, so it is not known which direction is an improvement."),
    TARGET_IS_BASELINE(
            "The target equals the baseline, so it is not known which direction is an"
                    + " improvement."),
    NO_VALUATION("The metric has no valuation, so its improvement is not money."),
    VALUATION_DOES_NOT_FIT(
            "A LEVEL is valued per period and a FLOW per unit; this valuation is of the other"
                    + " kind."),
    NO_BENEFIT_START("The benefit start is not known, so it is not known from when value counts.");

    private final String sentence;

    Gap(String sentence) {
        this.sentence = sentence;
    }

    /** The reason as a sentence for people. */
    public String sentence() {
        return sentence;
    }
}
