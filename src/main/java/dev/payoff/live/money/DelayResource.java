package dev.payoff.live.money;

import dev.payoff.app.Moment;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import dev.payoff.live.Ledger;
import dev.payoff.portfolio.Definitions;
import dev.payoff.portfolio.MoneyTerms;
import dev.payoff.portfolio.PriorityInput;
import dev.payoff.portfolio.Registry;
import dev.payoff.stream.FigureStore;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Period;
import dev.payoff.value.RealisedValue;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What waiting costs, over all projects. */
@Path("/api/v1/portfolio/delay")
@Tag(name = "Money")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("viewer")
public class DelayResource {

    /** The most projects that are put in order. */
    static final int MAX_PROJECTS = 2_000;

    private static final String PROJECTS =
            "SELECT id, go_live FROM project WHERE archived_at IS NULL ORDER BY key LIMIT "
                    + MAX_PROJECTS;

    private static final String PROMISES =
            """
            SELECT m.project_id, t.zone, v.definition::text AS definition, pv.definition::text AS project_definition
              FROM metric m JOIN tenant t ON t.id = m.tenant_id
              JOIN LATERAL (SELECT definition FROM metric_version WHERE metric_id = m.id ORDER BY version DESC LIMIT 1) AS v ON true
              JOIN LATERAL (SELECT definition FROM project_version WHERE project_id = m.project_id ORDER BY version DESC LIMIT 1) AS pv ON true
             WHERE m.archived_at IS NULL
            """;

    private static final String CURRENCY = "SELECT currency FROM tenant";

    private final CurrentCaller current;
    private final TenantDb db;
    private final MoneyTerms terms;
    private final Registry registry;
    private final TimeAndChance time;

    DelayResource(
            CurrentCaller current,
            TenantDb db,
            MoneyTerms terms,
            Registry registry,
            TimeAndChance time) {
        this.current = current;
        this.db = db;
        this.terms = terms;
        this.registry = registry;
        this.time = time;
    }

    /** The order that costs least. */
    @GET
    @Operation(
            summary =
                    "What waiting costs: cost of delay, CD3 and WSJF, and the order that costs least",
            description =
                    "Cost of delay is what people told, else what the project earns now, measured, else what it"
                            + " promises. How long the work takes: PUT /api/v1/projects/{project}/priority, else the"
                            + " time until its go-live.")
    public Uni<DelayView> delay() {
        Caller caller = current.get().require(Scopes.READ);
        Instant now = time.now();
        return db.inTransaction(caller.tenantId(), tx -> read(tx, now).map(it -> it.view(now)));
    }

    /** The proof of a figure. */
    @GET
    @Path("/explain")
    @Operation(
            summary =
                    "The proof of what waiting for a project costs, down to the hours measured last",
            description =
                    "Doing what each operation says to its parts gives the figure again, digit by digit.")
    public Uni<FigureProof> explain(
            @Parameter(example = "cloud-migration") @QueryParam("project") @NotNull String project,
            @Parameter(
                            example = "cd3",
                            description = "costOfDelayPerWeek, cd3, doneAfterWeeks or delayCost.")
                    @QueryParam("figure")
                    @DefaultValue("costOfDelayPerWeek")
                    String figure) {
        if (!DelayProof.FIGURES.contains(figure)) {
            throw MoneyProblems.wrong(
                    "figure", "is one of " + String.join(", ", DelayProof.FIGURES));
        }
        Caller caller = current.get().require(Scopes.READ);
        Instant now = time.now();
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        registry.project(tx, caller.tenantId(), project)
                                .map(found ->
                                        found.filter(it -> !it.archived())
                                                .orElseThrow(() ->
                                                        ProblemException.notFound(
                                                                "project", project)))
                                .chain(found -> Ledger.read(tx, found, new Moment(null, null, now)))
                                .chain(ledger ->
                                        read(tx, now)
                                                .map(it ->
                                                        DelayProof.of(
                                                                it.view(now),
                                                                it.byKey(),
                                                                ledger,
                                                                figure))));
    }

    /** All projects that could wait, in the tenant's currency. */
    private record Waiting(String currency, List<DelayView.Candidate> candidates) {

        DelayView view(Instant now) {
            return DelayView.of(currency, candidates, now);
        }

        Map<String, DelayView.Candidate> byKey() {
            Map<String, DelayView.Candidate> byKey = new HashMap<>();
            candidates.forEach(it -> byKey.put(it.figure().key(), it));
            return byKey;
        }
    }

    private Uni<Waiting> read(SqlConnection tx, Instant now) {
        Map<UUID, @Nullable Instant> goLives = new HashMap<>();
        List<UUID> ids = new ArrayList<>();
        return tx.query(PROJECTS)
                .execute()
                .invoke(rows ->
                        rows.forEach(row -> {
                            OffsetDateTime goLive = row.getOffsetDateTime("go_live");
                            ids.add(row.getUUID("id"));
                            goLives.put(
                                    row.getUUID("id"), goLive == null ? null : goLive.toInstant());
                        }))
                .chain(() -> FigureStore.read(tx, ids, now))
                .chain(figures ->
                        terms.priorities(tx, null)
                                .chain(priorities ->
                                        promises(tx, now)
                                                .chain(promises ->
                                                        currency(tx)
                                                                .map(currency ->
                                                                        together(
                                                                                currency,
                                                                                figures,
                                                                                priorities,
                                                                                promises,
                                                                                goLives)))));
    }

    private static Waiting together(
            String currency,
            List<FigureStore.Figures> figures,
            Map<UUID, PriorityInput> priorities,
            Map<UUID, BigDecimal> promises,
            Map<UUID, @Nullable Instant> goLives) {
        List<DelayView.Candidate> candidates = new ArrayList<>();
        for (FigureStore.Figures each : figures) {
            UUID id = each.project().id();
            candidates.add(
                    new DelayView.Candidate(
                            each.project(),
                            priorities.getOrDefault(id, PriorityInput.NONE),
                            promises.get(id),
                            goLives.get(id)));
        }
        return new Waiting(currency, candidates);
    }

    private static Uni<String> currency(SqlConnection tx) {
        return tx.query(CURRENCY).execute().map(rows -> rows.iterator().next().getString(0));
    }

    private static Uni<Map<UUID, BigDecimal>> promises(SqlConnection tx, Instant now) {
        return tx.query(PROMISES)
                .execute()
                .map(rows -> {
                    Map<UUID, BigDecimal> promises = new HashMap<>();
                    for (Row row : rows) {
                        MetricTerms of =
                                Definitions.terms(
                                        row.getString("definition"),
                                        row.getString("project_definition"),
                                        ZoneId.of(row.getString("zone")));
                        BigDecimal week = weekAtTarget(of, now);
                        if (week != null) {
                            promises.merge(row.getUUID("project_id"), week, BigDecimal::add);
                        }
                    }
                    return promises;
                });
    }

    /**
     * What a metric earns in a week at its target, whenever it starts; null where unknown, where it
     * does not count, and once it is over.
     */
    static @Nullable BigDecimal weekAtTarget(MetricTerms of, Instant now) {
        if (!of.counted() || of.isOver(now)) {
            return null;
        }
        MetricTerms constant =
                new MetricTerms(
                        of.kind(),
                        of.baseline(),
                        of.target(),
                        null,
                        of.share(),
                        of.confidence(),
                        of.valuation(),
                        of.flowPer(),
                        Instant.EPOCH,
                        null,
                        of.staleness());
        BigDecimal hour = RealisedValue.promisedPerHour(constant.against(of.baselines()));
        return hour == null ? null : hour.multiply(Period.WEEK.hours());
    }
}
