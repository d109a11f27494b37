package dev.payoff.portfolio;

import dev.payoff.app.Filled;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What people tell of a stakeholder. */
@Schema(name = "StakeholderInput")
record StakeholderInput(
        @Schema(description = "Null: the role is not filled yet.", examples = "M. Okafor")
                @Size(min = 1, max = Limits.NAME)
                @Nullable String name,
        @Schema(examples = "Benefit owner") @NotBlank @Size(max = Limits.NAME) String role,
        @Schema(description = "1 low to 3 high", examples = "3") @NotNull @Min(1) @Max(3)
                Integer influence,
        @Schema(description = "-1 against, 0 neutral, 1 for; default 0", examples = "1")
                @NotNull
                @Min(-1)
                @Max(1)
                @Filled
                Integer attitude,
        @Schema(
                        description = "The kinds of value that they care about.",
                        examples = "[\"COST_REDUCTION\"]")
                @NotNull
                @Size(max = 6)
                @Filled
                List<@NotNull @OneOf(Category.class) String> categories) {

    /** What holds where nothing was told; null counts as not told. */
    StakeholderInput {
        attitude = attitude == null ? Integer.valueOf(0) : attitude;
        categories = categories == null ? List.of() : categories;
    }

    static StakeholderInput of(Stakeholder stakeholder) {
        return new StakeholderInput(
                stakeholder.name,
                stakeholder.role,
                stakeholder.influence,
                stakeholder.attitude,
                List.of(stakeholder.categories));
    }

    void applyTo(Stakeholder stakeholder) {
        stakeholder.name = name;
        stakeholder.role = role;
        stakeholder.influence = influence;
        stakeholder.attitude = attitude;
        stakeholder.categories = categories.stream().distinct().toArray(String[]::new);
    }

    static final String EXAMPLE =
            """
            {"name": "M. Okafor", "role": "Benefit owner", "influence": 3, "attitude": 1,
             "categories": ["COST_REDUCTION"]}\
            """;
}
