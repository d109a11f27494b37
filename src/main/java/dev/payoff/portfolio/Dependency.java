package dev.payoff.portfolio;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A project that needs another one to pay off. */
@Entity
@Table(name = "dependency")
@NullUnmarked
class Dependency {

    @Id UUID id;

    @Column(name = "tenant_id", updatable = false)
    UUID tenantId;

    @Column(name = "project_id", updatable = false)
    UUID projectId;

    @Column(name = "depends_on_id", updatable = false)
    UUID dependsOnId;

    @Column(updatable = false)
    @Nullable String note;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "removed_at")
    @Nullable Instant removedAt;
}
