package dev.payoff.value;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The terms of a metric whose value is known, made ready to price intervals of time. Each price is
 * one exact fraction, divided once.
 */
final class Tariff {

    static final BigDecimal NANOS_PER_HOUR = BigDecimal.valueOf(HourWindow.LENGTH.toNanos());

    private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000);

    private final Kind kind;
    private final BigDecimal baseline;
    private final BigDecimal promised;
    private final BigDecimal confidence;
    private final Instant start;
    private final @Nullable Instant end;
    private final Duration staleness;
    // sign · amount · share: money per unit of improvement
    private final BigDecimal money;
    // the length, in nanoseconds, of the period that money (LEVEL) or the baseline (FLOW) refers to
    private final BigDecimal periodNanos;

    private Tariff(
            MetricTerms terms,
            BigDecimal baseline,
            BigDecimal target,
            BigDecimal amount,
            Period period,
            Instant start) {
        this.kind = terms.kind();
        this.baseline = baseline;
        this.promised = target.subtract(baseline);
        this.confidence = terms.confidence();
        this.start = start;
        this.end = terms.benefitEnd();
        this.staleness = terms.staleness();
        BigDecimal sign = BigDecimal.valueOf(target.compareTo(baseline));
        this.money = sign.multiply(amount).multiply(terms.share());
        this.periodNanos = period.hours().multiply(NANOS_PER_HOUR);
    }

    /** The tariff, or null where {@link #gaps} has a reason why there is none. */
    static @Nullable Tariff of(MetricTerms terms) {
        BigDecimal baseline = terms.baseline();
        BigDecimal target = terms.target();
        Valuation valuation = terms.valuation();
        Instant start = terms.benefitStart();
        if (baseline == null
                || target == null
                || valuation == null
                || start == null
                || !gaps(terms).isEmpty()) {
            return null;
        }
        Period period =
                switch (valuation) {
                    case Valuation.PerPeriod perPeriod -> perPeriod.per();
                    case Valuation.PerUnit perUnit -> terms.flowPer();
                };
        return new Tariff(terms, baseline, target, valuation.amount(), period, start);
    }

    static List<Gap> gaps(MetricTerms terms) {
        List<Gap> gaps = new ArrayList<>();
        BigDecimal baseline = terms.baseline();
        BigDecimal target = terms.target();
        if (baseline == null) {
            gaps.add(Gap.NO_BASELINE);
        }
        if (target == null) {
            gaps.add(Gap.NO_TARGET);
        } else if (baseline != null && target.compareTo(baseline) == 0) {
            gaps.add(Gap.TARGET_IS_BASELINE);
        }
        Valuation valuation = terms.valuation();
        if (valuation == null) {
            gaps.add(Gap.NO_VALUATION);
        } else if ((terms.kind() == Kind.LEVEL) != (valuation instanceof Valuation.PerPeriod)) {
            gaps.add(Gap.VALUATION_DOES_NOT_FIT);
        }
        if (terms.benefitStart() == null) {
            gaps.add(Gap.NO_BENEFIT_START);
        }
        return List.copyOf(gaps);
    }

    /** The segments of one measured hour: inside it, and carried up to the next measured hour. */
    void segments(HourWindow hour, Instant next, Instant asOf, List<Segment> into) {
        Instant from = hour.start();
        Instant to = hour.end();
        Instant reach = to.plus(staleness);
        add(hour, from, to, false, asOf, into);
        add(hour, to, earlier(next, reach), true, asOf, into);
    }

    private void add(
            HourWindow hour,
            Instant from,
            Instant to,
            boolean carried,
            Instant asOf,
            List<Segment> into) {
        Instant clippedFrom = from.isBefore(start) ? start : from;
        Instant clippedTo = earlier(to, end == null ? asOf : earlier(end, asOf));
        if (clippedFrom.isBefore(clippedTo)) {
            into.add(price(hour, clippedFrom, clippedTo, carried));
        }
    }

    private Segment price(HourWindow hour, Instant from, Instant to, boolean carried) {
        BigDecimal nanos = nanos(from, to);
        BigDecimal count = BigDecimal.valueOf(hour.count());
        BigDecimal units = carried ? BigDecimal.ZERO : hour.sum();
        BigDecimal improvement =
                switch (kind) {
                    case LEVEL -> hour.sum().subtract(baseline.multiply(count)).multiply(nanos);
                    case FLOW -> units.multiply(periodNanos).subtract(baseline.multiply(nanos));
                };
        BigDecimal divisor =
                switch (kind) {
                    case LEVEL -> count.multiply(periodNanos);
                    case FLOW -> periodNanos;
                };
        BigDecimal rate =
                switch (kind) {
                    case LEVEL -> Decimals.quotient(hour.sum(), count);
                    case FLOW -> units;
                };
        BigDecimal dividend = improvement.multiply(money);
        BigDecimal untold = BigDecimal.valueOf(hour.count() - hour.confidenceCount());
        BigDecimal confidences = hour.confidenceSum().add(untold.multiply(confidence));
        return new Segment(
                from,
                to,
                hour,
                carried,
                rate,
                Decimals.quotient(dividend, divisor),
                Decimals.quotient(dividend.multiply(confidences), divisor.multiply(count)));
    }

    /** What exactly the promised improvement earns, ramping up until the target is due. */
    BigDecimal planned(MetricTerms terms, Instant asOf) {
        Instant targetAt = terms.targetAt();
        TargetProfile profile = terms.profile();
        Instant until = end == null ? asOf : earlier(end, asOf);
        if (!start.isBefore(until)) {
            return BigDecimal.ZERO;
        }
        if (profile != null) {
            return Decimals.quotient(
                    profile.doubledArea(baseline, start, until).multiply(money),
                    BigDecimal.TWO.multiply(periodNanos));
        }
        BigDecimal length = nanos(start, until);
        BigDecimal full = promised.multiply(money);
        if (targetAt == null || !start.isBefore(targetAt)) {
            return Decimals.quotient(full.multiply(length), periodNanos);
        }
        BigDecimal ramp = nanos(start, targetAt);
        BigDecimal doubled = BigDecimal.TWO.multiply(periodNanos);
        return until.isBefore(targetAt)
                ? Decimals.quotient(full.multiply(length.pow(2)), doubled.multiply(ramp))
                : Decimals.quotient(
                        full.multiply(BigDecimal.TWO.multiply(length).subtract(ramp)), doubled);
    }

    /** Money per hour at the target. */
    BigDecimal promisedHour() {
        return Decimals.quotient(promised.multiply(money).multiply(NANOS_PER_HOUR), periodNanos);
    }

    /** Money per hour while the terms hold: what a whole hour like this one earns. */
    BigDecimal wholeHour(HourWindow hour) {
        return price(hour, hour.start(), hour.end(), false).value();
    }

    /**
     * Money that goes per hour without any unit of a FLOW: what its baseline would have brought.
     */
    BigDecimal emptyHour(HourWindow hour) {
        return price(hour, hour.start(), hour.end(), true).value();
    }

    /** Whether value counts at this instant, and this hour, its last measured, still holds. */
    boolean holds(HourWindow last, Instant asOf) {
        return !asOf.isBefore(start)
                && (end == null || asOf.isBefore(end))
                && !asOf.isBefore(last.start())
                && asOf.isBefore(last.end().plus(staleness));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** The length of an interval, in nanoseconds, exact whatever the length. */
    static BigDecimal nanos(Instant from, Instant to) {
        Duration length = Duration.between(from, to);
        return BigDecimal.valueOf(length.getSeconds())
                .multiply(NANOS_PER_SECOND)
                .add(BigDecimal.valueOf(length.getNano()));
    }
}
