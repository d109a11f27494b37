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

/** The deliverables of a project. */
@Path("/api/v1/projects/{project}/deliverables")
@Produces(APPLICATION_JSON)
@Tag(name = "deliverables")
class DeliverableResource {

    private final Deliverables deliverables;
    private final CurrentCaller caller;

    DeliverableResource(Deliverables deliverables, CurrentCaller caller) {
        this.deliverables = deliverables;
        this.caller = caller;
    }

    @POST
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("manager")
    @Operation(summary = "Adds a deliverable")
    public Uni<RestResponse<DeliverableView>> create(
            @RestPath String project,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(
                                                            implementation =
                                                                    DeliverableInput.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "deliverable",
                                                            value = DeliverableInput.EXAMPLE)))
                    byte[] body) {
        return deliverables
                .create(caller.get(), project, body)
                .map(made -> Answers.made(made, project, "deliverables"));
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "Lists a project's deliverables")
    public Uni<Page<DeliverableView>> list(
            @RestPath String project,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit) {
        return deliverables.list(caller.get(), project, cursor, limit);
    }

    @GET
    @Path("{id}")
    @RolesAllowed("viewer")
    @Operation(summary = "A deliverable")
    public Uni<RestResponse<DeliverableView>> get(@RestPath String project, @RestPath UUID id) {
        return deliverables.get(caller.get(), project, id).map(Answers::ok);
    }

    @PATCH
    @Path("{id}")
    @Consumes({MERGE_PATCH, APPLICATION_JSON})
    @RolesAllowed("manager")
    @Operation(summary = "Changes a deliverable", description = "JSON merge patch (RFC 7396).")
    public Uni<RestResponse<DeliverableView>> patch(
            @RestPath String project,
            @RestPath UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(
                                                            implementation =
                                                                    DeliverableInput.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "change",
                                                            value = DeliverableInput.EXAMPLE)))
                    byte[] body) {
        return deliverables.patch(caller.get(), project, id, ifMatch, body).map(Answers::ok);
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed("manager")
    @Operation(summary = "Removes a deliverable")
    public Uni<Void> remove(
            @RestPath String project,
            @RestPath UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch) {
        return deliverables.remove(caller.get(), project, id, ifMatch).replaceWithVoid();
    }
}
