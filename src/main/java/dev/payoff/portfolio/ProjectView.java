package dev.payoff.portfolio;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A project as it is told, and as each of its versions is kept. */
@Schema(name = "Project")
record ProjectView(
        UUID id,
        @JsonUnwrapped ProjectInput decided,
        int version,
        Instant createdAt,
        @Nullable Instant archivedAt) {

    static ProjectView of(Project project) {
        return new ProjectView(
                project.id,
                project.input(),
                project.version,
                project.createdAt,
                project.archivedAt);
    }
}
