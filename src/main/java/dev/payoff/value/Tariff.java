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
    private final @Nullable BaselineSeries baselines;
    private final BigDecimal target;
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
        this.baselines = terms.baselines();
        this.target = target;
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
            boolean units = !carried;
            for (BaselineSeries.Piece piece : baselines(clippedFrom, clippedTo)) {
                into.add(price(hour, piece, carried, units));
                // When within the hour its units came is not known: they are told once, first.
                units = false;
            }
        }
    }

    /** The baselines of a stretch of time, cut where they change. */
    private List<BaselineSeries.Piece> baselines(Instant from, Instant to) {
        return baselines == null
                ? List.of(new BaselineSeries.Piece(from, to, baseline))
                : baselines.within(from, to, baseline);
    }

    private Segment price(
            HourWindow hour, BaselineSeries.Piece over, boolean carried, boolean withUnits) {
        BigDecimal nanos = nanos(over.from(), over.to());
        BigDecimal count = BigDecimal.valueOf(hour.count());
        BigDecimal units = withUnits ? hour.sum() : BigDecimal.ZERO;
        BigDecimal less = over.baseline();
        BigDecimal improvement =
                switch (kind) {
                    case LEVEL -> hour.sum().subtract(less.multiply(count)).multiply(nanos);
                    case FLOW -> units.multiply(periodNanos).subtract(less.multiply(nanos));
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
                over.from(),
                over.to(),
                hour,
                carried,
                over.baseline(),
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
        // The area under the baselines, in units times nanoseconds.
        BigDecimal area = BigDecimal.ZERO;
        for (BaselineSeries.Piece piece : baselines(start, until)) {
            area = area.add(piece.baseline().multiply(nanos(piece.from(), piece.to())));
        }
        BigDecimal doubledArea = BigDecimal.TWO.multiply(area);
        BigDecimal doubledPeriod = BigDecimal.TWO.multiply(periodNanos);
        if (profile != null) {
            return Decimals.quotient(
                    profile.doubledArea(start, until).subtract(doubledArea).multiply(money),
                    doubledPeriod);
        }
        BigDecimal length = nanos(start, until);
        if (targetAt == null || !start.isBefore(targetAt)) {
            return Decimals.quotient(
                    target.multiply(length).subtract(area).multiply(money), periodNanos);
        }
        BigDecimal first = baselineAt(start);
        BigDecimal ramp = nanos(start, targetAt);
        if (until.isBefore(targetAt)) {
            BigDecimal level =
                    BigDecimal.TWO.multiply(first).multiply(length).subtract(doubledArea);
            BigDecimal rise = target.subtract(first).multiply(length.pow(2));
            return Decimals.quotient(
                    level.multiply(ramp).add(rise).multiply(money), doubledPeriod.multiply(ramp));
        }
        BigDecimal rising = first.add(target).multiply(ramp);
        BigDecimal level = BigDecimal.TWO.multiply(target).multiply(length.subtract(ramp));
        return Decimals.quotient(
                rising.add(level).subtract(doubledArea).multiply(money), doubledPeriod);
    }

    private BigDecimal baselineAt(Instant at) {
        return baselines == null ? baseline : baselines.at(at, baseline);
    }

    /** Money per hour at the target, against the last of the baselines. */
    BigDecimal promisedHour() {
        BigDecimal last = baselines == null ? baseline : baselines.steps().getLast().baseline();
        return Decimals.quotient(
                target.subtract(last).multiply(money).multiply(NANOS_PER_HOUR), periodNanos);
    }

    /** Money per hour while the terms hold: what a whole hour like this one earns at an instant. */
    BigDecimal wholeHour(HourWindow hour, Instant at) {
        return price(hour, like(hour, at), false, true).value();
    }

    /**
     * Money that goes per hour without any unit of a FLOW: what its baseline of that instant would
     * have brought.
     */
    BigDecimal emptyHour(HourWindow hour, Instant at) {
        return price(hour, like(hour, at), true, false).value();
    }

    private BaselineSeries.Piece like(HourWindow hour, Instant at) {
        return new BaselineSeries.Piece(hour.start(), hour.end(), baselineAt(at));
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
