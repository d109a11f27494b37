package dev.payoff.benefit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What people tell of a benefit beyond the numbers of its metric. */
@Schema(name = "BenefitProfileInput")
record ProfileInput(
        @Schema(
                        description = "In words of change.",
                        examples = "Lower cost of running the old data centre")
                @NotBlank
                @Size(max = NAME)
                String title,
        @Schema(examples = "CASHABLE") @NotNull BenefitClass benefitClass,
        @Size(max = TEXT) @Nullable String description,
        @Schema(
                        description =
                                "A stakeholder of the project: the person of the business who is"
                                        + " accountable. Null: nobody yet, which is a risk.")
                @Nullable UUID owner,
        @Schema(description = "A stakeholder of the project: who does what makes it come.")
                @Nullable UUID responsible,
        @Schema(description = "What can be observed.", examples = "Monthly bill of the data centre")
                @Size(max = TEXT)
                @Nullable String measure,
        @Schema(
                        description = "How the money is worked out.",
                        examples = "(50,000 - bill) EUR a month")
                @Size(max = TEXT)
                @Nullable String calculation,
        @Schema(description = "Where it can be checked.", examples = "Ledger account 4711")
                @Size(max = TEXT)
                @Nullable String evidence,
        @Schema(
                        description = "Why the change, or its share, is this project's.",
                        examples = "No other project touches the racks.")
                @Size(max = TEXT)
                @Nullable String attribution,
        @Schema(
                        description =
                                "For saved hours that are called cashable: where the people or the"
                                        + " budget went.")
                @Size(max = TEXT)
                @Nullable String redeployment,
        @NotNull @Size(max = ITEMS) List<@NotNull @Valid Assumption> assumptions,
        @Schema(
                        description =
                                "Agreed dates of review, besides those at 6, 12 and 24 months.",
                        examples = "[\"2027-03-31\"]")
                @NotNull
                @Size(max = ITEMS)
                List<@NotNull String> reviewOn,
        @Schema(
                        description = "Years for which it is measured after the project's closure.",
                        examples = "3")
                @NotNull
                @Min(0)
                @Max(20)
                Integer measuredYears,
        @Schema(description = "1 first to 5 last", examples = "1") @NotNull @Min(1) @Max(5)
                Integer priority) {

    static final int NAME = 200;
    static final int TEXT = 4_000;
    static final int ITEMS = 50;
    private static final int USUAL_YEARS = 2;
    private static final int USUAL_PRIORITY = 3;

    /**
     * What the benefit rests on.
     *
     * @param validUntil ISO date; null: without end
     */
    @Schema(name = "BenefitAssumption")
    record Assumption(
            @NotBlank @Size(max = TEXT) String text,
            @Schema(examples = "2027-12-31") @Nullable String validUntil) {}

    /** What holds where nothing was told; null counts as not told. */
    ProfileInput {
        assumptions = assumptions == null ? List.of() : List.copyOf(assumptions);
        reviewOn = reviewOn == null ? List.of() : List.copyOf(reviewOn);
        measuredYears = measuredYears == null ? Integer.valueOf(USUAL_YEARS) : measuredYears;
        priority = priority == null ? Integer.valueOf(USUAL_PRIORITY) : priority;
    }

    static final String EXAMPLE =
            """
            {"title": "Lower cost of running the old data centre", "benefitClass": "CASHABLE",
             "description": "The bill of the data centre falls as racks are switched off.",
             "owner": "0197f0a0-0000-7000-8000-000000000001",
             "measure": "Monthly bill of the data centre", "calculation": "(50,000 - bill) EUR a month",
             "evidence": "Ledger account 4711", "attribution": "No other project touches the racks.",
             "assumptions": [{"text": "Rent stays as it is", "validUntil": "2027-12-31"}],
             "reviewOn": ["2027-03-31"], "measuredYears": 3, "priority": 1}\
            """;
}
