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
