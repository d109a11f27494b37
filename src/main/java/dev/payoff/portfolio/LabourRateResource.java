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
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** What hours of a tenant's roles cost. */
@Path("/api/v1/labour-rates")
@Produces(APPLICATION_JSON)
@Tag(name = "Money")
class LabourRateResource {

    private final TermStore store;
    private final TermDesk desk;
    private final CurrentCaller caller;

    LabourRateResource(TermStore store, TermDesk desk, CurrentCaller caller) {
        this.store = store;
        this.desk = desk;
        this.caller = caller;
    }

    @PUT
    @Path("{key}")
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("admin")
    @Operation(summary = "Tells what an hour of a role costs", description = TermDesk.VERSIONS)
    public Uni<Kept<LabourRateInput>> putLabourRate(
            @RestPath String key,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(implementation = LabourRateInput.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "rate",
                                                            value = LabourRateInput.EXAMPLE)))
                    byte[] body) {
        return desk.put(
                caller.get(),
                TermStore.Kind.LABOUR_RATE,
                key,
                body,
                LabourRateInput.class,
                LabourRateInput::wrong);
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "Lists what hours of the tenant's roles cost")
    public Uni<Page<Kept<LabourRateInput>>> listLabourRates(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit) {
        return store.page(
                caller.get(), TermStore.Kind.LABOUR_RATE, cursor, limit, LabourRateInput.class);
    }
}
