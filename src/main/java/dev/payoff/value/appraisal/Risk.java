package dev.payoff.value.appraisal;

import dev.payoff.value.Finance;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Value under risk, without chance: what is done to flows before they are discounted. */
public final class Risk {

    private Risk() {}

    /**
     * Risk-adjusted net present value: the sum of probability_t · flow_t / (1 + rate)^t. The rate
     * must not be raised for the same risk, which would then count twice.
     *
     * @param probabilities that the flow of each period comes, from 0 to 1
     * @return null for a rate of −1 or below
     */
    public static @Nullable BigDecimal npv(
            BigDecimal rate, List<BigDecimal> flows, List<BigDecimal> probabilities) {
        if (flows.size() != probabilities.size()) {
            throw new IllegalArgumentException("Each flow has a probability.");
        }
        List<BigDecimal> expected = new ArrayList<>(flows.size());
        for (int t = 0; t < flows.size(); t++) {
            expected.add(flows.get(t).multiply(probabilities.get(t)));
        }
        return Finance.npv(rate, expected);
    }

    /**
     * A cost with optimism bias (HM Treasury, supplementary Green Book guidance; bounds by Mott
     * MacDonald, 2002): cost · (1 + bound · (1 − mitigated)).
     *
     * @param bound the upper bound of the project's kind, such as 2.00 for the capital cost of
     *     equipment and development
     * @param mitigated the part of it that was worked off, from 0 to 1
     */
    public static BigDecimal withOptimismBias(
            BigDecimal cost, BigDecimal bound, BigDecimal mitigated) {
        return cost.multiply(
                BigDecimal.ONE.add(bound.multiply(BigDecimal.ONE.subtract(mitigated))));
    }
}
