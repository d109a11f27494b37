package dev.payoff.live;

import dev.payoff.value.Decimals;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.RealisedValue;
import dev.payoff.value.Segment;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a metric that counts has earned, piece by piece; pure.
 *
 * @param segments in the order of time
 * @param lastObserved when it last told something; null: never
 */
record Earning(
        UUID metric,
        String key,
        String name,
        MetricTerms terms,
        List<Segment> segments,
        @Nullable Instant lastObserved) {

    /** Of the metrics whose value counts and is known. */
    static List<Earning> of(Ledger ledger) {
        Instant asOf = ledger.moment().until();
        List<Earning> earnings = new ArrayList<>();
        for (Ledger.Entry entry : ledger.entries()) {
            MetricTerms terms = entry.terms();
            if (terms.counted() && RealisedValue.gaps(terms).isEmpty()) {
                earnings.add(
                        new Earning(
                                entry.id(),
                                entry.key(),
                                entry.name(),
                                terms,
                                RealisedValue.segments(terms, entry.hours(), asOf),
                                entry.lastObserved()));
            }
        }
        return earnings;
    }

    /** What it had earned. */
    BigDecimal realised() {
        return segments.stream().map(Segment::value).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /**
     * The same as it stood at an earlier whole hour. An hour is priced as a whole, and what is
     * carried earns evenly, so that nothing but its length tells a piece that was cut from the
     * whole one.
     */
    Earning before(Instant wholeHour) {
        List<Segment> earlier = new ArrayList<>();
        Instant observed = null;
        for (Segment segment : segments) {
            if (!segment.from().isBefore(wholeHour)) {
                break;
            }
            earlier.add(segment.to().isAfter(wholeHour) ? cut(segment, wholeHour) : segment);
            observed = segment.hour().start();
        }
        return new Earning(metric, key, name, terms, earlier, observed);
    }

    private static Segment cut(Segment whole, Instant at) {
        BigDecimal part = BigDecimal.valueOf(Duration.between(whole.from(), at).toNanos());
        BigDecimal all = BigDecimal.valueOf(Duration.between(whole.from(), whole.to()).toNanos());
        return new Segment(
                whole.from(),
                at,
                whole.hour(),
                whole.carried(),
                whole.baseline(),
                whole.rate(),
                Decimals.quotient(whole.value().multiply(part), all),
                Decimals.quotient(whole.weighted().multiply(part), all));
    }
}
