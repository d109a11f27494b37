package dev.payoff.live.money;

import dev.payoff.app.Shown;
import dev.payoff.live.money.MoneyCase.Facts;
import dev.payoff.value.DatedAmount;
import dev.payoff.value.appraisal.Appraisal;
import dev.payoff.value.appraisal.Risk;
import dev.payoff.value.appraisal.SuccessiveCalculation;
import dev.payoff.value.appraisal.SuccessiveCalculation.Estimate;
import dev.payoff.value.appraisal.SuccessiveCalculation.Points;
import dev.payoff.value.appraisal.ThreePoint;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A case by three points: what each line, and all of them, are expected to come to, and how far off
 * that may be. Present values; costs are negative. Lines vary for themselves.
 *
 * @param pert with (low + 4 · likely + high) / 6 and (high − low) / 6
 * @param successive with (low + 3 · likely + high) / 5 and (high − low) / 5
 * @param lines the one that makes most of the uncertainty first: it is worth looking into next
 * @param npvByYears net present value with each flow weighted by the probability of its year
 * @param probabilities that were told, of the first year of 365 days and those after it
 * @param reasons why nothing can be said; empty where something can
 */
@Schema(name = "MoneyEstimates")
public record EstimateView(
        String project,
        String currency,
        String basis,
        Instant asOf,
        @Nullable Instant asKnownAt,
        LocalDate until,
        Assumptions.Discounting discounting,
        @Nullable Expected pert,
        @Nullable Expected successive,
        List<Line> lines,
        MoneyFigure npvByYears,
        List<BigDecimal> probabilities,
        List<String> reasons) {

    private static final String BY_YEARS =
            "sum of flow · discount factor · probability of its year";

    /** A mean and the standard deviation around it. */
    @Schema(name = "MoneyExpected")
    public record Expected(BigDecimal mean, BigDecimal deviation) {

        static Expected of(Estimate exact) {
            return new Expected(shown(exact.mean()), shown(exact.deviation()));
        }
    }

    /**
     * A line's three points as present values.
     *
     * @param source where its range comes from, as in the simulation
     * @param partOfVariance of all lines' by the successive reading, from 0 to 1
     */
    @Schema(name = "MoneyEstimate")
    public record Line(
            String key,
            String label,
            String source,
            BigDecimal low,
            BigDecimal likely,
            BigDecimal high,
            Expected pert,
            Expected successive,
            BigDecimal partOfVariance) {}

    static EstimateView of(
            Facts facts, MoneyCase of, RiskLines risk, List<BigDecimal> probabilities) {
        boolean known = risk.missing().isEmpty() && !risk.lines().isEmpty();
        SuccessiveCalculation all = SuccessiveCalculation.of(points(risk));
        return new EstimateView(
                facts.ledger().project().key(),
                facts.ledger().project().currency(),
                of.basis().name(),
                facts.ledger().moment().until(),
                facts.ledger().moment().asKnownAt(),
                of.until(),
                facts.by().discounting(),
                known ? Expected.of(all.pert()) : null,
                known ? Expected.of(all.successive()) : null,
                known ? all.lines().stream().map(it -> line(it, risk)).toList() : List.of(),
                byYears(facts, of, known, probabilities),
                probabilities,
                risk.missing());
    }

    private static List<Points> points(RiskLines risk) {
        List<Points> points = new ArrayList<>();
        for (RiskLines.Line line : risk.lines()) {
            BigDecimal present = line.of().present();
            ThreePoint factor = line.of().factor();
            BigDecimal one = present.multiply(factor.low());
            BigDecimal other = present.multiply(factor.high());
            points.add(
                    new Points(
                            line.of().key(),
                            new ThreePoint(
                                    one.min(other),
                                    present.multiply(factor.likely()),
                                    one.max(other))));
        }
        return points;
    }

    private static Line line(SuccessiveCalculation.Line of, RiskLines risk) {
        RiskLines.Line told =
                risk.lines().stream()
                        .filter(it -> it.of().key().equals(of.key()))
                        .findFirst()
                        .orElseThrow();
        return new Line(
                of.key(),
                told.label(),
                told.source().name(),
                shown(of.points().low()),
                shown(of.points().likely()),
                shown(of.points().high()),
                Expected.of(of.pert()),
                Expected.of(of.successive()),
                shown(of.partOfVariance()));
    }

    private static MoneyFigure byYears(
            Facts facts, MoneyCase of, boolean known, List<BigDecimal> probabilities) {
        String currency = facts.ledger().project().currency();
        if (probabilities.isEmpty() || !known) {
            return MoneyFigure.of(
                    null,
                    currency,
                    BY_YEARS,
                    known ? "No probabilities were told." : "There is no net present value.");
        }
        List<DatedAmount> net = Appraisal.net(of.benefitFlows(), of.costFlows());
        return MoneyFigure.of(
                Risk.npv(facts.by().schedule(), net, probabilities), currency, BY_YEARS, null);
    }

    private static BigDecimal shown(BigDecimal exact) {
        return Objects.requireNonNull(Shown.figure(exact));
    }
}
