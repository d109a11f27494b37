package dev.payoff.connector;

import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.Deliveries.Status;
import dev.payoff.connector.Webhook.Check;
import dev.payoff.connector.Webhook.Outcome;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.NeedsScope;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Takes a kept delivery again, as if its sender had said it once more: once a feed is bound, or a
 * mapping mended, that it came too early for. Its readings have the identities that they had, so
 * what counted already does not count again.
 */
@Path("/api/v1/connections/{connection}/deliveries/{id}/replay")
@Tag(name = "Connections")
@Produces(MediaType.APPLICATION_JSON)
public class DeliveryReplayResource {

    private static final String FIND =
            """
            SELECT d.external_id, d.event, d.at, p.path, p.headers, p.body
              FROM connection_delivery d LEFT JOIN connection_payload p ON p.delivery_id = d.id
             WHERE d.id = $1 AND d.connection_id = $2
            """;

    /** Another delivery of the same id that was finished meanwhile keeps its own row's status. */
    private static final String NOTE =
            """
            UPDATE connection_delivery d SET replayed_at = $2, readings = greatest(readings, $5), reason = $4,
                   status = CASE WHEN $3 IN ('TAKEN', 'IGNORED') AND EXISTS (
                        SELECT FROM connection_delivery o
                         WHERE o.connection_id = d.connection_id AND o.external_id = d.external_id
                           AND o.id <> d.id AND o.status IN ('TAKEN', 'IGNORED'))
                        THEN d.status ELSE $3 END
             WHERE d.id = $1
            """;

    private final CurrentCaller current;
    private final TenantDb db;
    private final Connections connections;
    private final Connectors connectors;
    private final Audit audit;
    private final TimeAndChance time;

    @Inject
    DeliveryReplayResource(
            CurrentCaller current,
            TenantDb db,
            Connections connections,
            Connectors connectors,
            Audit audit,
            TimeAndChance time) {
        this.current = current;
        this.db = db;
        this.connections = connections;
        this.connectors = connectors;
        this.audit = audit;
        this.time = time;
    }

    /** A delivery as it was kept. */
    private record Found(
            @Nullable String externalId, String event, OffsetDateTime at, KeptDelivery kept) {}

    /** Takes it again; the answer is that of the hook. */
    @POST
    @RolesAllowed("contributor")
    @NeedsScope(Scopes.INGEST)
    @Operation(
            summary = "Take a kept delivery again, as it came",
            description =
                    "What its readings are is decided anew, by the feeds and settings of now; their identities are those"
                            + " of before, so calling twice counts nothing twice. The answer is what the sender would get.")
    @APIResponse(
            responseCode = "202",
            description = "Taken",
            content =
                    @Content(
                            schema = @Schema(implementation = HookResource.Told.class),
                            examples =
                                    @ExampleObject(
                                            name = "one reading",
                                            value =
                                                    "{\"status\":\"taken\",\"readings\":1,\"reason\":null}")))
    public Uni<Response> replay(
            @PathParam("connection") UUID connection, @PathParam("id") UUID id) {
        Caller caller = current.get().require(Scopes.INGEST);
        return db.inTransaction(
                        caller.tenantId(),
                        tx ->
                                ConnectionStore.find(tx, connection)
                                        .chain(stored ->
                                                tx.preparedQuery(FIND)
                                                        .execute(Tuple.of(id, connection)))
                                        .map(rows -> found(rows, id)))
                .chain(found ->
                        connections
                                .named(connection)
                                .chain(opened ->
                                        take(
                                                opened.orElseThrow(
                                                        DeliveryReplayResource::switchedOff),
                                                found)))
                .chain(outcome -> note(caller, connection, id, outcome))
                .map(HookResource::answer);
    }

    private static Found found(RowSet<Row> rows, UUID id) {
        if (!rows.iterator().hasNext()) {
            throw ProblemException.notFound("delivery", id.toString());
        }
        Row row = rows.iterator().next();
        if (row.getString("path") == null) {
            throw ProblemException.of(
                    409,
                    "NOT_KEPT",
                    "Not kept",
                    "The body of this delivery is not kept: the last "
                            + KeptDelivery.KEPT
                            + " of a connection are that were verified and not too large.",
                    "Have the other system send it again.");
        }
        return new Found(
                row.getString("external_id"),
                row.getString("event"),
                row.getOffsetDateTime("at"),
                KeptDelivery.of(row));
    }

    private static ProblemException switchedOff() {
        return ProblemException.of(
                409,
                "SWITCHED_OFF",
                "Switched off",
                "The connection is switched off.",
                "Switch it on first.");
    }

    private Uni<Outcome> take(Connection connection, Found found) {
        if (!(connectors.connector(connection.kind()) instanceof Webhook webhook)) {
            throw ProblemException.notFound("webhook", connection.kind());
        }
        return webhook.take(
                connection,
                new Check.Genuine(String.valueOf(found.externalId()), found.event()),
                found.kept().incoming(found.at()));
    }

    private Uni<Outcome> note(Caller caller, UUID connection, UUID id, Outcome outcome) {
        Status status = Status.of(outcome);
        return db.inTransaction(
                        caller.tenantId(), tx -> write(tx, caller, connection, id, status, outcome))
                .replaceWith(outcome);
    }

    private Uni<Void> write(
            SqlConnection tx,
            Caller caller,
            UUID connection,
            UUID id,
            Status status,
            Outcome outcome) {
        String why = outcome.why();
        return tx.preparedQuery(NOTE)
                .execute(
                        Tuple.from(
                                new @Nullable Object[] {
                                    id,
                                    time.now().atOffset(ZoneOffset.UTC),
                                    status.name(),
                                    why == null
                                            ? null
                                            : Deliveries.cut(why, Deliveries.MAX_REASON_CHARS),
                                    outcome.readings()
                                }))
                .chain(() ->
                        audit.record(
                                tx,
                                caller,
                                "delivery.replayed",
                                "connection",
                                connection.toString(),
                                new JsonObject()
                                        .put("delivery", id.toString())
                                        .put("status", status.name())
                                        .put("readings", outcome.readings())));
    }
}
