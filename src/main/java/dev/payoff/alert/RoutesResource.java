package dev.payoff.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.payoff.alert.routing.Routing;
import dev.payoff.app.TimeAndChance;
import dev.payoff.app.Versions;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Routes: who is told of which alerts, in which groups, and when not. One document for a tenant, so
 * that routes, inhibitions and mute times change together; without routes every channel is told at
 * once.
 */
@Path("/api/v1/routes")
@Tag(name = "Alerts")
@Produces(MediaType.APPLICATION_JSON)
public class RoutesResource {

    /** The routes as they are answered. */
    @Schema(name = "RoutesNow")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            int version,
            @Nullable Instant updatedAt,
            List<RoutesInput.RouteInput> routes,
            List<RoutesInput.InhibitionInput> inhibitions,
            List<RoutesInput.MuteInput> muteTimes) {

        static View of(int version, @Nullable Instant at, RoutesInput input) {
            return new View(version, at, input.routes(), input.inhibitions(), input.muteTimes());
        }
    }

    private final CurrentCaller caller;
    private final TenantDb db;
    private final Audit audit;
    private final TimeAndChance time;

    RoutesResource(CurrentCaller caller, TenantDb db, Audit audit, TimeAndChance time) {
        this.caller = caller;
        this.db = db;
        this.audit = audit;
        this.time = time;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "The routes, inhibitions and mute times")
    public Uni<RestResponse<View>> get() {
        Caller who = caller.get().require(Scopes.READ);
        return db.inTransaction(who.tenantId(), tx -> find(tx, "")).map(RoutesResource::tagged);
    }

    /** Replaces them all. What fires now is routed anew. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("manager")
    @Operation(summary = "Replaces the routes, inhibitions and mute times")
    public Uni<RestResponse<View>> replace(
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = RoutesInput.class)))
                    String body) {
        Caller who = caller.get().require(Scopes.WRITE);
        RoutesInput input = Bodies.read(body, RoutesInput.class);
        return db.inTransaction(
                        who.tenantId(),
                        tx ->
                                find(tx, " FOR UPDATE")
                                        .invoke(before -> Versions.check(ifMatch, before.version()))
                                        .chain(before -> channels(tx))
                                        .map(channels -> RoutesReader.read(input, channels))
                                        .chain(routing -> write(tx, who, input, routing))
                                        .chain(() -> find(tx, ""))
                                        .call(now -> note(tx, who, now)))
                .map(RoutesResource::tagged);
    }

    private Uni<Void> write(SqlConnection tx, Caller who, RoutesInput input, Routing routing) {
        boolean active = !routing.routes().isEmpty();
        return tx.preparedQuery(
                        """
                        INSERT INTO routing AS r (tenant_id, version, document, active, updated_at)
                        VALUES ($1, 1, $2, $3, $4)
                        ON CONFLICT (tenant_id) DO UPDATE SET version = r.version + 1,
                            document = excluded.document, active = excluded.active, updated_at = excluded.updated_at
                        """)
                .execute(
                        Tuple.of(
                                who.tenantId(),
                                StateJson.write(input),
                                active,
                                Columns.at(time.now())))
                .chain(() ->
                        active
                                ? tx.query(
                                                "UPDATE episode SET planned = NULL WHERE state = 'FIRING' AND planned IS NOT NULL")
                                        .execute()
                                        .replaceWithVoid()
                                : Uni.createFrom().voidItem());
    }

    private static Uni<Set<UUID>> channels(SqlConnection tx) {
        return tx.query("SELECT id FROM channel WHERE removed_at IS NULL")
                .execute()
                .map(rows -> {
                    Set<UUID> channels = new HashSet<>();
                    rows.forEach(row -> channels.add(row.getUUID("id")));
                    return channels;
                });
    }

    private static Uni<View> find(SqlConnection tx, String lock) {
        return tx.query("SELECT version, document, updated_at FROM routing" + lock)
                .execute()
                .map(rows -> {
                    if (!rows.iterator().hasNext()) {
                        return View.of(0, null, RoutesInput.NONE);
                    }
                    Row row = rows.iterator().next();
                    return View.of(
                            row.getInteger("version"),
                            Columns.instant(row, "updated_at"),
                            StateJson.read(row.getJsonObject("document"), RoutesInput.class));
                });
    }

    private Uni<Void> note(SqlConnection tx, Caller who, View now) {
        JsonArray names = new JsonArray();
        now.routes().forEach(route -> names.add(route.name()));
        return audit.record(
                tx,
                who,
                "routes.changed",
                "routes",
                who.tenantId().toString(),
                new JsonObject()
                        .put("version", now.version())
                        .put("routes", names)
                        .put("inhibitions", now.inhibitions().size())
                        .put("muteTimes", now.muteTimes().size()));
    }

    private static RestResponse<View> tagged(View view) {
        return ResponseBuilder.ok(view).header("ETag", Versions.etag(view.version())).build();
    }
}
