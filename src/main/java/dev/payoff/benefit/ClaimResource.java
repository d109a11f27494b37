package dev.payoff.benefit;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.app.Page;
import dev.payoff.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
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
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** What people claim of a metric, and what that was worth. */
@Path("/api/v1/metrics/{metric}/claims")
@Produces(APPLICATION_JSON)
@Tag(name = "benefits")
class ClaimResource {

    private final Claims claims;
    private final CurrentCaller caller;

    ClaimResource(Claims claims, CurrentCaller caller) {
        this.claims = claims;
        this.caller = caller;
    }

    @POST
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("contributor")
    @Operation(
            summary = "Claims where a metric will stand, and how surely",
            description =
                    "Decided at its due time by what was measured: the mean of a LEVEL's last hour,"
                            + " a FLOW's units of the last flow period. A claim cannot be changed.")
    public Uni<Claims.View> claim(
            @RestPath String metric,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = ClaimInput.class),
                                            examples = {
                                                @ExampleObject(
                                                        name = "threshold",
                                                        value = ClaimInput.EXAMPLE),
                                                @ExampleObject(
                                                        name = "interval",
                                                        value = ClaimInput.INTERVAL_EXAMPLE)
                                            }))
                    byte[] body) {
        return claims.claim(caller.get(), metric, body);
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "Lists the claims about a metric, the latest first")
    public Uni<Page<Claims.View>> list(
            @RestPath String metric,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit) {
        return claims.list(caller.get(), metric, cursor, limit);
    }

    @POST
    @Path("/calibrated-confidence")
    @RolesAllowed("manager")
    @Operation(
            summary = "Replaces the metric's confidence by what such a confidence was worth",
            description =
                    "The part of the tenant's decided claims of like confidence (0.05 to either"
                            + " side) that came true; 409 with fewer than ten. It is a new version of"
                            + " the metric.")
    public Uni<Claims.Replaced> replace(@RestPath String metric) {
        return claims.replace(caller.get(), metric);
    }
}
