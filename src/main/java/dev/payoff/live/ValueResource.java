package dev.payoff.live;

import dev.payoff.app.Moment;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import dev.payoff.portfolio.Registry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a project has earned, and why: as of any time, as known at any time. */
@Path("/api/v1/projects/{project}/value")
@Tag(name = "Value")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("viewer")
public class ValueResource {

    private final CurrentCaller current;
    private final TenantDb db;
    private final Registry registry;
    private final TimeAndChance time;

    @Inject
    ValueResource(CurrentCaller current, TenantDb db, Registry registry, TimeAndChance time) {
        this.current = current;
        this.db = db;
        this.registry = registry;
        this.time = time;
    }

    /** The figures. */
    @GET
    @Operation(
            summary = "Realised value, cost and ROI of a project",
            description =
                    "asOf: what had happened by then. asKnownAt: what we knew by then; a correction changes only later knowledge.")
    public Uni<ProjectValue> value(
            @PathParam("project") String project,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("asKnownAt") @Nullable String asKnownAt) {
        return ledger(project, Moment.of(asOf, asKnownAt, time.now())).map(ProjectValue::of);
    }

    /** The tree behind the figures. */
    @GET
    @Path("/explain")
    @Operation(
            summary = "The tree behind the figures, down to the measured hours",
            description = "Children add up to their parent, to the last digit that is kept.")
    public Uni<Explanation> explain(
            @PathParam("project") String project,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("asKnownAt") @Nullable String asKnownAt) {
        return ledger(project, Moment.of(asOf, asKnownAt, time.now())).map(Explanation::of);
    }

    /** Value against cost over time. */
    @GET
    @Path("/series")
    @Operation(summary = "Realised value and cost over time")
    public Uni<ValueSeries> series(
            @PathParam("project") String project,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("asKnownAt") @Nullable String asKnownAt,
            @QueryParam("points") @DefaultValue("120") @Min(2) @Max(ValueSeries.MAX_POINTS)
                    int points) {
        Instant now = time.now();
        Instant until = Moment.instant("to", to);
        Instant since = Moment.instant("from", from);
        return ledger(project, Moment.of(null, asKnownAt, now))
                .map(ledger -> ValueSeries.of(ledger, since, until == null ? now : until, points));
    }

    /** Value in times to come. */
    @GET
    @Path("/forecast")
    @Operation(
            summary =
                    "What the project will have earned if it goes on as it went, with an interval",
            description =
                    "What each day earned is forecast by the smoothing method that erred least in the project's own past;"
                            + " the bounds hold the value as often as the coverage says: split conformal as far as the past"
                            + " tells (Lei et al. 2018), and growing by the method's own error beyond (Hyndman et al. 2008)."
                            + " Without 14 whole days of value there is no point, and a reason.")
    public Uni<ValueForecast> forecast(
            @PathParam("project") String project,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("asKnownAt") @Nullable String asKnownAt,
            @Parameter(
                            description =
                                    "Where it ends; default: the latest date that a target has, or 90 days ahead")
                    @QueryParam("until")
                    @Nullable String until,
            @Parameter(description = "How often the value lies between the bounds")
                    @QueryParam("coverage")
                    @DefaultValue("0.9")
                    @DecimalMin("0.5")
                    @DecimalMax("0.99")
                    BigDecimal coverage,
            @QueryParam("points") @DefaultValue("60") @Min(2) @Max(ValueForecast.MAX_POINTS)
                    int points) {
        Instant end = Moment.instant("until", until);
        return ledger(project, Moment.of(asOf, asKnownAt, time.now()))
                // Fitting costs CPU; the event loop also serves people.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(ledger -> ValueForecast.of(ledger, end, coverage, points));
    }

    /** Where a forecast comes from. */
    @GET
    @Path("/forecast/explain")
    @Operation(
            summary =
                    "The proof of a figure of the forecast, down to what each metric earned on each day",
            description =
                    "Whoever forecasts the days of the proof again, by the method that it names, gets the figure, digit by digit.")
    public Uni<ForecastProof> explainForecast(
            @PathParam("project") String project,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("asKnownAt") @Nullable String asKnownAt,
            @Parameter(description = "expected, lower, upper or planned.")
                    @QueryParam("figure")
                    @DefaultValue("expected")
                    String figure,
            @Parameter(description = "The time to come; default: where the forecast ends")
                    @QueryParam("at")
                    @Nullable String at,
            @QueryParam("coverage") @DefaultValue("0.9") @DecimalMin("0.5") @DecimalMax("0.99")
                    BigDecimal coverage) {
        if (!ForecastProof.FIGURES.contains(figure)) {
            throw ProblemException.of(
                    400,
                    "BAD_PARAMETER",
                    "Not a parameter",
                    "The parameter 'figure' is one of "
                            + String.join(", ", ForecastProof.FIGURES)
                            + ".",
                    "Correct it and ask again.");
        }
        Instant end = Moment.instant("at", at);
        return ledger(project, Moment.of(asOf, asKnownAt, time.now()))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(ledger -> ForecastProof.of(ledger, end, coverage, figure));
    }

    /** How such forecasts would have held. */
    @GET
    @Path("/forecast/score")
    @Operation(
            summary = "How the forecast of value would have held, against what came",
            description =
                    "Makes the forecast again for each of the last 26 weeks, from the hours before it alone, and compares it with what"
                            + " the project then had earned: how often the bounds held, by how much the expected value was off, and"
                            + " which way.")
    public Uni<ForecastScore> forecastScore(
            @PathParam("project") String project,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("asKnownAt") @Nullable String asKnownAt,
            @Parameter(description = "How often the value was to lie between the bounds")
                    @QueryParam("coverage")
                    @DefaultValue("0.9")
                    @DecimalMin("0.5")
                    @DecimalMax("0.99")
                    BigDecimal coverage) {
        return ledger(project, Moment.of(asOf, asKnownAt, time.now()))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(ledger -> ForecastScore.of(ledger, coverage));
    }

    /** The same readings under other assumptions. */
    @POST
    @Path("/what-if")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "What the project would have returned under other assumptions",
            description =
                    "Values the same readings and costs by another go-live, discount rate, share, valuation, baseline, target"
                            + " or confidence. Nothing is stored.")
    public Uni<WhatIfValue> whatIf(
            @PathParam("project") String project,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("asKnownAt") @Nullable String asKnownAt,
            @NotNull @Valid WhatIf assumptions) {
        Caller caller = current.get().require(Scopes.READ);
        Moment moment = Moment.of(asOf, asKnownAt, time.now());
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        read(tx, caller.tenantId(), project, moment)
                                .chain(known ->
                                        TenantZone.of(tx, caller.tenantId())
                                                .map(zone ->
                                                        WhatIfValue.of(
                                                                known,
                                                                assumptions.applied(
                                                                        known, zone)))));
    }

    private Uni<Ledger> ledger(String project, Moment moment) {
        Caller caller = current.get().require(Scopes.READ);
        return db.inTransaction(
                caller.tenantId(), tx -> read(tx, caller.tenantId(), project, moment));
    }

    private Uni<Ledger> read(SqlConnection tx, UUID tenantId, String project, Moment moment) {
        return registry.project(tx, tenantId, project)
                .chain(found ->
                        Ledger.read(
                                tx,
                                found.orElseThrow(
                                        () -> ProblemException.notFound("project", project)),
                                moment));
    }
}
