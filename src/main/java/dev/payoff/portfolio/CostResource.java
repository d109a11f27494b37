package dev.payoff.portfolio;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.app.Page;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.NeedsScope;
import dev.payoff.identity.Scopes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The costs of a project, by hand. */
@Path("/api/v1/projects/{project}/costs")
@Produces(APPLICATION_JSON)
@Tag(name = "costs")
class CostResource {

    private final Costs costs;
    private final CurrentCaller caller;

    CostResource(Costs costs, CurrentCaller caller) {
        this.costs = costs;
        this.caller = caller;
    }

    @POST
    @Consumes(APPLICATION_JSON)
    @NeedsScope(Scopes.INGEST)
    @RolesAllowed("contributor")
    @Operation(
            summary = "Adds a cost line",
            description =
                    "201 where it is new; 200 with the line that is there where the same event id said the same before.")
    public Uni<RestResponse<CostView>> add(
            @RestPath String project,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = CostInput.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "cost",
                                                            value = CostInput.EXAMPLE)))
                    byte[] body) {
        return costs.add(caller.get(), project, body).map(CostResource::answer);
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "Lists a project's cost lines")
    public Uni<Page<CostView>> list(
            @RestPath String project,
            @QueryParam("planned") @Nullable Boolean planned,
            @QueryParam("voided") @DefaultValue("false") boolean voided,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit) {
        return costs.list(caller.get(), project, planned, voided, cursor, limit);
    }

    @GET
    @Path("{id}")
    @RolesAllowed("viewer")
    @Operation(summary = "A cost line")
    public Uni<CostView> get(@RestPath String project, @RestPath UUID id) {
        return costs.get(caller.get(), project, id);
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed("contributor")
    @Operation(
            summary = "Voids a cost line",
            description = "It counts no more from now on, and is kept.")
    public Uni<CostView> strike(@RestPath String project, @RestPath UUID id) {
        return costs.strike(caller.get(), project, id);
    }

    private static RestResponse<CostView> answer(Costs.Added added) {
        CostView line = added.line();
        return added.fresh()
                ? Answers.created(
                        line,
                        1,
                        "projects",
                        line.projectId().toString(),
                        "costs",
                        line.id().toString())
                : RestResponse.ok(line);
    }
}
