package dev.payoff.portfolio;

import dev.payoff.app.Filled;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What people tell of a deliverable. */
@Schema(name = "DeliverableInput")
record DeliverableInput(
        @Schema(examples = "Old data centre switched off") @NotBlank @Size(max = Limits.NAME)
                String name,
        @Size(max = Limits.TEXT) @Nullable String description,
        @Schema(examples = "2026-09-30") @Nullable String dueOn,
        @Schema(description = "Null: not done yet.") @Nullable String doneOn,
        @Schema(
                        description = "Keys of the project's metrics that it should move.",
                        examples = "[\"infra-cost\"]")
                @NotNull
                @Size(max = Limits.METRIC_KEYS_PER_DELIVERABLE)
                @Filled
                List<@NotNull @Pattern(regexp = Limits.KEY, message = Limits.KEY_MESSAGE) String>
                        metricKeys) {

    /** What holds where nothing was told; null counts as not told. */
    DeliverableInput {
        metricKeys = metricKeys == null ? List.of() : metricKeys;
    }

    static DeliverableInput of(Deliverable deliverable) {
        return new DeliverableInput(
                deliverable.name,
                deliverable.description,
                deliverable.dueOn == null ? null : deliverable.dueOn.toString(),
                deliverable.doneOn == null ? null : deliverable.doneOn.toString(),
                List.of(deliverable.metricKeys));
    }

    /** Its dates passed {@link DeliverableRules}. */
    void applyTo(Deliverable deliverable) {
        deliverable.name = name;
        deliverable.description = description;
        deliverable.dueOn = dueOn == null ? null : LocalDate.parse(dueOn);
        deliverable.doneOn = doneOn == null ? null : LocalDate.parse(doneOn);
        deliverable.metricKeys = metricKeys.stream().distinct().toArray(String[]::new);
    }

    static final String EXAMPLE =
            """
            {"name": "Old data centre switched off", "dueOn": "2026-09-30",
             "metricKeys": ["infra-cost"]}\
            """;
}
