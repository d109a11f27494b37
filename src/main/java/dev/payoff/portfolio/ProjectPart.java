package dev.payoff.portfolio;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Something that belongs to a project, has versions of its own, and stays when it is removed. */
@MappedSuperclass
@NullUnmarked
abstract class ProjectPart {

    @Id UUID id;

    @Column(name = "tenant_id", updatable = false)
    UUID tenantId;

    @Column(name = "project_id", updatable = false)
    UUID projectId;

    int version;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "removed_at")
    @Nullable Instant removedAt;

    /** Its first version. */
    void beginIn(Project project, UUID newId, Instant now) {
        id = newId;
        tenantId = project.tenantId;
        projectId = project.id;
        version = 1;
        createdAt = now;
    }
}
