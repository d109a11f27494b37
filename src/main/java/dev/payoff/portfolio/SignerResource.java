package dev.payoff.portfolio;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.app.Page;
import dev.payoff.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
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
import org.jspecify.annotations.Nullable;

/** Whose templates a tenant trusts. */
@Path("/api/v1/template-signers")
@Produces(APPLICATION_JSON)
@Tag(name = "templates")
class SignerResource {

    private final Catalogues catalogues;
    private final CurrentCaller caller;

    SignerResource(Catalogues catalogues, CurrentCaller caller) {
        this.catalogues = catalogues;
        this.caller = caller;
    }

    @GET
    @RolesAllowed("admin")
    @Operation(summary = "Lists the signers that are trusted, the tenant's own key first")
    public Uni<Page<Catalogues.Signer>> list() {
        return catalogues.signers(caller.get());
    }

    @POST
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("admin")
    @Operation(summary = "Trusts a signer by its fingerprint")
    public Uni<Catalogues.Signer> trust(
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(
                                                            implementation =
                                                                    Catalogues.Signer.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "signer",
                                                            value = Catalogues.Signer.EXAMPLE)))
                    byte[] body) {
        return catalogues.trust(caller.get(), body);
    }

    @DELETE
    @RolesAllowed("admin")
    @Operation(summary = "Trusts a signer no more")
    public Uni<Void> forget(@QueryParam("fingerprint") @Nullable String fingerprint) {
        return catalogues.forget(caller.get(), fingerprint);
    }
}
