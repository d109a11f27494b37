package dev.payoff.portfolio;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What one unit of a currency is worth in another from a day on. */
@Schema(name = "RateInput")
record RateInput(
        @Schema(examples = "USD") @NotBlank String base,
        @Schema(examples = "EUR") @NotBlank String quote,
        @Schema(description = "ISO date", examples = "2026-01-01") @NotBlank String validFrom,
        @Schema(description = "Units of quote for one of base.", examples = "0.92")
                @NotNull
                @DecimalMin(value = "0", inclusive = false)
                @Digits(
                        integer = Limits.INTEGER_DIGITS,
                        fraction = Limits.FRACTION_DIGITS,
                        message = Limits.DIGITS_MESSAGE)
                BigDecimal rate) {

    static final String EXAMPLE =
            """
            {"base": "USD", "quote": "EUR", "validFrom": "2026-01-01", "rate": 0.92}\
            """;
}
