package dev.payoff.stream;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Times of the wire: ISO-8601 with an offset. Almost all of them are in UTC with a plain fraction,
 * and those are read here without the library's parser, which would cost more than the rest of the
 * record. Everything else, and everything in doubt, is the library's.
 */
final class WireTime {

    private static final int SECONDS_PER_DAY = 86_400;
    private static final int MAX_FRACTION = 9;

    private WireTime() {}

    /**
     * To the microsecond.
     *
     * @throws java.time.format.DateTimeParseException if it is no such time
     */
    static Instant parse(String text) {
        return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
    }

    /** The time if it is of the common form, {@code 2026-11-21T09:30:00[.123456]Z}; else null. */
    static @Nullable Instant parseUtc(char[] text, int from, int length) {
        if (length < 20
                || text[from + 4] != '-'
                || text[from + 7] != '-'
                || text[from + 10] != 'T'
                || text[from + 13] != ':'
                || text[from + 16] != ':'
                || text[from + length - 1] != 'Z') {
            return null;
        }
        int year = number(text, from, 4);
        int month = number(text, from + 5, 2);
        int day = number(text, from + 8, 2);
        int hour = number(text, from + 11, 2);
        int minute = number(text, from + 14, 2);
        int second = number(text, from + 17, 2);
        int micros = length == 20 ? 0 : micros(text, from + 19, length - 20);
        if (year < 0
                || month < 1
                || month > 12
                || day < 1
                || day > 28 && day > YearMonth.of(year, month).lengthOfMonth()
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 59
                || micros < 0) {
            return null;
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        return Instant.ofEpochSecond(
                days * SECONDS_PER_DAY + (hour * 60 + minute) * 60 + second, micros * 1_000L);
    }

    /** Of a point and one to nine digits; what is beyond the microsecond is cut off. */
    private static int micros(char[] text, int from, int length) {
        int digits = length - 1;
        if (digits < 1 || digits > MAX_FRACTION || text[from] != '.') {
            return -1;
        }
        int nanos = number(text, from + 1, digits);
        for (int i = digits; i < MAX_FRACTION && nanos > 0; i++) {
            nanos *= 10;
        }
        return nanos < 0 ? -1 : nanos / 1_000;
    }

    /** Of at most nine digits; -1 if there is anything else. */
    private static int number(char[] text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
