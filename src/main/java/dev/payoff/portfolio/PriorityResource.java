package dev.payoff.portfolio;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.app.ProblemException;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** How a project's work is scored for its turn. */
@Path("/api/v1/projects/{project}/priority")
@Produces(APPLICATION_JSON)
@Tag(name = "Money")
class PriorityResource {

    private final TermStore store;
    private final Registry registry;
    private final TenantDb db;
    private final CurrentCaller caller;
    private final Bodies bodies;

    PriorityResource(
            TermStore store, Registry registry, TenantDb db, CurrentCaller caller, Bodies bodies) {
        this.store = store;
        this.registry = registry;
        this.db = db;
        this.caller = caller;
        this.bodies = bodies;
    }

    @PUT
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("manager")
    @Operation(
            summary = "Tells how long a project's work still takes, and its points",
            description = "The order that follows from it: GET /api/v1/portfolio/delay.")
    public Uni<PriorityInput> put(
            @RestPath String project,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = PriorityInput.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "priority",
                                                            value = PriorityInput.EXAMPLE)))
                    byte[] body) {
        Caller who = caller.get();
        PriorityInput input = bodies.checked(Bodies.tree(body), PriorityInput.class);
        return db.inTransaction(who.tenantId(), tx -> require(tx, who, project))
                .chain(found -> {
                    if (found.archived()) {
                        throw ProblemException.of(
                                409,
                                "ARCHIVED",
                                "Archived",
                                "The project '" + project + "' is archived.",
                                "Only live projects wait for their turn.");
                    }
                    return store.put(
                            who,
                            TermStore.Kind.PRIORITY,
                            found.id().toString(),
                            input,
                            PriorityInput.class);
                })
                .map(Kept::terms);
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "How a project's work is scored; nulls where nothing was told")
    public Uni<PriorityInput> get(@RestPath String project) {
        Caller who = caller.get();
        return db.inTransaction(
                who.tenantId(),
                tx ->
                        require(tx, who, project)
                                .chain(found ->
                                        store.find(
                                                tx,
                                                TermStore.Kind.PRIORITY,
                                                found.id().toString(),
                                                null,
                                                PriorityInput.class))
                                .map(found -> found.map(Kept::terms).orElse(PriorityInput.NONE)));
    }

    private Uni<ProjectRef> require(SqlConnection tx, Caller who, String project) {
        return registry.project(tx, who.tenantId(), project)
                .map(found ->
                        found.orElseThrow(() -> ProblemException.notFound("project", project)));
    }
}
