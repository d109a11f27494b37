package dev.payoff.stream;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a well-formed reading may count. Pure; the same at the REST way in and in the
 * stream.
 */
public final class Gate {

    /** The earliest time that a reading may tell. */
    public static final Instant EARLIEST = Instant.EPOCH;

    /**
     * How far ahead of our clock a reading may be, for clocks that differ; below an hour, the grain
     * of value.
     */
    public static final Duration FUTURE_TOLERANCE = Duration.ofMinutes(5);

    /** How far ahead a cost line may be planned. */
    static final int MAX_YEARS_AHEAD = 100;

    /**
     * What a metric allows.
     *
     * @param minimum the smallest value allowed, or null
     * @param maximum the largest value allowed, or null
     */
    public record Limits(
            String key,
            String unit,
            @Nullable BigDecimal minimum,
            @Nullable BigDecimal maximum,
            boolean archived) {}

    private Gate() {}

    /** Why the reading is refused, or empty if it may count. */
    public static Optional<Decoded.Refused> check(
            WireRecord.Reading reading, Limits limits, Instant now) {
        if (limits.archived()) {
            return refuse(RejectCode.ARCHIVED, "The metric '" + limits.key() + "' is archived.");
        }
        Optional<Decoded.Refused> time = checkTime(reading.observedAt(), now);
        if (time.isPresent()) {
            return time;
        }
        if (reading.unit() != null && !reading.unit().equals(limits.unit())) {
            return refuse(
                    RejectCode.WRONG_UNIT,
                    "The unit is '"
                            + reading.unit()
                            + "'; '"
                            + limits.key()
                            + "' is measured in '"
                            + limits.unit()
                            + "'.");
        }
        if (limits.minimum() != null && reading.value().compareTo(limits.minimum()) < 0) {
            return outOfRange(reading, limits, "below", limits.minimum());
        }
        if (limits.maximum() != null && reading.value().compareTo(limits.maximum()) > 0) {
            return outOfRange(reading, limits, "above", limits.maximum());
        }
        return Optional.empty();
    }

    /** Why the cost line is refused, or empty; plans may lie ahead, but not out of this world. */
    static Optional<Decoded.Refused> check(WireRecord.Cost cost, Instant now) {
        LocalDate day = cost.incurredOn();
        LocalDate latest = LocalDate.ofInstant(now, ZoneOffset.UTC).plusYears(MAX_YEARS_AHEAD);
        return day.isBefore(LocalDate.EPOCH) || day.isAfter(latest)
                ? refuse(
                        RejectCode.TIME_OUT_OF_RANGE,
                        "The day "
                                + day
                                + " lies before "
                                + LocalDate.EPOCH
                                + " or after "
                                + latest
                                + ".")
                : Optional.empty();
    }

    /** Why the reading comes too late for what is kept, or empty. */
    static Optional<Decoded.Refused> checkAge(Instant observedAt, ReadingBound bound) {
        return observedAt.isBefore(bound.acceptedFrom())
                ? refuse(
                        RejectCode.NOT_KEPT,
                        "The time "
                                + observedAt
                                + " lies before "
                                + bound.acceptedFrom()
                                + ", from when on readings are kept (payoff.retention.readings).")
                : Optional.empty();
    }

    /** Why the time cannot be right, or empty. */
    static Optional<Decoded.Refused> checkTime(Instant observedAt, Instant now) {
        if (observedAt.isBefore(EARLIEST)) {
            return refuse(
                    RejectCode.TIME_OUT_OF_RANGE,
                    "The time " + observedAt + " lies before " + EARLIEST + ".");
        }
        if (observedAt.isAfter(now.plus(FUTURE_TOLERANCE))) {
            return refuse(
                    RejectCode.TIME_OUT_OF_RANGE,
                    "The time "
                            + observedAt
                            + " lies in the future; it is "
                            + now
                            + " now. Check the sender's clock.");
        }
        return Optional.empty();
    }

    private static Optional<Decoded.Refused> outOfRange(
            WireRecord.Reading reading, Limits limits, String side, BigDecimal bound) {
        return refuse(
                RejectCode.OUT_OF_RANGE,
                "The value "
                        + reading.value().toPlainString()
                        + " lies "
                        + side
                        + " "
                        + bound.toPlainString()
                        + ", which '"
                        + limits.key()
                        + "' forbids.");
    }

    private static Optional<Decoded.Refused> refuse(RejectCode code, String detail) {
        return Optional.of(new Decoded.Refused(code, detail));
    }
}
