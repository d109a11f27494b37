package dev.payoff.live.money;

import dev.payoff.app.Proof;
import dev.payoff.app.Proof.Operation;
import dev.payoff.live.money.CashStream.Origin;
import dev.payoff.live.money.EarnedValueView.Work;
import dev.payoff.live.money.MoneyCase.Facts;
import dev.payoff.portfolio.CostStage;
import dev.payoff.value.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Proofs of earned value, down to cost lines and deliverables. */
final class EarnedValueProof {

    /** The figures that can be asked for. */
    static final Set<String> FIGURES =
            new TreeSet<>(
                    Set.of(
                            "budget",
                            "planned",
                            "earned",
                            "actual",
                            "toGo",
                            "costVariance",
                            "scheduleVariance",
                            "cpi",
                            "spi",
                            "eacAtCpi",
                            "eacAtPlan",
                            "eacAtEstimate",
                            "tcpi",
                            "varianceAtCompletion"));

    private final Facts facts;
    private final FlowProofs flows;
    private final Work work;
    private final @Nullable BigDecimal told;

    private EarnedValueProof(Facts facts, Work work, @Nullable BigDecimal told) {
        this.facts = facts;
        this.flows = new FlowProofs(facts.ledger(), null, FlowProofs.Which.TOLD);
        this.work = work;
        this.told = told;
    }

    /** A figure with its proof. */
    static FigureProof of(Facts facts, Work work, @Nullable BigDecimal told, String figure) {
        EarnedValueView view = EarnedValueView.of(facts, work, told);
        EarnedValueProof proofs = new EarnedValueProof(facts, work, told);
        return switch (figure) {
            case "budget" -> proofs.of(figure, view.budget(), proofs.budget());
            case "planned" -> proofs.of(figure, view.planned(), proofs.planned());
            case "earned" -> proofs.of(figure, view.earned(), proofs.earned());
            case "actual" -> proofs.of(figure, view.actual(), proofs.actual());
            case "toGo" -> proofs.of(figure, view.toGo(), proofs.toGo());
            case "costVariance" ->
                    proofs.of(
                            figure,
                            view.costVariance(),
                            proofs.difference("EV − AC", proofs.earned(), proofs.actual()));
            case "scheduleVariance" ->
                    proofs.of(
                            figure,
                            view.scheduleVariance(),
                            proofs.difference("EV − PV", proofs.earned(), proofs.planned()));
            case "cpi" ->
                    proofs.of(
                            figure,
                            view.cpi(),
                            Proof.quotient("EV / AC", null, proofs.earned(), proofs.actual()));
            case "spi" ->
                    proofs.of(
                            figure,
                            view.spi(),
                            Proof.quotient("EV / PV", null, proofs.earned(), proofs.planned()));
            case "eacAtCpi" -> proofs.of(figure, view.eacAtCpi(), proofs.atCpi());
            case "eacAtPlan" ->
                    proofs.of(
                            figure,
                            view.eacAtPlan(),
                            proofs.difference(
                                    "AC + BAC − EV",
                                    proofs.sum(
                                            "AC + BAC", List.of(proofs.actual(), proofs.budget())),
                                    proofs.earned()));
            case "eacAtEstimate" ->
                    proofs.of(
                            figure,
                            view.eacAtEstimate(),
                            proofs.sum("AC + ETC", List.of(proofs.actual(), proofs.toGo())));
            case "tcpi" ->
                    proofs.of(
                            figure,
                            view.tcpi(),
                            Proof.quotient(
                                    "(BAC − EV) / (BAC − AC)",
                                    null,
                                    proofs.difference("BAC − EV", proofs.budget(), proofs.earned()),
                                    proofs.difference(
                                            "BAC − AC", proofs.budget(), proofs.actual())));
            case "varianceAtCompletion" ->
                    proofs.of(
                            figure,
                            view.varianceAtCompletion(),
                            proofs.difference("BAC − EAC", proofs.budget(), proofs.atCpi()));
            default ->
                    throw MoneyProblems.wrong("figure", "is one of " + String.join(", ", FIGURES));
        };
    }

    private FigureProof of(String figure, MoneyFigure is, Proof proof) {
        return FigureProof.of(facts, figure, is, null, proof);
    }

    private Proof budget() {
        return costs("BAC", it -> it.stage() == CostStage.PLANNED);
    }

    private Proof planned() {
        return costs(
                "PV, planned until " + facts.asOf(),
                it -> it.stage() == CostStage.PLANNED && !it.on().isAfter(facts.asOf()));
    }

    private Proof actual() {
        return costs("AC", it -> it.stage() == CostStage.ACTUAL);
    }

    private Proof toGo() {
        Set<CostStage> open = EnumSet.of(CostStage.COMMITTED, CostStage.FORECAST);
        return costs("ETC", it -> open.contains(it.stage()));
    }

    /** Of a part of the work that is not known, nothing can be made. */
    private Proof earned() {
        return Proof.product("EV", currency(), List.of(budget(), done()));
    }

    private Proof done() {
        if (told != null) {
            return Proof.told("Part of the work done, as the question tells it", told, null);
        }
        return Proof.quotient(
                "Part of the work done",
                null,
                Proof.told("Deliverables done", BigDecimal.valueOf(work.done()), null),
                Proof.told("Deliverables", BigDecimal.valueOf(work.all()), null));
    }

    /** BAC / CPI, divided once. */
    private Proof atCpi() {
        return Proof.quotient(
                "BAC · AC / EV",
                currency(),
                Proof.product("BAC · AC", null, List.of(budget(), actual())),
                earned());
    }

    private Proof costs(String label, Predicate<CostRow> which) {
        List<Proof> rows = new ArrayList<>();
        for (CostRow row : facts.costs()) {
            if (which.test(row) && row.rate() != null) {
                rows.add(flows.booked(new Origin.Booked(row, BigDecimal.ONE, BigDecimal.ONE)));
            }
        }
        return sum(label, rows);
    }

    private Proof sum(String label, List<Proof> parts) {
        return Proof.sum(label, currency(), parts);
    }

    private Proof difference(String label, Proof one, Proof other) {
        return Proof.of(
                label,
                Operation.DIFFERENCE,
                one.exact() == null || other.exact() == null
                        ? null
                        : Decimals.plain(one.number().subtract(other.number())),
                currency(),
                List.of(one, other));
    }

    private String currency() {
        return facts.ledger().project().currency();
    }
}
