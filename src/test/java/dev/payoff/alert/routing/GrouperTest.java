package dev.payoff.alert.routing;

import static dev.payoff.alert.routing.TimeLine.id;
import static dev.payoff.alert.routing.TimeLine.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.alert.routing.Grouper.Recipient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Grouping, repeating and what holds back, by time-lines; the semantics are Alertmanager's. */
class GrouperTest {

    private static Route paced(Route route, String wait, String interval, String repeat) {
        return new Route(
                route.name(),
                route.match(),
                route.goesOn(),
                route.channels(),
                route.groupBy(),
                Duration.parse(wait),
                Duration.parse(interval),
                Duration.parse(repeat),
                route.mutes(),
                route.escalation());
    }

    private static Route taking(Route route, boolean goesOn, String label, String... values) {
        return new Route(
                route.name(),
                new Match(Map.of(label, List.of(values)), Map.of()),
                goesOn,
                route.channels(),
                route.groupBy(),
                route.groupWait(),
                route.groupInterval(),
                route.repeatInterval(),
                route.mutes(),
                route.escalation());
    }

    private static Route grouped(Route route, String... by) {
        return new Route(
                route.name(),
                route.match(),
                route.goesOn(),
                route.channels(),
                List.of(by),
                route.groupWait(),
                route.groupInterval(),
                route.repeatInterval(),
                route.mutes(),
                route.escalation());
    }

    private static TimeLine simple() {
        return new TimeLine(route("all", "ops")).channel("ops");
    }

    /** Another alert has the group looked at before it is due. */
    @Test
    void anEndOfDaysAgoThatIsSeenOnlyNowIsToldAllTheSame() {
        TimeLine line =
                simple().fired("a", Duration.ofDays(3))
                        .after("PT1M")
                        .ended("a", Duration.ofDays(2))
                        .fires("b")
                        .after("PT10M");
        assertThat(line.messages()).containsExactly("0s ops +a", "5m ops +b -a");
    }

    @Test
    void aGroupWaits30SecondsForItsFirstMessageAnd5MinutesForFurtherOnes() {
        TimeLine line =
                simple().fires("a")
                        .after("PT10S")
                        .fires("b")
                        .after("PT1M")
                        .fires("c")
                        .after("PT10M");
        assertThat(line.messages()).containsExactly("30s ops +a +b", "5m30s ops +c a b");
        assertThat(line.decisions())
                .containsExactly(
                        "0s a WAITS: waits for the group wait, until 2026-03-02T12:00:30Z",
                        "10s b WAITS: waits for the group wait, until 2026-03-02T12:00:30Z",
                        "30s a@ops TOLD: in one message with 1 more",
                        "30s b@ops TOLD: in one message with 1 more",
                        "1m10s c WAITS: waits for the group interval, until 2026-03-02T12:05:30Z",
                        "5m30s c@ops TOLD: in one message with 2 more");
    }

    @Test
    void whatHasWaitedForLongerThanTheGroupWaitIsToldAtOnce() {
        assertThat(simple().fired("a", Duration.ofSeconds(31)).after("PT1M").messages())
                .containsExactly("0s ops +a");
        assertThat(
                        simple().fires("a")
                                .after("PT5S")
                                .fired("b", Duration.ofMinutes(2))
                                .after("PT1M")
                                .messages())
                .containsExactly("5s ops +a +b");
    }

    @Test
    void anEndIsToldAtTheNextInterval_andThenTheGroupIsForgotten() {
        TimeLine line = simple().fires("a").fires("b").after("PT1M").ends("a").after("PT9M30S");
        assertThat(line.messages()).containsExactly("30s ops +a +b", "5m30s ops b -a");
        line.ends("b").after("PT10M");
        assertThat(line.messages().getLast()).isEqualTo("10m30s ops -b");
        assertThat(line.groups()).isZero();
    }

    @Test
    void whatIsOverWithinTheGroupWaitIsNotTold() {
        TimeLine line = simple().fires("a").after("PT10S").ends("a").after("PT10M");
        assertThat(line.messages()).isEmpty();
        assertThat(line.decisions().getLast()).isEqualTo("30s a OVER: over before anyone was told");
        assertThat(line.groups()).isZero();
    }

    @Test
    void whatFiresAndIsOverBetweenTwoMessagesIsNotTold() {
        TimeLine line =
                simple().fires("a").after("PT1M").fires("b").after("PT1M").ends("b").after("PT10M");
        assertThat(line.messages()).containsExactly("30s ops +a");
    }

    @Test
    void itIsRepeatedAfterTheRepeatInterval() {
        assertThat(simple().fires("a").after("PT9H").messages())
                .containsExactly("30s ops +a", "4h30s ops REPEAT a", "8h30s ops REPEAT a");
    }

    @Test
    void theRepeatIntervalIsRoundedUpToAMultipleOfTheGroupInterval() {
        Route route = paced(route("all", "ops"), "PT0S", "PT5M", "PT7M");
        assertThat(new TimeLine(route).channel("ops").fires("a").after("PT21M").messages())
                .containsExactly("0s ops +a", "10m ops REPEAT a", "20m ops REPEAT a");
    }

    @Test
    void somethingNewPutsTheRepetitionOff() {
        TimeLine line = simple().fires("a").after("PT3H").fires("b").after("PT5H");
        assertThat(line.messages())
                .containsExactly("30s ops +a", "3h30s ops +b a", "7h30s ops REPEAT a b");
    }

    @Test
    void theFirstRouteThatFitsTakesIt_unlessItSaysToGoOn() {
        Route audit = taking(route("audit", "log"), true, "severity", "CRITICAL");
        Route grave = taking(route("grave", "pager"), false, "severity", "CRITICAL");
        Route other = route("other", "ops");
        TimeLine line =
                new TimeLine(audit, grave, other).channel("log").channel("pager").channel("ops");
        line.fires("a", "severity", "CRITICAL").fires("b").after("PT1M");
        assertThat(line.messages())
                .containsExactlyInAnyOrder("30s log +a", "30s pager +a", "30s ops +b");
    }

    @Test
    void whatNoRouteTakesGoesToEveryChannel_byProject() {
        Route grave = taking(route("grave", "pager"), false, "severity", "CRITICAL");
        TimeLine line = new TimeLine(grave).channel("pager").channel("ops");
        line.fires("a", "project", "x").fires("b", "project", "y").after("PT1M");
        assertThat(line.messages())
                .containsExactlyInAnyOrder(
                        "30s pager +a", "30s ops +a", "30s pager +b", "30s ops +b");
    }

    @Test
    void aRouteWithoutChannelsTellsNobody() {
        TimeLine line = new TimeLine(route("quiet")).channel("ops").fires("a").after("PT1M");
        assertThat(line.messages()).isEmpty();
        assertThat(line.decisions()).containsExactly("0s a NOBODY: the route tells nobody");
    }

    @Test
    void labelsMakeGroups_andThreeDotsOneForEach() {
        TimeLine line = new TimeLine(grouped(route("all", "ops"), "project")).channel("ops");
        line.fires("a", "project", "x").fires("b", "project", "y").fires("c", "project", "x");
        assertThat(line.after("PT1M").messages()).containsExactly("30s ops +a +c", "30s ops +b");

        TimeLine each = new TimeLine(grouped(route("all", "ops"), Route.EACH)).channel("ops");
        each.fires("a", "project", "x").fires("b", "project", "x");
        assertThat(each.after("PT1M").messages()).containsExactly("30s ops +a", "30s ops +b");
    }

    @Test
    void aSilenceHoldsBackUntilItIsOver() {
        TimeLine line = simple().fires("a").silenced("a", "moving").after("PT6M");
        assertThat(line.messages()).isEmpty();
        assertThat(line.decisions().getLast()).isEqualTo("30s a SILENCED: silenced: moving");
        line.silenced("a", null).after("PT10M");
        assertThat(line.messages()).containsExactly("10m30s ops +a");
    }

    @Test
    void anEndThatWasHeldBackIsToldAfterwards_toThoseWhoKnewItFires() {
        TimeLine line = simple().fires("a").after("PT1M").silenced("a", "moving").after("PT6M");
        line.ends("a").after("PT10M");
        assertThat(line.messages()).containsExactly("30s ops +a");
        line.silenced("a", null).ends("a").after("PT5M");
        assertThat(line.messages()).containsExactly("30s ops +a", "20m30s ops -a");
    }

    @Test
    void anEndThatIsHeldBackForADayIsForgotten() {
        TimeLine line = simple().fires("a").after("PT1M").silenced("a", "moving").ends("a");
        line.after("PT25H");
        assertThat(line.messages()).containsExactly("30s ops +a");
        assertThat(line.groups()).isZero();
    }

    @Test
    void anAcknowledgedAlertIsNotRepeatedButItsEndIsTold() {
        TimeLine line = simple().fires("a").after("PT1M").acknowledged("a").after("PT9H");
        assertThat(line.messages()).containsExactly("30s ops +a");
        line.ends("a").after("PT5M");
        assertThat(line.messages().getLast()).isEqualTo("9h5m30s ops -a");
    }

    @Test
    void whatSomebodyKnowsIsShownLastWhereThereIsNews() {
        TimeLine line = simple().fires("a").after("PT1M").acknowledged("a").fires("b");
        assertThat(line.after("PT10M").messages()).containsExactly("30s ops +a", "5m30s ops +b a");
    }

    @Test
    void aSnoozedAlertComesBack() {
        TimeLine line =
                simple().fires("a").after("PT1M").snoozed("a", Duration.ofHours(6)).after("PT7H");
        assertThat(line.messages()).containsExactly("30s ops +a", "6h5m30s ops +a");
    }

    @Test
    void aChannelGetsTheSeveritiesThatItWants() {
        TimeLine line = new TimeLine(route("all", "ops", "pager")).channel("ops");
        line.channel("pager", new Recipient(true, Set.of("CRITICAL"), false));
        line.channel("off", new Recipient(false, Set.of("WARNING"), false));
        line.fires("a").after("PT1M").fires("b", "severity", "CRITICAL").after("PT10M");
        assertThat(line.messages())
                .containsExactly("30s ops +a", "5m30s ops +b a", "5m30s pager +b");
        assertThat(line.decisions())
                .contains("30s a@pager BELOW_SEVERITY: WARNING is less than the channel takes");
    }

    @Test
    void aChannelThatIsSwitchedOffIsNamed() {
        TimeLine line = new TimeLine(route("all", "ops"));
        line.channel("ops", new Recipient(false, Set.of("WARNING"), false));
        assertThat(line.fires("a").after("PT11M").messages()).isEmpty();
        assertThat(line.decisions())
                .containsOnlyOnce("30s a@ops CHANNEL_OFF: the channel is switched off");
    }

    @Test
    void aChannelThatCanChangeWhatItToldShowsWhoAcknowledged() {
        TimeLine line = new TimeLine(route("all", "slack", "mail")).channel("mail");
        line.channel("slack", new Recipient(true, Set.of("WARNING"), true));
        line.fires("a").after("PT1M").acknowledged("a").after("PT1H");
        assertThat(line.messages())
                .containsExactly("30s slack +a", "30s mail +a", "1m slack REFRESH a");
    }

    @Test
    void aGroupHasABound_andSaysSo() {
        TimeLine line = simple();
        for (int i = 0; i <= Group.MAX_MEMBERS; i++) {
            line.fires("a" + i);
        }
        line.after("PT31S");
        assertThat(line.decisions())
                .containsOnlyOnce("0s a1000 FULL: the group holds 1000 alerts already");
        assertThat(line.messages()).hasSize(1);
    }

    @Test
    void theIdOfAGroupIsItsRoutesAndLabels() {
        TimeLine line = simple();
        assertThat(line.fires("a").after("PT1M").groups()).isOne();
        assertThat(GroupId.of(id("t"), "r", new java.util.TreeMap<>(Map.of("a", "bc"))))
                .isNotEqualTo(GroupId.of(id("t"), "r", new java.util.TreeMap<>(Map.of("ab", "c"))));
    }
}
