package dev.payoff.alert;

import dev.payoff.value.BurnRate;
import dev.payoff.value.Outlook;
import dev.payoff.value.appraisal.FiscalCalendar;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a missed plan means in money, a sentence for people. Pure. */
public final class ValueWords {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    /** A longer window is told in days, where it is whole days. */
    private static final int HOURS_TOLD = 48;

    private static final int MONTHS_A_QUARTER = 3;
    private static final List<String> QUARTERS = List.of("first", "second", "third", "fourth");

    private ValueWords() {}

    /** What the due date will bring at the present pace; null where nothing was planned. */
    public static @Nullable String outlook(
            Outlook outlook, String currency, ZoneId zone, FiscalCalendar fiscal) {
        BigDecimal ratio = outlook.ratio();
        return ratio == null
                ? null
                : "At this pace "
                        + due(outlook.due(), zone, fiscal)
                        + " ends "
                        + gap(
                                outlook.expected(),
                                outlook.planned(),
                                "short",
                                "above plan",
                                currency)
                        + ".";
    }

    /** How what was earned to date stands to what was planned by now; null likewise. */
    public static @Nullable String realisation(
            BigDecimal realised, BigDecimal planned, String currency) {
        return planned.signum() <= 0
                ? null
                : "Value to date is "
                        + gap(realised, planned, "short of plan", "above plan", currency)
                        + ".";
    }

    /** What went missing in the long window, and what becomes of what may be missing. */
    public static String burn(
            BurnRate burn, String currency, ZoneId zone, FiscalCalendar fiscal, Instant asOf) {
        BurnRate.Window window = burn.longWindow();
        String lost =
                "The last "
                        + length(window.length())
                        + " brought "
                        + gap(
                                window.earned(),
                                window.planned(),
                                "less than planned",
                                "more than planned",
                                currency)
                        + ".";
        String allowed =
                SlackText.money(burn.allowed(), currency)
                        + " that may be missing at the end of "
                        + due(burn.due(), zone, fiscal);
        Instant usedUp = burn.usedUp(asOf);
        if (usedUp == null) {
            return lost + " At this pace the " + allowed + " last until then.";
        }
        return usedUp.equals(asOf)
                ? lost + " The " + allowed + " are used up."
                : lost
                        + " At this pace the "
                        + allowed
                        + " are used up on "
                        + DAY.format(LocalDate.ofInstant(usedUp, zone))
                        + ".";
    }

    private static String length(Duration window) {
        return window.toHours() == 1
                ? "hour"
                : window.toHours() > HOURS_TOLD && window.toHours() % 24 == 0
                        ? window.toDays() + " days"
                        : window.toHours() + " hours";
    }

    /** What nobody has seen; null where nothing was planned by now. */
    public static @Nullable String unmeasured(
            Instant since, @Nullable BigDecimal planned, String currency, ZoneId zone) {
        String begun = "Its benefit began on " + DAY.format(LocalDate.ofInstant(since, zone)) + ".";
        return planned == null || planned.signum() <= 0
                ? begun
                : begun
                        + " "
                        + SlackText.money(planned, currency)
                        + " planned to date are not measured.";
    }

    /** What nobody answers for. */
    public static @Nullable String unowned(@Nullable BigDecimal planned, String currency) {
        return planned == null || planned.signum() <= 0
                ? null
                : SlackText.money(planned, currency) + " planned to date have no owner.";
    }

    private static String gap(
            BigDecimal is, BigDecimal planned, String below, String above, String currency) {
        BigDecimal missing = planned.subtract(is);
        BigDecimal share = missing.abs().divide(planned, MathContext.DECIMAL64);
        return SlackText.percent(share)
                + " "
                + (missing.signum() < 0 ? above : below)
                + ", "
                + SlackText.money(missing.abs(), currency);
    }

    /** The last day before the due instant, or the tenant's quarter that it ends. */
    private static String due(Instant due, ZoneId zone, FiscalCalendar fiscal) {
        LocalDate day = LocalDate.ofInstant(due.minusNanos(1), zone);
        if (!fiscal.quarter(day).until().equals(day)) {
            return DAY.format(day);
        }
        String year = fiscal.year(day).label();
        // What starts with letters, such as FY2026, says by itself that it is no calendar year.
        boolean bare = fiscal.firstMonth() != 1 && Character.isDigit(year.charAt(0));
        return "the "
                + QUARTERS.get((fiscal.period(day) - 1) / MONTHS_A_QUARTER)
                + " quarter of "
                + (bare ? "fiscal year " : "")
                + year;
    }
}
