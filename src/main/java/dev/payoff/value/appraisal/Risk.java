package dev.payoff.value.appraisal;

import dev.payoff.value.DatedAmount;
import dev.payoff.value.Decimals;
import dev.payoff.value.DiscountSchedule;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Value under risk, without chance: what is done to flows before they are discounted. */
public final class Risk {

    private static final int DAYS_PER_YEAR = 365;

    private Risk() {}

    /**
     * Risk-adjusted net present value: the sum of probability_t · flow · discount factor of its
     * day, at the day of the first flow. The rate must not be raised for the same risk, which would
     * then count twice.
     *
     * @param flows ascending
     * @param probabilities that the flows of a year come, from 0 to 1: of the years of 365 days
     *     that end on the day of the first flow, 365 days later, and so on; the last one holds for
     *     all years after it
     */
    public static BigDecimal npv(
            DiscountSchedule schedule, List<DatedAmount> flows, List<BigDecimal> probabilities) {
        if (probabilities.isEmpty()) {
            throw new IllegalArgumentException("There is a probability of the first year.");
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (DatedAmount flow : flows) {
            int days = Math.toIntExact(ChronoUnit.DAYS.between(flows.getFirst().on(), flow.on()));
            int year = Math.ceilDiv(days, DAYS_PER_YEAR);
            BigDecimal probability = probabilities.get(Math.min(year, probabilities.size() - 1));
            sum = sum.add(flow.amount().multiply(schedule.factorAfter(days)).multiply(probability));
        }
        return Decimals.plain(sum.round(Decimals.DIGITS));
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
