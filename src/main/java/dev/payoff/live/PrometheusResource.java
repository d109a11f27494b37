package dev.payoff.live;

import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.NeedsScope;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import dev.payoff.live.promql.Evaluator;
import dev.payoff.live.promql.Expr;
import dev.payoff.live.promql.Outcome;
import dev.payoff.live.promql.Parser;
import dev.payoff.live.promql.QueryRefused;
import dev.payoff.live.promql.Series;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/**
 * What of Prometheus' HTTP API Grafana asks: our figures as series, by the part of PromQL that
 * {@link Parser} reads. (Source: Prometheus, HTTP API v1.)
 */
@Path("/api/v1/prometheus/api/v1")
@Tag(
        name = "Prometheus",
        description = "Figures as series, for Grafana and other readers of Prometheus")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("viewer")
@NeedsScope(Scopes.READ)
public class PrometheusResource {

    private final CurrentCaller current;
    private final TenantDb db;
    private final TimeAndChance time;

    @Inject
    PrometheusResource(CurrentCaller current, TenantDb db, TimeAndChance time) {
        this.current = current;
        this.db = db;
        this.time = time;
    }

    /** At one moment. */
    @GET
    @Path("query")
    @Operation(
            summary = "A query at one moment",
            description =
                    "Answers a part of PromQL; what it does not answer is refused with bad_data and a sentence.")
    public Uni<PrometheusAnswer> query(
            @Parameter(example = "sum by (currency) (payoff_project_realised_value)")
                    @QueryParam("query")
                    @Nullable String query,
            @Parameter(description = "Seconds since 1970 or RFC 3339; now where it is absent")
                    @QueryParam("time")
                    @Nullable String at) {
        Instant moment =
                at == null || at.isBlank() ? time.now() : PrometheusTime.moment("time", at);
        Grid grid = Grid.at(moment);
        return answer(query, grid).map(outcome -> PrometheusAnswer.instant(outcome, moment));
    }

    /** The same, as a form. */
    @POST
    @Path("query")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(summary = "A query at one moment, sent as a form")
    public Uni<PrometheusAnswer> queryForm(
            @RestForm @Nullable String query, @RestForm("time") @Nullable String at) {
        return query(query, at);
    }

    /** Over a range. */
    @GET
    @Path("query_range")
    @Operation(
            summary = "A query over a range",
            description = "At most 11,000 moments, and 200,000 samples of a selector.")
    public Uni<PrometheusAnswer> queryRange(
            @Parameter(example = "payoff_project_realised_value{project=\"cloud\"}")
                    @QueryParam("query")
                    @Nullable String query,
            @QueryParam("start") @Nullable String start,
            @QueryParam("end") @Nullable String end,
            @Parameter(description = "Seconds, or a length of time", example = "1h")
                    @QueryParam("step")
                    @Nullable String step) {
        Grid grid =
                Grid.between(
                        PrometheusTime.moment("start", start),
                        PrometheusTime.moment("end", end),
                        PrometheusTime.step(step));
        return answer(query, grid).map(outcome -> PrometheusAnswer.range(outcome, grid));
    }

    /** The same, as a form. */
    @POST
    @Path("query_range")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(summary = "A query over a range, sent as a form")
    public Uni<PrometheusAnswer> queryRangeForm(
            @RestForm @Nullable String query,
            @RestForm @Nullable String start,
            @RestForm @Nullable String end,
            @RestForm @Nullable String step) {
        return queryRange(query, start, end, step);
    }

    private Uni<Outcome> answer(@Nullable String query, Grid grid) {
        Caller caller = current.get().require(Scopes.READ);
        if (query == null || query.isBlank()) {
            throw QueryRefused.badData("The parameter query is missing.");
        }
        Expr expr = Parser.expression(query);
        List<Expr.Selector> selectors = List.copyOf(Evaluator.selectors(expr));
        if (selectors.isEmpty()) {
            return Uni.createFrom().item(Evaluator.evaluate(expr, Map.of(), grid.points()));
        }
        Instant present = time.now();
        return db.inTransaction(
                        caller.tenantId(),
                        tx -> found(new SeriesReader(tx, present), selectors, grid))
                .map(found -> Evaluator.evaluate(expr, found, grid.points()));
    }

    private static Uni<Map<Expr.Selector, List<Series>>> found(
            SeriesReader reader, List<Expr.Selector> selectors, Grid grid) {
        Map<Expr.Selector, List<Series>> found = new HashMap<>();
        return Multi.createFrom()
                .iterable(selectors)
                .onItem()
                .transformToUniAndConcatenate(it ->
                        reader.read(it.matchers(), grid.earlier(it.offset()))
                                .invoke(series -> found.put(it, series)))
                .collect()
                .asList()
                .replaceWith(found);
    }
}
