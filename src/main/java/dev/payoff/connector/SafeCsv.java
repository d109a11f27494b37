package dev.payoff.connector;

import java.util.regex.Pattern;

/**
 * Cells of CSV files that people open in a spreadsheet. A cell that a spreadsheet would take for a
 * formula is made a text by an apostrophe before it; a number stays a number.
 */
final class SafeCsv {

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

    /** Starts of formulas, control characters and full-width forms among them. */
    private static final String STARTS = "=+-@\t\r\n\0;|%＝＋－＠";

    private SafeCsv() {}

    /** The text as it may stand in a cell. */
    static String cell(String text) {
        String start = text.stripLeading();
        boolean risky =
                !text.isEmpty()
                        && (STARTS.indexOf(text.charAt(0)) >= 0
                                || (!start.isEmpty() && STARTS.indexOf(start.charAt(0)) >= 0));
        return risky && !NUMBER.matcher(text).matches() ? "'" + text : text;
    }
}
