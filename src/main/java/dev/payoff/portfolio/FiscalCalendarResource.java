package dev.payoff.portfolio;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.TenantDb;
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

/** When a tenant's fiscal years begin. */
@Path("/api/v1/fiscal-calendar")
@Produces(APPLICATION_JSON)
@Tag(name = "Money")
class FiscalCalendarResource {

    private final MoneyTerms terms;
    private final TenantDb db;
    private final CurrentCaller caller;
    private final Bodies bodies;

    FiscalCalendarResource(MoneyTerms terms, TenantDb db, CurrentCaller caller, Bodies bodies) {
        this.terms = terms;
        this.db = db;
        this.caller = caller;
        this.bodies = bodies;
    }

    @PUT
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("admin")
    @Operation(
            summary = "Tells when the tenant's fiscal years begin",
            description = TermDesk.VERSIONS)
    public Uni<Kept<FiscalCalendarInput>> putCalendar(
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(
                                                            implementation =
                                                                    FiscalCalendarInput.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "calendar",
                                                            value = FiscalCalendarInput.EXAMPLE)))
                    byte[] body) {
        FiscalCalendarInput input = bodies.checked(Bodies.tree(body), FiscalCalendarInput.class);
        Bodies.refuse(input.wrong());
        return terms.putCalendar(caller.get(), input);
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "The tenant's fiscal calendar; calendar years where none was told")
    public Uni<Kept<FiscalCalendarInput>> getCalendar() {
        return db.inTransaction(caller.get().tenantId(), tx -> terms.calendar(tx, null));
    }
}
