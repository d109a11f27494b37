package dev.payoff.identity;

import dev.payoff.app.Cursor;
import dev.payoff.app.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The audit trail. */
@Path("/api/v1/audit")
@Tag(name = "access")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("admin")
public class AuditResource {

    private static final String LIST = "audit";

    private final TenantDb db;
    private final CurrentCaller caller;

    AuditResource(TenantDb db, CurrentCaller caller) {
        this.db = db;
        this.caller = caller;
    }

    /** One change: who did what to which thing, and when. */
    public record Entry(
            long id,
            Instant at,
            String actor,
            String action,
            String subjectType,
            String subjectId,
            Map<String, Object> detail) {}

    @GET
    @Operation(
            summary = "Read the audit trail",
            description = "The latest first; optionally only one kind of thing, or one thing.")
    public Uni<Page<Entry>> list(
            @QueryParam("subjectType") @Nullable String subjectType,
            @QueryParam("subjectId") @Nullable String subjectId,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit) {
        Cursor after = Cursor.decode(cursor, LIST, 1);
        Long before = after == null ? null : after.number(0);
        return db.inTransaction(
                        caller.get().tenantId(),
                        tx ->
                                tx.preparedQuery(
                                                "SELECT id, at, actor, action, subject_type, subject_id, detail"
                                                        + " FROM audit WHERE ($1::bigint IS NULL OR id < $1)"
                                                        + " AND ($2::text IS NULL OR subject_type = $2)"
                                                        + " AND ($3::text IS NULL OR subject_id = $3)"
                                                        + " ORDER BY id DESC LIMIT $4")
                                        .execute(
                                                Tuple.of(
                                                        before, subjectType, subjectId, limit + 1)))
                .map(rows -> {
                    List<Row> found = new ArrayList<>();
                    rows.forEach(found::add);
                    return Page.cut(
                            found,
                            limit,
                            AuditResource::entry,
                            row -> Cursor.encode(LIST, row.getLong("id")));
                });
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.getLong("id"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject_type"),
                row.getString("subject_id"),
                ((JsonObject) row.getValue("detail")).getMap());
    }
}
