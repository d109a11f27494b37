package dev.payoff.identity;

import dev.payoff.app.TimeAndChance;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Whether what was allowed when a long answer began is allowed still; the event stream asks on each
 * heartbeat, and closes when the answer is no: after a log-out, a revoked key, a person disabled or
 * given a lesser role, a token's end.
 */
@ApplicationScoped
public class Access {

    private final TenantDb db;
    private final TimeAndChance time;

    Access(TenantDb db, TimeAndChance time) {
        this.db = db;
        this.time = time;
    }

    /** Whether the caller of this route may go on. */
    public Uni<Boolean> stillHolds(RoutingContext route) {
        return route.user() instanceof QuarkusHttpUser user
                        && user.getSecurityIdentity().getAttribute(Standing.ATTRIBUTE)
                                instanceof Standing standing
                ? stillHolds(standing)
                : Uni.createFrom().item(false);
    }

    Uni<Boolean> stillHolds(Standing standing) {
        Instant now = time.now();
        if (standing.until() != null && !standing.until().isAfter(now)) {
            return Uni.createFrom().item(false);
        }
        byte[] session = standing.sessionHash();
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        return db.inTransaction(
                        standing.caller().tenantId(),
                        tx ->
                                tx.preparedQuery(
                                                "SELECT coalesce((SELECT role FROM app_user WHERE id = $1 AND"
                                                        + " disabled_at IS NULL), (SELECT role FROM api_key WHERE"
                                                        + " id = $2 AND revoked_at IS NULL AND (expires_at IS NULL"
                                                        + " OR expires_at > $4))) AS role, $3::bytea IS NULL OR"
                                                        + " EXISTS (SELECT FROM session WHERE hash = $3 AND"
                                                        + " expires_at > $4) AS session")
                                        .execute(
                                                Tuple.of(
                                                        standing.userId(),
                                                        standing.keyId(),
                                                        session == null
                                                                ? null
                                                                : Buffer.buffer(session),
                                                        at)))
                .map(rows -> allows(rows, standing));
    }

    private static boolean allows(RowSet<Row> rows, Standing standing) {
        Row row = rows.iterator().next();
        String role = row.getString("role");
        return row.getBoolean("session")
                && role != null
                && Role.valueOf(role).includes(standing.caller().role());
    }
}
