package dev.payoff.analytics;

import dev.payoff.app.Moment;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Caller;
import dev.payoff.identity.CurrentCaller;
import dev.payoff.identity.Scopes;
import dev.payoff.identity.TenantDb;
import dev.payoff.portfolio.Appraisals;
import dev.payoff.portfolio.MoneyMeasure;
import dev.payoff.portfolio.Standings;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Proofs of the figures of groups. */
@Path("/api/v1/portfolio/rollup/explain")
@Tag(name = "Portfolio")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("viewer")
public class GroupProofResource {

    private final CurrentCaller current;
    private final TenantDb db;
    private final TimeAndChance time;
    private final Appraisals appraisals;
    private final Standings standings;

    GroupProofResource(
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

    /** The proof of a figure. */
    @GET
    @Operation(
            summary = "The proof of a group's figure, down to what each project brings to it",
            description =
                    "Doing what each operation says to its parts gives the figure again, digit by digit. Each"
                            + " project is named with the rate that converted it, and each of its parts with"
                            + " the address of its own proof, which goes on to measured hours and cost"
                            + " lines. day tells the projects of one day where there are too many for all.")
    public Uni<GroupProof> explain(
            @Parameter(example = "programme") @QueryParam("by") @Nullable String by,
            @Parameter(
                            description = "As the roll-up calls it; absent: those that have none.",
                            example = "Cloud")
                    @QueryParam("group")
                    @Nullable String group,
            @Parameter(
                            example = "npv",
                            description =
                                    "Of realised, weighted, earningPerHour, cost, roiSimple, budget, npv,"
                                            + " riskAdjustedNpv, roiDiscounted, irr, mirr, paybackMonths,"
                                            + " discountedPaybackMonths, bcr, profitabilityIndex,"
                                            + " realisationToDate, realisationToTotal, cpi, spi, eac,"
                                            + " costOfDelayPerWeek.")
                    @QueryParam("figure")
                    @DefaultValue("npv")
                    String figure,
            @QueryParam("day") @Nullable String day,
            @BeanParam FiguresAsked.By money,
            @BeanParam When when) {
        boolean sums = GroupProof.SUMS.contains(figure);
        if (!sums && MoneyMeasure.of(figure).isEmpty()) {
            Set<String> all = new TreeSet<>(GroupProof.SUMS);
            all.addAll(MoneyMeasure.labels());
            throw Parameters.invalid("'figure' must be one of " + String.join(", ", all) + ".");
        }
        LocalDate only = Parameters.date("day", day);
        FiguresAsked terms = FiguresAsked.ofMoney(sums ? "" : figure, money);
        GroupProof.Asked asked = new GroupProof.Asked(Parameters.by(by), group, figure, only);
        Caller caller = current.get().require(Scopes.READ);
        Moment at = when.moment(time.now());
        return db.inTransaction(
                        caller.tenantId(),
                        tx ->
                                PortfolioReader.together(tx, caller.tenantId(), standings, at)
                                        .chain(all ->
                                                terms.read(
                                                                appraisals,
                                                                tx,
                                                                caller.tenantId(),
                                                                members(all, asked),
                                                                at)
                                                        .map(read -> new Read(all, read))))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(read ->
                        GroupProof.of(asked, read.all(), terms, read.money(), at)
                                .orElseThrow(() ->
                                        ProblemException.notFound(
                                                "group", group == null ? "(none)" : group)));
    }

    /** Those whose ledgers are needed: of a category none. */
    private static List<PortfolioRow> members(Together all, GroupProof.Asked asked) {
        return asked.by() == PortfolioViews.By.CATEGORY
                ? List.of()
                : all.rows().stream()
                        .filter(row ->
                                Objects.equals(row.group(asked.by()).orElse(null), asked.group()))
                        .toList();
    }

    private record Read(Together all, Map<String, Appraisals.Appraised> money) {}
}
