package dev.payoff.connector;

import dev.payoff.app.Cursor;
import dev.payoff.app.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of connections as people see and change them, within a tenant's transaction. */
final class ConnectionStore {

    /**
     * A connection as it is shown: without its secrets, of which only the names are told.
     *
     * @param hook path that the outside system posts to, or null where it does not call us
     * @param failures in a row; 0 where all is well
     * @param generated secrets that were made up by us; shown in this one answer only
     */
    record View(
            UUID id,
            String kind,
            String name,
            Map<String, Object> config,
            Set<String> secrets,
            boolean enabled,
            @Nullable String hook,
            int version,
            OffsetDateTime createdAt,
            @Nullable OffsetDateTime lastSuccess,
            @Nullable OffsetDateTime nextPull,
            int failures,
            @Nullable String lastError,
            @Nullable Map<String, String> generated) {

        /** With what is told to this caller only. */
        View shown(@Nullable String hookPath, @Nullable Map<String, String> madeUp) {
            return new View(
                    id,
                    kind,
                    name,
                    config,
                    secrets,
                    enabled,
                    hookPath,
                    version,
                    createdAt,
                    lastSuccess,
                    nextPull,
                    failures,
                    lastError,
                    madeUp);
        }
    }

    /** A connection with its sealed secret. */
    record Stored(View view, byte @Nullable [] sealed) {}

    private static final String SELECT =
            "SELECT id, kind, name, config, secret, secret_names, enabled, version, created_at,"
                    + " last_success, next_pull, failures, last_error FROM connection WHERE removed_at IS NULL";

    private ConnectionStore() {}

    static Uni<List<Stored>> page(SqlConnection tx, @Nullable Cursor after, int limit) {
        Tuple parameters =
                Tuple.from(
                        new @Nullable Object[] {
                            after == null ? null : after.text(0),
                            after == null ? null : after.id(1),
                            limit + 1
                        });
        return tx.preparedQuery(
                        SELECT
                                + " AND ($1::text IS NULL OR (name, id) > ($1, $2)) ORDER BY name, id LIMIT $3")
                .execute(parameters)
                .map(ConnectionStore::read);
    }

    static Uni<Stored> find(SqlConnection tx, UUID id) {
        return tx.preparedQuery(SELECT + " AND id = $1")
                .execute(Tuple.of(id))
                .map(rows -> {
                    List<Stored> found = read(rows);
                    if (found.isEmpty()) {
                        throw ProblemException.notFound("connection", id.toString());
                    }
                    return found.getFirst();
                });
    }

    static Uni<Void> insert(
            SqlConnection tx,
            UUID tenantId,
            View view,
            byte @Nullable [] sealed,
            OffsetDateTime now) {
        return tx.preparedQuery(
                        """
                        INSERT INTO connection
                            (id, tenant_id, kind, name, config, secret, secret_names, enabled, created_at, next_pull)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                        """)
                .execute(
                        Tuple.from(
                                new @Nullable Object[] {
                                    view.id(),
                                    tenantId,
                                    view.kind(),
                                    view.name(),
                                    new JsonObject(view.config()),
                                    buffer(sealed),
                                    view.secrets().toArray(String[]::new),
                                    view.enabled(),
                                    now,
                                    view.nextPull()
                                }))
                .replaceWithVoid();
    }

    /** Changes a connection; a pulling one is asked again at once. */
    static Uni<Void> update(
            SqlConnection tx,
            View view,
            byte @Nullable [] sealed,
            @Nullable OffsetDateTime nextPull) {
        return tx.preparedQuery(
                        """
                        UPDATE connection SET name = $3, config = $4, secret = $5, secret_names = $6, enabled = $7,
                               next_pull = $8, failures = 0, last_error = NULL, version = version + 1
                         WHERE id = $1 AND version = $2
                        """)
                .execute(
                        Tuple.from(
                                new @Nullable Object[] {
                                    view.id(),
                                    view.version(),
                                    view.name(),
                                    new JsonObject(view.config()),
                                    buffer(sealed),
                                    view.secrets().toArray(String[]::new),
                                    view.enabled(),
                                    nextPull
                                }))
                .map(done -> {
                    if (done.rowCount() == 0) {
                        throw ProblemException.of(
                                412,
                                "CHANGED_MEANWHILE",
                                "Changed meanwhile",
                                "Somebody else changed the connection at the same moment.",
                                "Read it again, and apply the change to what is there now.");
                    }
                    return null;
                });
    }

    /**
     * Removes a connection and its feeds, and forgets its credentials and what it sent for good.
     */
    static Uni<Void> remove(SqlConnection tx, UUID id, OffsetDateTime now) {
        return tx.preparedQuery(
                        "UPDATE feed SET removed_at = $2 WHERE connection_id = $1 AND removed_at IS NULL")
                .execute(Tuple.of(id, now))
                .chain(() ->
                        tx.preparedQuery("DELETE FROM connection_payload WHERE connection_id = $1")
                                .execute(Tuple.of(id)))
                .chain(() ->
                        tx.preparedQuery(
                                        "UPDATE connection SET removed_at = $2, secret = NULL,"
                                                + " secret_names = '{}', enabled = false, next_pull = NULL,"
                                                + " version = version + 1 WHERE id = $1")
                                .execute(Tuple.of(id, now)))
                .replaceWithVoid();
    }

    private static List<Stored> read(RowSet<Row> rows) {
        List<Stored> found = new ArrayList<>();
        for (Row row : rows) {
            UUID id = row.getUUID("id");
            io.vertx.core.buffer.Buffer sealed = row.getDelegate().getBuffer("secret");
            found.add(
                    new Stored(
                            new View(
                                    id,
                                    row.getString("kind"),
                                    row.getString("name"),
                                    row.getJsonObject("config").getMap(),
                                    Set.of(row.getArrayOfStrings("secret_names")),
                                    row.getBoolean("enabled"),
                                    null,
                                    row.getInteger("version"),
                                    row.getOffsetDateTime("created_at"),
                                    row.getOffsetDateTime("last_success"),
                                    row.getOffsetDateTime("next_pull"),
                                    row.getInteger("failures"),
                                    row.getString("last_error"),
                                    null),
                            sealed == null ? null : sealed.getBytes()));
        }
        return found;
    }

    private static io.vertx.core.buffer.@Nullable Buffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : io.vertx.core.buffer.Buffer.buffer(bytes);
    }
}
