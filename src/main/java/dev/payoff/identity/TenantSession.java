package dev.payoff.identity;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Hibernate Reactive within one tenant, confined as in {@link TenantDb}. One session belongs to one
 * flow: never run two queries of it side by side.
 */
@ApplicationScoped
public class TenantSession {

    /**
     * Runs the work in one session and transaction that sees this tenant's rows only. Within the
     * work, Panache entities and {@code Panache.getSession()} use that session.
     */
    public <T> Uni<T> inTransaction(UUID tenantId, Supplier<Uni<T>> work) {
        return Panache.withTransaction(() ->
                Panache.getSession()
                        .chain(session ->
                                session.createNativeQuery(
                                                "SELECT set_config('app.tenant', ?1, true)",
                                                String.class)
                                        .setParameter(1, tenantId.toString())
                                        .getSingleResult())
                        .chain(ignored -> work.get()));
    }
}
