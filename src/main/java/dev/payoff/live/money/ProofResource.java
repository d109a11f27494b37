package dev.payoff.live.money;

import dev.payoff.identity.NeedsScope;
import dev.payoff.identity.Scopes;
import dev.payoff.live.money.MoneyCase.Basis;
import dev.payoff.portfolio.CostNature;
import dev.payoff.portfolio.CostStage;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Proofs of earned value, of a tornado's bars, of a simulation, and of what a project's money is
 * divided into.
 */
@Path("/api/v1/projects/{project}/money/proofs")
@Tag(name = "Money")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("viewer")
public class ProofResource {

    private final MoneyDesk desk;

    ProofResource(MoneyDesk desk) {
        this.desk = desk;
    }

    /** Of earned value. */
    @GET
    @Path("/earned-value")
    @Operation(
            summary = "The proof of a figure of earned value, down to cost lines and deliverables",
            description =
                    "Doing what each operation says to its parts gives the figure again, digit by digit.")
    public Uni<FigureProof> earnedValue(
            @PathParam("project") String project,
            @BeanParam MoneyQuery query,
            @Parameter(example = "cpi") @QueryParam("figure") @DefaultValue("cpi") String figure,
            @QueryParam("percentComplete") @Nullable String percentComplete) {
        if (!EarnedValueProof.FIGURES.contains(figure)) {
            throw MoneyProblems.wrong(
                    "figure", "is one of " + String.join(", ", EarnedValueProof.FIGURES));
        }
        return desk.work(
                project,
                query,
                percentComplete,
                (facts, work, done) -> EarnedValueProof.of(facts, work, done, figure));
    }

    /** Of costs. */
    @GET
    @Path("/costs")
    @Operation(
            summary = "The proof of the costs of a stage and nature, down to cost lines",
            description =
                    "Doing what each operation says to its parts gives the figure again, digit by digit. Where a rate is"
                            + " missing it is not known, and the proof says of which lines.")
    public Uni<FigureProof> costs(
            @PathParam("project") String project,
            @BeanParam MoneyQuery query,
            @Parameter(description = "PLANNED, COMMITTED, ACTUAL or FORECAST.")
                    @QueryParam("stage")
                    @DefaultValue("ACTUAL")
                    String stage,
            @Parameter(description = "CAPEX or OPEX; default: the lines that tell none.")
                    @QueryParam("nature")
                    @Nullable String nature) {
        CostStage of = MoneyProblems.constant("stage", stage, CostStage.values());
        CostNature by =
                nature == null || nature.isBlank()
                        ? null
                        : MoneyProblems.constant("nature", nature, CostNature.values());
        return desk.facts(project, query, facts -> PartsProof.costs(facts, of, by));
    }

    /** Of a fiscal year. */
    @GET
    @Path("/fiscal-years")
    @Operation(
            summary =
                    "The proof of a figure of a fiscal year, down to measured hours and cost lines",
            description = "day tells the hours of one day where there are too many for all.")
    public Uni<FigureProof> fiscalYear(
            @PathParam("project") String project,
            @BeanParam MoneyQuery query,
            @Parameter(
                            description = "Any day of the year; null: as-of is one.",
                            example = "2026-01-01")
                    @QueryParam("in")
                    @Nullable String in,
            @Parameter(description = "benefit, cost, plannedBenefit or plannedCost.")
                    @QueryParam("figure")
                    @DefaultValue("benefit")
                    String figure,
            @QueryParam("day") @Nullable String day) {
        if (!PartsProof.OF_A_YEAR.contains(figure)) {
            throw MoneyProblems.wrong(
                    "figure", "is one of " + String.join(", ", PartsProof.OF_A_YEAR));
        }
        LocalDate year = MoneyProblems.date("in", in);
        LocalDate only = MoneyProblems.date("day", day);
        return desk.facts(project, query, facts -> PartsProof.year(facts, year, figure, only));
    }

    /** Of a bar. */
    @GET
    @Path("/sensitivity")
    @Operation(
            summary = "The proof of a bar of the tornado, or of its base",
            description =
                    "Down to measured hours and cost lines; day tells the hours of one day where there are too"
                            + " many for all.")
    public Uni<FigureProof> sensitivity(
            @PathParam("project") String project,
            @BeanParam MoneyQuery query,
            @QueryParam("basis") @DefaultValue("OUTLOOK") String basis,
            @QueryParam("swing") @DefaultValue("0.1") String swing,
            @QueryParam("rateSwing") @DefaultValue("0.01") String rateSwing,
            @Parameter(description = "The key of a bar; default: the base of all.")
                    @QueryParam("bar")
                    @Nullable String bar,
            @Parameter(description = "npvAtLow, npvAtHigh, width or switchingFactor.")
                    @QueryParam("figure")
                    @DefaultValue("npvAtLow")
                    String figure,
            @QueryParam("day") @Nullable String day) {
        if (!SensitivityProof.FIGURES.contains(figure)) {
            throw MoneyProblems.wrong(
                    "figure", "is one of " + String.join(", ", SensitivityProof.FIGURES));
        }
        Basis of = MoneyProblems.basis(basis);
        BigDecimal by = MoneyProblems.told("swing", swing, "1");
        BigDecimal rateBy = MoneyProblems.told("rateSwing", rateSwing, "0.5");
        LocalDate only = MoneyProblems.date("day", day);
        return desk.risk(
                project,
                query,
                of,
                RiskLines.Ranges.NONE,
                (facts, it, lines) ->
                        SensitivityProof.of(facts, it, lines, by, rateBy, bar, figure, only));
    }

    /** Of a simulation by what is stored. */
    @GET
    @Path("/simulation")
    @Operation(
            summary = "All that a simulation was drawn from, and how",
            description = "Whoever draws again by the seed gets the same digits.")
    public Uni<SimulationProof> simulation(
            @PathParam("project") String project,
            @BeanParam MoneyQuery query,
            @QueryParam("basis") @DefaultValue("OUTLOOK") String basis,
            @QueryParam("shape") @DefaultValue("PERT") String shape,
            @QueryParam("runs")
                    @DefaultValue(MoneyResource.DEFAULT_RUNS)
                    @Min(Simulation.LEAST_RUNS)
                    @Max(Simulation.MOST_RUNS)
                    int runs,
            @QueryParam("seed") @DefaultValue(MoneyResource.DEFAULT_SEED) long seed,
            @QueryParam("day") @Nullable String day) {
        return simulation(project, query, basis, shape, runs, seed, day, RiskLines.Ranges.NONE);
    }

    /** Of a simulation by ranges of the question's own. */
    @POST
    @Path("/simulation")
    @Consumes(MediaType.APPLICATION_JSON)
    @NeedsScope(Scopes.READ)
    @Operation(summary = "The same by ranges of one's own; nothing is stored")
    public Uni<SimulationProof> simulation(
            @PathParam("project") String project,
            @BeanParam MoneyQuery query,
            @QueryParam("basis") @DefaultValue("OUTLOOK") String basis,
            @QueryParam("shape") @DefaultValue("PERT") String shape,
            @QueryParam("runs")
                    @DefaultValue(MoneyResource.DEFAULT_RUNS)
                    @Min(Simulation.LEAST_RUNS)
                    @Max(Simulation.MOST_RUNS)
                    int runs,
            @QueryParam("seed") @DefaultValue(MoneyResource.DEFAULT_SEED) long seed,
            @QueryParam("day") @Nullable String day,
            @NotNull @Valid RiskLines.Ranges ranges) {
        Basis of = MoneyProblems.basis(basis);
        Shape drawn = MoneyProblems.constant("shape", shape, Shape.values());
        LocalDate only = MoneyProblems.date("day", day);
        return desk.risk(
                project,
                query,
                of,
                ranges,
                (facts, it, lines) -> {
                    SimulationView view =
                            SimulationView.of(facts, it, lines, ranges, drawn, runs, seed);
                    return SimulationProof.of(facts, it, lines, ranges, view, only);
                });
    }
}
