package dev.payoff.live.promql;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as PromQL writes them. */
public final class Lengths {

    private static final Pattern DURATION_PART = Pattern.compile("(\\d+)(ms|[smhdwy])");

    /** A hundred years: nothing lies further back. */
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private Lengths() {}

    /**
     * Reads a length of time: {@code 90s}, {@code 1h30m}.
     *
     * @throws QueryRefused where it is not one, or none at all
     */
    public static Duration of(String text) {
        Matcher part = DURATION_PART.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (end < text.length() && part.find(end) && part.start() == end) {
            sum = sum.plus(part(part.group(1), part.group(2), text));
            end = part.end();
        }
        if (end != text.length() || sum.isZero() || sum.compareTo(LONGEST) > 0) {
            throw badDuration(text);
        }
        return sum;
    }

    private static Duration part(String digits, String unit, String text) {
        if (digits.length() > 12) {
            throw badDuration(text);
        }
        long count = Long.parseLong(digits);
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            case "w" -> Duration.ofDays(count * 7);
            default -> Duration.ofDays(count * 365);
        };
    }

    private static QueryRefused badDuration(String text) {
        return QueryRefused.badData(
                "'"
                        + text
                        + "' is not a length of time. Write it like 30s, 5m, 1h30m, 7d; at most"
                        + " 100 years.");
    }
}
