package dev.payoff.value;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How fast missing value eats what may be missing, over a long and a short window. (Source of the
 * method: Google, The Site Reliability Workbook, chapter 5, multiwindow, multi-burn-rate alerts;
 * there of errors and their budget, here of value and its plan.)
 *
 * <p>Until the target's date {@code planned} money is to be earned, of which the share {@code
 * allowance} may be missing: the budget. Within a window that ends now, {@code missing = planned −
 * earned} of that window, and its burn rate is {@code missing / (allowance · planned)}: at 1 the
 * budget is just used up at the due date, at 10 in a tenth of the time; negative where more was
 * earned than planned. The burn rate of both windows is the lesser of the two: the long one says
 * that it matters, the short one that it goes on.
 *
 * @param due when the target is to be reached; of several the latest
 * @param allowance share of the plan that may be missing, above 0, at most 1
 * @param planned money by the due date as planned
 * @param missing money planned to date less money earned to date
 */
public record BurnRate(
        Instant due,
        BigDecimal allowance,
        Window longWindow,
        Window shortWindow,
        BigDecimal planned,
        BigDecimal missing) {

    /**
     * What a window that ends now was to bring, and brought.
     *
     * @param length of the window
     * @param planned money, in the project's currency
     * @param earned money, likewise
     */
    public record Window(Duration length, BigDecimal planned, BigDecimal earned) {

        /** Planned less earned; negative where more was earned. */
        public BigDecimal missing() {
            return planned.subtract(earned);
        }

        private @Nullable BigDecimal rate(BigDecimal allowance) {
            return planned.signum() <= 0
                    ? null
                    : Decimals.quotient(missing(), allowance.multiply(planned));
        }

        private Window plus(Window other) {
            return new Window(length, planned.add(other.planned), earned.add(other.earned));
        }
    }

    /**
     * The burn of a metric; null where it has no target date or that is over, where its value is
     * unknown, before its benefit start, and while it is silent.
     *
     * @param ascending its measured hours that reach into the long window, with the one before
     * @param realised what it has earned by as-of; null where unknown
     */
    public static @Nullable BurnRate of(
            MetricTerms terms,
            List<HourWindow> ascending,
            @Nullable BigDecimal realised,
            Freshness freshness,
            Burn burn,
            Instant asOf) {
        Instant due = terms.targetAt();
        Instant start = terms.benefitStart();
        BigDecimal planned = due == null ? null : plannedBy(terms, due);
        BigDecimal toDate = plannedBy(terms, asOf);
        if (due == null
                || start == null
                || planned == null
                || toDate == null
                || realised == null
                || freshness != Freshness.LIVE
                || !asOf.isBefore(due)
                || !start.isBefore(asOf)) {
            return null;
        }
        return new BurnRate(
                due,
                burn.allowance(),
                window(terms, ascending, burn.longWindow(), toDate, asOf),
                window(terms, ascending, burn.shortWindow(), toDate, asOf),
                planned,
                toDate.subtract(realised));
    }

    private static Window window(
            MetricTerms terms,
            List<HourWindow> hours,
            Duration length,
            BigDecimal plannedToDate,
            Instant asOf) {
        Instant from = asOf.minus(length);
        BigDecimal before = plannedBy(terms, from);
        return new Window(
                length,
                before == null ? plannedToDate : plannedToDate.subtract(before),
                RealisedValue.earned(terms, hours, asOf)
                        .minus(RealisedValue.earned(terms, hours, from))
                        .value());
    }

    private static @Nullable BigDecimal plannedBy(MetricTerms terms, Instant at) {
        return RealisedValue.plannedToDate(terms, at).value();
    }

    /** Of both together, over the same windows. */
    public BurnRate plus(BurnRate other) {
        return new BurnRate(
                due.isAfter(other.due) ? due : other.due,
                allowance,
                longWindow.plus(other.longWindow),
                shortWindow.plus(other.shortWindow),
                planned.add(other.planned),
                missing.add(other.missing));
    }

    /** The burn rate of both windows; null where nothing, or less, was planned in one of them. */
    public @Nullable BigDecimal rate() {
        BigDecimal overLong = longWindow.rate(allowance);
        BigDecimal overShort = shortWindow.rate(allowance);
        return overLong == null || overShort == null ? null : overLong.min(overShort);
    }

    /** The budget: money that may be missing at the due date. */
    public BigDecimal allowed() {
        return planned.multiply(allowance);
    }

    /**
     * When the budget is used up at the long window's pace; as-of where it is, null where it lasts
     * until the due date.
     */
    public @Nullable Instant usedUp(Instant asOf) {
        BigDecimal left = allowed().subtract(missing);
        if (left.signum() <= 0) {
            return asOf;
        }
        if (longWindow.missing().signum() <= 0) {
            return null;
        }
        BigDecimal length = BigDecimal.valueOf(longWindow.length().toSeconds());
        BigDecimal seconds = Decimals.quotient(left.multiply(length), longWindow.missing());
        BigDecimal until = BigDecimal.valueOf(Duration.between(asOf, due).toSeconds());
        return seconds.compareTo(until) >= 0 ? null : asOf.plusSeconds(seconds.longValue());
    }
}
