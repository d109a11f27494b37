package dev.payoff.portfolio;

import dev.payoff.app.Problem.Violation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold of a cost line beyond its fields one by one; pure. */
final class CostRules {

    private CostRules() {}

    static List<Violation> check(CostInput input) {
        List<Violation> wrong = new ArrayList<>();
        ProjectRules.checkCurrency("currency", input.currency()).ifPresent(wrong::add);
        DeliverableRules.checkDate("incurredOn", input.incurredOn(), wrong);
        if (input.amount() == null && input.labour() == null) {
            wrong.add(new Violation("amount", "must not be null, unless labour is told"));
        }
        if (input.amount() != null && input.labour() != null) {
            wrong.add(new Violation("amount", "must not be told with labour, which makes it"));
        }
        Boolean planned = input.planned();
        if (planned != null
                && input.stage() != null
                && planned != (input.effectiveStage() != CostStage.ACTUAL)) {
            wrong.add(new Violation("planned", "contradicts the stage " + input.stage()));
        }
        checkRange(input, input.amount(), wrong);
        return List.copyOf(wrong);
    }

    /** What the rate of the hours showed. */
    static List<Violation> check(CostInput input, boolean currencyTold, LabourCosts.Priced priced) {
        List<Violation> wrong = new ArrayList<>();
        if (currencyTold && !input.currency().equals(priced.currency())) {
            wrong.add(
                    new Violation(
                            "currency", "is not that of the labour rate, " + priced.currency()));
        }
        checkRange(input, priced.amount(), wrong);
        return List.copyOf(wrong);
    }

    private static void checkRange(
            CostInput input, @Nullable BigDecimal amount, List<Violation> wrong) {
        BigDecimal low = input.low();
        BigDecimal high = input.high();
        if ((low == null) != (high == null)) {
            wrong.add(
                    new Violation(low == null ? "low" : "high", "goes with the other of the two"));
        } else if (low != null && high != null) {
            if (input.effectiveStage() == CostStage.ACTUAL) {
                wrong.add(new Violation("low", "is for what is not spent yet"));
            } else if (amount != null
                    && (low.compareTo(amount) > 0 || high.compareTo(amount) < 0)) {
                wrong.add(new Violation("low", "and high must enclose the amount"));
            }
        }
    }
}
