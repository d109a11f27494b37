package dev.payoff.portfolio;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.app.Page;
import dev.payoff.identity.CurrentCaller;
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

/** Which projects a project needs. */
@Path("/api/v1/projects/{project}/dependencies")
@Produces(APPLICATION_JSON)
@Tag(name = "dependencies")
class DependencyResource {

    private final Dependencies dependencies;
    private final CurrentCaller caller;

    DependencyResource(Dependencies dependencies, CurrentCaller caller) {
        this.dependencies = dependencies;
        this.caller = caller;
    }

    @POST
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("manager")
    @Operation(
            summary = "Tells that a project needs another",
            description = "409 DEPENDENCY_CYCLE names the circle that it would close.")
    public Uni<RestResponse<DependencyView>> create(
            @RestPath String project,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(implementation = DependencyInput.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "dependency",
                                                            value = DependencyInput.EXAMPLE)))
                    byte[] body) {
        return dependencies
                .create(caller.get(), project, body)
                .map(made ->
                        Answers.created(
                                made,
                                1,
                                "projects",
                                made.project(),
                                "dependencies",
                                made.id().toString()));
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "Lists what a project needs")
    public Uni<Page<DependencyView>> list(
            @RestPath String project,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit) {
        return dependencies.list(caller.get(), project, cursor, limit);
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed("manager")
    @Operation(summary = "Removes a dependency")
    public Uni<Void> remove(@RestPath String project, @RestPath UUID id) {
        return dependencies.remove(caller.get(), project, id);
    }
}
