package dev.payoff.connector;

import dev.payoff.app.Cursor;
import dev.payoff.app.Page;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What was refused, to look at; {@link RejectedReplayResource} mends it and sends it again. */
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

    private static final String SUMMARY =
            """
            SELECT code, count(*) AS records, count(*) FILTER (WHERE replayed_at IS NULL) AS open,
                   min(received_at) AS first_at, max(received_at) AS last_at
              FROM rejected GROUP BY code ORDER BY count(*) DESC, code
            """;

    private final CurrentCaller current;
    private final TenantDb db;

    @Inject
    RejectedResource(CurrentCaller current, TenantDb db) {
        this.current = current;
        this.db = db;
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

    /**
     * How many records were refused for one reason.
     *
     * @param open how many of them were not sent again since
     */
    public record CodeView(String code, long records, long open, Instant firstAt, Instant lastAt) {}

    /** Why records were refused, the most frequent reason first. */
    @GET
    @Path("/summary")
    @RolesAllowed("viewer")
    @Operation(summary = "Count refused records by reason")
    public Uni<List<CodeView>> summary() {
        Caller caller = current.get().require(Scopes.READ);
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        tx.query(SUMMARY)
                                .execute()
                                .map(rows -> {
                                    List<CodeView> codes = new ArrayList<>();
                                    rows.forEach(row ->
                                            codes.add(
                                                    new CodeView(
                                                            row.getString("code"),
                                                            row.getLong("records"),
                                                            row.getLong("open"),
                                                            row.getOffsetDateTime("first_at")
                                                                    .toInstant(),
                                                            row.getOffsetDateTime("last_at")
                                                                    .toInstant())));
                                    return codes;
                                }));
    }

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
}
