package dev.payoff.benefit;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How well a tenant's claims were calibrated. */
@Path("/api/v1/calibration")
@Produces(APPLICATION_JSON)
@Tag(name = "benefits")
class CalibrationResource {

    private final Claims claims;
    private final CurrentCaller caller;

    CalibrationResource(Claims claims, CurrentCaller caller) {
        this.claims = claims;
        this.caller = caller;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(
            summary = "How sure people were, against what came: Brier, log loss, coverage",
            description = "Of all claims, or of one person's or key's.")
    public Uni<Calibration> calibration(@QueryParam("claimedBy") @Nullable String claimedBy) {
        return claims.calibration(caller.get(), claimedBy);
    }
}
