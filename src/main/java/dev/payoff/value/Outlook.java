package dev.payoff.value;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What will have been earned by the due date if things go on as they go now, beside what was
 * planned by then: a straight line from the present.
 *
 * <p>The pace of a LEVEL is what its last measured hour earns per hour. One hour of a FLOW says
 * little, so its pace is the mean since its benefit start.
 *
 * @param due when the target is to be reached; of several the latest
 * @param expected money by then at the present pace
 * @param planned money by then as planned
 */
public record Outlook(Instant due, BigDecimal expected, BigDecimal planned) {

    /**
     * The outlook of a metric; null where it has no target date or that is over, where its value is
     * unknown, before its benefit start, and while it is silent, as nobody knows its pace then.
     *
     * @param realised what it has earned by as-of; null where unknown
     * @param earningPerHour what its last measured hour earns per hour
     */
    public static @Nullable Outlook of(
            MetricTerms terms,
            @Nullable BigDecimal realised,
            BigDecimal earningPerHour,
            Freshness freshness,
            Instant asOf) {
        Instant due = terms.targetAt();
        Instant start = terms.benefitStart();
        BigDecimal planned = due == null ? null : RealisedValue.plannedToDate(terms, due).value();
        if (due == null
                || start == null
                || planned == null
                || realised == null
                || freshness != Freshness.LIVE
                || !asOf.isBefore(due)
                || !start.isBefore(asOf)) {
            return null;
        }
        BigDecimal pace =
                switch (terms.kind()) {
                    case LEVEL -> earningPerHour;
                    case FLOW -> Decimals.quotient(realised, hours(start, asOf));
                };
        Instant end = terms.benefitEnd();
        Instant until = end != null && end.isBefore(due) ? end : due;
        BigDecimal rest = until.isAfter(asOf) ? hours(asOf, until) : BigDecimal.ZERO;
        return new Outlook(due, realised.add(pace.multiply(rest)), planned);
    }

    private static BigDecimal hours(Instant from, Instant to) {
        return Decimals.quotient(Tariff.nanos(from, to), Tariff.NANOS_PER_HOUR);
    }

    /** Of both together. */
    public Outlook plus(Outlook other) {
        return new Outlook(
                due.isAfter(other.due) ? due : other.due,
                expected.add(other.expected),
                planned.add(other.planned));
    }

    /** Expected / planned: 1 is as planned; null where nothing, or less, was planned. */
    public @Nullable BigDecimal ratio() {
        return planned.signum() <= 0 ? null : Decimals.quotient(expected, planned);
    }
}
