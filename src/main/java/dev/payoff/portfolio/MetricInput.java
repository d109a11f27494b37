package dev.payoff.portfolio;

import dev.payoff.app.Filled;
import dev.payoff.value.BaselineSeries;
import dev.payoff.value.Kind;
import dev.payoff.value.Period;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What people decide about a value metric. */
@Schema(name = "MetricInput")
record MetricInput(
        @Schema(
                        description =
                                "Unique in the project, also among archived metrics; never changes.",
                        examples = "infra-cost")
                @NotBlank
                @Pattern(regexp = Limits.KEY, message = Limits.KEY_MESSAGE)
                String key,
        @Schema(examples = "Lower infrastructure cost") @NotBlank @Size(max = Limits.NAME)
                String name,
        @Schema(examples = "COST_REDUCTION") @NotBlank @OneOf(Category.class) String category,
        @Schema(examples = "CURRENCY") @NotBlank @OneOf(MetricType.class) String type,
        @Schema(
                        description =
                                "Default: the project's currency for CURRENCY, % for PERCENTAGE,"
                                        + " count for COUNT, points for SCORE.",
                        examples = "EUR per month")
                @NotBlank
                @Size(max = 60)
                @Filled
                String unit,
        @Schema(description = "LEVEL or FLOW; never changes.", examples = "LEVEL")
                @NotBlank
                @OneOf(Kind.class)
                String kind,
        @Schema(
                        description =
                                "What held before; for a FLOW units per flowPer. Null: not known"
                                        + " yet, so no value can be told.",
                        examples = "50000")
                @Digits(
                        integer = Limits.INTEGER_DIGITS,
                        fraction = Limits.FRACTION_DIGITS,
                        message = Limits.DIGITS_MESSAGE)
                @Nullable BigDecimal baseline,
        @Schema(
                        description =
                                "How the baseline changes at dates, rising: each step's holds until"
                                        + " the next one's, the last one's goes on. Before the first"
                                        + " the baseline above holds, which also tells which"
                                        + " direction is an improvement. Null: it alone.",
                        examples = "[{\"from\": \"2026-07-01\", \"baseline\": 46000}]")
                @Size(max = BaselineSeries.MOST)
                @Nullable List<@NotNull @Valid BaselineStep> baselineSeries,
        @Schema(
                        description =
                                "What is promised; on which side of the baseline it lies tells which"
                                        + " direction is an improvement.",
                        examples = "35000")
                @Digits(
                        integer = Limits.INTEGER_DIGITS,
                        fraction = Limits.FRACTION_DIGITS,
                        message = Limits.DIGITS_MESSAGE)
                @Nullable BigDecimal target,
        @Schema(description = "ISO date", examples = "2026-12-31") @Nullable String targetDate,
        @Schema(
                        description =
                                "Readings below are rejected. Default 0 for PERCENTAGE, COUNT and"
                                        + " DURATION; null lifts it.")
                @Digits(
                        integer = Limits.INTEGER_DIGITS,
                        fraction = Limits.FRACTION_DIGITS,
                        message = Limits.DIGITS_MESSAGE)
                @Nullable BigDecimal minimum,
        @Schema(
                        description =
                                "Readings above are rejected. Default 100 for PERCENTAGE; null lifts"
                                        + " it.")
                @Digits(
                        integer = Limits.INTEGER_DIGITS,
                        fraction = Limits.FRACTION_DIGITS,
                        message = Limits.DIGITS_MESSAGE)
                @Nullable BigDecimal maximum,
        @Schema(
                        description = "How often a reading is expected: ISO-8601, default PT1H.",
                        examples = "PT1H")
                @NotBlank
                @Filled
                String frequency,
        @Schema(
                        description =
                                "How long the last measured hour holds: ISO-8601, default three times"
                                        + " the frequency, at least PT1H.",
                        examples = "PT3H")
                @NotBlank
                @Filled
                String staleness,
        @Schema(description = "Of readings that tell none; 0 to 1, default 1.", examples = "1")
                @NotNull
                @DecimalMin("0")
                @DecimalMax("1")
                @Digits(
                        integer = Limits.INTEGER_DIGITS,
                        fraction = Limits.FRACTION_DIGITS,
                        message = Limits.DIGITS_MESSAGE)
                @Filled
                BigDecimal confidence,
        @Schema(
                        description =
                                "Of the improvement that is this project's; 0 to 1, default 1.",
                        examples = "1")
                @NotNull
                @DecimalMin("0")
                @DecimalMax("1")
                @Digits(
                        integer = Limits.INTEGER_DIGITS,
                        fraction = Limits.FRACTION_DIGITS,
                        message = Limits.DIGITS_MESSAGE)
                @Filled
                BigDecimal share,
        @Schema(
                        description =
                                "Names the outside series that is measured. The shares of all live"
                                        + " metrics of one series sum to at most 1 over the tenant.",
                        examples = "aws/bill/total")
                @Size(min = 1, max = Limits.NAME)
                @Nullable String series,
        @Schema(description = "How improvement becomes money; null where it does not.") @Valid
                @Nullable Price valuation,
        @Schema(
                        description =
                                "For a FLOW: the period of its baseline and target, default MONTH.",
                        examples = "MONTH")
                @OneOf(Period.class)
                @Nullable String flowPer,
        @Schema(
                        description =
                                "From when on value counts: a date or a date-time with offset; null:"
                                        + " the project's go-live.")
                @Nullable String benefitStart,
        @Schema(description = "Until when value counts, exclusive; null: without end.")
                @Nullable String benefitEnd,
        @Schema(description = "What the project makes worse; shown apart and summed in.")
                @NotNull
                @Filled
                Boolean disbenefit,
        @Schema(description = "Who answers for it: a person of the business.")
                @Size(max = Limits.NAME)
                @Nullable String owner,
        @Size(max = Limits.TEXT) @Nullable String note) {

    /**
     * How improvement becomes money, in the project's currency.
     *
     * @param amount above 0
     * @param per UNIT for a FLOW; for a LEVEL the period for which one unit of improvement must
     *     hold
     */
    @Schema(name = "Valuation")
    record Price(
            @Schema(examples = "1")
                    @NotNull
                    @DecimalMin(value = "0", inclusive = false)
                    @Digits(
                            integer = Limits.INTEGER_DIGITS,
                            fraction = Limits.FRACTION_DIGITS,
                            message = Limits.DIGITS_MESSAGE)
                    BigDecimal amount,
            @Schema(examples = "MONTH") @NotBlank @OneOf(value = Period.class, also = PER_UNIT)
                    String per) {}

    /** The price's period of a FLOW. */
    static final String PER_UNIT = "UNIT";

    static final String EXAMPLE =
            """
            {"key": "infra-cost", "name": "Lower infrastructure cost", "category": "COST_REDUCTION",
             "type": "CURRENCY", "unit": "EUR per month", "kind": "LEVEL", "baseline": 50000,
             "target": 35000, "frequency": "PT1H", "valuation": {"amount": 1, "per": "MONTH"}}\
            """;

    static final String FLOW_EXAMPLE =
            """
            {"key": "deflected", "name": "More tickets deflected", "category": "EFFICIENCY",
             "type": "COUNT", "unit": "tickets", "kind": "FLOW", "baseline": 100, "target": 400,
             "valuation": {"amount": 12, "per": "UNIT"}}\
            """;

    static final String PATCH_EXAMPLE =
            """
            {"target": 33000, "confidence": 0.9}\
            """;

    static final String SERIES_EXAMPLE =
            """
            {"baselineSeries": [{"from": "2026-07-01", "baseline": 46000},
                                {"from": "2027-01-01", "baseline": 44500, "lower": 43000, "upper": 46000}]}\
            """;
}
