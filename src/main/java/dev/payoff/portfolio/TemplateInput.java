package dev.payoff.portfolio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a kind of project usually measures, who cares, and what is delivered. */
@Schema(name = "TemplateInput")
record TemplateInput(
        @Schema(examples = "data-platform")
                @NotBlank
                @Pattern(regexp = Limits.KEY, message = Limits.KEY_MESSAGE)
                String key,
        @Schema(examples = "Data platform") @NotBlank @Size(max = Limits.NAME) String name,
        @Schema(
                        description = "The project type; one of the three, or your own.",
                        examples = "DATA_PLATFORM")
                @NotBlank
                @Pattern(regexp = Limits.TYPE, message = Limits.TYPE_MESSAGE)
                String type,
        @Size(max = Limits.TEXT) @Nullable String description,
        @Schema(
                        description =
                                "Metrics as in POST …/metrics, each with an optional suggestion.",
                        implementation = TemplateMetric[].class)
                @Size(max = Limits.TEMPLATE_ITEMS)
                @Nullable List<@NotNull ObjectNode> metrics,
        @Size(max = Limits.TEMPLATE_ITEMS)
                @Nullable List<@NotNull @Valid StakeholderInput> stakeholders,
        @Size(max = Limits.TEMPLATE_ITEMS)
                @Nullable List<@NotNull @Valid DeliverableInput> deliverables,
        @Size(max = Limits.TEMPLATE_ITEMS) @Nullable List<@NotNull @Valid Guidance> guidance) {

    /**
     * Where a target may lie.
     *
     * @param editorial true: a starting value that an editor chose, not a measured fact
     */
    @Schema(name = "Suggestion")
    record Suggestion(
            @Digits(integer = Limits.INTEGER_DIGITS, fraction = Limits.FRACTION_DIGITS)
                    @Nullable BigDecimal low,
            @Digits(integer = Limits.INTEGER_DIGITS, fraction = Limits.FRACTION_DIGITS)
                    @Nullable BigDecimal high,
            @NotBlank @OneOf(Of.class) String of,
            @NotNull Boolean editorial,
            @NotBlank @Size(max = Limits.TEXT) String note) {}

    /** What the numbers of a suggestion are. */
    enum Of {
        /** The target itself, in the metric's unit. */
        TARGET,
        /** The change from the baseline to the target in percent of the baseline; minus: down. */
        PERCENT_OF_BASELINE
    }

    /** Advice beside the metrics: sources, ramps, horizons, alerts, disbenefits. */
    @Schema(name = "Guidance")
    record Guidance(
            @NotBlank @Size(max = Limits.NAME) String topic,
            @NotBlank @Size(max = Limits.TEXT) String text,
            @NotNull Boolean editorial) {}

    static final String EXAMPLE =
            """
            {"key": "data-platform", "name": "Data platform", "type": "DATA_PLATFORM",
             "metrics": [{"key": "fresher-reports", "name": "Fresher reports", "category": "QUALITY",
               "type": "DURATION", "unit": "h", "kind": "LEVEL", "frequency": "PT24H",
               "suggestion": {"low": 1, "high": 4, "of": "TARGET", "editorial": true,
                              "note": "Within the working day."}}],
             "stakeholders": [{"role": "Data owner", "influence": 3, "categories": ["QUALITY"]}],
             "deliverables": [{"name": "First source loaded", "metricKeys": ["fresher-reports"]}]}\
            """;
}
