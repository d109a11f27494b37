package dev.payoff.app;

import dev.payoff.app.Proof.Operation;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the figures of dated benefits and costs are made of them, as a proof: those of one project
 * and those of a group, which differ in what their benefits and costs are made of.
 */
public interface CaseProof {

    /**
     * The benefits, added up.
     *
     * @param present each times the discount factor of its day
     */
    Proof benefits(boolean present);

    /**
     * The costs, added up.
     *
     * @param until the last day that counts; null: all
     */
    Proof costs(boolean present, @Nullable LocalDate until);

    /** The first day with a benefit above 0; the last day of time where there is none. */
    LocalDate firstBenefit();

    /** Of all amounts. */
    String currency();

    /** The proof of a figure by its name. */
    default Proof of(String figure) {
        return switch (figure) {
            case "benefit", "weightedBenefit" -> benefits(false);
            case "cost" -> costs(false, null);
            case "net" -> difference("Net", benefits(false), costs(false, null));
            case "presentBenefit" -> benefits(true);
            case "presentCost" -> costs(true, null);
            case "npv" -> npv("Net present value");
            case "riskAdjustedNpv" -> npv("Risk-adjusted net present value");
            case "roiSimple" -> {
                Proof cost = costs(false, null);
                yield Proof.quotient(
                        "Simple ROI", null, difference("Net", benefits(false), cost), cost);
            }
            case "roiDiscounted" ->
                    Proof.quotient(
                            "Discounted ROI", null, npv("Net present value"), costs(true, null));
            case "bcr" ->
                    Proof.quotient("Benefit-cost ratio", null, benefits(true), costs(true, null));
            case "profitabilityIndex" -> {
                Proof npv = npv("Net present value");
                Proof invested = costs(true, firstBenefit());
                yield Proof.quotient(
                        "Profitability index",
                        null,
                        Proof.sum(
                                "Net present value and investment",
                                currency(),
                                List.of(npv, invested)),
                        invested);
            }
            case "irr" -> dated("Internal rate", Operation.IRR);
            case "mirr" -> dated("Modified internal rate", Operation.MIRR);
            case "paybackMonths", "firstPaybackMonths" -> dated("Payback", Operation.PAYBACK);
            case "discountedPaybackMonths" ->
                    Proof.of(
                            "Discounted payback",
                            Operation.PAYBACK,
                            null,
                            "months",
                            List.of(benefits(true), costs(true, null)));
            default -> throw new IllegalArgumentException(figure);
        };
    }

    private Proof npv(String label) {
        return difference(label, benefits(true), costs(true, null));
    }

    private Proof dated(String label, Operation operation) {
        return Proof.of(label, operation, null, null, List.of(benefits(false), costs(false, null)));
    }

    private Proof difference(String label, Proof one, Proof other) {
        return Proof.difference(label, currency(), one, other);
    }
}
