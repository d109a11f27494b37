package dev.payoff.connector.alerts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.payoff.app.Topics;
import dev.payoff.connector.ConnectorTestBase;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Alerts against real PostgreSQL and Kafka. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class AlertHookTest extends ConnectorTestBase {

    private static final Map<String, String> TOKEN = Map.of("Authorization", "Bearer t0ken");

    private static byte[] alert(String status, String endsAt, String group) {
        return ("{\"version\":\"4\",\"groupKey\":\"%s\",\"alerts\":[{\"status\":\"%s\",\"labels\":{\"alertname\":\"Down\"},"
                        + "\"startsAt\":\"2026-03-02T10:00:00Z\",\"endsAt\":\"%s\",\"fingerprint\":\"f1\"}]}")
                .formatted(group, status, endsAt)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void anAlertCountsOnce_thoughTwoAlertmanagersTellIt_andAgainAndAgain() throws Exception {
        String id = connect("alertmanager", Map.of("token", "t0ken"));
        feed(id, "alertname=Down|fired", "deploys");
        feed(id, "*|firing_hours", "recovery");
        for (String group : new String[] {"a", "b"}) {
            byte[] firing = alert("firing", "0001-01-01T00:00:00Z", group);
            post(id, TOKEN, firing).statusCode(202);
            post(id, TOKEN, firing).statusCode(200).body("status", equalTo("duplicate"));
        }
        post(id, TOKEN, alert("resolved", "2026-03-02T10:45:00Z", "a"))
                .statusCode(202)
                .body("readings", equalTo(1));
        post(id, TOKEN, alert("resolved", "2026-03-02T10:45:00Z", "b"))
                .statusCode(202)
                .body("readings", equalTo(0));

        assertThat(records(Topics.MONITORING)).hasSize(2);
        assertThat(latest(Topics.MONITORING))
                .isEqualTo(
                        new TreeMap<>(Map.of("deploys firing", "1", "recovery resolved", "0.75")));
    }

    @Test
    void anAlertIsOneAnnotation_fromItsStartToItsEnd_inWhateverOrderItIsTold() {
        String id = connect("alertmanager", Map.of("token", "t0ken", "projectLabel", "project"));
        feed(id, "alertname=Down|fired", "deploys");
        feed(id, "*|firing_hours", "recovery");
        String firing = "0001-01-01T00:00:00Z";
        post(id, TOKEN, alert("firing", firing, "a")).statusCode(202);
        post(id, TOKEN, alert("firing", firing, "b")).statusCode(202);
        annotations()
                .body("items.size()", equalTo(1))
                .body("items[0].title", equalTo("Down"))
                .body("items[0].from", equalTo("2026-03-02T10:00:00Z"))
                .body("items[0].to", nullValue())
                .body("items[0].source.kind", equalTo("CONNECTION"))
                .body("items[0].source.connection", equalTo(id));
        post(id, TOKEN, alert("resolved", "2026-03-02T10:45:00Z", "a")).statusCode(202);
        post(id, TOKEN, alert("firing", firing, "late")).statusCode(202);
        annotations()
                .body("items.size()", equalTo(1))
                .body("items[0].to", equalTo("2026-03-02T10:45:00Z"))
                .body("items[0].version", equalTo(2));

        String other = new String(alert("resolved", "2026-03-02T10:45:00Z", "c"), UTF_8);
        post(id, TOKEN, other.replace("10:00", "09:00").getBytes(UTF_8)).statusCode(202);
        String byLabel =
                other.replace("\"Down\"", "\"Slow\",\"project\":\"" + project + "\"")
                        .replace("f1", "f2");
        post(id, TOKEN, byLabel.getBytes(UTF_8)).statusCode(202);
        annotations()
                .body("items.title", equalTo(List.of("Slow", "Down", "Down")))
                .body("items[2].to", equalTo("2026-03-02T10:45:00Z"));

        String first = annotations().extract().path("items.find { it.from.contains('T09') }.id");
        admin().contentType("application/json")
                .body(Map.of("title", "Mine", "from", "2026-03-02"))
                .put("/api/v1/projects/" + project + "/annotations/" + first)
                .then()
                .statusCode(409)
                .body("code", equalTo("TOLD_BY_CONNECTION"));
        admin().delete("/api/v1/projects/" + project + "/annotations/" + first)
                .then()
                .statusCode(204);
        post(id, TOKEN, other.replace("10:00", "09:00").replace("\"c\"", "\"d\"").getBytes(UTF_8))
                .statusCode(202);
        annotations().body("items.size()", equalTo(2));
    }

    @Test
    void anAlertThatFiresAgainWithTheSameStartIsOpenAgain_andWhatIsToldTwiceAddsNothing()
            throws Exception {
        String id = connect("alertmanager", Map.of("token", "t0ken", "projectLabel", "project"));
        feed(id, "alertname=Down|fired", "deploys");
        byte[] firing = alert("firing", "0001-01-01T00:00:00Z", "a");
        post(id, TOKEN, firing).statusCode(202);
        post(id, TOKEN, alert("resolved", "2026-03-02T10:45:00Z", "a")).statusCode(202);
        String first = delivery(id, 1);
        anHourPasses();

        post(id, TOKEN, firing).statusCode(202).body("status", equalTo("taken"));
        annotations()
                .body("items.size()", equalTo(1))
                .body("items[0].to", nullValue())
                .body("items[0].version", equalTo(3));
        known(Instant.now().minus(Duration.ofMinutes(30)))
                .body("items.size()", equalTo(1))
                .body("items[0].to", equalTo("2026-03-02T10:45:00Z"))
                .body("items[0].id", equalTo(annotations().extract().path("items[0].id")));
        post(id, TOKEN, alert("firing", "0001-01-01T00:00:00Z", "b")).statusCode(202);
        post(id, TOKEN, alert("resolved", "2026-03-02T10:45:00Z", "b")).statusCode(202);
        admin().post("/api/v1/connections/" + id + "/deliveries/" + first + "/replay")
                .then()
                .statusCode(202);
        annotations()
                .body("items.size()", equalTo(1))
                .body("items[0].to", nullValue())
                .body("items[0].version", equalTo(3));

        post(id, TOKEN, alert("resolved", "2026-03-02T14:00:00Z", "a")).statusCode(202);
        post(id, TOKEN, alert("firing", "0001-01-01T00:00:00Z", "c")).statusCode(202);
        annotations()
                .body("items.size()", equalTo(1))
                .body("items[0].to", equalTo("2026-03-02T14:00:00Z"))
                .body("items[0].version", equalTo(4));
    }

    /** What was told is an hour old; the alert itself is older still. */
    private static void anHourPasses() throws Exception {
        sql(
                "UPDATE project_annotation SET recorded_at = recorded_at - interval '1 hour',"
                        + " ended_recorded_at = ended_recorded_at - interval '1 hour',"
                        + " last_lasting = last_lasting - interval '1 hour',"
                        + " last_end_told = last_end_told - interval '1 hour'");
        sql("UPDATE connection_delivery SET at = at - interval '1 hour'");
        sql("UPDATE connection_payload SET at = at - interval '1 hour'");
    }

    private static String delivery(String connection, int place) {
        return admin().get("/api/v1/connections/" + connection + "/deliveries")
                .then()
                .extract()
                .path("[" + place + "].id");
    }

    private ValidatableResponse known(Instant at) {
        return admin().queryParam("asKnownAt", at.toString())
                .get("/api/v1/projects/" + project + "/annotations")
                .then()
                .statusCode(200);
    }

    private ValidatableResponse annotations() {
        return admin().get("/api/v1/projects/" + project + "/annotations").then().statusCode(200);
    }

    @Test
    void whatCannotBeUsedIsTold() {
        String id = connect("alertmanager", Map.of("token", "t0ken"));
        post(id, Map.of(), alert("firing", "", "a")).statusCode(401);
        post(id, TOKEN, "{\"alerts\":[{}]}".getBytes(StandardCharsets.UTF_8)).statusCode(400);
        post(
                        id,
                        TOKEN,
                        ("{\"alerts\":[{},{\"status\":\"firing\",\"startsAt\":\"2026-03-02T10:00:00Z\","
                                        + "\"labels\":{}}]}")
                                .getBytes(StandardCharsets.UTF_8))
                .statusCode(202)
                .body("reason", startsWith("1 of the alerts could not be used"));
        admin().get("/api/v1/connections/" + id + "/deliveries")
                .then()
                .body("[0].status", equalTo("TAKEN"))
                .body("[0].reason", startsWith("1 of the alerts"));
    }
}
