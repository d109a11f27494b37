package dev.payoff.alert;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.payoff.devstack.StackResource;
import dev.payoff.identity.Role;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What comes back from channels: Slack's buttons, and the link that ends mails, over HTTP. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class ChannelAnswersApiTest extends AlertApiTestBase {

    private static final String SIGNING = "8f742231b10e8888abcd99yyyzzz85a5";

    @Inject Unsubscribing links;

    private String bot() {
        return channel(
                "{'name': 'bot', 'kind': 'SLACK_BOT', 'slackChannel': 'C0123456789',"
                        + " 'botToken': 'xoxb-1-2-canarycanary', 'signingSecret': '"
                        + SIGNING
                        + "'}");
    }

    private String pressed(String action, String value) {
        JsonObject payload =
                new JsonObject()
                        .put("response_url", slack.url("shown"))
                        .put("type", "block_actions")
                        .put("user", new JsonObject().put("id", "U1").put("username", "ann"))
                        .put(
                                "actions",
                                new JsonArray()
                                        .add(
                                                new JsonObject()
                                                        .put("action_id", action)
                                                        .put("value", value)));
        return "payload=" + URLEncoder.encode(payload.encode(), StandardCharsets.UTF_8);
    }

    private static RequestSpecification signed(String secret, long at, String body)
            throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "any"));
        byte[] code = mac.doFinal(("v0:" + at + ":" + body).getBytes(StandardCharsets.UTF_8));
        return given().header("X-Slack-Request-Timestamp", Long.toString(at))
                .header("X-Slack-Signature", "v0=" + HexFormat.of().formatHex(code))
                .contentType("application/x-www-form-urlencoded")
                .body(body);
    }

    @Test
    void aButtonInSlackAcknowledgesAndSnoozes_onceItsSignatureFits() throws Exception {
        String bot = bot();
        UUID episode = fires();
        String body = pressed("payoff_ack", "e:" + episode);
        long now = Instant.now().getEpochSecond();
        signed("another-secret-of-slack", now, body)
                .post("/hooks/slack/" + bot)
                .then()
                .statusCode(401);
        signed(SIGNING, now - 301, body).post("/hooks/slack/" + bot).then().statusCode(401);
        given().contentType("application/x-www-form-urlencoded")
                .body(body)
                .post("/hooks/slack/" + bot)
                .then()
                .statusCode(401);
        signed(SIGNING, now, body).post("/hooks/slack/" + UUID.randomUUID()).then().statusCode(404);
        signed(SIGNING, now, "payload=%7B").post("/hooks/slack/" + bot).then().statusCode(400);
        as(Role.VIEWER)
                .get("/api/v1/alerts/" + episode)
                .then()
                .body("acknowledgedBy", equalTo(null));

        signed(SIGNING, now, body).post("/hooks/slack/" + bot).then().statusCode(200);
        signed(SIGNING, now, pressed("payoff_snooze_pt1h", "PT1H|e:" + episode))
                .post("/hooks/slack/" + bot)
                .then()
                .statusCode(200);
        as(Role.VIEWER)
                .get("/api/v1/alerts/" + episode)
                .then()
                .body("acknowledgedBy", equalTo("slack:ann"))
                .body("snoozedUntil", startsWith("20"));
        assertThat(
                        one(
                                "SELECT string_agg(action || ' ' || actor, ', ' ORDER BY id) FROM audit"
                                        + " WHERE tenant_id = ? AND subject_type = 'alert'"))
                .isEqualTo("alert.acknowledged slack:ann, alert.snoozed slack:ann");
    }

    @Test
    void aButtonOfAGroupTakesAllOfIt_andTheMessageIsReplacedAtOnceForASingleOne() throws Exception {
        String bot = bot();
        sends(
                        Role.MANAGER,
                        "{'routes': [{'name': 'all', 'channels': ['%s'], 'groupWait': 'PT0S'}]}"
                                .formatted(bot))
                .put("/api/v1/routes")
                .then()
                .statusCode(200);
        UUID first = fires();
        UUID second = fires();
        String groups =
                "SELECT id FROM alert_group WHERE tenant_id = ? AND cardinality(members) = 2";
        await().atMost(Duration.ofSeconds(20)).until(() -> one(groups) != null);
        String group = one(groups);
        long now = Instant.now().getEpochSecond();
        signed(SIGNING, now, pressed("payoff_ack", "g:" + group))
                .post("/hooks/slack/" + bot)
                .then()
                .statusCode(200);
        for (UUID episode : List.of(first, second)) {
            as(Role.VIEWER)
                    .get("/api/v1/alerts/" + episode)
                    .then()
                    .body("acknowledgedBy", equalTo("slack:ann"));
        }
        assertThat(slack.texts("shown")).isEmpty();

        signed(SIGNING, now, pressed("payoff_snooze_pt24h", "PT24H|e:" + first))
                .post("/hooks/slack/" + bot)
                .then()
                .statusCode(200);
        await().atMost(Duration.ofSeconds(10)).until(() -> slack.texts("shown").size() == 1);
        assertThat(slack.received("shown").getFirst().body())
                .contains("\"replace_original\":true")
                .contains("Acknowledged by slack:ann");
    }

    @Test
    void aBotsSecretsAreNeverShown_andReplacedTogether() {
        String bot = bot();
        String shown = as(Role.MANAGER).get("/api/v1/channels/" + bot).asString();
        assertThat(shown)
                .contains("slack.com/…6789")
                .doesNotContain("canary")
                .doesNotContain(SIGNING);
        sends(Role.MANAGER, "{'botToken': 'xoxb-1-2-canarysecond'}")
                .patch("/api/v1/channels/" + bot)
                .then()
                .statusCode(200);
        sends(Role.MANAGER, "{'signingSecret': 'abcdefabcdefabcdef'}")
                .patch("/api/v1/channels/" + bot)
                .then()
                .statusCode(400);
        for (String wrong :
                List.of(
                        "{'name': 'b', 'kind': 'SLACK_BOT', 'slackChannel': '#ops', 'botToken': 'xoxb-1-2-abcdefgh'}",
                        "{'name': 'b', 'kind': 'SLACK_BOT', 'slackChannel': 'C0123456789', 'botToken': 'xoxp-1'}",
                        "{'name': 'b', 'kind': 'SLACK_BOT', 'slackChannel': 'C0123456789'}")) {
            sends(Role.MANAGER, wrong).post("/api/v1/channels").then().statusCode(400);
        }
    }

    @Test
    void whoGetsMailsCanEndThem_butNotByOnlyLookingAtTheLink() throws Exception {
        String mail =
                channel(
                        "{'name': 'm', 'kind': 'EMAIL', 'email': 'ada@acme.example', 'digest': 'DAILY'}");
        String link = links.link(UUID.fromString(mail), "ada@acme.example");
        String path = link.substring(link.indexOf("/hooks/"));
        given().get(path).then().statusCode(200).body(containsString("Unsubscribe"));
        as(Role.VIEWER)
                .get("/api/v1/channels/" + mail)
                .then()
                .body("enabled", equalTo(true))
                .body("digest", equalTo("DAILY"));

        for (int click = 0; click < 2; click++) {
            given().contentType("application/x-www-form-urlencoded")
                    .body("List-Unsubscribe=One-Click")
                    .post(path)
                    .then()
                    .statusCode(200);
        }
        as(Role.VIEWER).get("/api/v1/channels/" + mail).then().body("enabled", equalTo(false));
        assertThat(
                        one(
                                "SELECT count(*) FROM audit WHERE tenant_id = ? AND action ="
                                        + " 'channel.unsubscribed'"))
                .isEqualTo("1");

        sends(Role.MANAGER, "{'email': 'bob@acme.example', 'enabled': true}")
                .patch("/api/v1/channels/" + mail)
                .then()
                .statusCode(200);
        given().post(path).then().statusCode(404);
        given().post(path.substring(0, path.length() - 3) + "AAA").then().statusCode(404);
        given().get("/hooks/unsubscribe/not-a-link").then().statusCode(404);
        as(Role.VIEWER).get("/api/v1/channels/" + mail).then().body("enabled", equalTo(true));
        sends(
                        Role.MANAGER,
                        "{'name': 's', 'kind': 'SLACK', 'url': '%s', 'digest': 'DAILY'}"
                                .formatted(slack.url("x")))
                .post("/api/v1/channels")
                .then()
                .statusCode(400);
    }
}
