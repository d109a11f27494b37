package dev.payoff.value.appraisal;

import dev.payoff.value.Decimals;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Scores by which work is put in order. Null where the divisor is 0 or less. */
public final class Priority {

    private static final BigDecimal DAYS_PER_YEAR = BigDecimal.valueOf(365);

    private Priority() {}

    /**
     * Cost of delay / duration (D. Reinertsen, The Principles of Product Development Flow, 2009:
     * weighted shortest job first, CD3): money per time, divided by time.
     */
    public static @Nullable BigDecimal cd3(BigDecimal costOfDelay, BigDecimal duration) {
        return ratio(costOfDelay, duration);
    }

    /**
     * WSJF as SAFe has it: (user-business value + time criticality + risk reduction or opportunity
     * enablement) / job size, all of them relative Fibonacci numbers. They are points, not money: a
     * 9 cannot decide about 100,000 EUR and a month (J. Yip).
     */
    public static @Nullable BigDecimal wsjf(
            BigDecimal businessValue,
            BigDecimal timeCriticality,
            BigDecimal riskReduction,
            BigDecimal jobSize) {
        return ratio(businessValue.add(timeCriticality).add(riskReduction), jobSize);
    }

    /** RICE (Intercom): reach · impact · confidence / effort. */
    public static @Nullable BigDecimal rice(
            BigDecimal reach, BigDecimal impact, BigDecimal confidence, BigDecimal effort) {
        return ratio(reach.multiply(impact).multiply(confidence), effort);
    }

    /**
     * What an experiment's lift is worth in a year (GrowthBook, issue 210): lift · base · users ·
     * (1 / part of the traffic) · (1 / part of the treatment) · (365 / days). The days are those on
     * which the experiment was effective, not its whole run (issue 4104).
     *
     * @return null where a divisor is 0 or less
     */
    public static @Nullable BigDecimal impactPerYear(
            BigDecimal lift,
            BigDecimal base,
            BigDecimal users,
            BigDecimal traffic,
            BigDecimal treated,
            BigDecimal days) {
        return ratio(
                lift.multiply(base).multiply(users).multiply(DAYS_PER_YEAR),
                traffic.multiply(treated).multiply(days));
    }

    private static @Nullable BigDecimal ratio(BigDecimal dividend, BigDecimal divisor) {
        return divisor.signum() <= 0 ? null : Decimals.quotient(dividend, divisor);
    }
}
