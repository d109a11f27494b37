package dev.payoff.connector.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.app.Topics;
import dev.payoff.connector.ConnectorTestBase;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** JSON of any kind against real PostgreSQL and Kafka. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class JsonHookTest extends ConnectorTestBase {

    private static final int KEPT_BYTES = 256 * 1024;

    @Test
    void aCloudEventIsTakenInEachMode_andItsReadingHasOneIdentity() throws Exception {
        String id = connect("json", Map.of("secret", "t0ken", "family", "monitoring"));
        feed(id, "sale", "deploys");
        String event =
                "{\"specversion\":\"1.0\",\"id\":\"e-1\",\"source\":\"/till\",\"type\":\"sale\","
                        + "\"time\":\"2026-03-02T10:00:00Z\",\"data\":{\"value\":12.5}}";
        post(id, typed("application/cloudevents+json"), utf8(event)).statusCode(202);
        post(id, typed("application/cloudevents-batch+json"), utf8("[" + event + "]"))
                .statusCode(202)
                .body("readings", equalTo(1));
        post(id, typed("application/cloudevents+json"), utf8(event))
                .statusCode(200)
                .body("status", equalTo("duplicate"));

        List<JsonNode> readings = records(Topics.MONITORING);
        assertThat(readings).hasSize(2);
        assertThat(readings)
                .extracting(r -> r.path("eventId").asText())
                .as("the stream counts them once")
                .containsOnly(readings.getFirst().path("eventId").asText());
    }

    @Test
    void standardWebhooksAndHmac() throws Exception {
        byte[] key = utf8("0123456789abcdef0123456789abcdef");
        String id =
                connect(
                        "json",
                        Map.of(
                                "secret",
                                "whsec_" + Base64.getEncoder().encodeToString(key),
                                "auth",
                                "standard-webhooks",
                                "mapping",
                                Map.of("series", "=orders", "value", "/n")));
        feed(id, "orders", "deploys");
        byte[] body = utf8("{\"n\":3,\"time\":\"2026-03-02T10:00:00Z\"}");
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        String signature =
                Base64.getEncoder()
                        .encodeToString(mac(key, utf8("msg_1." + timestamp + "."), body));
        Map<String, String> headers =
                Map.of(
                        "webhook-id",
                        "msg_1",
                        "webhook-timestamp",
                        timestamp,
                        "webhook-signature",
                        "v1," + signature);
        post(id, headers, utf8("{\"n\":4}")).statusCode(401);
        post(id, headers, body).statusCode(202);
        post(id, headers, body).statusCode(200).body("status", equalTo("duplicate"));

        String hmac = connect("json", Map.of("secret", "k", "auth", "hmac"));
        String hex = HexFormat.of().formatHex(mac(utf8("k"), body));
        post(hmac, Map.of("X-Signature-256", hex), utf8("{}")).statusCode(401);
        post(hmac, Map.of("X-Signature-256", "sha256=" + hex), body).statusCode(400);
        assertThat(latest(Topics.BUSINESS)).hasSize(1).containsValue("3");
    }

    @Test
    void aKeptDeliveryIsTakenAgainOnceAFeedIsThere_andCountsOnce() throws Exception {
        String id = connect("json", Map.of("secret", "t0ken"));
        post(
                        id,
                        Map.of(
                                "Authorization",
                                "Bearer t0ken",
                                "Content-Type",
                                "application/json",
                                "ce-specversion",
                                "1.0",
                                "ce-id",
                                "k-1",
                                "ce-source",
                                "/till",
                                "ce-type",
                                "orders",
                                "ce-time",
                                "2026-03-02T10:00:00Z"),
                        utf8("{\"value\":7}"))
                .statusCode(200)
                .body("reason", equalTo("No feed takes orders."));
        String deliveries = "/api/v1/connections/" + id + "/deliveries";
        String early =
                admin().get(deliveries)
                        .then()
                        .body("[0].kept", equalTo(true))
                        .body("[0].replayedAt", nullValue())
                        .extract()
                        .path("[0].id");
        feed(id, "orders", "deploys");
        for (int i = 0; i < 2; i++) {
            admin().post(deliveries + "/" + early + "/replay")
                    .then()
                    .statusCode(202)
                    .body("status", equalTo("taken"))
                    .body("readings", equalTo(1));
        }
        admin().get(deliveries)
                .then()
                .body("size()", equalTo(1))
                .body("[0].status", equalTo("TAKEN"))
                .body("[0].readings", equalTo(1))
                .body("[0].replayedAt", notNullValue());
        List<JsonNode> readings = records(Topics.BUSINESS);
        assertThat(readings).as("the stream counts them once").hasSize(2);
        assertThat(readings.stream().map(r -> r.path("eventId")).distinct()).hasSize(1);
        assertThat(readings.stream().map(r -> r.path("observedAt")).distinct()).hasSize(1);
        admin().get("/api/v1/audit?limit=5")
                .then()
                .body("items.action", hasItem("delivery.replayed"));
    }

    @Test
    void onlyTheLastTwentyThatWereVerifiedAndAreNotTooLargeAreKept() {
        String id = connect("json", Map.of("secret", "t0ken"));
        post(id, typed("application/json"), utf8("{\"series\":\"a\",\"value\":0}"));
        String deliveries = "/api/v1/connections/" + id + "/deliveries";
        String first = admin().get(deliveries).path("[0].id");
        String padding = "x".repeat(KEPT_BYTES);
        post(id, typed("application/json"), utf8("{\"series\":\"" + padding + "\",\"value\":1}"));
        post(id, Map.of("Content-Type", "application/json"), utf8("{}")).statusCode(401);
        admin().get(deliveries).then().body("kept", equalTo(List.of(false, false, true)));
        String unverified = admin().get(deliveries).path("[0].id");
        admin().post(deliveries + "/" + unverified + "/replay")
                .then()
                .statusCode(409)
                .body("code", equalTo("NOT_KEPT"));
        for (int i = 0; i < 20; i++) {
            post(id, typed("application/json"), utf8("{\"series\":\"a\",\"value\":1" + i + "}"));
        }
        admin().get(deliveries).then().body("kept", everyItem(equalTo(true)));
        admin().post(deliveries + "/" + first + "/replay").then().statusCode(409);
        admin().post(deliveries + "/" + UUID.randomUUID() + "/replay").then().statusCode(404);
    }

    @Test
    void whatNoFeedTakesIsTold_andAMappingIsCheckedWhenItIsSet() {
        String id = connect("json", Map.of("secret", "t0ken"));
        post(id, typed("application/json"), utf8("{\"series\":\"orders\",\"value\":1}"))
                .statusCode(200)
                .body("reason", equalTo("No feed takes orders."));
        post(id, typed("application/json"), utf8("{\"series\":\"orders\"}"))
                .statusCode(400)
                .body("detail", equalTo("There is no number at '/value'."));
        admin().contentType(ContentType.JSON)
                .body(
                        Map.of(
                                "kind",
                                "json",
                                "name",
                                "wrong",
                                "config",
                                Map.of("mapping", Map.of("value", "no-pointer"))))
                .post("/api/v1/connections")
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo("config.mapping.value"));
    }

    private static Map<String, String> typed(String type) {
        return Map.of("Authorization", "Bearer t0ken", "Content-Type", type);
    }

    private static byte[] mac(byte[] key, byte[]... parts) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
