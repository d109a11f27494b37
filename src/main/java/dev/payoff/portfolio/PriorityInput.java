package dev.payoff.portfolio;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How a project's work is scored for its turn; null is not told. */
@Schema(name = "Priority")
public record PriorityInput(
        @Schema(description = "How many weeks the work still takes.", examples = "6")
                @DecimalMin(value = "0", inclusive = false)
                @Digits(integer = 6, fraction = 6)
                @Nullable BigDecimal durationWeeks,
        @Schema(
                        description =
                                "Money lost per week until it is done, where it is not to be taken from"
                                        + " what is measured or promised.",
                        examples = "12000")
                @Digits(
                        integer = Limits.INTEGER_DIGITS,
                        fraction = Limits.FRACTION_DIGITS,
                        message = Limits.DIGITS_MESSAGE)
                @Nullable BigDecimal costOfDelayPerWeek,
        @Schema(description = "SAFe: relative points.", examples = "8")
                @DecimalMin("0")
                @Digits(integer = 6, fraction = 6)
                @Nullable BigDecimal businessValue,
        @DecimalMin("0") @Digits(integer = 6, fraction = 6) @Nullable BigDecimal timeCriticality,
        @DecimalMin("0") @Digits(integer = 6, fraction = 6) @Nullable BigDecimal riskReduction,
        @DecimalMin(value = "0", inclusive = false) @Digits(integer = 6, fraction = 6)
                @Nullable BigDecimal jobSize) {

    static final String EXAMPLE =
            """
            {"durationWeeks": 6, "businessValue": 8, "timeCriticality": 5, "riskReduction": 3, "jobSize": 2}\
            """;

    /** Nothing told. */
    public static final PriorityInput NONE = new PriorityInput(null, null, null, null, null, null);
}
