package dev.payoff.alert;

import static dev.payoff.alert.FakeSlack.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Slack's bot against a stub of Slack's Web API, with the notifier on a real database. */
class SlackBotTest extends NotifierBench {

    private static SlackApiStub api;

    @Override
    String apiUrl() {
        try {
            api = api == null ? new SlackApiStub() : api;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return api.url();
    }

    @AfterEach
    void stop() {
        api.close();
        api = null;
    }

    private UUID bot(String token) throws SQLException {
        UUID id = UUID.randomUUID();
        run(
                "INSERT INTO channel (id, tenant_id, name, kind, address, address_host, address_end,"
                        + " secret, created_at) VALUES (?, ?, 'bot', 'SLACK_BOT', ?, 'h', 'e', ?, now())",
                id,
                tenant,
                box.seal(SlackApiStub.CHANNEL, Channel.place(id)),
                box.seal(
                        new SlackSecret(token, "0123456789abcdef").text(),
                        Channel.secretPlace(id)));
        return id;
    }

    private void routes(UUID channel, String more) throws SQLException {
        run(
                "INSERT INTO routing (tenant_id, version, document, active, updated_at) VALUES (?, 1,"
                        + " ?::jsonb, true, now())",
                tenant,
                "{\"routes\": [{\"name\": \"all\", \"channels\": [\"%s\"], \"groupWait\": \"PT0S\"%s}]}"
                        .formatted(channel, more.replace('\'', '"')));
    }

    private static List<String> buttons(SlackApiStub.Shown shown) {
        return shown.body().getJsonArray("blocks").stream()
                .map(it -> (JsonObject) it)
                .filter(it -> it.getString("type").equals("actions"))
                .flatMap(it -> it.getJsonArray("elements").stream())
                .map(it -> ((JsonObject) it).getJsonObject("text").getString("text"))
                .toList();
    }

    @Test
    void withoutRoutesAnEpisodeHasOneMessage_andItsEndChangesItAndIsSaidBelow() throws Exception {
        bot(SlackApiStub.TOKEN);
        UUID episode = fires("ROI is low");
        round();
        after(Duration.ofSeconds(2));
        assertThat(api.roots()).hasSize(1);
        assertThat(buttons(api.roots().getFirst()))
                .containsExactly("Open in Payoff", "Acknowledge", "Snooze 1 h", "Snooze 1 day");

        resolves(episode);
        after(Duration.ofSeconds(2));
        after(Duration.ofSeconds(2));
        SlackApiStub.Shown root = api.roots().getFirst();
        assertThat(api.roots()).hasSize(1);
        assertThat(root.body().getString("text")).startsWith("✅ Resolved: ROI is low");
        assertThat(buttons(root)).containsExactly("Open in Payoff");
        assertThat(api.replies(root.ts())).hasSize(1);
        assertThat(api.calls())
                .containsExactly("chat.postMessage", "chat.update", "chat.postMessage");
    }

    @Test
    void aGroupIsChangedRatherThanRepeated_andNewsAreSaidBelow() throws Exception {
        UUID channel = bot(SlackApiStub.TOKEN);
        routes(channel, ", 'groupInterval': 'PT1M', 'repeatInterval': 'PT3M'");
        fires("one");
        round();
        fires("two");
        for (int i = 0; i < 12; i++) {
            after(Duration.ofSeconds(10));
        }
        assertThat(api.roots()).hasSize(1);
        SlackApiStub.Shown root = api.roots().getFirst();
        assertThat(root.body().getString("text")).startsWith("🟠 Warning: 2 alerts: two, one");
        assertThat(api.replies(root.ts()))
                .singleElement()
                .satisfies(it -> assertThat(it.body().encode()).contains("New:* two"));

        for (int i = 0; i < 30; i++) {
            after(Duration.ofSeconds(10));
        }
        assertThat(api.roots()).hasSize(1);
        assertThat(api.roots().getFirst().changes()).isGreaterThan(root.changes());
        assertThat(api.replies(root.ts())).hasSize(1);
    }

    @Test
    void whoAcknowledgesIsShown() throws Exception {
        UUID channel = bot(SlackApiStub.TOKEN);
        routes(channel, "");
        UUID episode = fires("one");
        round();
        run(
                "UPDATE episode SET acknowledged_at = ?, acknowledged_by = 'slack:ann' WHERE id = ?",
                clock.now,
                episode);
        run("UPDATE alert_group SET due_at = ? WHERE tenant_id = ?", clock.now, tenant);
        after(Duration.ofSeconds(2));
        after(Duration.ofSeconds(2));
        SlackApiStub.Shown root = api.roots().getFirst();
        assertThat(root.body().encode()).contains("Acknowledged by slack:ann");
        assertThat(buttons(root)).containsExactly("Open in Payoff");
        assertThat(api.replies(root.ts())).isEmpty();
    }

    @Test
    void noIsSaidWithOkFalse_andItsReasonIsKept() throws Exception {
        UUID channel = bot("xoxb-of-somebody-else");
        fires("one");
        round();
        assertThat(outcomes(channel)).containsExactly("FIRING FAILED 1 Slack: invalid_auth");
    }

    @Test
    void whatMayPassIsTriedAgain_andRetryAfterIsHonoured() throws Exception {
        UUID channel = bot(SlackApiStub.TOKEN);
        api.script(
                status(200, "{\"ok\":false,\"error\":\"service_unavailable\"}"),
                status(429, "", "Retry-After", "40"),
                status(200, "<html>"));
        fires("one");
        round();
        assertThat(outcomes(channel))
                .containsExactly("FIRING WAITING 1 Slack: service_unavailable");
        after(Duration.ofSeconds(10));
        assertThat(outcomes(channel)).containsExactly("FIRING WAITING 2 HTTP 429");
        after(Duration.ofSeconds(39));
        assertThat(api.calls()).hasSize(2);
        after(Duration.ofSeconds(2));
        assertThat(outcomes(channel)).containsExactly("FIRING WAITING 3 the answer is no JSON");
        after(Duration.ofMinutes(1));
        assertThat(outcomes(channel)).containsExactly("FIRING SENT 4 -");
        assertThat(api.roots()).hasSize(1);
    }

    @Test
    void aMessageThatSomebodyDeletedIsSaidAnew() throws Exception {
        bot(SlackApiStub.TOKEN);
        UUID episode = fires("one");
        round();
        api.forget();
        resolves(episode);
        after(Duration.ofSeconds(2));
        after(Duration.ofSeconds(2));
        assertThat(api.roots()).hasSize(1);
        assertThat(api.calls())
                .containsExactly("chat.postMessage", "chat.update", "chat.postMessage");
    }

    @Test
    void aChannelHasOneMessageASecond() throws Exception {
        bot(SlackApiStub.TOKEN);
        for (int i = 0; i < 4; i++) {
            fires("episode " + i);
        }
        round();
        assertThat(api.calls()).hasSize(1);
        after(Duration.ofMillis(999));
        assertThat(api.calls()).hasSize(1);
        after(Duration.ofMillis(1));
        assertThat(api.calls()).hasSize(2);
    }
}
