package dev.payoff.portfolio;

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
import org.jspecify.annotations.Nullable;

/** Dated exchange rates. */
@Path("/api/v1/rates")
@Produces(APPLICATION_JSON)
@Tag(name = "rates")
class RateResource {

    private final Rates rates;
    private final CurrentCaller caller;

    RateResource(Rates rates, CurrentCaller caller) {
        this.rates = rates;
        this.caller = caller;
    }

    @PUT
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("admin")
    @Operation(
            summary = "Puts an exchange rate in force",
            description =
                    "One unit of base is worth rate units of quote from validFrom on. An earlier rate of the same day is kept as superseded.")
    public Uni<RateView> put(
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = RateInput.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "rate",
                                                            value = RateInput.EXAMPLE)))
                    byte[] body) {
        return rates.put(caller.get(), body);
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "Lists the exchange rates in force")
    public Uni<Page<RateView>> list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit) {
        return rates.list(caller.get(), cursor, limit);
    }
}
