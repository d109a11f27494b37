package dev.payoff.connector;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers and times as people and spreadsheets write them; pure.
 *
 * @param decimalComma whether decimals stand behind a comma
 * @param dayFirst whether dates such as 3/4/2026 have the day first
 * @param zone of times without an offset
 */
public record TableCells(boolean decimalComma, boolean dayFirst, ZoneId zone) {

    /** A cell that cannot be used; the message is the rest of a sentence on its row. */
    public static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String field;
        private final String code;
        private final String cell;

        /** With the part that the cell plays, and what stands in it. */
        public Unusable(String field, String code, String detail, String cell) {
            super(detail, null, false, false);
            this.field = field;
            this.code = code;
            this.cell = cell;
        }

        /** The error of a row at a line. */
        public ImportJournal.RowError at(long line) {
            return new ImportJournal.RowError(
                    line, field, code, String.valueOf(getMessage()), cell);
        }
    }

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?\\d{1,18}(\\.\\d{0,18})?([eE][+-]?\\d{1,2})?");
    private static final Pattern GROUPED_BEFORE_POINT =
            Pattern.compile(
                    "[+-]?\\d{1,3}([ '\u2019\u00a0\u202f,])\\d{3}(?:\\1\\d{3})*(?:\\.\\d+)?");
    private static final Pattern GROUPED_BEFORE_COMMA =
            Pattern.compile("[+-]?\\d{1,3}([ '\u2019\u00a0\u202f.])\\d{3}(?:\\1\\d{3})*(?:,\\d+)?");
    private static final Pattern DATE =
            Pattern.compile(
                    "(?:(\\d{4})-(\\d{1,2})(?:-(\\d{1,2}))?|(\\d{1,2})[./-](\\d{1,2})[./-](\\d{4}))"
                            + "(?:[ T]+(\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?))?");
    private static final Pattern EPOCH = Pattern.compile("\\d{9,10}|\\d{13}");

    /** A number that the file has as such, not as a text. */
    private static final Pattern TYPED = Pattern.compile("-?\\d{1,18}E-\\d{1,2}");

    /** Day 0 of workbooks, from the first of March 1900 on. */
    private static final LocalDate WORKBOOK_EPOCH = LocalDate.of(1899, 12, 30);

    /** The day after 9999-12-31 in a workbook. */
    private static final BigDecimal LAST_SERIAL = BigDecimal.valueOf(2_958_466);

    private static final BigDecimal MILLIS_A_DAY = BigDecimal.valueOf(86_400_000);

    /** The form of a number that can be read in one way only: {@code digits E- places}. */
    public static String typed(BigDecimal number) {
        BigDecimal plain = number.scale() < 0 ? number.setScale(0) : number;
        return plain.unscaledValue() + "E-" + plain.scale();
    }

    /**
     * A number.
     *
     * @param field the part that the cell plays
     * @throws Unusable where it is none
     */
    public BigDecimal number(String field, String cell) {
        if (cell.isEmpty()) {
            throw new Unusable(field, "MISSING", "has no " + field, cell);
        }
        Matcher grouped =
                (decimalComma ? GROUPED_BEFORE_COMMA : GROUPED_BEFORE_POINT).matcher(cell);
        String plain = grouped.matches() ? cell.replace(grouped.group(1), "") : cell;
        if (decimalComma) {
            plain = plain.indexOf('.') >= 0 ? "" : plain.replace(',', '.');
        }
        if (!NUMBER.matcher(plain).matches()) {
            throw new Unusable(
                    field, "NOT_A_NUMBER", "has a " + field + " that is no number", cell);
        }
        return new BigDecimal(plain);
    }

    /**
     * A time.
     *
     * @param field the part that the cell plays
     * @throws Unusable where it is none
     */
    public Instant time(String field, String cell) {
        if (cell.isEmpty()) {
            throw new Unusable(field, "MISSING", "has no " + field, cell);
        }
        if (TYPED.matcher(cell).matches()) {
            return typedTime(field, new BigDecimal(cell));
        }
        if (EPOCH.matcher(cell).matches()) {
            return epoch(Long.parseLong(cell));
        }
        Instant told = Payload.instant(cell);
        if (told != null) {
            return told;
        }
        Matcher date = DATE.matcher(cell);
        try {
            if (date.matches()) {
                String clock = date.group(7);
                LocalTime time =
                        clock == null
                                ? LocalTime.MIDNIGHT
                                : LocalTime.parse(
                                        (clock.indexOf(':') == 1 ? "0" + clock : clock)
                                                .replace(',', '.'));
                return day(date).atTime(time).atZone(zone).toInstant();
            }
        } catch (DateTimeException e) {
            throw new Unusable(
                    field, "NOT_A_TIME", "has a " + field + " that does not exist", cell);
        }
        throw new Unusable(field, "NOT_A_TIME", "has a " + field + " that cannot be read", cell);
    }

    /** A day of a workbook, with the time of day behind the point; or seconds since 1970. */
    private Instant typedTime(String field, BigDecimal number) {
        if (number.signum() <= 0 || number.precision() - number.scale() > 13) {
            throw new Unusable(
                    field,
                    "NOT_A_TIME",
                    "has a " + field + " that cannot be read",
                    number.toPlainString());
        }
        if (number.compareTo(LAST_SERIAL) >= 0) {
            return epoch(number.longValue());
        }
        long millis =
                number.remainder(BigDecimal.ONE)
                        .multiply(MILLIS_A_DAY)
                        .setScale(0, java.math.RoundingMode.HALF_UP)
                        .longValue();
        return WORKBOOK_EPOCH
                .plusDays(number.longValue())
                .atStartOfDay()
                .plusNanos(millis * 1_000_000)
                .atZone(zone)
                .toInstant();
    }

    private static Instant epoch(long number) {
        return number >= 100_000_000_000L
                ? Instant.ofEpochMilli(number)
                : Instant.ofEpochSecond(number);
    }

    private LocalDate day(Matcher date) {
        if (date.group(1) != null) {
            String day = date.group(3);
            return LocalDate.of(
                    Integer.parseInt(date.group(1)),
                    Integer.parseInt(date.group(2)),
                    day == null ? 1 : Integer.parseInt(day));
        }
        int first = Integer.parseInt(date.group(4));
        int second = Integer.parseInt(date.group(5));
        return LocalDate.of(
                Integer.parseInt(date.group(6)),
                dayFirst ? second : first,
                dayFirst ? first : second);
    }
}
