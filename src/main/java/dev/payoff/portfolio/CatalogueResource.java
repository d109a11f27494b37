package dev.payoff.portfolio;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Templates as signed files. */
@Path("/api/v1/template-catalogue")
@Produces(APPLICATION_JSON)
@Tag(name = "templates")
class CatalogueResource {

    private final Catalogues catalogues;
    private final CurrentCaller caller;

    CatalogueResource(Catalogues catalogues, CurrentCaller caller) {
        this.catalogues = catalogues;
        this.caller = caller;
    }

    @GET
    @RolesAllowed("manager")
    @Operation(
            summary = "Exports templates as a signed file",
            description =
                    "Signed by the tenant's own key (Ed25519), over the bytes of the payload."
                            + " Without keys, all of the tenant's own templates.")
    public Uni<RestResponse<CatalogueFile>> export(
            @Parameter(description = "Keys of templates, own or built in; may be repeated")
                    @QueryParam("key")
                    List<String> keys) {
        return catalogues
                .export(caller.get(), keys == null ? List.of() : keys)
                .map(file ->
                        ResponseBuilder.ok(file)
                                .header(
                                        "Content-Disposition",
                                        "attachment; filename=\"payoff-templates.json\"")
                                .build());
    }

    @POST
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("admin")
    @Operation(
            summary = "Imports a signed file of templates",
            description =
                    "400 where the signature does not fit. 409 with the fingerprint where the"
                            + " signer is not trusted, unless it is accepted this once. All templates"
                            + " or none.")
    public Uni<Catalogues.Imported> take(
            @QueryParam("acceptUnknown") @DefaultValue("false") boolean acceptUnknown,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = CatalogueFile.class)))
                    byte[] body) {
        return catalogues.take(caller.get(), acceptUnknown, body);
    }
}
