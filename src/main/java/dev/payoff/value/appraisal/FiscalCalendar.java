package dev.payoff.value.appraisal;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * A tenant's fiscal years: twelve whole months from its first month on.
 *
 * @param firstMonth 1 to 12
 * @param namedByEnd whether a year is called after the calendar year that it ends in; else after
 *     the one that it starts in
 * @param label what a year is called: {@code {yyyy}} and {@code {yy}} are the year that names it,
 *     {@code {nn}} the two digits of the year after
 */
public record FiscalCalendar(int firstMonth, boolean namedByEnd, String label) {

    /** The calendar year. */
    public static final FiscalCalendar CALENDAR_YEAR = new FiscalCalendar(1, false, "{yyyy}");

    private static final int MONTHS = 12;
    private static final int QUARTER = 3;

    /** Refuses a month that is none. */
    public FiscalCalendar {
        if (firstMonth < 1 || firstMonth > MONTHS) {
            throw new IllegalArgumentException("A month is one of 1 to 12: " + firstMonth);
        }
    }

    /**
     * A stretch of a fiscal calendar.
     *
     * @param label such as {@code FY2026}, {@code FY2026 Q2}
     * @param from its first day
     * @param until its last day
     */
    public record Span(String label, LocalDate from, LocalDate until) {}

    /** The fiscal year that a day lies in. */
    public Span year(LocalDate day) {
        YearMonth first = firstOf(day);
        return new Span(name(first), first.atDay(1), first.plusMonths(MONTHS - 1L).atEndOfMonth());
    }

    /** The fiscal quarter that a day lies in. */
    public Span quarter(LocalDate day) {
        YearMonth year = firstOf(day);
        int quarter = (period(day) - 1) / QUARTER;
        YearMonth first = year.plusMonths((long) quarter * QUARTER);
        return new Span(
                name(year) + " Q" + (quarter + 1),
                first.atDay(1),
                first.plusMonths(QUARTER - 1L).atEndOfMonth());
    }

    /** The number of the day's month within its fiscal year, 1 to 12. */
    public int period(LocalDate day) {
        return Math.floorMod(day.getMonthValue() - firstMonth, MONTHS) + 1;
    }

    private YearMonth firstOf(LocalDate day) {
        return YearMonth.from(day).minusMonths(period(day) - 1L);
    }

    private String name(YearMonth first) {
        int named = namedByEnd ? first.plusMonths(MONTHS - 1L).getYear() : first.getYear();
        return label.replace("{yyyy}", Integer.toString(named))
                .replace("{yy}", twoDigits(named))
                .replace("{nn}", twoDigits(named + 1));
    }

    private static String twoDigits(int year) {
        int part = Math.floorMod(year, 100);
        return part < 10 ? "0" + part : Integer.toString(part);
    }
}
