package dev.payoff.benefit;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotBlank;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How claims on one outside series may be split. */
@Path("/api/v1/series-split")
@Produces(APPLICATION_JSON)
@Tag(name = "benefits")
class SplitResource {

    private final Splits splits;
    private final CurrentCaller caller;

    SplitResource(Splits splits, CurrentCaller caller) {
        this.splits = splits;
        this.caller = caller;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(
            summary = "Proposes shares of a series by the order of go-live",
            description =
                    "Each metric that claims the series gets what it gained from its go-live to the"
                            + " next one's. A proposal: PUT /api/v1/series-shares puts shares in force, all"
                            + " or none, and holds their sum to 1.")
    public Uni<OrderSplit> split(
            @Parameter(description = "As in the metrics' series", example = "aws/bill/total")
                    @QueryParam("series")
                    @NotBlank
                    String series) {
        return splits.split(caller.get(), series);
    }
}
