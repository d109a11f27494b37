package dev.payoff.benefit;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What people can do with a profile besides writing it. */
sealed interface ProfileAction {

    /** Where to, and why. */
    @Schema(name = "BenefitMove")
    record Move(@NotNull BenefitState state, @Size(max = ProfileInput.TEXT) @Nullable String reason)
            implements ProfileAction {
        static final String EXAMPLE =
                """
                {"state": "WRITTEN_OFF", "reason": "The supplier kept its price."}\
                """;
    }

    /** Finance's word. */
    @Schema(name = "BenefitAgreement")
    record Agree(@Size(max = ProfileInput.TEXT) @Nullable String note) implements ProfileAction {
        static final String EXAMPLE =
                """
                {"note": "Seen against the ledger of May."}\
                """;
    }

    /** How a review ended. */
    enum Outcome {
        /** It came as promised. */
        CONFIRMED,
        /** It comes otherwise; the promise was or will be corrected. */
        ADJUSTED,
        AT_RISK,
        NOT_REALISED
    }

    /** A review that was held. */
    @Schema(name = "BenefitReviewHeld")
    record Review(
            @NotBlank String label,
            @NotNull Outcome outcome,
            @Size(max = ProfileInput.TEXT) @Nullable String note)
            implements ProfileAction {
        static final String EXAMPLE =
                """
                {"label": "GO_LIVE_6M", "outcome": "CONFIRMED", "note": "Bills of six months seen."}\
                """;
    }
}
