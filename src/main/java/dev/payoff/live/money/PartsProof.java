package dev.payoff.live.money;

import dev.payoff.app.Proof;
import dev.payoff.app.Proof.Operation;
import dev.payoff.live.money.CashStream.Flow;
import dev.payoff.live.money.CashStream.Origin;
import dev.payoff.live.money.MoneyCase.Basis;
import dev.payoff.live.money.MoneyCase.Facts;
import dev.payoff.portfolio.CostNature;
import dev.payoff.portfolio.CostStage;
import dev.payoff.value.appraisal.FiscalCalendar;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Proofs of what {@link MoneyView} tells of stages of costs and of fiscal years. */
final class PartsProof {

    /** What can be asked of a fiscal year. */
    static final Set<String> OF_A_YEAR =
            new TreeSet<>(Set.of("benefit", "cost", "plannedBenefit", "plannedCost"));

    private PartsProof() {}

    /**
     * The costs of a stage and nature, down to the cost lines of each day.
     *
     * @param nature null: of the lines that tell none
     */
    static FigureProof costs(Facts facts, CostStage stage, @Nullable CostNature nature) {
        String currency = facts.ledger().project().currency();
        FlowProofs flows = new FlowProofs(facts.ledger(), null, FlowProofs.Which.TOLD);
        List<Proof> rows = new ArrayList<>();
        boolean known = true;
        for (CostRow row : facts.costs()) {
            if (row.stage() == stage && row.nature() == nature) {
                known &= row.rate() != null;
                rows.add(row.rate() == null ? unknown(row, currency) : booked(flows, row));
            }
        }
        String label = stage.name() + ", " + (nature == null ? "no nature told" : nature.name());
        Proof proof =
                known
                        ? Proof.sum(label, currency, rows)
                        : Proof.of(label, Operation.SUM, null, currency, rows);
        return FigureProof.of(
                facts,
                stage + (nature == null ? "" : "/" + nature),
                MoneyFigure.of(
                        known ? proof.number() : null,
                        currency,
                        "sum of the cost lines of this stage and nature",
                        "There is no rate to " + currency + " for some of these cost lines."),
                null,
                proof);
    }

    private static Proof booked(FlowProofs flows, CostRow row) {
        return flows.booked(new Origin.Booked(row, BigDecimal.ONE, BigDecimal.ONE));
    }

    private static Proof unknown(CostRow row, String currency) {
        return Proof.product(
                row.lines() + (row.lines() == 1 ? " cost line" : " cost lines") + " of " + row.on(),
                currency,
                List.of(
                        Proof.told("As told", row.told(), row.currency()),
                        Proof.of("Exchange rate", Operation.TOLD, null, null, List.of())
                                .with(
                                        Map.of("missing", "told by no rate until " + row.on()),
                                        null)));
    }

    /**
     * A figure of the fiscal year that a day lies in, down to measured hours and cost lines.
     *
     * @param in null: as-of's
     * @param only the one day whose intervals are told; null: those of all days, while they are few
     */
    static FigureProof year(
            Facts facts, @Nullable LocalDate in, String figure, @Nullable LocalDate only) {
        String currency = facts.ledger().project().currency();
        FiscalCalendar.Span year =
                facts.by().calendar().terms().calendar().year(in == null ? facts.asOf() : in);
        boolean planned = figure.startsWith("planned");
        MoneyCase of = MoneyCase.of(planned ? Basis.PLAN : Basis.OUTLOOK, facts);
        boolean benefit = figure.equals("benefit") || figure.equals("plannedBenefit");
        FlowProofs flows = new FlowProofs(facts.ledger(), only, FlowProofs.Which.TOLD);
        List<Proof> streams = new ArrayList<>();
        for (CashStream stream : benefit ? of.benefits() : of.costs()) {
            List<Flow> within =
                    stream.flows().stream()
                            .filter(flow ->
                                    !flow.on().isBefore(year.from())
                                            && !flow.on().isAfter(year.until()))
                            .toList();
            if (!within.isEmpty()) {
                streams.add(
                        flows.stream(
                                new CashStream(stream.key(), stream.label(), benefit, within),
                                null,
                                null));
            }
        }
        Proof proof = Proof.sum(name(figure) + " of " + year.label(), currency, streams);
        return FigureProof.of(
                facts,
                figure,
                MoneyFigure.of(
                        proof.number(),
                        currency,
                        "sum of what lies from " + year.from() + " to " + year.until(),
                        null),
                null,
                proof);
    }

    private static String name(String figure) {
        return switch (figure) {
            case "benefit" -> "Benefits";
            case "cost" -> "Costs";
            case "plannedBenefit" -> "Planned benefits";
            case "plannedCost" -> "Planned costs";
            default -> throw new IllegalArgumentException(figure);
        };
    }
}
