package dev.payoff.identity;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A person of a tenant. */
@Entity
@Table(name = "app_user")
@NullUnmarked
public class AppUser extends PanacheEntityBase {

    @Id public UUID id;

    @Column(name = "tenant_id", nullable = false, updatable = false)
    public UUID tenantId;

    @Column(nullable = false, updatable = false)
    public String email;

    @Column(nullable = false)
    public String name;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    public Role role;

    @Column(name = "password_hash")
    public @Nullable String passwordHash;

    @Column(name = "disabled_at")
    public @Nullable Instant disabledAt;

    @Column(name = "created_at", nullable = false, updatable = false)
    public Instant createdAt;

    @Version public int version;
}
