package dev.payoff.live.money;

import dev.payoff.identity.NeedsScope;
import dev.payoff.identity.Scopes;
import dev.payoff.live.money.MoneyCase.Basis;
import dev.payoff.value.appraisal.Simulation;
import dev.payoff.value.appraisal.Simulation.Shape;
import io.smallrye.mutiny.Uni;
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

    private final MoneyDesk desk;

    MoneyResource(MoneyDesk desk) {
        this.desk = desk;
    }

    /** All figures. */
    @GET
    @Operation(
            summary = "All of a project's money: to date, as planned, as it looks",
            description =
                    "Returns, present values, internal rates with their number, paybacks, realisation, cost by stage"
                            + " and nature, fiscal years. What is not known is null, with its reason.")
    public Uni<MoneyView> money(@PathParam("project") String project, @BeanParam MoneyQuery query) {
        return desk.facts(project, query, MoneyView::of);
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
        Basis of = MoneyProblems.basis(basis);
        LocalDate only = MoneyProblems.date("day", day);
        if (!MoneyProof.FIGURES.contains(figure)) {
            throw MoneyProblems.wrong(
                    "figure", "is one of " + String.join(", ", MoneyProof.FIGURES));
        }
        return desk.facts(project, query, facts -> MoneyProof.of(facts, of, figure, only));
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
        Basis of = MoneyProblems.basis(basis);
        Shape drawn = MoneyProblems.constant("shape", shape, Shape.values());
        return desk.risk(
                project,
                query,
                of,
                ranges,
                (facts, it, lines) ->
                        SimulationView.of(facts, it, lines, ranges, drawn, runs, seed));
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
        Basis of = MoneyProblems.basis(basis);
        BigDecimal by = MoneyProblems.told("swing", swing, "1");
        BigDecimal rateBy = MoneyProblems.told("rateSwing", rateSwing, "0.5");
        return desk.risk(
                project,
                query,
                of,
                RiskLines.Ranges.NONE,
                (facts, it, lines) -> SensitivityView.of(facts, it, lines, by, rateBy));
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
        Basis of = MoneyProblems.basis(basis);
        List<BigDecimal> byYear = MoneyProblems.probabilities(probabilities);
        return desk.risk(
                project,
                query,
                of,
                RiskLines.Ranges.NONE,
                (facts, it, lines) -> EstimateView.of(facts, it, lines, byYear));
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
        return desk.work(project, query, percentComplete, EarnedValueView::of);
    }
}
