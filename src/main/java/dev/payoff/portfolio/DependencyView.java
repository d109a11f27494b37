package dev.payoff.portfolio;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A dependency as it is told. */
@Schema(name = "Dependency")
record DependencyView(
        UUID id,
        @Schema(description = "Key of the project that needs the other.") String project,
        @Schema(description = "Key of the project that is needed.") String dependsOn,
        UUID dependsOnId,
        @Nullable String note,
        Instant createdAt) {

    static DependencyView of(Dependency dependency, Project project, Project needed) {
        return new DependencyView(
                dependency.id,
                project.key,
                needed.key,
                needed.id,
                dependency.note,
                dependency.createdAt);
    }
}
