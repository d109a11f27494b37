package dev.payoff.portfolio;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A cost line by hand. */
@Schema(name = "CostInput")
record CostInput(
        @Schema(description = "Negative: a credit.", examples = "4000")
                @NotNull
                @Digits(
                        integer = Limits.INTEGER_DIGITS,
                        fraction = Limits.FRACTION_DIGITS,
                        message = Limits.DIGITS_MESSAGE)
                BigDecimal amount,
        @Schema(description = "ISO 4217; default: the project's.", examples = "EUR")
                @NotBlank
                @Pattern(regexp = Limits.CURRENCY, message = Limits.CURRENCY_MESSAGE)
                String currency,
        @Schema(description = "ISO date", examples = "2026-02-01") @NotBlank String incurredOn,
        @Schema(examples = "LABOUR") @NotBlank @Size(max = 60) String category,
        @Schema(description = "Part of the plan, not spent; default false.") @NotNull
                Boolean planned,
        @Size(max = Limits.TEXT) @Nullable String note,
        @Schema(
                        description =
                                "Its identity: sent twice, it counts once. Without one each call is a"
                                        + " line of its own.")
                @Size(min = 1, max = 400)
                @Nullable String eventId) {

    /** What holds where nothing was told; null counts as not told. */
    CostInput {
        planned = planned == null ? Boolean.FALSE : planned;
    }

    static final String EXAMPLE =
            """
            {"amount": 4000, "currency": "EUR", "incurredOn": "2026-02-01", "category": "LABOUR",
             "planned": false, "note": "Migration team, January"}\
            """;
}
