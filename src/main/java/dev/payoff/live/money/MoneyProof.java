package dev.payoff.live.money;

import dev.payoff.app.CaseProof;
import dev.payoff.app.Discounts;
import dev.payoff.app.Proof;
import dev.payoff.live.Ledger;
import dev.payoff.live.money.MoneyCase.Basis;
import dev.payoff.live.money.MoneyCase.Facts;
import dev.payoff.value.DatedAmount;
import dev.payoff.value.appraisal.Appraisal;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A figure, by what it is computed, and its proof.
 *
 * @param figure as {@link MoneyView} tells it; null where it is not known, {@code reason} says why
 */
@Schema(name = "MoneyExplanation")
public record MoneyProof(
        String basis,
        String figure,
        @Nullable BigDecimal value,
        @Nullable String unit,
        String formula,
        @Nullable String reason,
        Instant asOf,
        @Nullable Instant asKnownAt,
        LocalDate until,
        Assumptions.Discounting discounting,
        Assumptions.Prices prices,
        Proof proof) {

    /** The figures of a case that can be asked for. */
    static final Set<String> FIGURES =
            new TreeSet<>(
                    Set.of(
                            "benefit",
                            "weightedBenefit",
                            "cost",
                            "net",
                            "presentBenefit",
                            "presentCost",
                            "npv",
                            "riskAdjustedNpv",
                            "roiSimple",
                            "roiDiscounted",
                            "bcr",
                            "profitabilityIndex",
                            "irr",
                            "mirr",
                            "paybackMonths",
                            "firstPaybackMonths",
                            "discountedPaybackMonths",
                            "realisationToDate",
                            "realisationToTotal"));

    static MoneyProof of(Facts facts, Basis basis, String figure, @Nullable LocalDate day) {
        String currency = facts.ledger().project().currency();
        MoneyCase of = MoneyCase.of(basis, facts);
        CaseFigures figures = CaseFigures.of(of, facts.by(), currency);
        MoneyFigure told =
                switch (figure) {
                    case "realisationToDate" -> MoneyView.of(facts).realisation().toDate();
                    case "realisationToTotal" -> MoneyView.of(facts).realisation().toTotal();
                    default -> figure(figures, figure);
                };
        boolean weighted = figure.equals("weightedBenefit") || figure.equals("riskAdjustedNpv");
        Proof proof = new Builder(facts, of, weighted, day).of(figure);
        return new MoneyProof(
                basis.name(),
                figure,
                told.value(),
                told.unit(),
                told.formula(),
                told.reason(),
                facts.ledger().moment().until(),
                facts.ledger().moment().asKnownAt(),
                of.until(),
                facts.by().discounting(),
                facts.by().prices(),
                proof);
    }

    private static MoneyFigure figure(CaseFigures of, String name) {
        return switch (name) {
            case "benefit" -> of.benefit();
            case "weightedBenefit" -> of.weightedBenefit();
            case "cost" -> of.cost();
            case "net" -> of.net();
            case "presentBenefit" -> of.presentBenefit();
            case "presentCost" -> of.presentCost();
            case "npv" -> of.npv();
            case "riskAdjustedNpv" -> of.riskAdjustedNpv();
            case "roiSimple" -> of.roiSimple();
            case "roiDiscounted" -> of.roiDiscounted();
            case "bcr" -> of.bcr();
            case "profitabilityIndex" -> of.profitabilityIndex();
            case "irr" -> of.irr();
            case "mirr" -> of.mirr();
            case "paybackMonths" -> of.paybackMonths();
            case "firstPaybackMonths" -> of.firstPaybackMonths();
            case "discountedPaybackMonths" -> of.discountedPaybackMonths();
            default ->
                    throw MoneyProblems.wrong("figure", "is one of " + String.join(", ", FIGURES));
        };
    }

    /** Puts a proof together. */
    private record Builder(Facts facts, MoneyCase of, boolean weighted, @Nullable LocalDate day)
            implements CaseProof {

        @Override
        public Proof of(String figure) {
            return switch (figure) {
                case "realisationToDate" -> realisation(facts.ledger().moment().until());
                case "realisationToTotal" -> ofPlan();
                default -> CaseProof.super.of(figure);
            };
        }

        @Override
        public LocalDate firstBenefit() {
            return of.benefitFlows().stream()
                    .filter(it -> it.amount().signum() > 0)
                    .map(DatedAmount::on)
                    .min(Comparator.naturalOrder())
                    .orElse(LocalDate.MAX);
        }

        private Proof realisation(Instant until) {
            FlowProofs flows = flows();
            List<Proof> promises = new ArrayList<>();
            for (Ledger.Entry entry : facts.ledger().entries()) {
                if (MoneyCase.counts(entry)) {
                    promises.add(flows.promise(entry, until));
                }
            }
            return Proof.quotient(
                    "Realisation to date", null, realised(), sum("Promised", promises));
        }

        private Proof ofPlan() {
            Builder plan = new Builder(facts, MoneyCase.of(Basis.PLAN, facts), weighted, day);
            return Proof.quotient("Realisation to total", null, realised(), plan.benefits(false));
        }

        private Proof realised() {
            return new Builder(facts, MoneyCase.of(Basis.TO_DATE, facts), weighted, day)
                    .benefits(false);
        }

        @Override
        public Proof benefits(boolean present) {
            Discounts discounts = present ? discounts() : null;
            FlowProofs flows = flows();
            return sum(
                    "Benefits",
                    of.benefits().stream().map(it -> flows.stream(it, discounts, null)).toList());
        }

        @Override
        public Proof costs(boolean present, @Nullable LocalDate until) {
            Discounts discounts = present ? discounts() : null;
            FlowProofs flows = flows();
            return sum(
                    "Costs",
                    of.costs().stream().map(it -> flows.stream(it, discounts, until)).toList());
        }

        private FlowProofs flows() {
            return new FlowProofs(
                    facts.ledger(),
                    day,
                    weighted ? FlowProofs.Which.WEIGHTED : FlowProofs.Which.TOLD);
        }

        private @Nullable Discounts discounts() {
            LocalDate origin = Appraisal.origin(of.benefitFlows(), of.costFlows());
            return origin == null ? null : new Discounts(facts.by().schedule(), origin);
        }

        private Proof sum(String label, List<Proof> parts) {
            return Proof.sum(label, currency(), parts);
        }

        @Override
        public String currency() {
            return facts.ledger().project().currency();
        }
    }
}
