package dev.payoff.connector;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a table's numbers and dates are written, found out from its cells; pure. What can be read in
 * two ways is not guessed.
 */
public final class Spelling {

    /** The cells can be read in two ways; the message is a sentence that says what to set. */
    public static final class Ambiguous extends RuntimeException {
        private static final long serialVersionUID = 1;

        Ambiguous(String message) {
            super(message, null, false, false);
        }
    }

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9.,]{1,40}");

    /** One that may be a whole number with a mark at the thousands. */
    private static final Pattern THOUSAND = Pattern.compile("[+-]?[1-9]\\d{0,2}[.,]\\d{3}");

    private static final Pattern DATE = Pattern.compile("(\\d{1,2})[./-](\\d{1,2})[./-]\\d{4}.*");

    /** What one number says of how decimals are written. */
    private enum Decimal {
        COMMA,
        POINT,
        EITHER,
        NOTHING;

        static Decimal of(String cell) {
            int point = cell.indexOf('.');
            int comma = cell.indexOf(',');
            if (!NUMBER.matcher(cell).matches() || (point < 0 && comma < 0)) {
                return NOTHING;
            }
            if (point >= 0 && comma >= 0) {
                return cell.lastIndexOf(',') > cell.lastIndexOf('.') ? COMMA : POINT;
            }
            // Only thousands are marked more than once.
            if (point != cell.lastIndexOf('.') || comma != cell.lastIndexOf(',')) {
                return point >= 0 ? COMMA : POINT;
            }
            if (THOUSAND.matcher(cell).matches()) {
                return EITHER;
            }
            return comma >= 0 ? COMMA : POINT;
        }
    }

    private Spelling() {}

    /**
     * Whether decimals stand behind a comma.
     *
     * @throws Ambiguous where some do and some do not, or nothing says it
     */
    public static boolean decimalComma(List<String> cells) {
        String either = null;
        Set<Decimal> found = EnumSet.noneOf(Decimal.class);
        for (String cell : cells) {
            Decimal decimal = Decimal.of(cell);
            found.add(decimal);
            either = decimal == Decimal.EITHER ? cell : either;
        }
        boolean comma = found.contains(Decimal.COMMA);
        if (comma && found.contains(Decimal.POINT)) {
            throw new Ambiguous("Some values have a decimal comma and some a point; set decimal.");
        }
        if (either != null && !comma && !found.contains(Decimal.POINT)) {
            throw new Ambiguous(
                    "Whether "
                            + either
                            + " is about one or about a thousand cannot be told; set decimal to comma"
                            + " or point.");
        }
        return comma;
    }

    /**
     * Whether dates such as 3/4/2026 have the day first.
     *
     * @throws Ambiguous where some do and some do not, or nothing says it
     */
    public static boolean dayFirst(List<String> cells) {
        boolean day = false;
        boolean month = false;
        String either = null;
        for (String cell : cells) {
            Matcher date = DATE.matcher(cell);
            if (date.matches()) {
                // With points it is the day that comes first, wherever dates are written so.
                day |= Integer.parseInt(date.group(1)) > 12 || cell.indexOf('.') > 0;
                month |= Integer.parseInt(date.group(2)) > 12;
                either = cell;
            }
        }
        if (day && month) {
            throw new Ambiguous("Some dates have the day first and some the month; set dates.");
        }
        if (either != null && !day && !month) {
            throw new Ambiguous(
                    "Whether the day or the month comes first in "
                            + either
                            + " cannot be told; set dates to day-first or month-first.");
        }
        return day;
    }
}
