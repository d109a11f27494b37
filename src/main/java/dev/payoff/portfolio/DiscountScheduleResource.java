package dev.payoff.portfolio;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.app.Page;
import dev.payoff.app.ProblemException;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.TenantDb;
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

/** A tenant's discount schedules. */
@Path("/api/v1/discount-schedules")
@Produces(APPLICATION_JSON)
@Tag(name = "Money")
class DiscountScheduleResource {

    private final TermStore store;
    private final TermDesk desk;
    private final MoneyTerms terms;
    private final TenantDb db;
    private final CurrentCaller caller;

    DiscountScheduleResource(
            TermStore store, TermDesk desk, MoneyTerms terms, TenantDb db, CurrentCaller caller) {
        this.store = store;
        this.desk = desk;
        this.terms = terms;
        this.db = db;
        this.caller = caller;
    }

    @PUT
    @Path("{key}")
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("admin")
    @Operation(summary = "Tells a discount schedule", description = TermDesk.VERSIONS)
    public Uni<Kept<DiscountScheduleInput>> putSchedule(
            @RestPath String key,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(
                                                            implementation =
                                                                    DiscountScheduleInput.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "schedule",
                                                            value = DiscountScheduleInput.EXAMPLE)))
                    byte[] body) {
        return desk.put(
                caller.get(),
                TermStore.Kind.DISCOUNT_SCHEDULE,
                key,
                body,
                DiscountScheduleInput.class,
                DiscountScheduleInput::wrong);
    }

    @GET
    @Path("{key}")
    @RolesAllowed("viewer")
    @Operation(summary = "A discount schedule; hmt-green-book is built in")
    public Uni<Kept<DiscountScheduleInput>> getSchedule(@RestPath String key) {
        return db.inTransaction(
                caller.get().tenantId(),
                tx ->
                        terms.schedule(tx, key, null)
                                .map(found ->
                                        found.orElseThrow(() ->
                                                ProblemException.notFound(
                                                        "discount schedule", key))));
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(
            summary = "Lists the tenant's discount schedules",
            description = "Besides them there is hmt-green-book, which is built in.")
    public Uni<Page<Kept<DiscountScheduleInput>>> listSchedules(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit) {
        return store.page(
                caller.get(),
                TermStore.Kind.DISCOUNT_SCHEDULE,
                cursor,
                limit,
                DiscountScheduleInput.class);
    }
}
