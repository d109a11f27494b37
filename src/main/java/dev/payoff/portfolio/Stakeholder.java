package dev.payoff.portfolio;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Somebody who cares about a project's value, and about which. */
@Entity
@Table(name = "stakeholder")
@NullUnmarked
class Stakeholder {

    @Id UUID id;

    @Column(name = "tenant_id", updatable = false)
    UUID tenantId;

    @Column(name = "project_id", updatable = false)
    UUID projectId;

    String name;
    String role;
    int influence;
    int attitude;
    String[] categories;
    int version;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "removed_at")
    @Nullable Instant removedAt;
}
