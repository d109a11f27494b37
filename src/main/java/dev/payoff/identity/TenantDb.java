package dev.payoff.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.function.Function;

/**
 * SQL within one tenant. Row-level security reads the tenant from a setting that ends with the
 * transaction, so a pooled connection carries nothing into the next request; a query outside such a
 * transaction sees no rows at all.
 */
@ApplicationScoped
public class TenantDb {

    static final String CONFINE = "SELECT set_config('app.tenant', $1, true)";

    private final Pool pool;

    TenantDb(Pool pool) {
        this.pool = pool;
    }

    /**
     * Runs the work in one transaction that sees this tenant's rows only; commits when the work
     * succeeds, rolls back when it fails.
     */
    public <T> Uni<T> inTransaction(UUID tenantId, Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(connection ->
                connection
                        .preparedQuery(CONFINE)
                        .execute(Tuple.of(tenantId.toString()))
                        .chain(() -> work.apply(connection)));
    }
}
