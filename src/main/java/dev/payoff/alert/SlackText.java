package dev.payoff.alert;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Words, numbers and times for Slack. Pure. */
final class SlackText {

    private static final int MAX_FRACTION_DIGITS = 6;
    private static final int MAX_INTEGER_DIGITS = 21;
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private SlackText() {}

    /**
     * A name as it may stand in a message: on one line, without invisible characters that turn the
     * writing's direction, with nothing that Slack takes for a link, and no longer than so many
     * characters once escaped.
     */
    static String name(String name, int most) {
        String clean =
                name.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029\\s]+", " ")
                        .strip()
                        .replace("://", ":\u2060//");
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < clean.length(); ) {
            int character = clean.codePointAt(i);
            String piece =
                    switch (character) {
                        case '&' -> "&amp;";
                        case '<' -> "&lt;";
                        case '>' -> "&gt;";
                        default ->
                                character >= Character.MIN_SURROGATE
                                                && character <= Character.MAX_SURROGATE
                                        ? "?"
                                        : Character.toString(character);
                    };
            if (escaped.length() + piece.length() > most - 1) {
                return escaped.append('…').toString();
            }
            escaped.append(piece);
            i += Character.charCount(character);
        }
        return escaped.toString();
    }

    /** A value as people read it: grouped, at most six decimals. */
    static String number(BigDecimal value) {
        if (Math.abs((long) value.precision() - value.scale()) > MAX_INTEGER_DIGITS) {
            return value.round(new java.math.MathContext(6)).toString();
        }
        return format("#,##0.######")
                .format(value.setScale(MAX_FRACTION_DIGITS, RoundingMode.HALF_EVEN));
    }

    /** Money, rounded to cents here, where it is shown, and nowhere before. */
    static String money(BigDecimal amount, String currency) {
        return format("#,##0.00").format(amount.setScale(2, RoundingMode.HALF_EVEN))
                + " "
                + currency;
    }

    static String percent(BigDecimal ratio) {
        return number(ratio.movePointRight(2).setScale(2, RoundingMode.HALF_EVEN)) + " %";
    }

    static String utc(Instant at) {
        return UTC.format(at);
    }

    /** A time that each reader sees in the own zone. */
    static String date(Instant at) {
        return "<!date^" + at.getEpochSecond() + "^{date_short_pretty} {time}|" + utc(at) + ">";
    }

    /** A length of time in its two greatest units. */
    static String duration(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
        }
        if (seconds < 86_400) {
            long minutes = seconds % 3_600 / 60;
            return seconds / 3_600 + " h" + (minutes == 0 ? "" : " " + minutes + " min");
        }
        long hours = seconds % 86_400 / 3_600;
        return seconds / 86_400 + " d" + (hours == 0 ? "" : " " + hours + " h");
    }

    private static DecimalFormat format(String pattern) {
        DecimalFormat format =
                new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setRoundingMode(RoundingMode.HALF_EVEN);
        return format;
    }
}
