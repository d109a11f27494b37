package dev.payoff.analytics;

import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The portfolio rolled up, compared, and with what depends on what. */
@Path("/api/v1/portfolio")
@Tag(name = "Portfolio")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("viewer")
public class PortfolioViewsResource {

    private static final int MAX_FIGURES = 10;

    private final CurrentCaller current;
    private final TenantDb db;
    private final TimeAndChance time;

    PortfolioViewsResource(CurrentCaller current, TenantDb db, TimeAndChance time) {
        this.current = current;
        this.db = db;
        this.time = time;
    }

    /** Rolled up. */
    @GET
    @Path("/rollup")
    @Operation(
            summary = "Value and cost by programme, owner, objective, type, category or project",
            description =
                    "Sums are in the tenant's currency. All figures of a project in another one are"
                            + " converted at the latest rate in force today, told in 'rates', so that"
                            + " a project's ROI stays its own; without a rate it is in no sum, and"
                            + " 'unknown' says why.")
    public Uni<PortfolioViews.RollUp> rollUp(
            @Parameter(example = "programme") @QueryParam("by") @Nullable String by) {
        PortfolioViews.By group = by(by);
        Caller caller = current.get().require(Scopes.READ);
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        PortfolioReader.together(tx, time.now())
                                .map(projects -> PortfolioViews.rollUp(projects, group)));
    }

    /** Side by side. */
    @GET
    @Path("/compare")
    @Operation(
            summary = "Projects side by side on any figures; with three, as bubbles too",
            description =
                    "Figures: realised, weighted, earningPerHour, cost, net, roiSimple, budget, spentOfBudget, achievement,"
                            + " planPerYear. One that is not known is null.")
    public Uni<PortfolioViews.Comparison> compare(
            @Parameter(example = "cost,realised,budget")
                    @QueryParam("figures")
                    @DefaultValue("realised,cost,roiSimple")
                    String figures) {
        List<String> names = Arrays.stream(figures.split(",")).map(String::strip).toList();
        if (names.size() > MAX_FIGURES || !PortfolioRow.FIGURES.containsAll(names)) {
            throw invalid(
                    "'figures' must name at most %d of %s."
                            .formatted(
                                    MAX_FIGURES,
                                    String.join(", ", new TreeSet<>(PortfolioRow.FIGURES))));
        }
        Caller caller = current.get().require(Scopes.READ);
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        PortfolioReader.rows(tx, time.now())
                                .map(rows -> PortfolioViews.compare(rows, names)));
    }

    /** From nothing to net value. */
    @GET
    @Path("/waterfall")
    @Operation(summary = "From nothing by value up and by cost down to net value")
    public Uni<PortfolioViews.Waterfall> waterfall(
            @Parameter(example = "project") @QueryParam("by") @DefaultValue("project") String by) {
        PortfolioViews.By group = by(by);
        Caller caller = current.get().require(Scopes.READ);
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        PortfolioReader.together(tx, time.now())
                                .map(projects -> PortfolioViews.waterfall(projects, group)));
    }

    /** What depends on what. */
    @GET
    @Path("/dependencies")
    @Operation(
            summary = "What depends on what, and what a slip of a project costs all downstream",
            description =
                    "In the tenant's currency, as the roll-up converts. A project's value at risk is what it and all that need it earn a day: now, or at their targets where"
                            + " they earn nothing yet. A slip is handed on in full.")
    public Uni<DependencyNetwork.Network> dependencies(
            @Parameter(example = "cloud-migration") @QueryParam("slipping")
                    @Nullable String slipping,
            @QueryParam("days") @DefaultValue("30") @Min(1) @Max(3_650) int days) {
        Caller caller = current.get().require(Scopes.READ);
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        PortfolioReader.together(tx, time.now())
                                .invoke(projects -> requireKnown(projects, slipping))
                                .chain(projects ->
                                        FactsReader.needs(tx)
                                                .map(needs ->
                                                        DependencyNetwork.of(
                                                                projects, needs, slipping, days))));
    }

    private static void requireKnown(Together projects, @Nullable String slipping) {
        if (slipping != null
                && projects.rows().stream().noneMatch(it -> it.key().equals(slipping))
                && projects.unknown().stream().noneMatch(it -> it.project().equals(slipping))) {
            throw ProblemException.notFound("project", slipping);
        }
    }

    /** Growth between two reports. */
    @GET
    @Path("/growth")
    @Operation(
            summary = "How budgets and ends moved between two reports, with reference classes",
            description =
                    "Of each project that both reports name, and as quantiles of each class; never as means, which one"
                            + " project would decide. Default: the two latest reports.")
    public Uni<Growth.Report> growth(
            @Parameter(example = "2016-06-09") @QueryParam("from") @Nullable String from,
            @Parameter(example = "2019-05-01") @QueryParam("to") @Nullable String to,
            @QueryParam("by") @DefaultValue("programme") String by) {
        PortfolioViews.By group = by(by);
        LocalDate then = date("from", from);
        LocalDate now = date("to", to);
        Caller caller = current.get().require(Scopes.READ);
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        PortfolioReader.reports(tx)
                                .chain(latest -> {
                                    if (latest.size() < 2 && (then == null || now == null)) {
                                        throw ProblemException.of(
                                                409,
                                                "NO_REPORTS",
                                                "No two reports",
                                                "There are not two reports with estimates of projects.",
                                                "Import them: POST /api/v1/imports/projects?asOf=.");
                                    }
                                    return PortfolioReader.growth(
                                            tx,
                                            then == null ? latest.getLast() : then,
                                            now == null ? latest.getFirst() : now,
                                            group);
                                }));
    }

    static PortfolioViews.By by(@Nullable String text) {
        try {
            return PortfolioViews.By.valueOf(String.valueOf(text).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw invalid("'by' must be programme, owner, objective, type, category or project.");
        }
    }

    static @Nullable LocalDate date(String name, @Nullable String text) {
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw invalid("'" + name + "' must be a date, such as 2026-11-21.");
        }
    }

    static ProblemException invalid(String detail) {
        return ProblemException.of(
                400, "VALIDATION", "Not valid", detail, "Correct the parameter and ask again.");
    }
}
