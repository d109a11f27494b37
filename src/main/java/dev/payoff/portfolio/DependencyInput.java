package dev.payoff.portfolio;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What people tell of a dependency. */
@Schema(name = "DependencyInput")
record DependencyInput(
        @Schema(description = "Id or key of the project that is needed.", examples = "new-network")
                @NotBlank
                @Size(max = Limits.NAME)
                String dependsOn,
        @Size(max = Limits.TEXT) @Nullable String note) {

    static final String EXAMPLE =
            """
            {"dependsOn": "new-network", "note": "Waves start when the links are up."}\
            """;
}
