package dev.payoff.live.money;

import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.NeedsScope;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import dev.payoff.live.money.MoneyCase.Basis;
import dev.payoff.live.money.MoneyCase.Facts;
import dev.payoff.value.appraisal.Simulation;
import dev.payoff.value.appraisal.Simulation.Shape;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
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
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a project's flows are worth: to date, as planned, as it looks; with proof and risk. */
@Path("/api/v1/projects/{project}/money")
@Tag(name = "Money")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("viewer")
public class MoneyResource {

    static final String DEFAULT_RUNS = "10000";
    static final String DEFAULT_SEED = "1";

    private final CurrentCaller current;
    private final TenantDb db;
    private final MoneyReader reader;
    private final TimeAndChance time;

    MoneyResource(CurrentCaller current, TenantDb db, MoneyReader reader, TimeAndChance time) {
        this.current = current;
        this.db = db;
        this.reader = reader;
        this.time = time;
    }

    /** All figures. */
    @GET
    @Operation(
            summary = "All of a project's money: to date, as planned, as it looks",
            description =
                    "Returns, present values, internal rates with their number, paybacks, realisation, cost by stage"
                            + " and nature, fiscal years. What is not known is null, with its reason.")
    public Uni<MoneyView> money(@PathParam("project") String project, @BeanParam MoneyQuery query) {
        return of(project, query, MoneyView::of);
    }

    /** The proof of a figure. */
    @GET
    @Path("/explain")
    @Operation(
            summary = "The proof of a figure, down to measured hours and cost lines",
            description =
                    "Doing what each operation says to its parts gives the figure again, digit by digit."
                            + " day tells the hours of one day where there are too many for all.")
    public Uni<MoneyProof> explain(
            @PathParam("project") String project,
            @BeanParam MoneyQuery query,
            @QueryParam("figure") @DefaultValue("npv") String figure,
            @QueryParam("basis") @DefaultValue("OUTLOOK") String basis,
            @QueryParam("day") @Nullable String day) {
        Basis of = basis(basis);
        LocalDate only = MoneyProblems.date("day", day);
        if (!MoneyProof.FIGURES.contains(figure)) {
            throw MoneyProblems.wrong(
                    "figure", "is one of " + String.join(", ", MoneyProof.FIGURES));
        }
        return of(project, query, facts -> MoneyProof.of(facts, of, figure, only));
    }

    /** Monte Carlo by what is stored. */
    @GET
    @Path("/simulation")
    @Operation(
            summary = "What net present value may come to, by Monte Carlo",
            description =
                    "Benefits by their confidence, costs by the low and high of their lines. The same seed and runs"
                            + " give the same digits; the error of the estimate is told with it.")
    public Uni<SimulationView> simulation(
            @PathParam("project") String project,
            @BeanParam MoneyQuery query,
            @QueryParam("basis") @DefaultValue("OUTLOOK") String basis,
            @QueryParam("shape") @DefaultValue("PERT") String shape,
            @QueryParam("runs")
                    @DefaultValue(DEFAULT_RUNS)
                    @Min(Simulation.LEAST_RUNS)
                    @Max(Simulation.MOST_RUNS)
                    int runs,
            @QueryParam("seed") @DefaultValue(DEFAULT_SEED) long seed) {
        return simulate(project, query, basis, shape, runs, seed, RiskLines.Ranges.NONE);
    }

    /** Monte Carlo by ranges of the question's own. */
    @POST
    @Path("/simulation")
    @Consumes(MediaType.APPLICATION_JSON)
    @NeedsScope(Scopes.READ)
    @Operation(
            summary = "The same by ranges of one's own",
            description =
                    "Three points per line, as factors of what is told, and rank correlations of lines that move"
                            + " together. Nothing is stored.")
    public Uni<SimulationView> simulate(
            @PathParam("project") String project,
            @BeanParam MoneyQuery query,
            @QueryParam("basis") @DefaultValue("OUTLOOK") String basis,
            @QueryParam("shape") @DefaultValue("PERT") String shape,
            @QueryParam("runs")
                    @DefaultValue(DEFAULT_RUNS)
                    @Min(Simulation.LEAST_RUNS)
                    @Max(Simulation.MOST_RUNS)
                    int runs,
            @QueryParam("seed") @DefaultValue(DEFAULT_SEED) long seed,
            @NotNull @Valid RiskLines.Ranges ranges) {
        Basis of = basis(basis);
        Shape drawn = constant("shape", shape, Shape.values());
        return of(
                project,
                query,
                facts -> {
                    MoneyCase it = MoneyCase.of(of, facts);
                    RiskLines lines = RiskLines.of(it, facts.by(), ranges);
                    return SimulationView.of(facts, it, lines, ranges, drawn, runs, seed);
                });
    }

    /** The tornado. */
    @GET
    @Path("/sensitivity")
    @Operation(
            summary = "What moves net present value most: a tornado",
            description =
                    "Each line goes to the ends of its own range, or by swing where it has none; the discount rate by"
                            + " rateSwing. The widest bar comes first.")
    public Uni<SensitivityView> sensitivity(
            @PathParam("project") String project,
            @BeanParam MoneyQuery query,
            @QueryParam("basis") @DefaultValue("OUTLOOK") String basis,
            @QueryParam("swing") @DefaultValue("0.1") String swing,
            @QueryParam("rateSwing") @DefaultValue("0.01") String rateSwing) {
        Basis of = basis(basis);
        BigDecimal by = told("swing", swing, "1");
        BigDecimal rateBy = told("rateSwing", rateSwing, "0.5");
        return of(
                project,
                query,
                facts -> {
                    MoneyCase it = MoneyCase.of(of, facts);
                    RiskLines lines = RiskLines.of(it, facts.by(), RiskLines.Ranges.NONE);
                    return SensitivityView.of(facts, it, lines, by, rateBy);
                });
    }

    /** Three points. */
    @GET
    @Path("/estimates")
    @Operation(
            summary =
                    "What is expected by three points, and which line makes most of the uncertainty",
            description =
                    "Of each line and of all, by PERT and by the successive calculation. probabilities, of each year"
                            + " from the first flow on, also give a net present value at that risk.")
    public Uni<EstimateView> estimates(
            @PathParam("project") String project,
            @BeanParam MoneyQuery query,
            @QueryParam("basis") @DefaultValue("OUTLOOK") String basis,
            @Parameter(
                            description =
                                    "That the flows of the first day come, of the year after it, of the"
                                            + " next; the last holds on. Do not raise the rate for the same risk.",
                            example = "1,0.9,0.8")
                    @QueryParam("probabilities")
                    @Nullable String probabilities) {
        Basis of = basis(basis);
        List<BigDecimal> byYear = MoneyProblems.probabilities(probabilities);
        return of(
                project,
                query,
                facts -> {
                    MoneyCase it = MoneyCase.of(of, facts);
                    RiskLines lines = RiskLines.of(it, facts.by(), RiskLines.Ranges.NONE);
                    return EstimateView.of(facts, it, lines, byYear);
                });
    }

    /** Earned value. */
    @GET
    @Path("/earned-value")
    @Operation(
            summary = "Earned value: is the work done worth what was spent on it?",
            description =
                    "Budget and plan from planned cost lines, progress from deliverables that are done unless"
                            + " percentComplete tells it, the rest from committed and forecast cost lines.")
    public Uni<EarnedValueView> earnedValue(
            @PathParam("project") String project,
            @BeanParam MoneyQuery query,
            @QueryParam("percentComplete") @Nullable String percentComplete) {
        BigDecimal percent = MoneyProblems.number("percentComplete", percentComplete, "0", "100");
        BigDecimal done = percent == null ? null : percent.movePointLeft(2);
        Caller caller = current.get().require(Scopes.READ);
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        reader.read(tx, caller.tenantId(), project, query, time.now())
                                .chain(facts ->
                                        EarnedValueView.work(
                                                        tx,
                                                        facts.ledger().project().id(),
                                                        facts.asOf())
                                                .map(work ->
                                                        EarnedValueView.of(facts, work, done))));
    }

    /** Computes off the event loop, for present values and draws take milliseconds. */
    private <T> Uni<T> of(String project, MoneyQuery query, Function<Facts, T> view) {
        Caller caller = current.get().require(Scopes.READ);
        return db.inTransaction(
                        caller.tenantId(),
                        tx -> reader.read(tx, caller.tenantId(), project, query, time.now()))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(view);
    }

    static Basis basis(String text) {
        return constant("basis", text, Basis.values());
    }

    static <E extends Enum<E>> E constant(String name, String text, E[] all) {
        for (E each : all) {
            if (each.name().equals(text)) {
                return each;
            }
        }
        throw MoneyProblems.wrong(name, "is one of " + java.util.Arrays.toString(all));
    }

    static BigDecimal told(String name, String text, String most) {
        BigDecimal number = MoneyProblems.number(name, text, "0", most);
        if (number == null) {
            throw MoneyProblems.wrong(name, "lies between 0 and " + most);
        }
        return number;
    }
}
