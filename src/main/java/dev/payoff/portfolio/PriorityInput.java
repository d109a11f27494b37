package dev.payoff.portfolio;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
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
                @Nullable BigDecimal jobSize,
        @Schema(description = "RICE: how many it reaches in a period.", examples = "2000")
                @DecimalMin("0")
                @Digits(integer = 12, fraction = 6)
                @Nullable BigDecimal reach,
        @Schema(description = "RICE: how much it does for each of them.", examples = "2")
                @DecimalMin("0")
                @Digits(integer = 6, fraction = 6)
                @Nullable BigDecimal impact,
        @Schema(description = "RICE: from 0 to 1.", examples = "0.8")
                @DecimalMin("0")
                @DecimalMax("1")
                @Digits(integer = 1, fraction = 6)
                @Nullable BigDecimal confidence,
        @Schema(description = "RICE: such as person-months.", examples = "4")
                @DecimalMin(value = "0", inclusive = false)
                @Digits(integer = 6, fraction = 6)
                @Nullable BigDecimal effort,
        @Valid @Nullable Experiment experiment) {

    /**
     * What an experiment showed, and how much of all traffic it saw.
     *
     * @param lift of the measure, such as 0.1 for 10 %
     * @param base the measure without it, a user: money, or whatever is counted
     */
    @Schema(name = "PriorityExperiment")
    public record Experiment(
            @Schema(examples = "0.1") @NotNull @Digits(integer = 6, fraction = 12) BigDecimal lift,
            @Schema(examples = "5") @NotNull @Digits(integer = 12, fraction = 12) BigDecimal base,
            @Schema(description = "Users in the experiment.", examples = "1000")
                    @NotNull
                    @DecimalMin("0")
                    @Digits(integer = 12, fraction = 0)
                    BigDecimal users,
            @Schema(description = "The part of all traffic that was in it.", examples = "0.4")
                    @NotNull
                    @DecimalMin(value = "0", inclusive = false)
                    @DecimalMax("1")
                    @Digits(integer = 1, fraction = 12)
                    BigDecimal traffic,
            @Schema(description = "The part of these that was treated.", examples = "0.5")
                    @NotNull
                    @DecimalMin(value = "0", inclusive = false)
                    @DecimalMax("1")
                    @Digits(integer = 1, fraction = 12)
                    BigDecimal treated,
            @Schema(
                            description = "Days on which it was effective, not its whole run.",
                            examples = "14")
                    @NotNull
                    @DecimalMin(value = "0", inclusive = false)
                    @Digits(integer = 5, fraction = 3)
                    BigDecimal effectiveDays) {}

    static final String EXAMPLE =
            """
            {"durationWeeks": 6, "businessValue": 8, "timeCriticality": 5, "riskReduction": 3, "jobSize": 2,
             "reach": 2000, "impact": 2, "confidence": 0.8, "effort": 4}\
            """;

    /** Nothing told. */
    public static final PriorityInput NONE =
            new PriorityInput(null, null, null, null, null, null, null, null, null, null, null);
}
