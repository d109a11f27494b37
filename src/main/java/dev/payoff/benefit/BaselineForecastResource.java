package dev.payoff.benefit;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.TenantDb;
import dev.payoff.portfolio.BaselineStep;
import dev.payoff.portfolio.Bodies;
import dev.payoff.portfolio.Traits;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Takes the forecast without the project for a metric's baselines. */
@Path("/api/v1/metrics/{metric}/baseline-from-forecast")
@Produces(APPLICATION_JSON)
@Tag(name = "benefits")
class BaselineForecastResource {

    private final TenantDb db;
    private final CurrentCaller current;
    private final Traits traits;
    private final Audit audit;
    private final TimeAndChance time;

    BaselineForecastResource(
            TenantDb db, CurrentCaller current, Traits traits, Audit audit, TimeAndChance time) {
        this.db = db;
        this.current = current;
        this.traits = traits;
        this.audit = audit;
        this.time = time;
    }

    @POST
    @RolesAllowed("manager")
    @Operation(
            summary = "Measures a metric against the forecast without its project",
            description =
                    "Works the counterfactual out once, and keeps the forecast of each period since"
                            + " the go-live as the metric's baselineSeries, its interval beside it as"
                            + " lower and upper. Realised value follows the forecast from then on;"
                            + " later periods are measured against the last one, until it is taken"
                            + " again. It is another promise: with the benefit gate on, it does not"
                            + " count until finance agrees to it. PATCH of the metric with"
                            + " baselineSeries null takes it back.")
    public Uni<BaselineForecast> take(
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
                    @Nullable String control) {
        Caller caller = current.get();
        CounterfactualReads asked =
                CounterfactualReads.of(goLive, asOf, size, coverage, control, 0, time.now());
        return db.inTransaction(caller.tenantId(), tx -> asked.read(tx, caller, metric))
                // Fitting costs CPU; the event loop also serves people.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(BaselineForecastResource::forecast)
                .chain(it ->
                        db.inTransaction(caller.tenantId(), tx -> keep(tx, caller, metric, it)))
                .invoke(done -> traits.tell(caller.tenantId(), done.project()))
                .map(Done::forecast);
    }

    private record Done(UUID project, BaselineForecast forecast) {}

    private static BaselineForecast forecast(CounterfactualReads.Read read) {
        WithoutProject told = read.forecast();
        BaselineForecast.Outcome outcome =
                BaselineForecast.of(
                        told,
                        read.metric().terms(),
                        read.asked().size(),
                        read.asked().zone(),
                        read.metric().limits().minimum(),
                        read.metric().limits().maximum());
        return switch (outcome) {
            case BaselineForecast.Outcome.Steps(List<BaselineStep> steps) ->
                    new BaselineForecast(
                            told.metric(),
                            told.method(),
                            told.season(),
                            told.size(),
                            told.coverage(),
                            steps);
            case BaselineForecast.Outcome.Refused(String detail, String remedy) ->
                    throw ProblemException.of(409, "NO_FORECAST", "No forecast", detail, remedy);
        };
    }

    /** Another baseline is another promise, which passes the gate anew. */
    private Uni<Done> keep(
            SqlConnection tx, Caller caller, String metric, BaselineForecast forecast) {
        UUID tenant = caller.tenantId();
        return BenefitStore.locked(tx, tenant, metric)
                .call(facts ->
                        traits.baselines(
                                tx,
                                tenant,
                                facts.metricId(),
                                Bodies.text(forecast.baselineSeries())))
                .call(facts ->
                        facts.gateOn()
                                ? traits.count(tx, tenant, List.of(facts.metricId()), false)
                                : Uni.createFrom().voidItem())
                .call(facts ->
                        audit.record(
                                tx,
                                caller,
                                "metric.baseline_from_forecast",
                                "metric",
                                facts.metricId().toString(),
                                new JsonObject()
                                        .put("key", facts.fullKey())
                                        .put("size", forecast.size())
                                        .put("method", forecast.method())
                                        .put("coverage", forecast.coverage())
                                        .put("steps", forecast.baselineSeries().size())))
                .map(facts -> new Done(facts.projectId(), forecast));
    }
}
