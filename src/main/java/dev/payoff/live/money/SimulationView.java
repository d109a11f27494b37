package dev.payoff.live.money;

import dev.payoff.app.Shown;
import dev.payoff.live.money.MoneyCase.Facts;
import dev.payoff.value.appraisal.Dependence;
import dev.payoff.value.appraisal.Histogram;
import dev.payoff.value.appraisal.Simulation;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What net present value may come to. Figures are estimates; the same seed gives the same.
 *
 * @param mean E[NPV], with the 95 % interval of the estimate
 * @param standardError of the mean
 * @param percentiles of NPV by rank
 * @param probabilityNegative P(NPV &lt; 0), with Wilson's 95 % interval
 * @param cvar95 mean NPV of the worst 5 %
 * @param returnRatio E[NPV] / σ[NPV]; null where nothing is uncertain
 * @param histogram how often NPV fell where; null where nothing is uncertain, or there is no
 *     estimate
 * @param correlations as they were told
 * @param commonCorrelation of every two uncertain lines else; null: not told
 * @param assumptions what the estimate takes for granted
 * @param reasons why there is no estimate, or what is missing in it
 */
@Schema(name = "MoneySimulation")
public record SimulationView(
        String project,
        String currency,
        String basis,
        Instant asOf,
        @Nullable Instant asKnownAt,
        LocalDate until,
        Assumptions.Discounting discounting,
        String shape,
        long seed,
        int runs,
        @Nullable BigDecimal mean,
        @Nullable BigDecimal meanFrom,
        @Nullable BigDecimal meanTo,
        @Nullable BigDecimal standardDeviation,
        @Nullable BigDecimal standardError,
        Map<String, BigDecimal> percentiles,
        @Nullable BigDecimal probabilityNegative,
        @Nullable BigDecimal probabilityNegativeFrom,
        @Nullable BigDecimal probabilityNegativeTo,
        @Nullable BigDecimal cvar95,
        @Nullable BigDecimal cvar95Error,
        @Nullable BigDecimal returnRatio,
        @Nullable Cells histogram,
        List<Line> lines,
        List<RiskLines.Correlation> correlations,
        @Nullable BigDecimal commonCorrelation,
        List<String> assumptions,
        List<String> reasons) {

    private static final double Z95 = 1.959963984540054;

    private static final String APART = "Lines are independent of each other.";
    private static final String TOGETHER =
            "Lines move together by the rank correlations that were told, in a Gaussian copula: extremes are"
                    + " less tied to each other than the middle. Lines without one are independent.";

    private static final List<String> ASSUMED =
            List.of(
                    "A line's factor is the same for all of its time.",
                    "A benefit lies evenly around its confidence; a cost between low and high of its lines.",
                    "Risk is in the factors only: the discount rate is not raised for it.");

    /**
     * Runs by where their NPV fell: cells of one width between two percentiles, and what lies
     * beyond them.
     *
     * @param fromRank the percentile at which the first cell begins
     * @param toRank the percentile at which the last cell ends
     * @param from NPV at which the first cell begins, in the project's currency
     * @param to NPV at which the last cell ends
     * @param width of a cell
     * @param counts runs of each cell, from the lowest; one at a border counts to the cell above
     * @param below runs under {@code from}
     * @param above runs over {@code to}
     */
    @Schema(name = "MoneyHistogram")
    public record Cells(
            int fromRank,
            int toRank,
            BigDecimal from,
            BigDecimal to,
            BigDecimal width,
            List<Integer> counts,
            int below,
            int above) {

        static Cells of(Histogram it) {
            return new Cells(
                    Histogram.FROM_RANK,
                    Histogram.TO_RANK,
                    shown(it.from()),
                    shown(it.to()),
                    shown(it.width()),
                    it.counts(),
                    it.below(),
                    it.above());
        }
    }

    /** A line and what may become of it. */
    @Schema(name = "MoneyLine")
    public record Line(
            String key,
            String label,
            BigDecimal present,
            BigDecimal low,
            BigDecimal likely,
            BigDecimal high,
            RiskLines.Source source) {

        static Line of(RiskLines.Line it) {
            return new Line(
                    it.of().key(),
                    it.label(),
                    Shown.plain(it.of().present().setScale(10, java.math.RoundingMode.HALF_EVEN)),
                    Shown.plain(it.of().factor().low()),
                    Shown.plain(it.of().factor().likely()),
                    Shown.plain(it.of().factor().high()),
                    it.source());
        }
    }

    static SimulationView of(
            Facts facts,
            MoneyCase of,
            RiskLines lines,
            RiskLines.Ranges told,
            Simulation.Shape shape,
            int runs,
            long seed) {
        Dependence together = Correlations.of(lines, told);
        Simulation it =
                lines.missing().isEmpty()
                        ? Simulation.of(lines.uncertain(), shape, together, runs, seed)
                        : null;
        Map<String, BigDecimal> percentiles = new TreeMap<>();
        for (int i = 0; it != null && i < Simulation.RANKS.size(); i++) {
            int rank = Simulation.RANKS.get(i);
            percentiles.put((rank < 10 ? "p0" : "p") + rank, shown(it.percentiles().get(i)));
        }
        return new SimulationView(
                facts.ledger().project().key(),
                facts.ledger().project().currency(),
                of.basis().name(),
                facts.ledger().moment().until(),
                facts.ledger().moment().asKnownAt(),
                of.until(),
                facts.by().discounting(),
                shape.name(),
                seed,
                runs,
                it == null ? null : shown(it.mean()),
                it == null ? null : shown(it.mean() - Z95 * it.standardError()),
                it == null ? null : shown(it.mean() + Z95 * it.standardError()),
                it == null ? null : shown(it.deviation()),
                it == null ? null : shown(it.standardError()),
                percentiles,
                it == null ? null : shown(it.negative()),
                it == null ? null : shown(it.negativeFrom()),
                it == null ? null : shown(it.negativeTo()),
                it == null ? null : shown(it.cvar95()),
                it == null ? null : shown(it.cvarError()),
                it == null || it.returnRatio() == null ? null : shown(it.returnRatio()),
                it == null || it.histogram() == null ? null : Cells.of(it.histogram()),
                lines.lines().stream().map(Line::of).toList(),
                told.correlations() == null ? List.of() : told.correlations(),
                told.commonCorrelation(),
                Stream.concat(
                                Stream.of(together == Dependence.NONE ? APART : TOGETHER),
                                ASSUMED.stream())
                        .toList(),
                lines.missing());
    }

    private static BigDecimal shown(double estimate) {
        return Shown.plain(
                new BigDecimal(estimate)
                        .setScale(Shown.DECIMALS, java.math.RoundingMode.HALF_EVEN));
    }
}
