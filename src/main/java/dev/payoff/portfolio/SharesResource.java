package dev.payoff.portfolio;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shares of an outside series, put in force together. */
@Path("/api/v1/series-shares")
@Produces(APPLICATION_JSON)
@Tag(name = "metrics")
class SharesResource {

    private final Shares shares;
    private final CurrentCaller caller;

    SharesResource(Shares shares, CurrentCaller caller) {
        this.shares = shares;
        this.caller = caller;
    }

    @PUT
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("manager")
    @Operation(
            summary = "Sets the shares of metrics that claim one series, all or none",
            description =
                    "As a PATCH of each would, in one transaction: the sum of all claims is held to 1, and"
                            + " who tells the versions that were read overwrites nobody.")
    public Uni<SharesView> put(
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = SharesInput.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "shares",
                                                            value = SharesInput.EXAMPLE)))
                    byte[] body) {
        return shares.put(caller.get(), body);
    }
}
