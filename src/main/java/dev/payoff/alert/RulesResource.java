package dev.payoff.alert;

import dev.payoff.app.Cursor;
import dev.payoff.app.Page;
import dev.payoff.app.TimeAndChance;
import dev.payoff.app.Versions;
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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
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

/** Rules: thresholds on figures. */
@Path("/api/v1/rules")
@Tag(name = "Alerts")
@Produces(MediaType.APPLICATION_JSON)
public class RulesResource {

    private static final String LIST = "rules";
    private static final int MAX_RULES = 2_000;

    private final CurrentCaller caller;
    private final TenantDb db;
    private final Audit audit;
    private final TimeAndChance time;

    RulesResource(CurrentCaller caller, TenantDb db, Audit audit, TimeAndChance time) {
        this.caller = caller;
        this.db = db;
        this.audit = audit;
        this.time = time;
    }

    @GET
    @RolesAllowed("viewer")
    public Uni<Page<RuleView>> list(
            @QueryParam("project") @Nullable String project,
            @QueryParam("metric") @Nullable String metric,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Caller who = caller.get().require(Scopes.READ);
        Cursor after = Cursor.decode(cursor, LIST, 1);
        StringBuilder sql = new StringBuilder(RuleView.SELECT);
        List<@Nullable Object> values = new ArrayList<>();
        if (project != null) {
            values.add(Bodies.idOrNull(project));
            values.add(project);
            sql.append(" AND (r.project_id = $1 OR p.key = $2)");
        }
        if (metric != null) {
            values.add(Bodies.idOrNull(metric));
            values.add(metric);
            sql.append(" AND (r.metric_id = $").append(values.size() - 1);
            sql.append(" OR m.full_key = $").append(values.size()).append(')');
        }
        if (after != null) {
            values.add(after.id(0));
            sql.append(" AND r.id > $").append(values.size());
        }
        values.add(limit + 1);
        sql.append(" ORDER BY r.id LIMIT $").append(values.size());
        return db.inTransaction(
                who.tenantId(),
                tx ->
                        tx.preparedQuery(sql.toString())
                                .execute(Tuple.from(values))
                                .map(rows -> {
                                    List<Row> found = new ArrayList<>();
                                    rows.forEach(found::add);
                                    return Page.cut(
                                            found,
                                            limit,
                                            RuleView::of,
                                            row -> Cursor.encode(LIST, row.getUUID("id")));
                                }));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed("viewer")
    public Uni<RestResponse<RuleView>> get(@PathParam("id") String id) {
        Caller who = caller.get().require(Scopes.READ);
        return db.inTransaction(who.tenantId(), tx -> find(tx, id, "")).map(RulesResource::tagged);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("manager")
    public Uni<RestResponse<RuleView>> create(
            @RequestBody(content = @Content(schema = @Schema(implementation = RuleInput.class)))
                    String body) {
        Caller who = caller.get().require(Scopes.WRITE);
        RuleInput input = Bodies.read(body, RuleInput.class);
        Bodies.refuse(input.violations());
        UUID id = time.newId();
        return db.inTransaction(
                        who.tenantId(),
                        tx ->
                                Targets.room(tx, "rule", MAX_RULES)
                                        .chain(() ->
                                                Targets.of(tx, input.metric(), input.project()))
                                        .chain(target ->
                                                RuleTable.insert(
                                                        tx,
                                                        who.tenantId(),
                                                        id,
                                                        input,
                                                        target,
                                                        time.now()))
                                        .chain(() -> find(tx, id.toString(), ""))
                                        .call(made -> note(tx, who, "rule.created", made)))
                .map(made ->
                        ResponseBuilder.<RuleView>created(URI.create("/api/v1/rules/" + id))
                                .entity(made)
                                .header("ETag", Versions.etag(made.version()))
                                .build());
    }

    /**
     * Changes a rule. What it looks at stays: the state of a live alert is one of that figure, so
     * another figure is another rule.
     */
    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @RolesAllowed("manager")
    public Uni<RestResponse<RuleView>> change(
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = RuleInput.class)))
                    String body) {
        Caller who = caller.get().require(Scopes.WRITE);
        return db.inTransaction(
                        who.tenantId(),
                        tx ->
                                find(tx, id, " FOR UPDATE OF r")
                                        .chain(before -> {
                                            Versions.check(ifMatch, before.version());
                                            RuleInput after = revised(before, body);
                                            return update(tx, who, before, after);
                                        })
                                        .chain(() -> find(tx, id, ""))
                                        .call(now -> note(tx, who, "rule.changed", now)))
                .map(RulesResource::tagged);
    }

    private static RuleInput revised(RuleView before, String body) {
        RuleInput present = before.input();
        RuleInput after = Bodies.merged(present, body, RuleInput.class);
        Bodies.refuse(after.violations());
        boolean same =
                after.figure() == present.figure()
                        && java.util.Objects.equals(after.window(), present.window())
                        && namesOneOf(after.metric(), before.metric(), before.metricId())
                        && (after.project() == null
                                || namesOneOf(
                                        after.project(), before.project(), before.projectId()));
        if (!same) {
            throw Bodies.invalid(
                    "figure",
                    "and metric, project and window cannot be changed: make another rule");
        }
        return after;
    }

    private static boolean namesOneOf(
            @Nullable String name, @Nullable String key, @Nullable UUID id) {
        return java.util.Objects.equals(name, key) || id != null && id.toString().equals(name);
    }

    private Uni<Void> update(SqlConnection tx, Caller who, RuleView before, RuleInput after) {
        boolean enabled = after.enabled() == null || after.enabled();
        return RuleTable.update(tx, before.id(), after)
                .chain(() ->
                        enabled
                                ? Uni.createFrom().voidItem()
                                : Episodes.closeAll(tx, who, before.id(), time.now()));
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed("manager")
    public Uni<Void> remove(
            @PathParam("id") String id, @HeaderParam("If-Match") @Nullable String ifMatch) {
        Caller who = caller.get().require(Scopes.WRITE);
        return db.inTransaction(
                who.tenantId(),
                tx ->
                        find(tx, id, " FOR UPDATE OF r")
                                .invoke(rule -> Versions.check(ifMatch, rule.version()))
                                .call(rule ->
                                        tx.preparedQuery(
                                                        "UPDATE rule SET removed_at = $2, version = version + 1 WHERE id = $1")
                                                .execute(
                                                        Tuple.of(
                                                                rule.id(), Columns.at(time.now()))))
                                .call(rule -> Episodes.closeAll(tx, who, rule.id(), time.now()))
                                .chain(rule -> note(tx, who, "rule.removed", rule)));
    }

    private static Uni<RuleView> find(SqlConnection tx, String id, String lock) {
        return tx.preparedQuery(RuleView.SELECT + " AND r.id = $1" + lock)
                .execute(Tuple.of(Bodies.id("rule", id)))
                .map(rows -> RuleView.of(Targets.first(rows, "rule", id)));
    }

    private Uni<Void> note(SqlConnection tx, Caller who, String action, RuleView rule) {
        return audit.record(
                tx,
                who,
                action,
                "rule",
                rule.id().toString(),
                new JsonObject().put("name", rule.name()).put("version", rule.version()));
    }

    private static RestResponse<RuleView> tagged(RuleView rule) {
        return ResponseBuilder.ok(rule).header("ETag", Versions.etag(rule.version())).build();
    }
}
