package dev.payoff.stream;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * How far back readings go. Pure.
 *
 * @param acceptedFrom a reading that was observed before is refused, as is a correction of one
 * @param keptFrom readings and minutes before it are gone; hours, days and months stay. Always at
 *     the start of an hour, UTC
 */
record ReadingBound(Instant acceptedFrom, Instant keptFrom) {

    /**
     * A month begins up to 14 hours before that of UTC and up to 12 after it. A reading a day into
     * the month of UTC lies in months that begin at most a day before it, in every zone, so
     * whatever is folded anew for its sake finds all of its readings.
     */
    private static final Duration ZONES = Duration.ofDays(1);

    /** Whatever the gate lets in, for good. */
    static final ReadingBound NONE = new ReadingBound(Gate.EARLIEST, Gate.EARLIEST);

    /**
     * What it comes to if readings are kept for so long: whole months, the one asked for included.
     */
    static ReadingBound at(Instant now, Period age) {
        Instant month =
                YearMonth.from(now.atOffset(ZoneOffset.UTC).minus(age))
                        .atDay(1)
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC);
        return new ReadingBound(month.plus(ZONES), month.minus(ZONES));
    }

    /** Whether this forgets more. */
    boolean isAfter(ReadingBound other) {
        return acceptedFrom.isAfter(other.acceptedFrom);
    }
}
