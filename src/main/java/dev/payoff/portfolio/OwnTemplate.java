package dev.payoff.portfolio;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A template that a tenant made for itself. */
@Entity
@Table(name = "template")
@NullUnmarked
class OwnTemplate {

    @Id UUID id;

    @Column(name = "tenant_id", updatable = false)
    UUID tenantId;

    @Column(updatable = false)
    String key;

    String name;

    // As text, for the driver's JSON type would turn decimal numbers into doubles.
    @ColumnTransformer(read = "cast(body as text)", write = "cast(cast(? as text) as jsonb)")
    String body;

    int version;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "removed_at")
    @Nullable Instant removedAt;
}
