package dev.payoff.portfolio;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Times as people write them, and as they are stored. */
final class Moments {

    /** Nothing pays off before or after these. */
    static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private static final int UUID_CHARS = 36;

    private Moments() {}

    /**
     * The instant that a text names: an ISO date is the start of that day in the zone, an ISO
     * date-time needs its offset; empty where it is neither or absurdly far away.
     */
    static Optional<Instant> parse(String text, ZoneId zone) {
        try {
            Instant instant =
                    text.indexOf('T') < 0
                            ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                            : OffsetDateTime.parse(text).toInstant();
            return Optional.of(instant.truncatedTo(ChronoUnit.MICROS))
                    .filter(at -> !at.isBefore(EARLIEST) && at.isBefore(LATEST));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The date that an ISO text names; empty where it names none, or one absurdly far away. */
    static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text))
                    .filter(date -> date.getYear() >= 1970 && date.getYear() < 2200);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A text that was made by {@link #shown} before. */
    static @Nullable Instant stored(@Nullable String shown) {
        return shown == null ? null : Instant.parse(shown);
    }

    static @Nullable String shown(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    /** The UUID that a text is, in its usual form of 36 characters. */
    static Optional<UUID> uuid(String text) {
        if (text.length() != UUID_CHARS) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
