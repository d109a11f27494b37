package dev.payoff.alert;

import static dev.payoff.alert.FakeSlack.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The notifier with routes, on a real database: what is decided once is sent once. */
class RoutedNotifierTest extends NotifierBench {

    private void routes(String document) throws SQLException {
        run(
                "INSERT INTO routing (tenant_id, version, document, active, updated_at) VALUES (?, 1,"
                        + " ?::jsonb, true, now()) ON CONFLICT (tenant_id) DO UPDATE SET document ="
                        + " excluded.document, version = routing.version + 1",
                tenant,
                document.replace('\'', '"'));
        run("UPDATE episode SET planned = NULL WHERE state = 'FIRING'");
    }

    private static List<String> decisions(UUID episode) throws SQLException {
        return rows(
                "SELECT verdict, reason FROM notification_decision WHERE episode_id = ? ORDER BY id",
                episode);
    }

    private static List<String> groupOutcomes(UUID channel) throws SQLException {
        return rows(
                "SELECT number, state, status FROM notification WHERE channel_id = ? ORDER BY"
                        + " created_at, number",
                channel);
    }

    private void firesNow(UUID episode) throws SQLException {
        run("UPDATE episode SET fired_at = ? WHERE id = ?", clock.now, episode);
    }

    @Test
    void aGroupIsToldInOneMessage_andItsEndInAnother() throws Exception {
        UUID channel = channel("ops", Severity.INFO);
        routes(
                "{'routes': [{'name': 'all', 'channels': ['%s'], 'groupBy': ['project']}]}"
                        .formatted(channel));
        UUID one = fires("ROI is low");
        UUID two = fires("ROI is lower");
        firesNow(one);
        firesNow(two);
        round();
        assertThat(slack.texts("ops")).isEmpty();
        after(Duration.ofSeconds(30));
        after(Duration.ofSeconds(2));
        assertThat(slack.texts("ops")).hasSize(1);
        assertThat(slack.texts("ops").getFirst())
                .startsWith("🟠 Warning: 2 alerts (project cloud): ROI is low");

        resolves(one);
        resolves(two);
        after(Duration.ofMinutes(5));
        after(Duration.ofSeconds(2));
        assertThat(slack.texts("ops")).hasSize(2);
        assertThat(slack.texts("ops").getLast())
                .startsWith("✅ Resolved: 2 alerts are over (project cloud)");
        assertThat(groupOutcomes(channel)).containsExactly("1 FIRING SENT", "2 RESOLVED SENT");
        assertThat(decisions(one))
                .containsExactly(
                        "WAITS waits for the group wait, until 2026-03-01T12:00:30Z",
                        "TOLD in one message with 1 more",
                        "ENDED in one message with 1 more");
        assertThat(count("SELECT count(*) FROM alert_group")).isZero();
        assertThat(count("SELECT count(*) FROM episode WHERE planned IS DISTINCT FROM state"))
                .isZero();
    }

    @Test
    void oneAlertByItselfReadsAsWithoutRoutes() throws Exception {
        UUID channel = channel("ops", Severity.INFO);
        routes(
                "{'routes': [{'name': 'all', 'channels': ['%s'], 'groupWait': 'PT0S'}]}"
                        .formatted(channel));
        fires("ROI is low");
        round();
        after(Duration.ofSeconds(2));
        assertThat(slack.texts("ops"))
                .singleElement()
                .asString()
                .startsWith(
                        "🟠 Warning: ROI is low (Cloud move). The simple ROI of Cloud move is -20 %");
    }

    @Test
    void aWebhookGetsTheGroupAsAlertmanagerWouldSendIt() throws Exception {
        UUID channel = UUID.randomUUID();
        run(
                "INSERT INTO channel (id, tenant_id, name, kind, address, address_host, address_end,"
                        + " secret, created_at) VALUES (?, ?, 'c', 'WEBHOOK', ?, 'h', 'e', ?, now())",
                channel,
                tenant,
                box.seal(slack.url("hook"), Channel.place(channel)),
                box.seal(WebhookSender.newSecret(time), Channel.secretPlace(channel)));
        routes(
                "{'routes': [{'name': 'all', 'channels': ['%s'], 'groupWait': 'PT0S', 'groupBy': ['project']}]}"
                        .formatted(channel));
        fires("one");
        UUID two = fires("two");
        round();
        after(Duration.ofSeconds(2));
        resolves(two);
        after(Duration.ofMinutes(5));
        after(Duration.ofSeconds(2));

        List<JsonObject> calls =
                slack.received("hook").stream().map(it -> new JsonObject(it.body())).toList();
        assertThat(calls).hasSize(2);
        assertThat(calls.getFirst().getString("receiver")).isEqualTo("all");
        assertThat(calls.getFirst().getJsonObject("groupLabels").getMap())
                .containsExactly(java.util.Map.entry("project", "cloud"));
        assertThat(calls.getFirst().getJsonObject("commonLabels").getMap())
                .containsEntry("severity", "warning")
                .doesNotContainKey("alertname");
        assertThat(calls.get(1).getString("groupKey"))
                .isEqualTo(calls.get(0).getString("groupKey"));
        assertThat(calls.get(1).getString("status")).isEqualTo("firing");
        assertThat(
                        calls.get(1).getJsonArray("alerts").stream()
                                .map(it -> ((JsonObject) it).getString("status")))
                .containsExactly("firing", "resolved");
    }

    @Test
    void severalInstancesDecideAndTellEachThingOnce() throws Exception {
        List<Notifier> instances = List.of(notifier, another(), another());
        UUID channel = channel("ops", Severity.INFO);
        routes(
                "{'routes': [{'name': 'all', 'channels': ['%s'], 'groupWait': 'PT0S', 'groupBy': ['...']}]}"
                        .formatted(channel));
        for (int i = 0; i < 12; i++) {
            fires("episode " + i);
        }
        for (int i = 0; i < 14; i++) {
            List<Thread> threads =
                    instances.stream()
                            .map(each ->
                                    Thread.ofVirtual()
                                            .start(() -> each.round().await().indefinitely()))
                            .toList();
            for (Thread thread : threads) {
                thread.join();
            }
            settle();
            clock.now = clock.now.plus(Notifier.SPACING);
        }
        assertThat(slack.texts("ops")).hasSize(12).doesNotHaveDuplicates();
        assertThat(count("SELECT count(*) FROM notification_decision WHERE verdict = 'TOLD'"))
                .isEqualTo(12);
    }

    @Test
    void messagesOfAGroupKeepTheirOrder_whateverTheOtherSideSays() throws Exception {
        UUID channel = channel("slow", Severity.INFO);
        routes(
                "{'routes': [{'name': 'all', 'channels': ['%s'], 'groupWait': 'PT0S', 'groupInterval': 'PT10S'}]}"
                        .formatted(channel));
        slack.script(
                "slow", status(503, ""), status(503, ""), status(429, "", "Retry-After", "45"));
        UUID episode = fires("one");
        round();
        resolves(episode);
        for (int i = 0; i < 20; i++) {
            after(Duration.ofSeconds(10));
        }
        assertThat(slack.texts("slow")).hasSize(5);
        assertThat(slack.texts("slow").subList(0, 4)).allMatch(t -> t.startsWith("🟠"));
        assertThat(slack.texts("slow").getLast()).startsWith("✅");
    }

    @Test
    void routesThatChangeMoveWhatFires_andWhoWasToldLearnsOfTheEnd() throws Exception {
        UUID old = channel("old", Severity.INFO);
        UUID fresh = channel("fresh", Severity.INFO);
        routes(
                "{'routes': [{'name': 'a', 'channels': ['%s'], 'groupWait': 'PT0S'}]}"
                        .formatted(old));
        UUID episode = fires("one");
        round();
        routes(
                "{'routes': [{'name': 'b', 'channels': ['%s'], 'groupWait': 'PT0S'}]}"
                        .formatted(fresh));
        after(Duration.ofSeconds(2));
        after(Duration.ofSeconds(2));
        assertThat(slack.texts("fresh")).hasSize(1);
        resolves(episode);
        for (int i = 0; i < 8; i++) {
            after(Duration.ofMinutes(1));
        }
        assertThat(slack.texts("old")).hasSize(2);
        assertThat(slack.texts("fresh")).hasSize(2);
        assertThat(slack.texts("old").getLast()).startsWith("✅");
    }

    @Test
    void aTenantWhoseRoutesWereEmptiedIsToldAsWithout_andTheOldGroupsEnd() throws Exception {
        UUID channel = channel("ops", Severity.INFO);
        routes(
                "{'routes': [{'name': 'a', 'channels': ['%s'], 'groupWait': 'PT0S'}]}"
                        .formatted(channel));
        UUID episode = fires("one");
        round();
        run("UPDATE routing SET active = false, document = '{}' WHERE tenant_id = ?", tenant);
        fires("two");
        after(Duration.ofSeconds(2));
        after(Duration.ofSeconds(2));
        assertThat(slack.texts("ops")).hasSize(2);
        resolves(episode);
        for (int i = 0; i < 8; i++) {
            after(Duration.ofMinutes(1));
        }
        assertThat(slack.texts("ops")).hasSize(3);
        assertThat(slack.texts("ops").getLast()).startsWith("✅ Resolved: one");
    }

    @Test
    void quietHoursInhibitionAndEscalationWorkFromTheStoredDocument() throws Exception {
        UUID ops = channel("ops", Severity.INFO);
        UUID lead = channel("lead", Severity.INFO);
        routes(
                """
                {'routes': [{'name': 'all', 'channels': ['%s'], 'groupWait': 'PT0S', 'muteTimes': ['lunch'],
                             'escalation': [{'after': 'PT10M', 'channels': ['%s']}]}],
                 'inhibitions': [{'name': 'graver', 'source': {'match': {'alertname': ['down']}},
                                  'target': {'match': {'alertname': ['slow']}}, 'equal': ['project']}],
                 'muteTimes': [{'name': 'lunch', 'weekly': [{'from': '11:30', 'to': '12:20'}]}]}
                """
                        .formatted(ops, lead));
        UUID down = fires("down");
        UUID slow = fires("slow");
        Instant end = clock.now.plus(Duration.ofMinutes(40));
        while (clock.now.isBefore(end)) {
            after(Duration.ofSeconds(30));
        }
        assertThat(slack.texts("ops")).hasSize(1);
        assertThat(slack.texts("lead")).hasSize(1);
        assertThat(decisions(down))
                .containsExactly(
                        "MUTED the route is muted by lunch, until 2026-03-01T12:20:00Z",
                        "TOLD by itself",
                        "ESCALATED step 1: nobody acknowledged within PT10M");
        assertThat(decisions(slow))
                .containsExactly(
                        "MUTED the route is muted by lunch, until 2026-03-01T12:20:00Z",
                        "INHIBITED inhibited by the alert "
                                + down
                                + " (down), by the inhibition graver");
    }

    @Test
    void aStepThatBreaksLeavesNothingBehind_andIsTakenAgainWithoutHoldingUpOthers()
            throws Exception {
        UUID channel = channel("ops", Severity.INFO);
        routes(
                "{'routes': [{'name': 'all', 'channels': ['%s'], 'groupWait': 'PT0S'}]}"
                        .formatted(channel));
        UUID episode = fires("one");
        run("REVOKE INSERT ON notification_decision FROM payoff_stream");
        try {
            round();
        } finally {
            run("GRANT INSERT ON notification_decision TO payoff_stream");
        }
        assertThat(count("SELECT count(*) FROM notification")).isZero();
        assertThat(count("SELECT count(*) FROM alert_group")).isZero();
        assertThat(rows("SELECT planned FROM episode")).containsExactly("null");
        after(Duration.ofSeconds(30));
        assertThat(slack.texts("ops")).as("left alone for a minute").isEmpty();
        after(Duration.ofSeconds(30));
        after(Duration.ofSeconds(2));
        assertThat(slack.texts("ops")).hasSize(1);
        assertThat(decisions(episode)).containsExactly("TOLD by itself");
    }
}
