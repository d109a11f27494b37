package dev.payoff.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Channels over HTTP: their secrets, their addresses, and a message to each. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class ChannelsApiTest extends RuleApiTestBase {

    @Test
    void aChannelsAddressIsSealedCheckedAndNeverShownAgain() throws Exception {
        String secret = "https://hooks.slack.com/services/T000/B000/canaryWXYZ";
        String id = channel(secret);
        String shown = admin().get("/api/v1/channels/" + id).then().extract().asString();
        assertThat(shown).contains("hooks.slack.com/…WXYZ").doesNotContain("canary");
        admin().get("/api/v1/channels").then().body("items.id", hasItem(id));
        assertThat(
                        one(
                                "SELECT encode(address, 'escape') FROM channel WHERE id = ?",
                                UUID.fromString(id)))
                .doesNotContain("canary");
        assertThat(one("SELECT string_agg(detail::text, '') FROM audit WHERE subject_id = ?", id))
                .doesNotContain("canary");
        admin().body("{\"minSeverity\": \"CRITICAL\"}")
                .patch("/api/v1/channels/" + id)
                .then()
                .statusCode(200)
                .body("minSeverity", equalTo("CRITICAL"))
                .body("version", equalTo(1));
        for (String url :
                new String[] {
                    "http://hooks.slack.com/services/T/B/x",
                    "https://10.0.0.1/services/x",
                    "https://169.254.169.254/latest/meta-data",
                    "file:///etc/passwd",
                    "x",
                    "",
                    "https://user:pw@hooks.slack.com/services/x",
                    "https://hooks.slack.com"
                }) {
            admin().body("{\"name\": \"c\", \"kind\": \"SLACK\", \"url\": \"" + url + "\"}")
                    .post("/api/v1/channels")
                    .then()
                    .statusCode(400)
                    .body("violations.field", hasItem("url"));
        }
        admin().delete("/api/v1/channels/" + id).then().statusCode(204);
        admin().get("/api/v1/channels/" + id).then().statusCode(404);
    }

    @Test
    void anEmailAddressIsOneAddress_andIsShownOnlyInPart() {
        String id =
                admin().body(
                                "{\"name\": \"Ada\", \"kind\": \"EMAIL\", \"email\": \"canary@acme.example\"}")
                        .post("/api/v1/channels")
                        .then()
                        .statusCode(201)
                        .body("address", equalTo("c…@acme.example"))
                        .body("secret", nullValue())
                        .extract()
                        .path("id");
        for (String email :
                new String[] {
                    "",
                    "ada",
                    "a@b@c",
                    "ada@acme.example, eve@evil.example",
                    "ada@acme.example\\r\\nBcc: eve@evil.example",
                    "<ada@acme.example>",
                    "ada@" + "a".repeat(300)
                }) {
            admin().body("{\"name\": \"c\", \"kind\": \"EMAIL\", \"email\": \"" + email + "\"}")
                    .post("/api/v1/channels")
                    .then()
                    .statusCode(400)
                    .body("violations.field", hasItem("email"));
        }
        admin().body("{\"kind\": \"SLACK\"}")
                .patch("/api/v1/channels/" + id)
                .then()
                .statusCode(400)
                .body("violations.field", hasItem("kind"));
        admin().body("{\"email\": \"bob@acme.example\"}")
                .patch("/api/v1/channels/" + id)
                .then()
                .statusCode(200)
                .body("address", equalTo("b…@acme.example"));
        admin().delete("/api/v1/channels/" + id).then().statusCode(204);
    }

    @Test
    void aWebhooksSecretIsToldOnce() {
        String body =
                "{\"name\": \"ops\", \"kind\": \"WEBHOOK\", \"url\": \"https://ops.example/hook\"}";
        String id =
                admin().body(body)
                        .post("/api/v1/channels")
                        .then()
                        .statusCode(201)
                        .body("secret", startsWith("whsec_"))
                        .extract()
                        .path("id");
        admin().get("/api/v1/channels/" + id).then().body("secret", nullValue());
        admin().delete("/api/v1/channels/" + id).then().statusCode(204);
    }

    private static String channel(String url) {
        return admin().body(
                        "{\"name\": \"#payoff\", \"kind\": \"SLACK\", \"url\": \"" + url + "\"}")
                .post("/api/v1/channels")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    @Test
    void aTestMessageIsSentAndAnEpisodeIsTold() throws Exception {
        try (FakeSlack slack = new FakeSlack()) {
            String id = channel(slack.url("live"));
            slack.script("live", FakeSlack.status(404, "no_service"));
            admin().post("/api/v1/channels/" + id + "/test")
                    .then()
                    .statusCode(200)
                    .body("sent", equalTo(false))
                    .body("detail", equalTo("HTTP 404: no_service"));
            admin().post("/api/v1/channels/" + id + "/test")
                    .then()
                    .statusCode(200)
                    .body("sent", equalTo(true));
            assertThat(slack.texts("live").stream().filter(text -> text.contains("this test")))
                    .hasSize(2);

            // Episodes of other tests may be told here too: what is asked for is what became of
            // ours.
            UUID alert = fires(costRule());
            await().atMost(Duration.ofSeconds(15)).until(() -> told(id, alert, "FIRING"));
            run(
                    "UPDATE episode SET state = 'RESOLVED', resolved_at = now(), resolved_value = 1"
                            + " WHERE id = ?",
                    alert);
            await().atMost(Duration.ofSeconds(15)).until(() -> told(id, alert, "RESOLVED"));
            assertThat(slack.texts("live").stream().filter(text -> text.contains("Resolved")))
                    .hasSize(1);
            admin().delete("/api/v1/channels/" + id).then().statusCode(204);
        }
    }

    private boolean told(String channel, UUID episode, String state) throws Exception {
        return "1"
                .equals(
                        one(
                                "SELECT count(*)::text FROM notification WHERE channel_id = ?"
                                        + " AND episode_id = ? AND state = ? AND status = 'SENT'",
                                UUID.fromString(channel),
                                episode,
                                state));
    }
}
