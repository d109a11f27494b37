package dev.payoff.portfolio;

import dev.payoff.app.Shown;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What is agreed on of a metric's numbers: whoever changes one of them promises something else.
 * Numbers are in one representation, so that equal promises are equal records.
 *
 * @param baseline what held before
 * @param target what is promised
 * @param share of the improvement that is the project's
 * @param amount of the valuation; null where it is not financial
 * @param per of the valuation
 */
public record Promise(
        @Nullable BigDecimal baseline,
        @Nullable BigDecimal target,
        BigDecimal share,
        @Nullable BigDecimal amount,
        @Nullable String per) {

    /** Holds each number without trailing zeros. */
    public Promise {
        baseline = plain(baseline);
        target = plain(target);
        share = Shown.plain(share);
        amount = plain(amount);
    }

    static Promise of(MetricInput metric) {
        return new Promise(
                metric.baseline(),
                metric.target(),
                metric.share(),
                metric.valuation() == null ? null : metric.valuation().amount(),
                metric.valuation() == null ? null : metric.valuation().per());
    }

    private static @Nullable BigDecimal plain(@Nullable BigDecimal number) {
        return number == null ? null : Shown.plain(number);
    }
}
