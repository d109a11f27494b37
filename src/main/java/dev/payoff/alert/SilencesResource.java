package dev.payoff.alert;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.payoff.app.Cursor;
import dev.payoff.app.Page;
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
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** Silences: stretches of time in which nobody is told of some alerts. */
@Path("/api/v1/silences")
@Tag(name = "Alerts")
@Produces(MediaType.APPLICATION_JSON)
public class SilencesResource {

    private static final String LIST = "silences";
    private static final int MAX_SILENCES = 1_000;
    private static final int MAX_COMMENT = 1_000;

    /** A silence as it is sent: what is not told is not looked at. */
    @Schema(
            name = "Silence",
            example = "{\"project\": \"cloud\", \"for\": \"PT2H\", \"comment\": \"Migration\"}")
    record Input(
            @Nullable String project,
            @Nullable UUID rule,
            @Nullable Severity severity,
            @Nullable String startsAt,
            @Nullable String endsAt,
            @JsonProperty("for") @Nullable String forTime,
            @Nullable String comment) {}

    /** A silence as it is answered. */
    record View(
            UUID id,
            @Nullable String project,
            @Nullable UUID rule,
            @Nullable Severity severity,
            Instant startsAt,
            Instant endsAt,
            String comment,
            String createdBy,
            Instant createdAt) {

        private static final String SELECT =
                """
                SELECT s.id, p.key AS project_key, s.rule_id, s.severity, s.starts_at, s.ends_at,
                       s.comment, s.created_by, s.created_at
                  FROM silence s LEFT JOIN project p ON p.id = s.project_id
                 WHERE s.removed_at IS NULL
                """;

        static View of(Row row) {
            String severity = row.getString("severity");
            return new View(
                    row.getUUID("id"),
                    row.getString("project_key"),
                    row.getUUID("rule_id"),
                    severity == null ? null : Severity.valueOf(severity),
                    Columns.instant(row, "starts_at"),
                    Columns.instant(row, "ends_at"),
                    row.getString("comment"),
                    row.getString("created_by"),
                    Columns.instant(row, "created_at"));
        }
    }

    private final CurrentCaller caller;
    private final TenantDb db;
    private final Audit audit;
    private final TimeAndChance time;

    SilencesResource(CurrentCaller caller, TenantDb db, Audit audit, TimeAndChance time) {
        this.caller = caller;
        this.db = db;
        this.audit = audit;
        this.time = time;
    }

    @GET
    @RolesAllowed("viewer")
    public Uni<Page<View>> list(
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Caller who = caller.get().require(Scopes.READ);
        Cursor after = Cursor.decode(cursor, LIST, 1);
        Tuple parameters = Tuple.of(after == null ? null : after.id(0), limit + 1);
        return db.inTransaction(
                who.tenantId(),
                tx ->
                        tx.preparedQuery(
                                        View.SELECT
                                                + " AND ($1::uuid IS NULL OR s.id > $1) ORDER BY s.id LIMIT $2")
                                .execute(parameters)
                                .map(rows -> {
                                    List<Row> found = new ArrayList<>();
                                    rows.forEach(found::add);
                                    return Page.cut(
                                            found,
                                            limit,
                                            View::of,
                                            row -> Cursor.encode(LIST, row.getUUID("id")));
                                }));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("contributor")
    public Uni<RestResponse<View>> create(
            @RequestBody(content = @Content(schema = @Schema(implementation = Input.class)))
                    String body) {
        Caller who = caller.get().require(Scopes.WRITE);
        Instant now = time.now();
        Input input = Bodies.read(body, Input.class);
        String comment = Bodies.text("comment", input.comment(), MAX_COMMENT);
        Instant starts = input.startsAt() == null ? now : startsAt(input.startsAt());
        Instant ends =
                Bodies.until(
                        "endsAt",
                        input.endsAt(),
                        input.forTime(),
                        starts.isAfter(now) ? starts : now);
        if (!ends.isAfter(starts)) {
            throw Bodies.invalid("endsAt", "must lie after startsAt");
        }
        UUID id = time.newId();
        return db.inTransaction(
                        who.tenantId(),
                        tx ->
                                Targets.room(tx, "silence", MAX_SILENCES)
                                        .chain(() -> target(tx, input))
                                        .chain(project ->
                                                insert(
                                                        tx, who, id, input, project, starts, ends,
                                                        comment, now))
                                        .chain(() -> find(tx, id.toString()))
                                        .call(made ->
                                                audit.record(
                                                        tx,
                                                        who,
                                                        "silence.created",
                                                        "silence",
                                                        id.toString(),
                                                        new JsonObject()
                                                                .put("comment", comment)
                                                                .put("endsAt", ends.toString()))))
                .map(made ->
                        ResponseBuilder.<View>created(URI.create("/api/v1/silences/" + id))
                                .entity(made)
                                .build());
    }

    /** The project's id, where one is named; the rule must be there, too. */
    private static Uni<@Nullable UUID> target(SqlConnection tx, Input input) {
        UUID rule = input.rule();
        Uni<Void> ruleIsThere =
                rule == null
                        ? Uni.createFrom().voidItem()
                        : tx.preparedQuery(RuleView.SELECT + " AND r.id = $1")
                                .execute(Tuple.of(rule))
                                .invoke(rows -> Targets.first(rows, "rule", rule.toString()))
                                .replaceWithVoid();
        String project = input.project();
        return ruleIsThere.chain(
                () -> project == null ? Uni.createFrom().nullItem() : Targets.project(tx, project));
    }

    private static Uni<Void> insert(
            SqlConnection tx,
            Caller who,
            UUID id,
            Input input,
            @Nullable UUID project,
            Instant starts,
            Instant ends,
            String comment,
            Instant now) {
        return tx.preparedQuery(
                        """
                        INSERT INTO silence (id, tenant_id, project_id, rule_id, severity, starts_at,
                            ends_at, comment, created_by, created_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                        """)
                .execute(
                        Tuple.from(
                                new @Nullable Object[] {
                                    id,
                                    who.tenantId(),
                                    project,
                                    input.rule(),
                                    input.severity() == null ? null : input.severity().name(),
                                    Columns.at(starts),
                                    Columns.at(ends),
                                    comment,
                                    who.name(),
                                    Columns.at(now)
                                }))
                .replaceWithVoid();
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed("contributor")
    public Uni<Void> remove(@PathParam("id") String id) {
        Caller who = caller.get().require(Scopes.WRITE);
        return db.inTransaction(
                who.tenantId(),
                tx ->
                        find(tx, id)
                                .call(silence ->
                                        tx.preparedQuery(
                                                        "UPDATE silence SET removed_at = $2 WHERE id = $1")
                                                .execute(
                                                        Tuple.of(
                                                                silence.id(),
                                                                Columns.at(time.now()))))
                                .chain(silence ->
                                        audit.record(
                                                tx,
                                                who,
                                                "silence.removed",
                                                "silence",
                                                id,
                                                new JsonObject()
                                                        .put("comment", silence.comment()))));
    }

    private static Uni<View> find(SqlConnection tx, String id) {
        return tx.preparedQuery(View.SELECT + " AND s.id = $1")
                .execute(Tuple.of(Bodies.id("silence", id)))
                .map(rows -> View.of(Targets.first(rows, "silence", id)));
    }

    private static Instant startsAt(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            throw Bodies.invalid("startsAt", "must be an ISO 8601 time with an offset");
        }
    }
}
