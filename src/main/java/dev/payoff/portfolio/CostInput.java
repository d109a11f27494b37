package dev.payoff.portfolio;

import dev.payoff.app.Filled;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A cost line by hand. */
@Schema(name = "CostInput")
record CostInput(
        @Schema(description = "Negative: a credit. Not with labour.", examples = "4000")
                @Nullable
                @Digits(
                        integer = Limits.INTEGER_DIGITS,
                        fraction = Limits.FRACTION_DIGITS,
                        message = Limits.DIGITS_MESSAGE)
                BigDecimal amount,
        @Schema(description = "ISO 4217; default: the project's.", examples = "EUR")
                @NotBlank
                @Pattern(regexp = Limits.CURRENCY, message = Limits.CURRENCY_MESSAGE)
                @Filled
                String currency,
        @Schema(description = "ISO date", examples = "2026-02-01") @NotBlank String incurredOn,
        @Schema(examples = "LABOUR") @NotBlank @Size(max = 60) String category,
        @Schema(description = "Short for stage: true is PLANNED, false ACTUAL, the default.")
                @Nullable Boolean planned,
        @OneOf(CostStage.class) @Nullable String stage,
        @Schema(description = "Null: not told.") @OneOf(CostNature.class) @Nullable String nature,
        @Schema(description = "What it may come to at best; with high.")
                @Digits(
                        integer = Limits.INTEGER_DIGITS,
                        fraction = Limits.FRACTION_DIGITS,
                        message = Limits.DIGITS_MESSAGE)
                @Nullable BigDecimal low,
        @Schema(description = "What it may come to at worst; with low.")
                @Digits(
                        integer = Limits.INTEGER_DIGITS,
                        fraction = Limits.FRACTION_DIGITS,
                        message = Limits.DIGITS_MESSAGE)
                @Nullable BigDecimal high,
        @Schema(description = "Hours of a role, in place of an amount.") @Valid
                @Nullable LabourInput labour,
        @Size(max = Limits.TEXT) @Nullable String note,
        @Schema(
                        description =
                                "Its identity: sent twice, it counts once. Without one each call is a"
                                        + " line of its own.")
                @Size(min = 1, max = 400)
                @Nullable String eventId) {

    /** The stage, by its name or by what is short for it. */
    CostStage effectiveStage() {
        if (stage != null) {
            return CostStage.valueOf(stage);
        }
        return Boolean.TRUE.equals(planned) ? CostStage.PLANNED : CostStage.ACTUAL;
    }

    static final String EXAMPLE =
            """
            {"amount": 4000, "currency": "EUR", "incurredOn": "2026-02-01", "category": "LABOUR",
             "stage": "ACTUAL", "nature": "OPEX", "note": "Migration team, January"}\
            """;
}
