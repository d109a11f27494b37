package dev.payoff.alert;

import dev.payoff.app.OutgoingAnswer;
import dev.payoff.app.OutgoingAnswer.Answered;
import dev.payoff.app.OutgoingAnswer.Failed;
import dev.payoff.app.OutgoingAnswer.Refused;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** What is to be done after a try to send a message. Pure. */
sealed interface Delivery {

    /** Tries of one message, the first included; the last is over an hour after the first. */
    int MAX_ATTEMPTS = 20;

    /** The pause after the first failure, doubled by each further one. */
    Duration FIRST_PAUSE = Duration.ofSeconds(2);

    Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** The longest that the other side can make us wait. */
    Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    int MAX_REASON_CHARS = 200;

    /** It arrived. */
    record Sent() implements Delivery {}

    /** To be tried again, and nothing else is to be sent to the channel before that. */
    record Retry(Instant at, String reason) implements Delivery {}

    /** Not to be tried again. */
    record GaveUp(String reason) implements Delivery {}

    /**
     * Judges an answer. A 2xx arrived, even where its body did not; 408, 429, 3xx and 5xx may pass;
     * any other 4xx is the receiver's word that this message, or this address, is no good. After a
     * time-out nobody knows whether the message arrived; it is sent again, since a message twice is
     * better than none.
     *
     * @param attempts tries so far, this one included
     * @param fraction chance in [0, 1) for the jitter
     */
    static Delivery judge(OutgoingAnswer answer, int attempts, Instant now, double fraction) {
        return switch (answer) {
            case Answered answered -> {
                int status = answered.status();
                if (status >= 200 && status < 300) {
                    yield new Sent();
                }
                String reason = "HTTP " + status + said(answered.text());
                if (status == 429) {
                    Duration asked = retryAfter(answered.header("Retry-After"), now);
                    yield retry(attempts, now, asked, fraction, reason);
                }
                yield status < 400 || status == 408 || status >= 500
                        ? retry(attempts, now, null, fraction, reason)
                        : new GaveUp(reason);
            }
            case Refused refused ->
                    new GaveUp("refused: " + refused.reason() + ", " + refused.detail());
            case Failed failed -> {
                Integer status = failed.status();
                yield status != null && status >= 200 && status < 300
                        ? new Sent()
                        : retry(
                                attempts,
                                now,
                                null,
                                fraction,
                                failed.reason() + ": " + failed.detail());
            }
        };
    }

    /** To be tried again after a pause, unless it was tried often enough. */
    static Delivery again(int attempts, Instant now, double fraction, String reason) {
        return retry(attempts, now, null, fraction, reason);
    }

    /** The same, and not before what the other side asked for; null: it asked for nothing. */
    static Delivery again(
            int attempts, Instant now, @Nullable Duration asked, double fraction, String reason) {
        return retry(attempts, now, asked, fraction, reason);
    }

    private static Delivery retry(
            int attempts, Instant now, @Nullable Duration asked, double fraction, String reason) {
        if (attempts >= MAX_ATTEMPTS) {
            return new GaveUp("gave up after " + attempts + " tries; the last: " + reason);
        }
        Duration pause = pause(attempts, fraction);
        return new Retry(
                now.plus(asked != null && asked.compareTo(pause) > 0 ? asked : pause), reason);
    }

    /** Half of the doubled pause for sure, the other half by chance. */
    static Duration pause(int attempts, double fraction) {
        long doubled = FIRST_PAUSE.toMillis() << Math.min(attempts - 1, 20);
        long capped = Math.min(doubled, LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(capped / 2 + (long) (capped / 2.0 * fraction));
    }

    /** Seconds, or a date (RFC 9110, 10.2.3); null where it is neither. */
    static @Nullable Duration retryAfter(@Nullable String header, Instant now) {
        if (header == null) {
            return null;
        }
        Duration asked;
        try {
            asked =
                    header.strip().chars().allMatch(Character::isDigit)
                            ? Duration.ofSeconds(Long.parseLong(header.strip()))
                            : Duration.between(
                                    now,
                                    ZonedDateTime.parse(
                                            header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            return null;
        }
        if (asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
    }

    private static String said(String body) {
        String text = body.replaceAll("\\p{Cntrl}+", " ").strip();
        if (text.isEmpty()) {
            return "";
        }
        return ": "
                + (text.length() > MAX_REASON_CHARS ? text.substring(0, MAX_REASON_CHARS) : text);
    }
}
