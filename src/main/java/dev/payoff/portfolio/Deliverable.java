package dev.payoff.portfolio;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Something that a project hands over, and the metrics whose value it should bring. */
@Entity
@Table(name = "deliverable")
@NullUnmarked
class Deliverable {

    @Id UUID id;

    @Column(name = "tenant_id", updatable = false)
    UUID tenantId;

    @Column(name = "project_id", updatable = false)
    UUID projectId;

    String name;
    @Nullable String description;

    @Column(name = "due_on")
    @Nullable LocalDate dueOn;

    @Column(name = "done_on")
    @Nullable LocalDate doneOn;

    @Column(name = "metric_keys")
    String[] metricKeys;

    int version;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "removed_at")
    @Nullable Instant removedAt;
}
