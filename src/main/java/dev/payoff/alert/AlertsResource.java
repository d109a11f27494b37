package dev.payoff.alert;

import dev.payoff.app.Cursor;
import dev.payoff.app.Page;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Alerts: episodes, and what people do with them. */
@Path("/api/v1/alerts")
@Tag(name = "Alerts")
@Produces(MediaType.APPLICATION_JSON)
public class AlertsResource {

    private static final String LIST = "alerts";
    private static final int MAX_NOTE = 2_000;

    /** A remark; null or empty takes it away. */
    @Schema(name = "AlertNote", example = "{\"note\": \"Vendor is on it\"}")
    record NoteInput(@Nullable String note) {}

    /** Until when nobody wants to hear of it. */
    @Schema(name = "AlertSnooze", example = "{\"for\": \"PT4H\"}")
    record SnoozeInput(
            @Nullable String until,
            @com.fasterxml.jackson.annotation.JsonProperty("for") @Nullable String forTime) {}

    private final CurrentCaller caller;
    private final TenantDb db;
    private final EpisodeChanges changes;
    private final TimeAndChance time;

    AlertsResource(CurrentCaller caller, TenantDb db, EpisodeChanges changes, TimeAndChance time) {
        this.caller = caller;
        this.db = db;
        this.changes = changes;
        this.time = time;
    }

    @GET
    @RolesAllowed("viewer")
    public Uni<Page<EpisodeJson>> list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("project") @Nullable String project,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Caller who = caller.get().require(Scopes.READ);
        if (state != null && !state.equals("FIRING") && !state.equals("RESOLVED")) {
            throw Bodies.invalid("state", "must be FIRING or RESOLVED");
        }
        Cursor after = Cursor.decode(cursor, LIST, 2);
        StringBuilder sql = new StringBuilder(EpisodeJson.SELECT).append(" WHERE true");
        List<@Nullable Object> values = new ArrayList<>();
        if (state != null) {
            values.add(state);
            sql.append(" AND e.state = $1");
        }
        if (project != null) {
            values.add(Bodies.idOrNull(project));
            values.add(project);
            sql.append(" AND (e.project_id = $").append(values.size() - 1);
            sql.append(" OR p.key = $").append(values.size()).append(')');
        }
        if (after != null) {
            values.add(Columns.at(Instant.EPOCH.plus(after.number(0), ChronoUnit.MICROS)));
            values.add(after.id(1));
            sql.append(" AND (e.fired_at, e.id) < ($").append(values.size() - 1);
            sql.append(", $").append(values.size()).append(')');
        }
        values.add(limit + 1);
        sql.append(" ORDER BY e.fired_at DESC, e.id DESC LIMIT $").append(values.size());
        return db.inTransaction(
                who.tenantId(),
                tx ->
                        tx.preparedQuery(sql.toString())
                                .execute(Tuple.from(values))
                                .map(rows -> {
                                    List<Row> found = new ArrayList<>();
                                    rows.forEach(found::add);
                                    return Page.cut(
                                            found, limit, EpisodeJson::of, AlertsResource::place);
                                }));
    }

    private static String place(Row row) {
        return Cursor.encode(
                LIST,
                ChronoUnit.MICROS.between(Instant.EPOCH, Columns.instant(row, "fired_at")),
                row.getUUID("id"));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed("viewer")
    public Uni<EpisodeJson> get(@PathParam("id") String id) {
        Caller who = caller.get().require(Scopes.READ);
        return db.inTransaction(who.tenantId(), tx -> Episodes.find(tx, id, ""));
    }

    @POST
    @Path("/{id}/ack")
    @RolesAllowed("contributor")
    public Uni<EpisodeJson> ack(@PathParam("id") String id) {
        Caller who = caller.get().require(Scopes.WRITE);
        return db.inTransaction(who.tenantId(), tx -> changes.acknowledge(tx, who, id, time.now()));
    }

    @POST
    @Path("/{id}/unack")
    @RolesAllowed("contributor")
    public Uni<EpisodeJson> unack(@PathParam("id") String id) {
        return change(
                id,
                time.now(),
                "alert.unacknowledged",
                new JsonObject(),
                episode -> episode.acknowledgedAt() != null,
                "acknowledged_at = NULL, acknowledged_by = NULL");
    }

    @POST
    @Path("/{id}/snooze")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("contributor")
    public Uni<EpisodeJson> snooze(
            @PathParam("id") String id,
            @RequestBody(content = @Content(schema = @Schema(implementation = SnoozeInput.class)))
                    String body) {
        Caller who = caller.get().require(Scopes.WRITE);
        Instant now = time.now();
        SnoozeInput input = Bodies.read(body, SnoozeInput.class);
        Instant until = Bodies.until("until", input.until(), input.forTime(), now);
        return db.inTransaction(who.tenantId(), tx -> changes.snooze(tx, who, id, until, now));
    }

    @POST
    @Path("/{id}/note")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("contributor")
    public Uni<EpisodeJson> note(
            @PathParam("id") String id,
            @RequestBody(content = @Content(schema = @Schema(implementation = NoteInput.class)))
                    String body) {
        String note = Bodies.read(body, NoteInput.class).note();
        @Nullable String kept =
                note == null || note.isBlank() ? null : Bodies.text("note", note, MAX_NOTE);
        return change(
                id,
                time.now(),
                "alert.noted",
                new JsonObject(),
                episode -> !java.util.Objects.equals(episode.note(), kept),
                "note = $2",
                kept);
    }

    private Uni<EpisodeJson> change(
            String id,
            Instant now,
            String action,
            JsonObject detail,
            Predicate<EpisodeJson> needed,
            String assignments,
            @Nullable Object... values) {
        Caller who = caller.get().require(Scopes.WRITE);
        return db.inTransaction(
                who.tenantId(),
                tx ->
                        changes.change(
                                tx, who, id, now, action, detail, needed, assignments, values));
    }
}
