package dev.payoff.value;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Realised value: a function of a metric's measured hours, its terms, and as-of. (Source: design of
 * Payoff, value model.) This text is the definition.
 *
 * <p><b>Intervals.</b> The grain is the hour. A measured hour H, one with at least one reading,
 * owns [H, H + 1 h). The gap after it, until the next measured hour N, is carried for at most the
 * staleness: [H + 1 h, min(N, H + 1 h + staleness)). Both are cut to [benefit start, benefit end)
 * and to what lies before as-of, and where the baseline changes, so that each has one baseline.
 * Lengths are exact, to the nanosecond. Outside these intervals a metric earns nothing: it has not
 * spoken, or it is stale.
 *
 * <p><b>LEVEL</b>, valued at r per period of p hours: an interval of h hours of a measured hour
 * with {@code count} readings that sum to {@code sum} earns {@code sign · (sum − baseline · count)
 * · r · share · h / (count · p)}.
 *
 * <p><b>FLOW</b>, valued at r per unit, with a baseline per flow period of p hours: the measured
 * hour earns {@code sign · (sum − baseline · h / p) · r · share}, where all its units count if any
 * part of it counts, with the first part that does; a carried interval is the same with 0 units. A
 * FLOW that has never spoken earns nothing.
 *
 * <p><b>Sign</b> is +1 where the target lies above the baseline, −1 where below. With a {@link
 * BaselineSeries} that is the constant one, which holds before the series begins: a baseline that
 * comes to lie beyond the target does not turn the direction round.
 *
 * <p><b>Weighted</b>: the same times the hour's mean confidence, {@code (confidenceSum + (count −
 * confidenceCount) · confidence of the terms) / count}.
 *
 * <p><b>Rounding.</b> Each of an interval's two figures is one fraction, divided once, to 34
 * significant digits, half even. Intervals add up exactly. So every order, batching and incremental
 * path gives the same digits.
 *
 * <p>Where {@link #gaps} has a reason, value is unknown: there are no segments, and the sums here
 * are 0 of nothing. Ask for the gaps first and show null with the reason.
 */
public final class RealisedValue {

    private RealisedValue() {}

    /** What the metric has earned before as-of; the measured hours in ascending order. */
    public static Earned earned(MetricTerms terms, List<HourWindow> ascending, Instant asOf) {
        BigDecimal value = BigDecimal.ZERO;
        BigDecimal weighted = BigDecimal.ZERO;
        for (Segment segment : segments(terms, ascending, asOf)) {
            value = value.add(segment.value());
            weighted = weighted.add(segment.weighted());
        }
        return new Earned(value, weighted);
    }

    /** The explanation of {@link #earned}, whose figures it adds up to, to the last digit. */
    public static List<Segment> segments(
            MetricTerms terms, List<HourWindow> ascending, Instant asOf) {
        requireAscending(ascending);
        Tariff tariff = Tariff.of(terms);
        if (tariff == null) {
            return List.of();
        }
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < ascending.size(); i++) {
            Instant next = i + 1 < ascending.size() ? ascending.get(i + 1).start() : Instant.MAX;
            tariff.segments(ascending.get(i), next, asOf, segments);
        }
        return List.copyOf(segments);
    }

    /**
     * What the metric earns, in money per hour: what a whole hour like its {@link #typicalHour}
     * earns against the baseline of as-of. 0 before the benefit start, from the benefit end on,
     * once stale, and before the hour began. For a LEVEL this is the slope of its value; for the
     * slope of a FLOW see {@link #tickPerHour}.
     *
     * @param hour the typical one, null where there is none
     */
    public static BigDecimal earningPerHour(
            MetricTerms terms, @Nullable HourWindow hour, Instant asOf) {
        Tariff tariff = Tariff.of(terms);
        return tariff != null && hour != null && tariff.holds(hour, asOf)
                ? tariff.wholeHour(hour, asOf)
                : BigDecimal.ZERO;
    }

    /**
     * The hour that {@link #earningPerHour} goes by: the last measured one. The units of a FLOW's
     * hour that is not over yet are too few for a whole one, so the hour right before it, if it was
     * measured and part of it counts, gives of its units what the running hour has still to go, pro
     * rata, rounded to 34 digits: together they are the sixty minutes before as-of. Without such an
     * hour there is nothing to go by but the units that came.
     *
     * @param ascending measured hours, of which the last two are looked at
     * @return null where there is none
     */
    public static @Nullable HourWindow typicalHour(
            MetricTerms terms, List<HourWindow> ascending, Instant asOf) {
        if (ascending.isEmpty()) {
            return null;
        }
        HourWindow last = ascending.getLast();
        HourWindow before = ascending.size() < 2 ? null : ascending.get(ascending.size() - 2);
        Instant start = terms.benefitStart();
        if (terms.kind() != Kind.FLOW
                || before == null
                || !before.end().equals(last.start())
                || start == null
                || !start.isBefore(before.end())
                || !asOf.isBefore(last.end())) {
            return last;
        }
        BigDecimal rest = Tariff.nanos(asOf, last.end()).min(Tariff.NANOS_PER_HOUR);
        BigDecimal lent = Decimals.quotient(before.sum().multiply(rest), Tariff.NANOS_PER_HOUR);
        return last.withSum(last.sum().add(lent));
    }

    /**
     * By how much realised value moves per hour until the next reading or the next change of the
     * intervals, so that a screen may tick and stay true. A LEVEL's is its {@link #earningPerHour};
     * a FLOW moves up only when units arrive, and between them gives up what its baseline would
     * have brought.
     *
     * @param last the last measured hour, null where there is none
     */
    public static BigDecimal tickPerHour(
            MetricTerms terms, @Nullable HourWindow last, Instant asOf) {
        Tariff tariff = Tariff.of(terms);
        return tariff != null && last != null && tariff.holds(last, asOf)
                ? tariff.emptyHour(last, asOf)
                : BigDecimal.ZERO;
    }

    /**
     * Whether the metric still speaks: LIVE until its staleness after the hour of its last reading,
     * the same instant up to which it is carried.
     */
    public static Freshness freshness(
            MetricTerms terms, @Nullable Instant lastObserved, Instant asOf) {
        if (lastObserved == null) {
            return Freshness.NO_DATA;
        }
        Instant hour = WindowSize.HOUR.startOf(lastObserved, ZoneOffset.UTC);
        Instant reach = hour.plus(HourWindow.LENGTH).plus(terms.staleness());
        return asOf.isBefore(reach) ? Freshness.LIVE : Freshness.STALE;
    }

    /** Why the value is unknown; empty where it is known. */
    public static List<Gap> gaps(MetricTerms terms) {
        return Tariff.gaps(terms);
    }

    /**
     * How much of the promised improvement is there: {@code (current − baseline) / (target −
     * baseline)}, 1 at the target, negative where things got worse, not capped, rounded to 34
     * digits; null where one of the three is unknown or target and baseline are equal. Where the
     * target has a profile, it is the target of that instant; where the baseline has a series, it
     * is the baseline of that instant, and null while that is as good as the target or better,
     * since no improvement is promised then.
     */
    public static @Nullable BigDecimal achievement(
            MetricTerms terms, @Nullable BigDecimal current, Instant at) {
        BigDecimal baseline = terms.baselineAt(at);
        BigDecimal target = terms.targetAt(at);
        if (current == null
                || baseline == null
                || target == null
                || target.compareTo(baseline) == 0
                || isOvertaken(terms, target.compareTo(baseline))) {
            return null;
        }
        return Decimals.quotient(current.subtract(baseline), target.subtract(baseline));
    }

    /** Whether the baselines have come to lie beyond the target. */
    private static boolean isOvertaken(MetricTerms terms, int direction) {
        return terms.baselines() != null
                && terms.baseline() != null
                && terms.target() != null
                && terms.target().compareTo(terms.baseline()) != direction;
    }

    /**
     * The units of a FLOW in the flow period that ends at as-of: what compares with its baseline
     * and target. An hour that only partly lies in that period counts pro rata; the open hour
     * counts with all units that it has. While less than a whole period has been measured, the
     * units are scaled up by period / elapsed, elapsed counting from the first measured hour, at
     * least 1 h. Rounded to 34 digits.
     *
     * @param ascending measured hours; the first one is taken for the start of measuring, unless it
     *     ends before the period begins
     * @return units per flow period; null for a LEVEL, and where nothing was measured before as-of
     */
    public static @Nullable BigDecimal flowCurrent(
            MetricTerms terms, List<HourWindow> ascending, Instant asOf) {
        requireAscending(ascending);
        if (terms.kind() != Kind.FLOW
                || ascending.isEmpty()
                || !ascending.getFirst().start().isBefore(asOf)) {
            return null;
        }
        BigDecimal period = terms.flowPer().hours().multiply(Tariff.NANOS_PER_HOUR);
        Instant from = asOf.minusNanos(period.longValueExact());
        // Units times nanoseconds, so that the only division is the last one.
        BigDecimal unitNanos = BigDecimal.ZERO;
        for (HourWindow hour : ascending) {
            if (hour.end().isAfter(from) && hour.start().isBefore(asOf)) {
                BigDecimal part =
                        hour.start().isBefore(from)
                                ? Tariff.nanos(from, hour.end())
                                : Tariff.NANOS_PER_HOUR;
                unitNanos = unitNanos.add(hour.sum().multiply(part));
            }
        }
        Instant first = ascending.getFirst().start();
        BigDecimal measured = Tariff.nanos(first.isAfter(from) ? first : from, asOf);
        BigDecimal elapsed = measured.max(Tariff.NANOS_PER_HOUR);
        return Decimals.quotient(
                unitNanos.multiply(period), Tariff.NANOS_PER_HOUR.multiply(elapsed));
    }

    /**
     * What the metric was to have earned before as-of, had it kept its promise: exactly at its
     * target from the benefit start on, or, where the target has a date, ramping from the baseline
     * at the benefit start straight to the target at that date, and staying there, or along its
     * profile; until the benefit end; against the baselines of that time, as what is realised is.
     * One fraction, rounded to 34 digits.
     */
    public static Planned plannedToDate(MetricTerms terms, Instant asOf) {
        Tariff tariff = Tariff.of(terms);
        return tariff == null
                ? new Planned(null, gaps(terms))
                : new Planned(tariff.planned(terms, asOf), List.of());
    }

    /**
     * What the metric earns per hour once it is wholly at its target, in the project's currency,
     * against the last of its baselines; null where value is unknown.
     */
    public static @Nullable BigDecimal promisedPerHour(MetricTerms terms) {
        Tariff tariff = Tariff.of(terms);
        return tariff == null ? null : tariff.promisedHour();
    }

    static void requireAscending(List<HourWindow> hours) {
        for (int i = 1; i < hours.size(); i++) {
            if (!hours.get(i - 1).start().isBefore(hours.get(i).start())) {
                throw new IllegalArgumentException(
                        "Measured hours must ascend: " + hours.get(i).start() + " comes too late");
            }
        }
    }
}
