package dev.payoff.connector;

import dev.payoff.app.SecretBox;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads connections and feeds out of PostgreSQL and opens what is sealed. */
@ApplicationScoped
public class Connections {

    static final String FEED_COLUMNS =
            "f.id, f.connection_id, f.series, f.metric_id, m.full_key, f.factor, f.cursor_at, f.created_at";

    /** Webhooks whose connections are looked up in one statement. */
    static final int MAX_BATCH = 500;

    private final Pool pool;
    private final TenantDb db;
    private final SecretBox box;
    private final Batches<Boolean, UUID, Optional<Connection>> lookups;

    Connections(Pool pool, TenantDb db, SecretBox box) {
        this.pool = pool;
        this.db = db;
        this.box = box;
        this.lookups = new Batches<>(MAX_BATCH, Batches.GATHERING, (all, ids) -> lookUp(ids));
    }

    /** The enabled connection that a webhook names, whosever it is; empty where there is none. */
    Uni<Optional<Connection>> named(UUID id) {
        return lookups.add(Boolean.TRUE, id);
    }

    private Uni<List<Optional<Connection>>> lookUp(List<UUID> ids) {
        return pool.preparedQuery(
                        "SELECT found.* FROM unnest($1::uuid[]) AS wanted (id)"
                                + " CROSS JOIN LATERAL find_connection(wanted.id) AS found")
                .execute(Tuple.of(ids.stream().distinct().toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, Connection> found = new HashMap<>();
                    for (Row row : rows) {
                        if (row.getBoolean("enabled")) {
                            Connection connection = read(row);
                            found.put(connection.id(), connection);
                        }
                    }
                    return ids.stream().map(id -> Optional.ofNullable(found.get(id))).toList();
                });
    }

    /**
     * Another connection of the same tenant, without its credentials; empty where there is none of
     * this id.
     */
    public Uni<Optional<Connection>> beside(Connection one, UUID other) {
        return db.inTransaction(
                one.tenantId(),
                tx ->
                        tx.preparedQuery(
                                        "SELECT id, tenant_id, $2::text AS tenant_key, kind, name, config,"
                                                + " NULL::bytea AS secret FROM connection"
                                                + " WHERE id = $1 AND removed_at IS NULL")
                                .execute(Tuple.of(other, one.tenantKey()))
                                .map(rows -> {
                                    for (Row row : rows) {
                                        return Optional.of(read(row));
                                    }
                                    return Optional.empty();
                                }));
    }

    /**
     * A connection out of a row with id, tenant_id, tenant_key, kind, name, config and secret.
     *
     * @throws IllegalStateException if the secret was sealed under another installation's secret
     */
    Connection read(Row row) {
        UUID id = row.getUUID("id");
        io.vertx.core.buffer.Buffer sealed = row.getDelegate().getBuffer("secret");
        return new Connection(
                id,
                row.getUUID("tenant_id"),
                row.getString("tenant_key"),
                row.getString("kind"),
                row.getString("name"),
                row.getJsonObject("config"),
                open(id, sealed == null ? null : sealed.getBytes()));
    }

    /** Credentials as they are stored; null where there are none. */
    byte @Nullable [] seal(UUID id, Map<String, String> secrets) {
        return secrets.isEmpty()
                ? null
                : box.seal(new JsonObject(new HashMap<>(secrets)).encode(), place(id));
    }

    /** Stored credentials by field name. */
    Map<String, String> open(UUID id, byte @Nullable [] sealed) {
        Map<String, String> secrets = new HashMap<>();
        if (sealed != null) {
            JsonObject opened = new JsonObject(box.open(sealed, place(id)));
            opened.fieldNames().forEach(name -> secrets.put(name, opened.getString(name)));
        }
        return secrets;
    }

    private static String place(UUID id) {
        return "connection/" + id;
    }

    /** The feeds of a connection whose metrics are not archived, oldest first. */
    public Uni<List<Feed>> feeds(SqlConnection tx, UUID connectionId) {
        return tx.preparedQuery(
                        "SELECT "
                                + FEED_COLUMNS
                                + " FROM feed f JOIN metric m ON m.id = f.metric_id"
                                + " WHERE f.connection_id = $1 AND f.removed_at IS NULL"
                                + " AND m.archived_at IS NULL ORDER BY f.created_at, f.id")
                .execute(Tuple.of(connectionId))
                .map(Connections::feeds);
    }

    /** The same in a transaction of its own. */
    public Uni<List<Feed>> feeds(Connection connection) {
        return db.inTransaction(connection.tenantId(), tx -> feeds(tx, connection.id()));
    }

    static List<Feed> feeds(RowSet<Row> rows) {
        List<Feed> feeds = new ArrayList<>();
        for (Row row : rows) {
            OffsetDateTime cursor = row.getOffsetDateTime("cursor_at");
            feeds.add(
                    new Feed(
                            row.getUUID("id"),
                            row.getUUID("connection_id"),
                            row.getString("series"),
                            row.getUUID("metric_id"),
                            row.getString("full_key"),
                            row.getBigDecimal("factor"),
                            cursor == null ? null : cursor.toInstant(),
                            row.getOffsetDateTime("created_at").toInstant()));
        }
        return feeds;
    }
}
