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
     *
     * <p>Once begun it is done, whether somebody still waits for it or not: a caller who hangs up
     * would else have the session closed below a query that runs, which fails where nobody is left
     * to be told.
     */
    public <T> Uni<T> inTransaction(UUID tenantId, Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .emitter(caller ->
                        whole(tenantId, work).subscribe().with(caller::complete, caller::fail));
    }

    private static <T> Uni<T> whole(UUID tenantId, Supplier<Uni<T>> work) {
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
