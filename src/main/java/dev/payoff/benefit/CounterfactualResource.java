package dev.payoff.benefit;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.TenantDb;
import dev.payoff.stream.Definitions;
import dev.payoff.stream.MetricDef;
import dev.payoff.value.WindowSize;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final Map<String, WindowSize> SIZES =
            Map.of("hour", WindowSize.HOUR, "day", WindowSize.DAY, "month", WindowSize.MONTH);

    private static final String WINDOWS =
            """
            SELECT start_at, count, sum FROM metric_window
             WHERE metric_id = $1 AND size = $2 AND end_at <= $3 ORDER BY start_at DESC LIMIT $4
            """;

    private final TenantDb db;
    private final CurrentCaller current;
    private final TimeAndChance time;

    CounterfactualResource(TenantDb db, CurrentCaller current, TimeAndChance time) {
        this.db = db;
        this.current = current;
        this.time = time;
    }

    /** What was read, to be worked out off the event loop. */
    private record Read(WithoutProject.Asked asked, EvenSeries series) {}

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
        WindowSize window = SIZES.get(size);
        if (window == null) {
            throw ProblemException.of(
                    400,
                    "BAD_SIZE",
                    "Not a window size",
                    "The parameter 'size' is '" + size + "'.",
                    "Use hour, day or month.");
        }
        Instant asked = instant("goLive", goLive);
        Instant at = instant("asOf", asOf);
        Instant now = at == null || at.isAfter(time.now()) ? time.now() : at;
        return db.inTransaction(
                        caller.tenantId(),
                        tx ->
                                definition(tx, caller, metric)
                                        .chain(def ->
                                                controlled(tx, caller, control, window, now)
                                                        .chain(by ->
                                                                series(tx, def, window, now)
                                                                        .map(series ->
                                                                                new Read(
                                                                                        asked(
                                                                                                def,
                                                                                                window,
                                                                                                asked,
                                                                                                coverage,
                                                                                                placebos,
                                                                                                by
                                                                                                        .orElse(
                                                                                                                null)),
                                                                                        series)))))
                // Fitting costs CPU; the event loop also serves people.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(read -> WithoutProject.of(read.asked(), read.series()));
    }

    private static WithoutProject.Asked asked(
            MetricDef def,
            WindowSize window,
            @Nullable Instant goLive,
            BigDecimal coverage,
            int placebos,
            @Nullable EvenSeries control) {
        Instant from = goLive == null ? def.terms().benefitStart() : goLive;
        if (from == null) {
            throw ProblemException.of(
                    409,
                    "NO_GO_LIVE",
                    "No go-live",
                    "Neither the project nor the metric has a start.",
                    "Send goLive, or set the project's.");
        }
        return new WithoutProject.Asked(
                def.key(),
                def.currency(),
                def.terms(),
                window,
                def.zone(),
                from,
                coverage.doubleValue(),
                placebos,
                control);
    }

    private static Uni<MetricDef> definition(SqlConnection tx, Caller caller, String metric) {
        return Definitions.byReferences(tx, caller.tenantKey(), List.of(metric))
                .map(found -> {
                    if (found.isEmpty()) {
                        throw ProblemException.notFound("metric", metric);
                    }
                    return found.getFirst();
                });
    }

    private static Uni<Optional<EvenSeries>> controlled(
            SqlConnection tx,
            Caller caller,
            @Nullable String control,
            WindowSize size,
            Instant now) {
        return control == null
                ? Uni.createFrom().item(Optional.empty())
                : definition(tx, caller, control)
                        .chain(def -> series(tx, def, size, now))
                        .map(Optional::of);
    }

    private static Uni<EvenSeries> series(
            SqlConnection tx, MetricDef def, WindowSize size, Instant now) {
        return tx.preparedQuery(WINDOWS)
                .execute(
                        Tuple.of(
                                def.id(),
                                size.code(),
                                now.atOffset(ZoneOffset.UTC),
                                EvenSeries.MOST))
                .map(rows -> {
                    List<EvenSeries.Measured> measured = new ArrayList<>();
                    rows.forEach(row ->
                            measured.add(
                                    new EvenSeries.Measured(
                                            row.getOffsetDateTime("start_at").toInstant(),
                                            row.getLong("count"),
                                            row.getBigDecimal("sum"))));
                    return EvenSeries.of(measured, def.terms().kind(), size, def.zone(), now);
                });
    }

    private static @Nullable Instant instant(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            // A plus sign that was not escaped arrives as a space.
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeParseException e) {
            throw ProblemException.of(
                    400,
                    "BAD_TIME",
                    "Not a time",
                    "The parameter '" + name + "' is '" + text + "'.",
                    "Write it like 2026-03-01T00:00:00Z.");
        }
    }
}
