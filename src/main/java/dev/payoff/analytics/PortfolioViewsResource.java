package dev.payoff.analytics;

import dev.payoff.analytics.PortfolioReader.Which;
import dev.payoff.app.Cursor;
import dev.payoff.app.Moment;
import dev.payoff.app.Page;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import dev.payoff.portfolio.Appraisals;
import dev.payoff.portfolio.Standings;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
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

    private static final String COMPARISON = "comparison";

    private final CurrentCaller current;
    private final TenantDb db;
    private final TimeAndChance time;
    private final Appraisals appraisals;
    private final Standings standings;

    PortfolioViewsResource(
            CurrentCaller current,
            TenantDb db,
            TimeAndChance time,
            Appraisals appraisals,
            Standings standings) {
        this.current = current;
        this.db = db;
        this.time = time;
        this.appraisals = appraisals;
        this.standings = standings;
    }

    /** Rolled up. */
    @GET
    @Path("/rollup")
    @Operation(
            summary = "Value and cost by programme, owner, objective, type, category or project",
            description =
                    "Sums are in the tenant's currency. All figures of a project in another one are"
                            + " converted at the latest rate in force then, told in 'rates', so that"
                            + " a project's ROI stays its own; without a rate it is in no sum, and"
                            + " 'unknown' says why. 'figures' asks for more, of each group as if it"
                            + " were one project: its flows together in one currency, discounted to"
                            + " the first of them; ratios are those of sums, never means of ratios.")
    public Uni<PortfolioViews.RollUp> rollUp(
            @Parameter(example = "programme") @QueryParam("by") @Nullable String by,
            @Parameter(example = "npv,irr,cpi", description = FiguresAsked.OF_MONEY)
                    @QueryParam("figures")
                    @DefaultValue("")
                    String figures,
            @BeanParam FiguresAsked.By money,
            @BeanParam When when) {
        PortfolioViews.By group = Parameters.by(by);
        FiguresAsked asked = FiguresAsked.ofMoney(figures, money);
        Caller caller = current.get().require(Scopes.READ);
        Moment at = when.moment(time.now());
        return db.inTransaction(
                        caller.tenantId(),
                        tx ->
                                together(tx, caller, at)
                                        .chain(projects ->
                                                asked.read(
                                                                appraisals,
                                                                tx,
                                                                caller.tenantId(),
                                                                projects.rows(),
                                                                at)
                                                        .map(read -> new Rolled(projects, read))))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(it -> {
                    PortfolioViews.RollUp rolled = PortfolioViews.rollUp(it.projects(), group);
                    return asked.measures().isEmpty()
                            ? rolled
                            : PortfolioViews.withMoney(
                                    rolled, asked.measures(), it.money(), it.projects());
                });
    }

    private Uni<Together> together(SqlConnection tx, Caller caller, Moment at) {
        return PortfolioReader.together(tx, caller.tenantId(), standings, at);
    }

    private record Rolled(Together projects, Map<String, Appraisals.Appraised> money) {}

    /** Side by side. */
    @GET
    @Path("/compare")
    @Operation(
            summary = "Projects side by side on any figures; with three, as bubbles too",
            description =
                    "One that is not known is null, and 'reasons' says why. Figures of money are those of"
                            + " /projects/{project}/money, of the case that 'basis' names; at most "
                            + Appraisals.MOST_FACTS
                            + " measured hours and cost lines are looked through for one answer.")
    public Uni<Comparisons.Comparison> compare(
            @Parameter(example = "cost,realised,npv", description = FiguresAsked.ALL)
                    @QueryParam("figures")
                    @DefaultValue("realised,cost,roiSimple")
                    String figures,
            @BeanParam FiguresAsked.By money,
            @Parameter(
                            description = "Keys of the projects; default: all.",
                            example = "cloud-migration,shop")
                    @QueryParam("projects")
                    @Nullable String projects,
            @QueryParam("limit") @DefaultValue(MOST) @Min(1) @Max(FactsReader.MAX_PROJECTS)
                    int limit,
            @QueryParam("cursor") @Nullable String cursor,
            @BeanParam When when) {
        FiguresAsked asked = FiguresAsked.of(figures, money);
        Set<String> only = keys(projects);
        Cursor after = Cursor.decode(cursor, COMPARISON, 1);
        Caller caller = current.get().require(Scopes.READ);
        Moment at = when.moment(time.now());
        Which which = new Which(only, after == null ? null : after.text(0), limit + 1);
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        PortfolioReader.read(tx, caller.tenantId(), standings, at, which)
                                .map(read -> page(read, only, limit))
                                .chain(page ->
                                        asked.read(
                                                        appraisals,
                                                        tx,
                                                        caller.tenantId(),
                                                        page.items(),
                                                        at)
                                                .map(read ->
                                                        Comparisons.of(page, asked, read, at))));
    }

    private static final String MOST = "" + FactsReader.MAX_PROJECTS;

    private static Set<String> keys(@Nullable String projects) {
        Set<String> keys = new TreeSet<>();
        for (String key : projects == null ? new String[0] : projects.split(",")) {
            keys.add(key.strip());
        }
        return keys;
    }

    private static Page<PortfolioRow> page(PortfolioReader.Read read, Set<String> only, int limit) {
        for (String key : only) {
            if (!read.all().contains(key)) {
                throw ProblemException.notFound("project", key);
            }
        }
        if (!read.beyond().isEmpty()) {
            throw ProblemException.of(
                    422,
                    "TOO_MUCH_TO_FOLD",
                    "Too much to fold anew",
                    "The measured hours of these projects are more than the "
                            + Appraisals.MOST_FACTS
                            + " that one answer of the past folds anew.",
                    "Ask for fewer projects: by 'projects', or page by page with 'limit'.");
        }
        return Page.cut(
                read.rows(),
                limit,
                Function.identity(),
                row -> Cursor.encode(COMPARISON, row.key()));
    }

    /** From nothing to net value. */
    @GET
    @Path("/waterfall")
    @Operation(summary = "From nothing by value up and by cost down to net value")
    public Uni<PortfolioViews.Waterfall> waterfall(
            @Parameter(example = "project") @QueryParam("by") @DefaultValue("project") String by,
            @BeanParam When when) {
        PortfolioViews.By group = Parameters.by(by);
        Caller caller = current.get().require(Scopes.READ);
        Moment at = when.moment(time.now());
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        together(tx, caller, at)
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
                        together(tx, caller, new Moment(null, null, time.now()))
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
        PortfolioViews.By group = Parameters.by(by);
        LocalDate then = Parameters.date("from", from);
        LocalDate now = Parameters.date("to", to);
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
}
