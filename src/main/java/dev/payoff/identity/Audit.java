package dev.payoff.identity;

import dev.payoff.app.TimeAndChance;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;

/**
 * The audit trail: one row for each change, in the change's own transaction, so that there is no
 * change without its row and no row without its change. Never put a secret into the detail.
 */
@ApplicationScoped
public class Audit {

    private static final String COLUMNS =
            "INSERT INTO audit (tenant_id, at, actor, action, subject_type, subject_id, detail) ";

    private final TimeAndChance time;

    Audit(TimeAndChance time) {
        this.time = time;
    }

    /**
     * Records a change in this transaction of {@link TenantDb}.
     *
     * @param action what happened, such as {@code metric.created}
     * @param subjectType the kind of thing, such as {@code metric}
     */
    public Uni<Void> record(
            SqlConnection tx,
            Caller caller,
            String action,
            String subjectType,
            String subjectId,
            JsonObject detail) {
        return tx.preparedQuery(COLUMNS + "VALUES ($1, $2, $3, $4, $5, $6, $7)")
                .execute(
                        Tuple.from(
                                new Object[] {
                                    caller.tenantId(),
                                    time.now().atOffset(ZoneOffset.UTC),
                                    caller.name(),
                                    action,
                                    subjectType,
                                    subjectId,
                                    detail
                                }))
                .replaceWithVoid();
    }

    /** Records a change in the current transaction of {@link TenantSession}. */
    public Uni<Void> record(
            Caller caller, String action, String subjectType, String subjectId, JsonObject detail) {
        return Panache.getSession()
                .chain(session ->
                        session.createNativeQuery(
                                        COLUMNS
                                                + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, CAST(CAST(?7 AS text) AS jsonb))")
                                .setParameter(1, caller.tenantId())
                                .setParameter(2, time.now().atOffset(ZoneOffset.UTC))
                                .setParameter(3, caller.name())
                                .setParameter(4, action)
                                .setParameter(5, subjectType)
                                .setParameter(6, subjectId)
                                .setParameter(7, detail.encode())
                                .executeUpdate())
                .replaceWithVoid();
    }
}
