package dev.payoff.portfolio;

import dev.payoff.app.Filled;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What people decide about a project. */
@Schema(name = "ProjectInput")
record ProjectInput(
        @Schema(
                        description =
                                "Unique in the tenant, also among archived projects; never changes.",
                        examples = "cloud-migration")
                @NotBlank
                @Pattern(regexp = Limits.KEY, message = Limits.KEY_MESSAGE)
                String key,
        @Schema(examples = "Move to the cloud") @NotBlank @Size(max = Limits.NAME) String name,
        @Schema(
                        description =
                                "INFRASTRUCTURE, SOFTWARE, DIGITAL_TRANSFORMATION, or the type of"
                                        + " one of the tenant's own templates. Default: the template's.",
                        examples = "INFRASTRUCTURE")
                @NotBlank
                @Pattern(regexp = Limits.TYPE, message = Limits.TYPE_MESSAGE)
                @Filled
                String type,
        @Size(max = Limits.TEXT) @Nullable String description,
        @Schema(
                        description = "Who answers for the benefit: a person of the business.",
                        examples = "Head of Operations")
                @Size(max = Limits.NAME)
                @Nullable String owner,
        @Schema(description = "ISO 4217; default: the tenant's. Never changes.", examples = "EUR")
                @NotBlank
                @Pattern(regexp = Limits.CURRENCY, message = Limits.CURRENCY_MESSAGE)
                @Filled
                String currency,
        @Schema(
                        description =
                                "From when on value counts. A date is the start of that day in the"
                                        + " tenant's time zone; a date-time needs its offset.",
                        examples = "2026-01-01")
                @Nullable String goLive,
        @Schema(
                        description =
                                "Per year, for NPV and discounted ROI. Default 0.08, a usual"
                                        + " corporate hurdle rate; set your own.",
                        examples = "0.08")
                @NotNull
                @DecimalMin("0")
                @DecimalMax("1")
                @Digits(
                        integer = Limits.INTEGER_DIGITS,
                        fraction = Limits.FRACTION_DIGITS,
                        message = Limits.DIGITS_MESSAGE)
                @Filled
                BigDecimal discountRate,
        @Schema(
                        description =
                                "Key of the template that brings metrics, stakeholder roles and"
                                        + " deliverables; on creation only.",
                        examples = "infrastructure")
                @Size(max = Limits.NAME)
                @Nullable String template,
        @Schema(
                        description = "What it is steered with; the portfolio rolls up by it.",
                        examples = "Cloud first")
                @Size(max = Limits.NAME)
                @Nullable String programme,
        @Schema(
                        description =
                                "What the organisation wants by it; the portfolio rolls up by it.",
                        examples = "Lower run cost")
                @Size(max = Limits.NAME)
                @Nullable String objective) {

    static final String EXAMPLE =
            """
            {"key": "cloud-migration", "name": "Move to the cloud", "type": "INFRASTRUCTURE",
             "currency": "EUR", "goLive": "2026-01-01", "template": "infrastructure"}\
            """;

    static final String PATCH_EXAMPLE =
            """
            {"goLive": "2026-02-01", "owner": "Head of Operations"}\
            """;
}
