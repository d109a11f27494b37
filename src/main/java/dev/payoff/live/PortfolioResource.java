package dev.payoff.live;

import dev.payoff.app.Moment;
import dev.payoff.app.Shown;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import dev.payoff.portfolio.Registry;
import dev.payoff.stream.FigureStore;
import dev.payoff.stream.ProjectFigure;
import dev.payoff.value.Finance;
import dev.payoff.value.Freshness;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Every project with its live figure, and the whole. */
@Path("/api/v1/portfolio")
@Tag(name = "Value")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("viewer")
public class PortfolioResource {

    /** The most projects of one answer; the totals are of these. */
    static final int MAX_PROJECTS = 2_000;

    private static final String PROJECTS =
            "SELECT id FROM project WHERE archived_at IS NULL ORDER BY key LIMIT " + MAX_PROJECTS;

    private static final String ALERTS =
            """
            SELECT project_id, count(*) AS firing,
                   (array_agg(severity ORDER BY array_position(ARRAY['CRITICAL', 'WARNING', 'INFO'], severity)))[1] AS worst
              FROM episode WHERE state = 'FIRING' GROUP BY project_id
            """;

    private static final String CURRENCY = "SELECT currency FROM tenant";

    private final CurrentCaller current;
    private final TenantDb db;
    private final Registry registry;
    private final TimeAndChance time;

    @Inject
    PortfolioResource(CurrentCaller current, TenantDb db, Registry registry, TimeAndChance time) {
        this.current = current;
        this.db = db;
        this.registry = registry;
        this.time = time;
    }

    /** Alerts of a project that fire now. */
    public record Alerts(
            long firing,
            @Schema(enumeration = {"INFO", "WARNING", "CRITICAL"}) @Nullable String worst) {}

    /** A project's live figure. */
    public record Project(
            UUID id,
            String key,
            String name,
            String type,
            String currency,
            @Nullable BigDecimal realised,
            @Nullable BigDecimal weighted,
            @Nullable BigDecimal earningPerHour,
            @Nullable BigDecimal tickPerHour,
            @Nullable BigDecimal cost,
            @Nullable BigDecimal roiSimple,
            @Nullable BigDecimal achievement,
            boolean complete,
            List<String> reasons,
            long revision,
            Instant asOf,
            Freshness freshness,
            @Nullable Instant lastObserved,
            Alerts alerts) {}

    /** The whole, of the projects in the tenant's currency; others are named in {@code reasons}. */
    public record Totals(
            @Nullable BigDecimal realised,
            @Nullable BigDecimal weighted,
            @Nullable BigDecimal earningPerHour,
            @Nullable BigDecimal tickPerHour,
            @Nullable BigDecimal cost,
            @Nullable BigDecimal roiSimple,
            boolean complete,
            List<String> reasons) {}

    /** The portfolio. */
    public record Portfolio(String currency, Instant asOf, Totals totals, List<Project> projects) {}

    /** Every project and the whole. */
    @GET
    @Operation(
            summary = "Every project with its live figure, and the whole",
            description =
                    "With asOf (what had happened by then) or asKnownAt (what we knew by then) each"
                            + " project is folded anew, the first 200 by their keys, and alerts are"
                            + " those that fired then.")
    public Uni<Portfolio> portfolio(
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("asKnownAt") @Nullable String asKnownAt) {
        Caller caller = current.get().require(Scopes.READ);
        Instant now = time.now();
        Moment moment = Moment.of(asOf, asKnownAt, now);
        boolean live = moment.asOf() == null && moment.asKnownAt() == null;
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        live
                                ? read(tx, now)
                                : currency(tx)
                                        .chain(currency ->
                                                PastPortfolio.read(
                                                        tx,
                                                        registry,
                                                        caller.tenantId(),
                                                        moment,
                                                        currency)));
    }

    private static Uni<Portfolio> read(SqlConnection tx, Instant now) {
        return tx.query(PROJECTS)
                .execute()
                .map(rows -> {
                    List<UUID> ids = new ArrayList<>();
                    rows.forEach(row -> ids.add(row.getUUID("id")));
                    return ids;
                })
                .chain(ids -> FigureStore.read(tx, ids, now))
                .chain(figures ->
                        alerts(tx)
                                .chain(alerts ->
                                        currency(tx)
                                                .map(currency ->
                                                        together(currency, figures, alerts, now))));
    }

    private static Uni<String> currency(SqlConnection tx) {
        return tx.query(CURRENCY)
                .execute()
                .map(rows -> rows.iterator().next().getString("currency"));
    }

    private static Uni<Map<UUID, Alerts>> alerts(SqlConnection tx) {
        return tx.query(ALERTS)
                .execute()
                .map(rows -> {
                    Map<UUID, Alerts> alerts = new HashMap<>();
                    rows.forEach(row ->
                            alerts.put(
                                    row.getUUID("project_id"),
                                    new Alerts(row.getLong("firing"), row.getString("worst"))));
                    return alerts;
                });
    }

    private static Portfolio together(
            String currency,
            List<FigureStore.Figures> figures,
            Map<UUID, Alerts> alerts,
            Instant now) {
        BigDecimal realised = BigDecimal.ZERO;
        BigDecimal weighted = BigDecimal.ZERO;
        BigDecimal earning = BigDecimal.ZERO;
        BigDecimal tick = BigDecimal.ZERO;
        BigDecimal cost = BigDecimal.ZERO;
        List<String> reasons = new ArrayList<>();
        List<Project> projects = new ArrayList<>();
        for (FigureStore.Figures each : figures) {
            ProjectFigure figure = each.project();
            projects.add(project(figure, alerts.getOrDefault(figure.id(), new Alerts(0, null))));
            if (!figure.currency().equals(currency)) {
                reasons.add(
                        figure.key()
                                + " is in "
                                + figure.currency()
                                + " and not part of the totals in "
                                + currency
                                + ".");
                continue;
            }
            realised = realised.add(figure.realised());
            weighted = weighted.add(figure.weighted());
            earning = earning.add(figure.earningPerHour());
            tick = tick.add(figure.tickPerHour());
            cost = cost == null || figure.cost() == null ? null : cost.add(figure.cost());
            if (!figure.complete()) {
                reasons.add(figure.key() + " is not complete.");
            }
        }
        Totals totals =
                new Totals(
                        Shown.figure(realised),
                        Shown.figure(weighted),
                        Shown.figure(earning),
                        Shown.figure(tick),
                        Shown.figure(cost),
                        cost == null ? null : Shown.figure(Finance.roiSimple(realised, cost)),
                        reasons.isEmpty(),
                        reasons);
        return new Portfolio(currency, now, totals, projects);
    }

    private static Project project(ProjectFigure f, Alerts alerts) {
        return new Project(
                f.id(),
                f.key(),
                f.name(),
                f.type(),
                f.currency(),
                Shown.figure(f.realised()),
                Shown.figure(f.weighted()),
                Shown.figure(f.earningPerHour()),
                Shown.figure(f.tickPerHour()),
                Shown.figure(f.cost()),
                Shown.figure(f.roiSimple()),
                Shown.figure(f.achievement()),
                f.complete(),
                f.reasons(),
                f.revision(),
                f.asOf(),
                f.freshness(),
                f.lastObserved(),
                alerts);
    }
}
