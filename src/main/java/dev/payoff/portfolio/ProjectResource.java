package dev.payoff.portfolio;

import static dev.payoff.portfolio.Answers.MERGE_PATCH;
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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Projects: what is meant to pay off. */
@Path("/api/v1/projects")
@Produces(APPLICATION_JSON)
@Tag(name = "projects")
class ProjectResource {

    private final Projects projects;
    private final CurrentCaller caller;

    ProjectResource(Projects projects, CurrentCaller caller) {
        this.projects = projects;
        this.caller = caller;
    }

    @POST
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("manager")
    @Operation(
            summary = "Makes a project",
            description =
                    "A template brings metrics, stakeholder roles and deliverables in the same transaction.")
    public Uni<RestResponse<ProjectView>> create(
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = ProjectInput.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "project",
                                                            value = ProjectInput.EXAMPLE)))
                    byte[] body) {
        return projects.create(caller.get(), body)
                .map(made ->
                        Answers.created(made, made.version(), "projects", made.decided().key()));
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "Lists projects")
    public Uni<Page<ProjectView>> list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit,
            @QueryParam("archived") @DefaultValue("false") boolean archived) {
        return projects.list(caller.get(), cursor, limit, archived);
    }

    @GET
    @Path("{project}")
    @RolesAllowed("viewer")
    @Operation(summary = "A project, by id or key")
    public Uni<RestResponse<ProjectView>> get(@RestPath String project) {
        return projects.get(caller.get(), project).map(view -> Answers.ok(view, view.version()));
    }

    @PATCH
    @Path("{project}")
    @Consumes({MERGE_PATCH, APPLICATION_JSON})
    @RolesAllowed("manager")
    @Operation(
            summary = "Changes a project",
            description = "JSON merge patch (RFC 7396); key, currency and template stay.")
    public Uni<RestResponse<ProjectView>> patch(
            @RestPath String project,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = ProjectInput.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "change",
                                                            value = ProjectInput.PATCH_EXAMPLE)))
                    byte[] body) {
        return projects.patch(caller.get(), project, ifMatch, body)
                .map(view -> Answers.ok(view, view.version()));
    }

    @DELETE
    @Path("{project}")
    @RolesAllowed("manager")
    @Operation(
            summary = "Archives a project",
            description =
                    "It keeps its history and its key, takes no more changes, and gives its shares back.")
    public Uni<RestResponse<ProjectView>> archive(
            @RestPath String project, @HeaderParam("If-Match") @Nullable String ifMatch) {
        return projects.archive(caller.get(), project, ifMatch)
                .map(view -> Answers.ok(view, view.version()));
    }
}
