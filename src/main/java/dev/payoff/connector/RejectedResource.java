package dev.payoff.connector;

import dev.payoff.app.Cursor;
import dev.payoff.app.Page;
import dev.payoff.app.Problem;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.NeedsScope;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import dev.payoff.stream.Decoded;
import dev.payoff.stream.WireCodec;
import dev.payoff.stream.WireRecord;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What was refused: to look at, to mend, and to send again. Sending again twice counts once, by the
 * reading's identity.
 */
@Path("/api/v1/rejected")
@Tag(name = "Rejected records")
@Produces(MediaType.APPLICATION_JSON)
public class RejectedResource {

    private static final String LIST_NAME = "rejected";

    private static final String LIST =
            """
            SELECT id, origin, code, detail, payload, truncated, received_at, replayed_at FROM rejected
             WHERE ($1::text IS NULL OR code = $1) AND ($2::timestamptz IS NULL OR (received_at, id) < ($2, $3))
             ORDER BY received_at DESC, id DESC LIMIT $4
            """;

    private static final String ONE = "SELECT payload, truncated FROM rejected WHERE id = $1";

    private static final String REPLAYED = "UPDATE rejected SET replayed_at = $2 WHERE id = $1";

    private final CurrentCaller current;
    private final TenantDb db;
    private final Intake intake;
    private final Audit audit;
    private final TimeAndChance time;

    @Inject
    RejectedResource(
            CurrentCaller current, TenantDb db, Intake intake, Audit audit, TimeAndChance time) {
        this.current = current;
        this.db = db;
        this.intake = intake;
        this.audit = audit;
        this.time = time;
    }

    /** A refused record. */
    public record View(
            UUID id,
            String origin,
            String code,
            String detail,
            @Nullable String payload,
            boolean truncated,
            Instant receivedAt,
            @Nullable Instant replayedAt) {}

    /** The refused records, the latest first. */
    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "List refused records, the latest first")
    public Uni<Page<View>> list(
            @QueryParam("code") @Nullable String code,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit) {
        Caller caller = current.get().require(Scopes.READ);
        Cursor after = Cursor.decode(cursor, LIST_NAME, 2);
        OffsetDateTime before = after == null ? null : OffsetDateTime.parse(after.text(0));
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        tx.preparedQuery(LIST)
                                .execute(
                                        Tuple.of(
                                                code,
                                                before,
                                                after == null ? null : after.id(1),
                                                limit + 1))
                                .map(rows -> page(rows, limit)));
    }

    private static Page<View> page(Iterable<Row> rows, int limit) {
        List<View> views = new ArrayList<>();
        rows.forEach(row -> views.add(view(row)));
        boolean more = views.size() > limit;
        List<View> shown = more ? views.subList(0, limit) : views;
        return new Page<>(
                shown,
                more
                        ? Cursor.encode(
                                LIST_NAME,
                                shown.getLast().receivedAt().toString(),
                                shown.getLast().id())
                        : null);
    }

    private static View view(Row row) {
        OffsetDateTime replayed = row.getOffsetDateTime("replayed_at");
        return new View(
                row.getUUID("id"),
                row.getString("origin"),
                row.getString("code"),
                row.getString("detail"),
                row.getString("payload"),
                row.getBoolean("truncated"),
                row.getOffsetDateTime("received_at").toInstant(),
                replayed == null ? null : replayed.toInstant());
    }

    /** Sends a refused record again, as it was or as the body mends it. */
    @POST
    @Path("/{id}/replay")
    @RolesAllowed("contributor")
    @NeedsScope(Scopes.INGEST)
    @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
    @Operation(summary = "Send a refused record again, as it was, or mended as the body says")
    public Uni<Response> replay(@PathParam("id") UUID id, @Nullable String mended) {
        Caller caller = current.get().require(Scopes.INGEST);
        return db.inTransaction(caller.tenantId(), tx -> payload(tx, id, mended))
                .chain(payload -> send(caller, payload))
                .chain(receipt -> note(caller, id, receipt));
    }

    private static Uni<byte[]> payload(SqlConnection tx, UUID id, @Nullable String mended) {
        return tx.preparedQuery(ONE)
                .execute(Tuple.of(id))
                .map(rows -> {
                    if (!rows.iterator().hasNext()) {
                        throw ProblemException.notFound("refused record", id.toString());
                    }
                    Row row = rows.iterator().next();
                    String payload =
                            mended == null || mended.isBlank() ? row.getString("payload") : mended;
                    if (payload == null
                            || payload.equals(row.getString("payload"))
                                    && row.getBoolean("truncated")) {
                        throw ProblemException.of(
                                409,
                                "NOT_KEPT",
                                "Nothing to send",
                                "The record was too large to be kept whole.",
                                "Send the mended record as the body of this request.");
                    }
                    return payload.getBytes(StandardCharsets.UTF_8);
                });
    }

    private Uni<Receipt> send(Caller caller, byte[] payload) {
        return switch (WireCodec.decode(payload, "replay")) {
            case Decoded.Refused refused ->
                    Uni.createFrom()
                            .failure(
                                    new ProblemException(
                                            Problem.of(
                                                    422,
                                                    refused.code().name(),
                                                    "Still refused",
                                                    refused.detail(),
                                                    "Send the mended record as the body of this request.")));
            case Decoded.Usable(WireRecord.Reading r) ->
                    intake.readings(
                            caller.tenantKey(),
                            Family.BUSINESS,
                            List.of(
                                    new OutgoingReading(
                                            r.metric(),
                                            r.value(),
                                            r.observedAt(),
                                            r.eventId(),
                                            r.revision(),
                                            r.confidence(),
                                            r.note(),
                                            r.source())));
            case Decoded.Usable(WireRecord.Cost c) ->
                    intake.costs(
                            caller.tenantKey(),
                            List.of(
                                    new OutgoingCost(
                                            c.project(),
                                            c.amount(),
                                            c.currency(),
                                            c.incurredOn(),
                                            c.category(),
                                            c.planned(),
                                            c.note(),
                                            Objects.requireNonNull(c.eventId()),
                                            c.source())));
        };
    }

    private Uni<Response> note(Caller caller, UUID id, Receipt receipt) {
        return switch (receipt) {
            case Receipt.Unavailable(String reason) ->
                    Uni.createFrom()
                            .failure(
                                    ProblemException.of(
                                            503,
                                            "KAFKA_UNAVAILABLE",
                                            "Not taken",
                                            reason,
                                            "Send the same request again later."));
            case Receipt.Taken taken ->
                    db.inTransaction(
                                    caller.tenantId(),
                                    tx ->
                                            tx.preparedQuery(REPLAYED)
                                                    .execute(
                                                            Tuple.of(
                                                                    id,
                                                                    time.now()
                                                                            .atOffset(
                                                                                    ZoneOffset
                                                                                            .UTC)))
                                                    .chain(() ->
                                                            audit.record(
                                                                    tx,
                                                                    caller,
                                                                    "rejected.replayed",
                                                                    "rejected",
                                                                    id.toString(),
                                                                    new JsonObject())))
                            .map(done ->
                                    Response.accepted(
                                                    new MeasurementResource.Answer(
                                                            taken.accepted(), List.of()))
                                            .build());
        };
    }
}
