package dev.payoff.portfolio;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.app.Page;
import dev.payoff.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
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

/** Templates of projects. */
@Path("/api/v1/templates")
@Produces(APPLICATION_JSON)
@Tag(name = "templates")
class TemplateResource {

    private final OwnTemplates templates;
    private final CurrentCaller caller;

    TemplateResource(OwnTemplates templates, CurrentCaller caller) {
        this.templates = templates;
        this.caller = caller;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "Lists the templates, built in and own")
    public Uni<Page<TemplateView.Summary>> list() {
        return templates.list(caller.get());
    }

    @GET
    @Path("{key}")
    @RolesAllowed("viewer")
    @Operation(
            summary = "A template",
            description = "version: as the tenant's own template was then; default: as it is.")
    public Uni<RestResponse<TemplateView>> get(
            @RestPath String key, @QueryParam("version") @Nullable Integer version) {
        Uni<TemplateView> found =
                version == null
                        ? templates.get(caller.get(), key)
                        : templates.version(caller.get(), key, version);
        return found.map(view -> Answers.ok(view, view.version()));
    }

    @POST
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("admin")
    @Operation(
            summary = "Makes a template of the tenant",
            description = "Its type becomes a type that projects may have.")
    public Uni<RestResponse<TemplateView>> create(
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = TemplateInput.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "template",
                                                            value = TemplateInput.EXAMPLE)))
                    byte[] body) {
        return templates
                .create(caller.get(), body)
                .map(made -> Answers.created(made, made.version(), "templates", made.key()));
    }

    @PUT
    @Path("{key}")
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("admin")
    @Operation(
            summary = "Replaces a template of the tenant",
            description = "Projects that were made from it stay as they are.")
    public Uni<RestResponse<TemplateView>> replace(
            @RestPath String key,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = TemplateInput.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "template",
                                                            value = TemplateInput.EXAMPLE)))
                    byte[] body) {
        return templates
                .replace(caller.get(), key, ifMatch, body)
                .map(view -> Answers.ok(view, view.version()));
    }

    @DELETE
    @Path("{key}")
    @RolesAllowed("admin")
    @Operation(summary = "Removes a template of the tenant")
    public Uni<Void> remove(
            @RestPath String key, @HeaderParam("If-Match") @Nullable String ifMatch) {
        return templates.remove(caller.get(), key, ifMatch);
    }
}
