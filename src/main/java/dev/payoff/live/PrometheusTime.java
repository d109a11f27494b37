package dev.payoff.live;

import dev.payoff.live.promql.Lengths;
import dev.payoff.live.promql.QueryRefused;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Moments and steps as parameters of Prometheus' API tell them. Pure. */
final class PrometheusTime {

    private static final Pattern SECONDS = Pattern.compile("-?\\d{1,12}(\\.\\d{1,9})?");

    private PrometheusTime() {}

    /** Seconds since 1970, or RFC 3339; to the millisecond. */
    static Instant moment(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw QueryRefused.badData("The parameter " + name + " is missing.");
        }
        if (SECONDS.matcher(text).matches()) {
            return Instant.ofEpochMilli(millis(text));
        }
        try {
            // A plus sign that was not escaped arrives as a space.
            return Instant.ofEpochMilli(
                    OffsetDateTime.parse(text.replace(' ', '+')).toInstant().toEpochMilli());
        } catch (DateTimeParseException e) {
            throw QueryRefused.badData(
                    "The parameter "
                            + name
                            + " is '"
                            + text
                            + "', which is neither seconds since 1970 nor a time such as"
                            + " 2026-11-21T09:30:00Z.");
        }
    }

    /** Seconds, or a length of time such as 5m; to the millisecond. */
    static Duration step(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw QueryRefused.badData("The parameter step is missing.");
        }
        return SECONDS.matcher(text).matches() ? Duration.ofMillis(millis(text)) : Lengths.of(text);
    }

    private static long millis(String seconds) {
        return new BigDecimal(seconds)
                .movePointRight(3)
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }
}
