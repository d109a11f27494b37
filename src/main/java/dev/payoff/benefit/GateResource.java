package dev.payoff.benefit;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
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

/** A tenant's gate. */
@Path("/api/v1/benefit-settings")
@Produces(APPLICATION_JSON)
@Tag(name = "benefits")
class GateResource {

    private final GateSettings gate;
    private final CurrentCaller caller;

    GateResource(GateSettings gate, CurrentCaller caller) {
        this.gate = gate;
        this.caller = caller;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "Whether benefits must pass the gate before they count")
    public Uni<GateSettings.Settings> settings() {
        return gate.settings(caller.get());
    }

    @PUT
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("admin")
    @Operation(
            summary = "Turns the gate on or off",
            description =
                    "On: the value of a benefit that lacks one of the four parts is told apart, as"
                            + " `uncounted`, and is in no other figure. Off: everything counts.")
    public Uni<GateSettings.Settings> set(
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(
                                                            implementation =
                                                                    GateSettings.Settings.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "gate on",
                                                            value = GateSettings.Settings.EXAMPLE)))
                    byte[] body) {
        return gate.set(caller.get(), body);
    }
}
