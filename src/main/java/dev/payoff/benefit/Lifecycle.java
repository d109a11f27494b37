package dev.payoff.benefit;

import static dev.payoff.benefit.BenefitState.IN_DELIVERY;
import static dev.payoff.benefit.BenefitState.PROJECTED;
import static dev.payoff.benefit.BenefitState.REALISING;
import static dev.payoff.benefit.BenefitState.RETIRED;
import static dev.payoff.benefit.BenefitState.SUSTAINED;
import static dev.payoff.benefit.BenefitState.WRITTEN_OFF;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From which state a benefit may go to which; pure. */
final class Lifecycle {

    /**
     * What a step rests on.
     *
     * @param started whether the benefit's start has come
     * @param measured whether there is a reading
     * @param reviewed whether a review has confirmed it
     * @param reason why, as people tell it
     */
    record Facts(boolean started, boolean measured, boolean reviewed, @Nullable String reason) {}

    /** What becomes of a wish to go to another state. */
    sealed interface Step {

        /**
         * It goes there.
         *
         * @param endsValue whether nothing is earned from then on
         */
        record Moved(BenefitState to, boolean endsValue) implements Step {}

        /** It is there already. */
        record Stays() implements Step {}

        /** It may not. */
        record Refused(String why, String remedy) implements Step {}
    }

    private Lifecycle() {}

    /** The states that may follow. */
    static Set<BenefitState> after(BenefitState from) {
        return switch (from) {
            case PROJECTED -> Set.of(IN_DELIVERY, WRITTEN_OFF);
            case IN_DELIVERY -> Set.of(REALISING, WRITTEN_OFF);
            case REALISING -> Set.of(SUSTAINED, RETIRED, WRITTEN_OFF);
            // A target that no longer holds is being realised again.
            case SUSTAINED -> Set.of(REALISING, RETIRED);
            case RETIRED, WRITTEN_OFF -> Set.of();
        };
    }

    static Step step(BenefitState from, BenefitState to, Facts facts) {
        if (from == to) {
            return new Step.Stays();
        }
        if (!after(from).contains(to)) {
            return new Step.Refused(
                    "A benefit that is " + from + " does not become " + to + ".",
                    after(from).isEmpty()
                            ? "Nothing follows; make a new metric for a new benefit."
                            : "Next may be " + after(from).stream().sorted().toList() + ".");
        }
        return switch (to) {
            case REALISING -> {
                if (!facts.started()) {
                    yield new Step.Refused(
                            "The benefit's start has not come.",
                            "Wait for it, or correct the project's go-live or the metric's"
                                    + " benefitStart.");
                }
                yield facts.measured()
                        ? new Step.Moved(to, false)
                        : new Step.Refused(
                                "Nothing has been measured yet.",
                                "Send a reading; what is not measured is not realised.");
            }
            case SUSTAINED ->
                    facts.reviewed()
                            ? new Step.Moved(to, false)
                            : new Step.Refused(
                                    "No review has confirmed the benefit.",
                                    "Hold a review with the outcome CONFIRMED.");
            case WRITTEN_OFF ->
                    facts.reason() == null || facts.reason().isBlank()
                            ? new Step.Refused(
                                    "A benefit is not written off without a reason.",
                                    "Tell the reason.")
                            : new Step.Moved(to, true);
            case RETIRED -> new Step.Moved(to, true);
            case IN_DELIVERY, PROJECTED -> new Step.Moved(to, false);
        };
    }
}
