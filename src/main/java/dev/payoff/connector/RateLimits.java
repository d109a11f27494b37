package dev.payoff.connector;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * For how long an answer asks to be left alone; pure. {@code Retry-After} is RFC 9110's; how many
 * calls are left, and until when, is told by GitHub as {@code X-RateLimit-*} and by GitLab as
 * {@code RateLimit-*}.
 */
final class RateLimits {

    /** Longest wait that a system is believed. */
    static final Duration LONGEST_WAIT = Duration.ofHours(24);

    /** A token may be others' too: so many calls of each period are not ours. */
    static final int LEFT_TO_OTHERS = 10;

    private static final Duration WAIT_WITHOUT_A_WORD = Duration.ofMinutes(1);

    /** What is greater is a second since 1970, what is less a number of seconds from now. */
    private static final long FIRST_EPOCH_SECOND = 1_000_000_000;

    private static final List<String> PREFIXES = List.of("x-ratelimit-", "ratelimit-");

    private RateLimits() {}

    /**
     * How long to wait after a refusal; null where the answer asks for nothing.
     *
     * @param headers by lower-case name
     */
    static @Nullable Duration refused(int status, Map<String, String> headers, Instant now) {
        if (status != 403 && status != 429 && status != 503) {
            return null;
        }
        String told = headers.get("retry-after");
        Duration wait = told == null ? null : parsed(told.strip(), now);
        if (wait == null && status != 503) {
            wait = untilReset(headers, 0, now);
        }
        if (wait == null) {
            return status == 429 ? WAIT_WITHOUT_A_WORD : null;
        }
        return bounded(wait);
    }

    /** How long to wait after an answer that was given, as nearly all calls are used up. */
    static @Nullable Duration nearlyUsedUp(Map<String, String> headers, Instant now) {
        Duration wait = untilReset(headers, LEFT_TO_OTHERS, now);
        return wait == null ? null : bounded(wait);
    }

    private static @Nullable Duration untilReset(
            Map<String, String> headers, int most, Instant now) {
        for (String prefix : PREFIXES) {
            Long remaining = number(headers.get(prefix + "remaining"));
            Long reset = number(headers.get(prefix + "reset"));
            if (remaining != null && remaining <= most && reset != null) {
                // One second more, as both clocks tell whole seconds.
                Duration wait =
                        reset > FIRST_EPOCH_SECOND
                                ? Duration.between(now, Instant.ofEpochSecond(reset + 1))
                                : Duration.ofSeconds(reset + 1);
                return wait.isPositive() ? wait : null;
            }
        }
        return null;
    }

    private static @Nullable Long number(@Nullable String text) {
        return text != null && text.strip().matches("\\d{1,11}")
                ? Long.valueOf(text.strip())
                : null;
    }

    private static Duration bounded(Duration wait) {
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /** Seconds, or a date; null where it is neither, or past. */
    private static @Nullable Duration parsed(String told, Instant now) {
        try {
            Duration wait =
                    told.matches("\\d{1,9}(\\.\\d{1,6})?")
                            ? Duration.ofMillis(Math.round(Double.parseDouble(told) * 1000))
                            : Duration.between(
                                    now,
                                    ZonedDateTime.parse(told, DateTimeFormatter.RFC_1123_DATE_TIME)
                                            .toInstant());
            return wait.isNegative() ? null : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
