package dev.payoff.app;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The two times of a question.
 *
 * @param asOf what had happened by then; null: now
 * @param asKnownAt what we knew by then; null: all that we know
 * @param now the present
 */
public record Moment(@Nullable Instant asOf, @Nullable Instant asKnownAt, Instant now) {

    /** The times that query parameters tell. */
    public static Moment of(@Nullable String asOf, @Nullable String asKnownAt, Instant now) {
        return new Moment(instant("asOf", asOf), instant("asKnownAt", asKnownAt), now);
    }

    /** Whether it asks for what is known now of what has happened by now. */
    public boolean isPresent() {
        return asOf == null && asKnownAt == null;
    }

    /** Up to when value counts. */
    public Instant until() {
        return asOf == null ? now : asOf;
    }

    /** The instant that a query parameter tells. */
    public static @Nullable Instant instant(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            // A plus sign that was not escaped arrives as a space.
            return OffsetDateTime.parse(text.replace(' ', '+'))
                    .toInstant()
                    .truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeParseException e) {
            throw ProblemException.of(
                    400,
                    "BAD_TIME",
                    "Not a time",
                    "The parameter '"
                            + name
                            + "' is '"
                            + text
                            + "', which is not ISO-8601 with an offset.",
                    "Write it like 2026-11-21T09:30:00Z.");
        }
    }
}
