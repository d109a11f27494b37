package dev.payoff.connector;

import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.net.URI;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a connection feeds. */
@Path("/api/v1/connections/{connection}")
@Tag(name = "Connections")
public class FeedResource {

    private static final int MAX_FEEDS = 200;

    /**
     * A series to bind to a metric.
     *
     * @param series what the outside system calls it; see the connector's manifest
     * @param metric id, or full key
     * @param factor a reading is the outside value times this; 1 where it is left out
     */
    public record NewFeed(
            @NotBlank @Size(max = 1000) String series,
            @NotBlank @Size(max = 200) String metric,
            @Nullable @Digits(integer = 12, fraction = 12) BigDecimal factor) {}

    /**
     * A feed.
     *
     * @param cursor everything up to here has been taken; null where nothing was yet
     * @param skipped values that were no numbers
     */
    public record FeedView(
            UUID id,
            String series,
            String metric,
            UUID metricId,
            BigDecimal factor,
            @Nullable OffsetDateTime cursor,
            long skipped,
            OffsetDateTime createdAt) {}

    private final CurrentCaller current;
    private final TenantDb db;
    private final Connectors connectors;
    private final Audit audit;
    private final TimeAndChance time;

    FeedResource(
            CurrentCaller current,
            TenantDb db,
            Connectors connectors,
            Audit audit,
            TimeAndChance time) {
        this.current = current;
        this.db = db;
        this.connectors = connectors;
        this.audit = audit;
        this.time = time;
    }

    @GET
    @Path("/feeds")
    @RolesAllowed("viewer")
    @Operation(summary = "The feeds of a connection")
    public Uni<List<FeedView>> feeds(@PathParam("connection") UUID connection) {
        Caller caller = current.get().require(Scopes.READ);
        return db.inTransaction(
                caller.tenantId(),
                tx -> ConnectionStore.find(tx, connection).chain(found -> read(tx, connection)));
    }

    @POST
    @Path("/feeds")
    @RolesAllowed("manager")
    @Operation(summary = "Bind a series of a connection to a metric")
    public Uni<Response> bind(
            @PathParam("connection") UUID connection, @Valid @NotNull NewFeed wanted) {
        Caller caller = current.get().require(Scopes.WRITE);
        UUID id = time.newId();
        return db.inTransaction(
                        caller.tenantId(),
                        tx ->
                                ConnectionStore.find(tx, connection)
                                        .chain(found -> {
                                            checkSeries(found.view().kind(), wanted.series());
                                            return read(tx, connection);
                                        })
                                        .chain(there -> {
                                            if (there.size() >= MAX_FEEDS) {
                                                throw tooMany();
                                            }
                                            return metric(tx, wanted.metric());
                                        })
                                        .chain(metric ->
                                                insert(tx, caller, connection, id, wanted, metric))
                                        .chain(() -> wake(tx, connection))
                                        .chain(() ->
                                                audit.record(
                                                        tx,
                                                        caller,
                                                        "feed.created",
                                                        "feed",
                                                        id.toString(),
                                                        new JsonObject()
                                                                .put(
                                                                        "connection",
                                                                        connection.toString())
                                                                .put("series", wanted.series())
                                                                .put("metric", wanted.metric())))
                                        .chain(() -> read(tx, connection)))
                .map(feeds -> {
                    FeedView made =
                            feeds.stream().filter(f -> f.id().equals(id)).findFirst().orElseThrow();
                    return Response.created(
                                    URI.create(
                                            "/api/v1/connections/" + connection + "/feeds/" + id))
                            .entity(made)
                            .build();
                });
    }

    @DELETE
    @Path("/feeds/{feed}")
    @RolesAllowed("manager")
    @Operation(summary = "Unbind a series; what was measured stays")
    public Uni<Response> unbind(
            @PathParam("connection") UUID connection, @PathParam("feed") UUID feed) {
        Caller caller = current.get().require(Scopes.WRITE);
        OffsetDateTime now = time.now().atOffset(ZoneOffset.UTC);
        return db.inTransaction(
                        caller.tenantId(),
                        tx ->
                                tx.preparedQuery(
                                                "UPDATE feed SET removed_at = $3 WHERE id = $1"
                                                        + " AND connection_id = $2 AND removed_at IS NULL")
                                        .execute(Tuple.of(feed, connection, now))
                                        .chain(done -> {
                                            if (done.rowCount() == 0) {
                                                throw ProblemException.notFound(
                                                        "feed", feed.toString());
                                            }
                                            return audit.record(
                                                    tx,
                                                    caller,
                                                    "feed.removed",
                                                    "feed",
                                                    feed.toString(),
                                                    new JsonObject());
                                        }))
                .replaceWith(() -> Response.noContent().build());
    }

    private void checkSeries(String kind, String series) {
        Connector connector = connectors.connector(kind);
        if (connectors.manifest(kind).series() == null) {
            throw invalid("A connection of kind " + kind + " has no feeds.");
        }
        String wrong = connector == null ? null : connector.checkSeries(series);
        if (wrong != null) {
            throw invalid("series " + wrong + ".");
        }
    }

    private static ProblemException invalid(String detail) {
        return ProblemException.of(
                400,
                "INVALID_SERIES",
                "Not a series of this connection",
                detail,
                "GET /api/v1/connectors tells what each kind calls its series.");
    }

    private static ProblemException tooMany() {
        return ProblemException.of(
                409,
                "TOO_MANY_FEEDS",
                "Too many feeds",
                "A connection has at most " + MAX_FEEDS + " feeds.",
                "Set up a second connection to the same system.");
    }

    private static Uni<UUID> metric(SqlConnection tx, String idOrKey) {
        return tx.preparedQuery(
                        "SELECT id FROM metric WHERE (full_key = $1 OR id::text = $1) AND archived_at IS NULL")
                .execute(Tuple.of(idOrKey))
                .map(rows -> {
                    for (Row row : rows) {
                        return row.getUUID("id");
                    }
                    throw ProblemException.notFound("metric", idOrKey);
                });
    }

    private Uni<Void> insert(
            SqlConnection tx,
            Caller caller,
            UUID connection,
            UUID id,
            NewFeed wanted,
            UUID metric) {
        return tx.preparedQuery(
                        "INSERT INTO feed (id, tenant_id, connection_id, series, metric_id, factor, created_at)"
                                + " VALUES ($1, $2, $3, $4, $5, $6, $7)")
                .execute(
                        Tuple.from(
                                new Object[] {
                                    id,
                                    caller.tenantId(),
                                    connection,
                                    wanted.series(),
                                    metric,
                                    wanted.factor() == null ? BigDecimal.ONE : wanted.factor(),
                                    time.now().atOffset(ZoneOffset.UTC)
                                }))
                .replaceWithVoid();
    }

    /** A connection that pulls is asked for its new feed at once. */
    private Uni<Void> wake(SqlConnection tx, UUID connection) {
        return tx.preparedQuery(
                        "UPDATE connection SET next_pull = $2 WHERE id = $1 AND next_pull IS NOT NULL")
                .execute(Tuple.of(connection, time.now().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    static Uni<List<FeedView>> read(SqlConnection tx, UUID connection) {
        return tx.preparedQuery(
                        "SELECT "
                                + Connections.FEED_COLUMNS
                                + ", f.skipped FROM feed f JOIN metric m ON m.id = f.metric_id"
                                + " WHERE f.connection_id = $1 AND f.removed_at IS NULL"
                                + " ORDER BY f.created_at, f.id LIMIT $2")
                .execute(Tuple.of(connection, MAX_FEEDS))
                .map(rows -> {
                    List<FeedView> feeds = new ArrayList<>();
                    for (Row row : rows) {
                        feeds.add(
                                new FeedView(
                                        row.getUUID("id"),
                                        row.getString("series"),
                                        row.getString("full_key"),
                                        row.getUUID("metric_id"),
                                        row.getBigDecimal("factor"),
                                        row.getOffsetDateTime("cursor_at"),
                                        row.getLong("skipped"),
                                        row.getOffsetDateTime("created_at")));
                    }
                    return feeds;
                });
    }
}
