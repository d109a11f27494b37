package dev.payoff.portfolio;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.app.Page;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.ProblemException;
import dev.payoff.identity.Caller;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** What figures are computed by: a tenant's schedules, indices, labour rates, fiscal calendar. */
@Path("/api/v1")
@Produces(APPLICATION_JSON)
@Tag(name = "Money")
class MoneyTermsResource {

    private static final String VERSIONS =
            "A change is a new version; figures as known before it keep the one before.";

    private final TermStore store;
    private final MoneyTerms terms;
    private final TenantDb db;
    private final CurrentCaller caller;
    private final Bodies bodies;

    MoneyTermsResource(
            TermStore store, MoneyTerms terms, TenantDb db, CurrentCaller caller, Bodies bodies) {
        this.store = store;
        this.terms = terms;
        this.db = db;
        this.caller = caller;
        this.bodies = bodies;
    }

    @PUT
    @Path("discount-schedules/{key}")
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("admin")
    @Operation(summary = "Tells a discount schedule", description = VERSIONS)
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
        return put(
                TermStore.Kind.DISCOUNT_SCHEDULE,
                key,
                body,
                DiscountScheduleInput.class,
                DiscountScheduleInput::wrong);
    }

    @GET
    @Path("discount-schedules/{key}")
    @RolesAllowed("viewer")
    @Operation(summary = "A discount schedule; hmt-green-book is built in")
    public Uni<Kept<DiscountScheduleInput>> getSchedule(@RestPath String key) {
        return db.inTransaction(
                caller.get().tenantId(),
                tx ->
                        terms.schedule(tx, key, null)
                                .map(found ->
                                        found.orElseThrow(() -> absent("discount schedule", key))));
    }

    @GET
    @Path("discount-schedules")
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

    @PUT
    @Path("price-indices/{key}")
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("admin")
    @Operation(summary = "Tells a price index", description = VERSIONS)
    public Uni<Kept<PriceIndexInput>> putIndex(
            @RestPath String key,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(implementation = PriceIndexInput.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "index",
                                                            value = PriceIndexInput.EXAMPLE)))
                    byte[] body) {
        return put(
                TermStore.Kind.PRICE_INDEX,
                key,
                body,
                PriceIndexInput.class,
                PriceIndexInput::wrong);
    }

    @GET
    @Path("price-indices")
    @RolesAllowed("viewer")
    @Operation(summary = "Lists the tenant's price indices")
    public Uni<Page<Kept<PriceIndexInput>>> listIndices(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit) {
        return store.page(
                caller.get(), TermStore.Kind.PRICE_INDEX, cursor, limit, PriceIndexInput.class);
    }

    @PUT
    @Path("labour-rates/{key}")
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("admin")
    @Operation(summary = "Tells what an hour of a role costs", description = VERSIONS)
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
        return put(
                TermStore.Kind.LABOUR_RATE,
                key,
                body,
                LabourRateInput.class,
                LabourRateInput::wrong);
    }

    @GET
    @Path("labour-rates")
    @RolesAllowed("viewer")
    @Operation(summary = "Lists what hours of the tenant's roles cost")
    public Uni<Page<Kept<LabourRateInput>>> listLabourRates(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
                    int limit) {
        return store.page(
                caller.get(), TermStore.Kind.LABOUR_RATE, cursor, limit, LabourRateInput.class);
    }

    @PUT
    @Path("fiscal-calendar")
    @Consumes(APPLICATION_JSON)
    @RolesAllowed("admin")
    @Operation(summary = "Tells when the tenant's fiscal years begin", description = VERSIONS)
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
    @Path("fiscal-calendar")
    @RolesAllowed("viewer")
    @Operation(summary = "The tenant's fiscal calendar; calendar years where none was told")
    public Uni<Kept<FiscalCalendarInput>> getCalendar() {
        return db.inTransaction(caller.get().tenantId(), tx -> terms.calendar(tx, null));
    }

    private <T> Uni<Kept<T>> put(
            TermStore.Kind kind,
            String key,
            byte[] body,
            Class<T> type,
            Function<T, List<Violation>> wrong) {
        Caller who = caller.get();
        T input = bodies.checked(Bodies.tree(body), type);
        List<Violation> all = new ArrayList<>(wrong.apply(input));
        if (!key.matches(Limits.KEY)) {
            all.add(new Violation("key", Limits.KEY_MESSAGE));
        }
        Bodies.refuse(all);
        return store.put(who, kind, key, input, type);
    }

    static ProblemException absent(String what, String key) {
        return ProblemException.notFound(what, key);
    }
}
