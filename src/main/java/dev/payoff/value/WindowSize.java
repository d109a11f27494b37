package dev.payoff.value;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The sizes of windows. Windows are half-open, [start, end); of each size, every instant lies in
 * exactly one, and neighbours touch. (Design of Payoff: windows.)
 *
 * <p>Minutes and hours are cut from the UTC epoch, before 1970 too. Days are the calendar days of
 * the tenant's zone, from one {@link LocalDate#atStartOfDay(ZoneId) start of day} to the next: 23
 * or 25 hours where the clock changes; where midnight is skipped the day starts after the gap; a
 * date that the zone skips has no window. Where a clock goes back over midnight, so that a date
 * begins twice, the day starts at the first of the two. Months run from the start of their first
 * day to that of the next month's, so that a month is made of whole days.
 */
public enum WindowSize {
    MINUTE(1),
    HOUR(2),
    DAY(3),
    MONTH(4);

    private static final long MINUTE_SECONDS = 60;
    private static final long HOUR_SECONDS = 3600;

    private final short code;

    WindowSize(int code) {
        this.code = (short) code;
    }

    /** The number that stands for this size in the database. */
    public short code() {
        return code;
    }

    /** The size that a number from the database stands for. */
    public static WindowSize ofCode(short code) {
        for (WindowSize size : values()) {
            if (size.code == code) {
                return size;
            }
        }
        throw new IllegalArgumentException("No window size has the code " + code);
    }

    /** The start of the window that holds an instant; the zone matters to days and months only. */
    public Instant startOf(Instant at, ZoneId zone) {
        return switch (this) {
            case MINUTE -> floor(at, MINUTE_SECONDS);
            case HOUR -> floor(at, HOUR_SECONDS);
            case DAY -> startOfDay(dayOf(at, zone), zone);
            case MONTH -> startOfDay(dayOf(at, zone).withDayOfMonth(1), zone);
        };
    }

    /** The end of the window that starts at an instant, itself the start of the next window. */
    public Instant endOf(Instant start, ZoneId zone) {
        return switch (this) {
            case MINUTE -> start.plusSeconds(MINUTE_SECONDS);
            case HOUR -> start.plusSeconds(HOUR_SECONDS);
            case DAY -> startOfDay(dayOf(start, zone).plusDays(1), zone);
            case MONTH -> startOfDay(dayOf(start, zone).withDayOfMonth(1).plusMonths(1), zone);
        };
    }

    /** The date of the day's window, which a clock that goes back over midnight does not change. */
    private static LocalDate dayOf(Instant at, ZoneId zone) {
        LocalDate date = LocalDate.ofInstant(at, zone);
        while (!startOfDay(date.plusDays(1), zone).isAfter(at)) {
            date = date.plusDays(1);
        }
        return date;
    }

    private static Instant startOfDay(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toInstant();
    }

    private static Instant floor(Instant at, long seconds) {
        return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), seconds) * seconds);
    }
}
