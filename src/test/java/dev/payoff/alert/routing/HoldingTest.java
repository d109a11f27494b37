package dev.payoff.alert.routing;

import static dev.payoff.alert.routing.TimeLine.id;
import static dev.payoff.alert.routing.TimeLine.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.alert.routing.MuteTime.Freeze;
import dev.payoff.alert.routing.MuteTime.Span;
import dev.payoff.alert.routing.MuteTime.Weekly;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Inhibition, mute times and escalation, by time-lines. */
class HoldingTest {

    private static final Set<DayOfWeek> DAILY = EnumSet.allOf(DayOfWeek.class);

    private static Match severity(String... values) {
        return new Match(Map.of("severity", List.of(values)), Map.of());
    }

    private static TimeLine inhibiting(Match source, Match target, String... equal) {
        Inhibition inhibition = new Inhibition("graver", source, target, List.of(equal));
        return new TimeLine(
                        new Routing(List.of(route("all", "ops")), List.of(inhibition), List.of()))
                .channel("ops");
    }

    @Test
    void aFiringSourceHoldsBackTargetsWithTheSameLabels() {
        TimeLine line = inhibiting(severity("CRITICAL"), severity("WARNING"), "project");
        line.fires("down", "severity", "CRITICAL", "project", "x");
        line.fires("slow", "project", "x").fires("other", "project", "y").after("PT6M");
        assertThat(line.messages()).containsExactly("30s ops +down +other");
        assertThat(line.decisions())
                .contains(
                        "30s slow INHIBITED: inhibited by the alert "
                                + id("down")
                                + " (down), by the inhibition graver");
        line.ends("down").after("PT5M");
        assertThat(line.messages().getLast()).isEqualTo("10m30s ops +slow other -down");
    }

    @Test
    void aMissingLabelEqualsAnEmptyOne() {
        TimeLine line = inhibiting(severity("CRITICAL"), severity("WARNING"), "team");
        line.fires("down", "severity", "CRITICAL").fires("slow", "team", "").after("PT1M");
        assertThat(line.messages()).containsExactly("30s ops +down");
    }

    @Test
    void alertsThatAreSourceAndTargetAtOnceDoNotInhibitEachOther() {
        TimeLine line = inhibiting(severity("WARNING", "CRITICAL"), severity("WARNING"));
        line.fires("a").fires("b").after("PT1M");
        assertThat(line.messages()).containsExactly("30s ops +a +b");

        // A source that is no target holds back even one that is both.
        line.fires("down", "severity", "CRITICAL").fires("c").after("PT10M");
        assertThat(line.messages().getLast()).isEqualTo("5m30s ops +down");
    }

    @Test
    void nothingInhibitsItself() {
        TimeLine line = inhibiting(severity("WARNING"), severity("WARNING"), "project");
        assertThat(line.fires("a").after("PT1M").messages()).containsExactly("30s ops +a");
    }

    private static TimeLine muted(MuteTime mute) {
        Route all = route("all", "ops");
        Route route =
                new Route(
                        "all",
                        Match.ALL,
                        false,
                        all.channels(),
                        List.of(),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5),
                        Duration.ofHours(24),
                        List.of(mute.name()),
                        List.of());
        return new TimeLine(new Routing(List.of(route), List.of(), List.of(mute))).channel("ops");
    }

    private static MuteTime quiet(Set<DayOfWeek> days, String from, String to) {
        Weekly hours = new Weekly(days, LocalTime.parse(from), LocalTime.parse(to));
        return new MuteTime("nights", null, List.of(hours), List.of(), null);
    }

    @Test
    void quietHoursHoldBackAndTheRestIsToldInTheMorning() {
        TimeLine line = muted(quiet(DAILY, "22:00", "07:00")).from("2026-03-02T21:50:00Z");
        line.fires("before").after("PT20M").fires("a").after("PT1H").fires("b").after("PT1H");
        line.ends("b").ends("before").after("PT8H");
        assertThat(line.messages()).containsExactly("30s ops +before", "9h10m30s ops +a -before");
        assertThat(line.decisions())
                .contains(
                        "20m30s a MUTED: the route is muted by nights, until 2026-03-03T07:00:00Z")
                .contains("2h20m30s b OVER: over before anyone was told");
    }

    @Test
    void aNightBelongsToTheDayOnWhichItBegins() {
        MuteTime mute = quiet(Set.of(DayOfWeek.FRIDAY), "22:00", "07:00");
        assertThat(until(mute, "UTC", "2026-03-06T21:59:59Z")).isNull();
        assertThat(until(mute, "UTC", "2026-03-06T22:00:00Z")).isEqualTo("2026-03-07T07:00:00Z");
        assertThat(until(mute, "UTC", "2026-03-07T06:59:59Z")).isEqualTo("2026-03-07T07:00:00Z");
        assertThat(until(mute, "UTC", "2026-03-07T07:00:00Z")).isNull();
        assertThat(until(mute, "UTC", "2026-03-07T22:30:00Z")).isNull();
    }

    @Test
    void aWholeDayIsFromMidnightToMidnight() {
        MuteTime mute = quiet(Set.of(DayOfWeek.SUNDAY), "00:00", "00:00");
        assertThat(until(mute, "UTC", "2026-03-08T00:00:00Z")).isEqualTo("2026-03-09T00:00:00Z");
        assertThat(until(mute, "UTC", "2026-03-09T00:00:00Z")).isNull();
    }

    @Test
    void quietHoursAreThoseOfTheWallInTheTenantsZone() {
        MuteTime mute = quiet(DAILY, "22:00", "07:00");
        // Winter: UTC+1. Clocks go forward on 29 March 2026 and back on 25 October 2026.
        assertThat(until(mute, "Europe/Berlin", "2026-03-27T21:00:00Z"))
                .isEqualTo("2026-03-28T06:00:00Z");
        assertThat(until(mute, "Europe/Berlin", "2026-03-28T21:00:00Z"))
                .isEqualTo("2026-03-29T05:00:00Z");
        assertThat(until(mute, "Europe/Berlin", "2026-03-29T20:00:00Z"))
                .isEqualTo("2026-03-30T05:00:00Z");
        assertThat(until(mute, "Europe/Berlin", "2026-10-24T20:00:00Z"))
                .isEqualTo("2026-10-25T06:00:00Z");
    }

    @Test
    void anHourThatTheClockLeavesOutOrShowsTwiceLeavesNoGap() {
        // 02:30 does not come on 29 March: quiet until the clock was put forward, at 01:00 UTC.
        MuteTime early = quiet(DAILY, "01:00", "02:30");
        assertThat(until(early, "Europe/Berlin", "2026-03-29T00:30:00Z"))
                .isEqualTo("2026-03-29T01:00:00Z");
        MuteTime late = quiet(DAILY, "02:30", "04:00");
        assertThat(until(late, "Europe/Berlin", "2026-03-29T01:00:00Z"))
                .isEqualTo("2026-03-29T02:00:00Z");
        // 02:30 comes twice on 25 October, at 00:30 and 01:30 UTC.
        assertThat(until(early, "Europe/Berlin", "2026-10-25T01:00:00Z"))
                .isEqualTo("2026-10-25T01:30:00Z");
        assertThat(until(late, "Europe/Berlin", "2026-10-25T00:45:00Z"))
                .isEqualTo("2026-10-25T03:00:00Z");
    }

    @Test
    void aMuteTimeMayHaveItsOwnZone() {
        Weekly hours = new Weekly(DAILY, LocalTime.of(22, 0), LocalTime.of(7, 0));
        MuteTime mute =
                new MuteTime("ny", ZoneId.of("America/New_York"), List.of(hours), List.of(), null);
        assertThat(until(mute, "UTC", "2026-01-15T03:00:00Z")).isEqualTo("2026-01-15T12:00:00Z");
        assertThat(until(mute, "UTC", "2026-01-15T02:59:59Z")).isNull();
    }

    private static String until(MuteTime mute, String zone, String at) {
        Alert alert = new Alert(id("a"), Map.of(), Instant.parse(at), null, null, null, null, null);
        return mute.until(alert, ZoneId.of(zone), Instant.parse(at))
                .map(Instant::toString)
                .orElse(null);
    }

    @Test
    void aFreezeHoldsBackTheAlertsOfTheProjectThatGoesLive() {
        MuteTime freeze =
                new MuteTime(
                        "go-live",
                        null,
                        List.of(),
                        List.of(),
                        new Freeze(Duration.ofHours(2), Duration.ofHours(1)));
        TimeLine line = muted(freeze);
        line.fires("a").goesLive("a", TimeLine.START.plus(Duration.ofHours(1)));
        line.fires("b").goesLive("b", TimeLine.START.plus(Duration.ofDays(9)));
        line.after("PT3H");
        assertThat(line.messages()).containsExactly("30s ops +b", "2h30s ops +a b");
        assertThat(line.decisions())
                .contains("30s a MUTED: the route is muted by go-live, until 2026-03-02T14:00:00Z");
    }

    @Test
    void aFreezeMayHaveDates() {
        Span span = new Span(TimeLine.START, TimeLine.START.plus(Duration.ofMinutes(20)));
        TimeLine line = muted(new MuteTime("freeze", null, List.of(), List.of(span), null));
        assertThat(line.fires("a").after("PT1H").messages()).containsExactly("20m30s ops +a");
    }

    private static TimeLine escalating() {
        Route all = route("all", "ops");
        Route route =
                new Route(
                        "all",
                        Match.ALL,
                        false,
                        all.channels(),
                        List.of(),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5),
                        Duration.ofHours(24),
                        List.of(),
                        List.of(
                                new Route.Step(Duration.ofMinutes(12), List.of(id("lead"))),
                                new Route.Step(
                                        Duration.ofMinutes(30), List.of(id("lead"), id("boss")))));
        return new TimeLine(route).channel("ops").channel("lead").channel("boss");
    }

    @Test
    void nobodyAcknowledges() {
        TimeLine line = escalating().fires("a").after("PT2H");
        assertThat(line.messages())
                .containsExactly(
                        "30s ops +a",
                        "12m30s lead ESCALATION +a",
                        "30m30s lead ESCALATION +a",
                        "30m30s boss ESCALATION +a");
        assertThat(line.decisions())
                .contains("12m30s a@lead ESCALATED: step 1: nobody acknowledged within PT12M");
        line.ends("a").after("PT10M");
        assertThat(line.messages().subList(4, 7))
                .containsExactly("2h30s ops -a", "2h30s lead -a", "2h30s boss -a");
    }

    @Test
    void somebodyAcknowledges() {
        TimeLine line = escalating().fires("a").after("PT20M").acknowledged("a").after("PT2H");
        assertThat(line.messages()).containsExactly("30s ops +a", "12m30s lead ESCALATION +a");
    }

    @Test
    void anAlertIsEscalatedByItsOwnTime() {
        TimeLine line = escalating().fires("a").after("PT10M").fires("b").after("PT20M");
        assertThat(line.messages())
                .containsExactly(
                        "30s ops +a",
                        "10m30s ops +b a",
                        "12m30s lead ESCALATION +a",
                        "22m30s lead ESCALATION +b");
    }

    @Test
    void whatIsHeldBackIsNotEscalated() {
        TimeLine line = escalating().fires("a").after("PT1M").silenced("a", "moving").after("PT1H");
        assertThat(line.messages()).containsExactly("30s ops +a");
    }
}
