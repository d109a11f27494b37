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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
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

/** What happened to a project, on its line of time. */
@Path("/api/v1/projects/{project}/annotations")
@Produces(APPLICATION_JSON)
@Tag(name = "projects")
class AnnotationResource {

    private final Annotations annotations;
    private final AnnotationEdits edits;
    private final CurrentCaller caller;

    AnnotationResource(Annotations annotations, AnnotationEdits edits, CurrentCaller caller) {
        this.annotations = annotations;
        this.edits = edits;
        this.caller = caller;
    }

    @POST
    @Consumes(APPLICATION_JSON)
    @NeedsScope(Scopes.INGEST)
    @RolesAllowed("contributor")
    @Operation(
            summary = "Writes an annotation on a project's line of time",
            description =
                    "201 where it is new; 200 with the one that is there where the same event id said the same before.")
    public Uni<RestResponse<AnnotationView>> add(
            @RestPath String project,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(implementation = AnnotationInput.class),
                                            examples = {
                                                @ExampleObject(
                                                        name = "release",
                                                        value = AnnotationInput.EXAMPLE),
                                                @ExampleObject(
                                                        name = "lasting",
                                                        value = AnnotationInput.LASTING_EXAMPLE)
                                            }))
                    byte[] body) {
        return annotations
                .add(caller.get(), project, body)
                .map(added -> Answers.told(added, project, "annotations"));
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(
            summary = "Lists what happened to a project, the latest first",
            description =
                    "What touches the stretch from `from` to `to`. Alerts of connections and what people"
                            + " wrote; `to` is null while one lasts, and the same as `from` for a moment."
                            + " asOf: what had begun by then. asKnownAt: what was known by then.")
    public Uni<Page<AnnotationView>> list(
            @RestPath String project,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("asKnownAt") @Nullable String asKnownAt,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit) {
        return annotations.list(
                caller.get(),
                project,
                new Annotations.Wanted(from, to, asOf, asKnownAt, cursor, limit));
    }

    @GET
    @Path("{id}")
    @RolesAllowed("viewer")
    @Operation(summary = "An annotation")
    public Uni<RestResponse<AnnotationView>> get(@RestPath String project, @RestPath UUID id) {
        return annotations.get(caller.get(), project, id).map(Answers::ok);
    }

    @PUT
    @Path("{id}")
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("contributor")
    @Operation(
            summary = "Changes an annotation that was written by hand",
            description =
                    "The whole of it; its event id stays. What it said before is still what was known before. 409 TOLD_BY_CONNECTION for one that a connection told.")
    public Uni<RestResponse<AnnotationView>> change(
            @RestPath String project,
            @RestPath UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(implementation = AnnotationInput.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "release",
                                                            value = AnnotationInput.EXAMPLE)))
                    byte[] body) {
        return edits.change(caller.get(), project, id, ifMatch, body).map(Answers::ok);
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed("contributor")
    @Operation(
            summary = "Removes an annotation",
            description = "One that a connection told stays away, however often it is told again.")
    public Uni<Void> remove(
            @RestPath String project,
            @RestPath UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch) {
        return edits.remove(caller.get(), project, id, ifMatch);
    }
}
