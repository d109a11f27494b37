package dev.payoff.benefit;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.app.Problem.Violation;
import dev.payoff.app.ProblemException;
import dev.payoff.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;
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
            description =
                    "Of all claims, or of one person's or key's; or of the metrics themselves: whether each reached its target by"
                            + " its target date, against the confidence that was stated when its value began to count.")
    public Uni<Calibration> calibration(
            @QueryParam("of") @DefaultValue("CLAIMS") Of of,
            @QueryParam("claimedBy") @Nullable String claimedBy) {
        return switch (of) {
            case CLAIMS -> claims.ofClaims(caller.get(), claimedBy);
            case METRICS -> {
                if (claimedBy != null) {
                    throw ProblemException.notValid(
                            List.of(
                                    new Violation(
                                            "claimedBy",
                                            "belongs to CLAIMS: metrics promise for themselves")));
                }
                yield claims.ofMetrics(caller.get());
            }
        };
    }

    /** Whose confidences are scored. */
    enum Of {
        /** Those of claims that people and keys recorded. */
        CLAIMS,
        /** Those of metrics, of reaching their targets in time. */
        METRICS
    }
}
