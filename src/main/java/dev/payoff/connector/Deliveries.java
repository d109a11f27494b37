package dev.payoff.connector;

import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What a connection delivered lately, and what became of it: the first thing that the administrator
 * of an outside system looks for. Keeps {@value #KEPT} a connection, of them at most {@value
 * #KEPT_REFUSED} that were not verified, so that a stranger's posts cannot push the real ones out.
 */
@ApplicationScoped
public class Deliveries {

    static final int KEPT = 200;
    static final int KEPT_REFUSED = 50;
    private static final int MAX_ID_CHARS = 100;
    private static final int MAX_REASON_CHARS = 500;

    /** What became of a delivery. */
    enum Status {
        TAKEN,
        IGNORED,
        REFUSED,
        UNAVAILABLE
    }

    private final TenantDb db;
    private final TimeAndChance time;

    Deliveries(TenantDb db, TimeAndChance time) {
        this.db = db;
        this.time = time;
    }

    /** Whether a verified delivery of this id was finished before; counts the repetition. */
    Uni<Boolean> repeated(Connection connection, String externalId) {
        return db.inTransaction(
                connection.tenantId(),
                tx ->
                        tx.preparedQuery(
                                        "UPDATE connection_delivery SET repeats = repeats + 1"
                                                + " WHERE connection_id = $1 AND external_id = $2"
                                                + " AND status IN ('TAKEN', 'IGNORED')")
                                .execute(Tuple.of(connection.id(), cut(externalId, MAX_ID_CHARS)))
                                .map(done -> done.rowCount() > 0));
    }

    /** Notes a delivery and drops the oldest ones beyond the bounds. */
    Uni<Void> note(
            Connection connection,
            @Nullable String externalId,
            String event,
            Status status,
            @Nullable String reason,
            int readings) {
        Tuple row =
                Tuple.from(
                        new @Nullable Object[] {
                            time.newId(),
                            connection.tenantId(),
                            connection.id(),
                            externalId == null ? null : cut(externalId, MAX_ID_CHARS),
                            cut(event, MAX_ID_CHARS),
                            status.name(),
                            reason == null ? null : cut(reason, MAX_REASON_CHARS),
                            readings,
                            time.now().atOffset(ZoneOffset.UTC)
                        });
        return db.inTransaction(
                connection.tenantId(),
                tx ->
                        tx.preparedQuery(
                                        """
                                        INSERT INTO connection_delivery
                                            (id, tenant_id, connection_id, external_id, event, status, reason, readings, at)
                                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                                        ON CONFLICT (connection_id, external_id) WHERE status IN ('TAKEN', 'IGNORED')
                                        DO UPDATE SET repeats = connection_delivery.repeats + 1
                                        """)
                                .execute(row)
                                .chain(() ->
                                        tx.preparedQuery(
                                                        """
                                                        DELETE FROM connection_delivery WHERE id IN (
                                                            SELECT id FROM (
                                                                SELECT id, row_number() OVER (
                                                                    PARTITION BY status = 'REFUSED' ORDER BY at DESC, id DESC) AS place,
                                                                    status = 'REFUSED' AS refused
                                                                FROM connection_delivery WHERE connection_id = $1) ranked
                                                            WHERE place > CASE WHEN refused THEN $2::int ELSE $3::int END)
                                                        """)
                                                .execute(
                                                        Tuple.of(
                                                                connection.id(),
                                                                KEPT_REFUSED,
                                                                KEPT - KEPT_REFUSED)))
                                .replaceWithVoid());
    }

    /** A text from outside, shortened, without control characters. */
    static String cut(String text, int max) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= max ? clean : clean.substring(0, max - 1) + "…";
    }
}
