package dev.payoff.portfolio;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** What is meant to pay off. Its version is raised by hand, under the row's lock. */
@Entity
@Table(name = "project")
@NullUnmarked
class Project {

    @Id UUID id;

    @Column(name = "tenant_id", updatable = false)
    UUID tenantId;

    @Column(updatable = false)
    String key;

    String name;
    String type;
    @Nullable String description;
    @Nullable String owner;
    @Nullable String programme;
    @Nullable String objective;

    @Column(updatable = false)
    String currency;

    @Column(name = "go_live")
    @Nullable Instant goLive;

    @Column(name = "discount_rate")
    BigDecimal discountRate;

    @Column(name = "template_key", updatable = false)
    @Nullable String template;

    int version;

    // Raised by SQL only, here and in the stream: an entity that is written never covers it.
    @Column(name = "cost_revision", updatable = false)
    long costRevision;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "archived_at")
    @Nullable Instant archivedAt;

    void apply(ProjectInput input) {
        name = input.name();
        type = input.type();
        description = input.description();
        owner = input.owner();
        programme = input.programme();
        objective = input.objective();
        goLive = Moments.stored(input.goLive());
        discountRate = input.discountRate();
    }

    ProjectInput input() {
        return new ProjectInput(
                key,
                name,
                type,
                description,
                owner,
                currency,
                Moments.shown(goLive),
                discountRate,
                template,
                programme,
                objective);
    }
}
