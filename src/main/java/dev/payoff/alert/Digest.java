package dev.payoff.alert;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/** How often an e-mail channel wants to be told of everything at once. */
enum Digest {
    /** Each morning. */
    DAILY,
    /** Each Monday morning. */
    WEEKLY;

    /** When digests go out, by the clock on the wall of the tenant. */
    static final LocalTime AT = LocalTime.of(7, 0);

    /** The first time after now. */
    Instant next(ZoneId zone, Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        LocalDate day =
                switch (this) {
                    case DAILY -> today;
                    case WEEKLY -> today.with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY));
                };
        Instant next = day.atTime(AT).atZone(zone).toInstant();
        return next.isAfter(now)
                ? next
                : day.plusDays(this == DAILY ? 1 : 7).atTime(AT).atZone(zone).toInstant();
    }
}
