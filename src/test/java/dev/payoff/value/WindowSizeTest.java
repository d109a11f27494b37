package dev.payoff.value;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowSizeTest {

    @ParameterizedTest(name = "{0}: the day of {1} in {2} runs from {3} for {4}")
    @CsvSource(
            textBlock =
                    """
                    plain day,          2026-11-21T08:30:00Z, Europe/Berlin,  2026-11-20T23:00:00Z, PT24H
                    spring forward,     2026-03-29T10:00:00Z, Europe/Berlin,  2026-03-28T23:00:00Z, PT23H
                    fall back,          2026-10-25T10:00:00Z, Europe/Berlin,  2026-10-24T22:00:00Z, PT25H
                    half-hour change,   2026-04-04T20:00:00Z, Australia/Lord_Howe, 2026-04-04T13:00:00Z, PT24H30M
                    half-hour back,     2026-10-04T00:00:00Z, Australia/Lord_Howe, 2026-10-03T13:30:00Z, PT23H30M
                    no midnight,        2024-04-26T06:00:00Z, Africa/Cairo,   2024-04-25T22:00:00Z, PT23H
                    no midnight either, 2024-03-31T06:00:00Z, Asia/Beirut,    2024-03-30T22:00:00Z, PT23H
                    before skipped day, 2011-12-30T09:00:00Z, Pacific/Apia,   2011-12-29T10:00:00Z, PT24H
                    after skipped day,  2011-12-30T10:00:00Z, Pacific/Apia,   2011-12-30T10:00:00Z, PT24H
                    date begins twice,  2006-10-29T02:45:00Z, America/St_Johns, 2006-10-29T02:30:00Z, PT25H
                    before the epoch,   1969-07-20T20:17:40Z, UTC,            1969-07-20T00:00:00Z, PT24H
                    """)
    void dayFollowsTheTenantsCalendar(
            String name, Instant instant, ZoneId zone, Instant start, Duration length) {
        assertThat(WindowSize.DAY.startOf(instant, zone)).isEqualTo(start);
        assertThat(Duration.between(start, WindowSize.DAY.endOf(start, zone))).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({
        "MINUTE, 2026-11-21T08:30:59.999999999Z, 2026-11-21T08:30:00Z",
        "MINUTE, 1969-12-31T23:59:59.5Z,         1969-12-31T23:59:00Z",
        "HOUR,   2026-11-21T08:30:59.999999999Z, 2026-11-21T08:00:00Z",
        "HOUR,   1969-12-31T23:59:59.5Z,         1969-12-31T23:00:00Z",
        "HOUR,   1970-01-01T00:00:00Z,           1970-01-01T00:00:00Z",
    })
    void minuteAndHourFloorOnTheUtcEpochWhateverTheZone(
            WindowSize size, Instant instant, Instant start) {
        assertThat(size.startOf(instant, UTC)).isEqualTo(start);
        assertThat(size.startOf(instant, ZoneId.of("Asia/Kathmandu"))).isEqualTo(start);
    }

    @Test
    void everyInstantLiesInOneMinuteAndOneHour() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            Instant at = Instant.ofEpochSecond(random.nextLong(-4_000_000_000L, 4_000_000_000L), i);
            assertOneWindow(WindowSize.MINUTE, at, UTC, seed);
            assertOneWindow(WindowSize.HOUR, at, UTC, seed);
        }
    }

    @Test
    void everyInstantOfEveryZoneLiesInOneDayAndOneMonthAndNeighboursTouch() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long from = Instant.parse("1900-01-01T00:00:00Z").getEpochSecond();
        long to = Instant.parse("2040-01-01T00:00:00Z").getEpochSecond();
        Set<ZoneRules> seen = new HashSet<>();
        for (String id : ZoneId.getAvailableZoneIds()) {
            ZoneId zone = ZoneId.of(id);
            if (!seen.add(zone.getRules())) {
                continue;
            }
            Instant change = Instant.ofEpochSecond(random.nextLong(from, to));
            for (int i = 0; i < 3; i++) {
                var transition = zone.getRules().nextTransition(change);
                if (transition == null) {
                    break;
                }
                change = transition.getInstant();
                for (int minutes = -1500; minutes <= 1500; minutes += 50) {
                    Instant at = change.plus(Duration.ofMinutes(minutes));
                    assertOneWindow(WindowSize.DAY, at, zone, seed);
                    assertOneWindow(WindowSize.MONTH, at, zone, seed);
                    assertMonthIsMadeOfDays(at, zone, seed);
                }
            }
        }
    }

    private static void assertMonthIsMadeOfDays(Instant at, ZoneId zone, long seed) {
        Instant month = WindowSize.MONTH.startOf(at, zone);
        Instant end = WindowSize.MONTH.endOf(month, zone);
        Instant day = WindowSize.DAY.startOf(at, zone);
        boolean within =
                !day.isBefore(month)
                        && !WindowSize.DAY.endOf(day, zone).isAfter(end)
                        && WindowSize.DAY.startOf(month, zone).equals(month)
                        && WindowSize.DAY.startOf(end, zone).equals(end);
        if (!within) {
            throw new AssertionError("month of " + at + " in " + zone + ", seed " + seed);
        }
    }

    @ParameterizedTest(name = "{0}: the month of {1} in {2} runs from {3} for {4}")
    @CsvSource(
            textBlock =
                    """
                    plain month,          2026-11-21T08:30:00Z, Europe/Berlin,  2026-10-31T23:00:00Z, PT720H
                    spring forward,       2026-03-29T10:00:00Z, Europe/Berlin,  2026-02-28T23:00:00Z, PT743H
                    fall back,            2026-10-25T10:00:00Z, Europe/Berlin,  2026-09-30T22:00:00Z, PT745H
                    leap year,            2028-02-29T23:59:59Z, UTC,            2028-02-01T00:00:00Z, PT696H
                    half-hour change,     2026-04-30T00:00:00Z, Australia/Lord_Howe, 2026-03-31T13:00:00Z, PT720H30M
                    half-hour back,       2026-10-31T00:00:00Z, Australia/Lord_Howe, 2026-09-30T13:30:00Z, PT743H30M
                    no midnight,          2024-04-26T06:00:00Z, Africa/Cairo,   2024-03-31T22:00:00Z, PT719H
                    no last midnight,     2024-03-31T06:00:00Z, Asia/Beirut,    2024-02-29T22:00:00Z, PT743H
                    skipped day,          2011-12-29T09:00:00Z, Pacific/Apia,   2011-12-01T10:00:00Z, PT720H
                    skipped last day,     1994-12-15T00:00:00Z, Pacific/Kiritimati, 1994-12-01T10:00:00Z, PT720H
                    three quarters off,   2026-11-21T08:30:00Z, Asia/Kathmandu, 2026-10-31T18:15:00Z, PT720H
                    before the epoch,     1969-12-31T23:59:59Z, UTC,            1969-12-01T00:00:00Z, PT744H
                    """)
    void monthFollowsTheTenantsCalendar(
            String name, Instant instant, ZoneId zone, Instant start, Duration length) {
        assertThat(WindowSize.MONTH.startOf(instant, zone)).isEqualTo(start);
        assertThat(Duration.between(start, WindowSize.MONTH.endOf(start, zone))).isEqualTo(length);
    }

    private static void assertOneWindow(WindowSize size, Instant at, ZoneId zone, long seed) {
        Instant start = size.startOf(at, zone);
        Instant end = size.endOf(start, zone);
        boolean one =
                !start.isAfter(at)
                        && at.isBefore(end)
                        && size.startOf(start, zone).equals(start)
                        && size.startOf(end.minusNanos(1), zone).equals(start)
                        && size.startOf(end, zone).equals(end);
        if (!one) {
            throw new AssertionError(
                    size + " of " + at + " in " + zone + ": " + start + " to " + end + ", seed "
                            + seed);
        }
    }

    @Test
    void codesAreStableAndReversible() {
        assertThat(WindowSize.MINUTE.code()).isEqualTo((short) 1);
        assertThat(WindowSize.HOUR.code()).isEqualTo((short) 2);
        assertThat(WindowSize.DAY.code()).isEqualTo((short) 3);
        assertThat(WindowSize.MONTH.code()).isEqualTo((short) 4);
        for (WindowSize size : WindowSize.values()) {
            assertThat(WindowSize.ofCode(size.code())).isEqualTo(size);
        }
        assertThatThrownBy(() -> WindowSize.ofCode((short) 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5");
    }
}
