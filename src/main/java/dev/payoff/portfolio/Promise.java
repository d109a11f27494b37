package dev.payoff.portfolio;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.payoff.app.Shown;
import dev.payoff.value.BaselineSeries;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is agreed on of a metric's numbers: whoever changes one of them promises something else.
 * Numbers are in one representation, so that equal promises are equal records.
 *
 * @param baseline what held before
 * @param baselineSeries how it changes at dates, as stored; null: it does not. Left out then, as
 *     agreements were written before there were any
 * @param target what is promised
 * @param share of the improvement that is the project's
 * @param amount of the valuation; null where it is not financial
 * @param per of the valuation
 * @param disbenefit true: the target is a harm that is expected. Left out where it is a benefit, as
 *     agreements were written before it was part of them
 */
public record Promise(
        @Nullable BigDecimal baseline,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<BaselineStep> baselineSeries,
        @Nullable BigDecimal target,
        BigDecimal share,
        @Nullable BigDecimal amount,
        @Nullable String per,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean disbenefit) {

    /** Holds each number without trailing zeros. */
    public Promise {
        baseline = plain(baseline);
        target = plain(target);
        share = Shown.plain(share);
        amount = plain(amount);
        disbenefit = Boolean.TRUE.equals(disbenefit) ? true : null;
    }

    static Promise of(MetricInput metric) {
        return new Promise(
                metric.baseline(),
                metric.baselineSeries(),
                metric.target(),
                metric.share(),
                metric.valuation() == null ? null : metric.valuation().amount(),
                metric.valuation() == null ? null : metric.valuation().per(),
                metric.disbenefit());
    }

    /** The baseline in force at an instant; null where none is known. */
    public @Nullable BigDecimal baselineAt(Instant at) {
        BaselineSeries series = BaselineStep.series(baselineSeries, ZoneOffset.UTC);
        return baseline == null || series == null ? baseline : series.at(at, baseline);
    }

    private static @Nullable BigDecimal plain(@Nullable BigDecimal number) {
        return number == null ? null : Shown.plain(number);
    }
}
