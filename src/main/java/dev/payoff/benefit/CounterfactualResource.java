package dev.payoff.benefit;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** What a metric would have been without its project. */
@Path("/api/v1/metrics/{metric}/counterfactual")
@Produces(APPLICATION_JSON)
@Tag(name = "benefits")
class CounterfactualResource {

    private final TenantDb db;
    private final CurrentCaller current;
    private final TimeAndChance time;

    CounterfactualResource(TenantDb db, CurrentCaller current, TimeAndChance time) {
        this.db = db;
        this.current = current;
        this.time = time;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(
            summary = "What a metric would have been without the project",
            description =
                    "The series before the go-live is forecast past it, with intervals calibrated"
                            + " on forecasts of the past (split conformal); a weekly, daily or yearly"
                            + " season is taken out where there is one. With a control, a metric that"
                            + " the project cannot have touched, a line over it explains the series"
                            + " instead. Placebos are go-lives that never were: they should show"
                            + " nothing. Realised value does not change by it.")
    public Uni<WithoutProject> counterfactual(
            @RestPath String metric,
            @Parameter(
                            description = "Default: the metric's benefit start",
                            example = "2026-03-01T00:00:00Z")
                    @QueryParam("goLive")
                    @Nullable String goLive,
            @Parameter(description = "What had happened by then; default: now") @QueryParam("asOf")
                    @Nullable String asOf,
            @Parameter(description = "hour, day or month") @QueryParam("size") @DefaultValue("day")
                    String size,
            @Parameter(description = "Of the intervals, such as 0.9")
                    @QueryParam("coverage")
                    @DefaultValue("0.9")
                    @DecimalMin("0.5")
                    @DecimalMax("0.99")
                    BigDecimal coverage,
            @Parameter(description = "Id or key of a metric that the project cannot have touched")
                    @QueryParam("control")
                    @Nullable String control,
            @QueryParam("placebos") @DefaultValue("0") @Min(0) @Max(10) int placebos) {
        Caller caller = current.get();
        CounterfactualReads asked =
                CounterfactualReads.of(goLive, asOf, size, coverage, control, placebos, time.now());
        return db.inTransaction(caller.tenantId(), tx -> asked.read(tx, caller, metric))
                // Fitting costs CPU; the event loop also serves people.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(CounterfactualReads.Read::forecast);
    }
}
