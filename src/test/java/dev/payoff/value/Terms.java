package dev.payoff.value;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** Terms and measured hours for tests, and shorthand for numbers and times. */
final class Terms {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Infrastructure cost: EUR a month, the less the better; worked example A of the design. */
    static final MetricTerms COST =
            new MetricTerms(
                    Kind.LEVEL,
                    dec("50000"),
                    dec("35000"),
                    null,
                    BigDecimal.ONE,
                    BigDecimal.ONE,
                    new Valuation.PerPeriod(BigDecimal.ONE, Period.MONTH),
                    Period.MONTH,
                    START,
                    null,
                    Duration.ofHours(3));

    /** Tickets deflected, 12 EUR each; worked example B of the design. */
    static final MetricTerms TICKETS =
            new MetricTerms(
                    Kind.FLOW,
                    dec("100"),
                    dec("400"),
                    null,
                    BigDecimal.ONE,
                    BigDecimal.ONE,
                    new Valuation.PerUnit(dec("12")),
                    Period.MONTH,
                    START,
                    null,
                    Duration.ofHours(3));

    private Terms() {}

    static BigDecimal dec(String number) {
        return new BigDecimal(number);
    }

    /** So many hours, or parts of one, after the start. */
    static Instant at(double hours) {
        return START.plusNanos(Math.round(hours * 3.6e12));
    }

    static HourWindow hour(int index, long count, String sum) {
        return new HourWindow(at(index), count, dec(sum), BigDecimal.ZERO, 0);
    }

    static HourWindow hour(int index, long count, String sum, String confidences, long told) {
        return new HourWindow(at(index), count, dec(sum), dec(confidences), told);
    }

    static MetricTerms promise(MetricTerms t, String baseline, String target) {
        return new MetricTerms(
                t.kind(),
                baseline == null ? null : dec(baseline),
                target == null ? null : dec(target),
                t.targetAt(),
                t.share(),
                t.confidence(),
                t.valuation(),
                t.flowPer(),
                t.benefitStart(),
                t.benefitEnd(),
                t.staleness());
    }

    static MetricTerms due(MetricTerms t, Instant targetAt) {
        return new MetricTerms(
                t.kind(),
                t.baseline(),
                t.target(),
                targetAt,
                t.share(),
                t.confidence(),
                t.valuation(),
                t.flowPer(),
                t.benefitStart(),
                t.benefitEnd(),
                t.staleness());
    }

    static MetricTerms valued(MetricTerms t, Valuation valuation, String share, String confidence) {
        return new MetricTerms(
                t.kind(),
                t.baseline(),
                t.target(),
                t.targetAt(),
                dec(share),
                dec(confidence),
                valuation,
                t.flowPer(),
                t.benefitStart(),
                t.benefitEnd(),
                t.staleness());
    }

    static MetricTerms lasting(MetricTerms t, Instant start, Instant end, Duration staleness) {
        return new MetricTerms(
                t.kind(),
                t.baseline(),
                t.target(),
                t.targetAt(),
                t.share(),
                t.confidence(),
                t.valuation(),
                t.flowPer(),
                start,
                end,
                staleness);
    }

    static MetricTerms flowPer(MetricTerms t, Period period) {
        return new MetricTerms(
                t.kind(),
                t.baseline(),
                t.target(),
                t.targetAt(),
                t.share(),
                t.confidence(),
                t.valuation(),
                period,
                t.benefitStart(),
                t.benefitEnd(),
                t.staleness());
    }
}
