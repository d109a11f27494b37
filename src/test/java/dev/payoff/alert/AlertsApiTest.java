package dev.payoff.alert;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rules, alerts and silences over HTTP. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class AlertsApiTest extends RuleApiTestBase {

    @Test
    void aRuleIsMadeReadChangedAndRemoved() throws Exception {
        String id = costRule();
        admin().get("/api/v1/rules/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"0\"")
                .body("metric", equalTo(key + "/m"))
                .body("project", equalTo(key))
                .body("threshold", equalTo(42000.1f))
                .body("for", equalTo("PT10M"))
                .body("keepFiringFor", equalTo("PT0S"))
                .body("enabled", equalTo(true));
        assertThat(one("SELECT threshold FROM rule WHERE id = ?", UUID.fromString(id)))
                .isEqualTo("42000.10");
        admin().get("/api/v1/rules?project=" + key)
                .then()
                .body("items.id", equalTo(java.util.List.of(id)))
                .body("nextCursor", nullValue());

        admin().header("If-Match", "\"7\"")
                .body("{\"clear\": null}")
                .patch("/api/v1/rules/" + id)
                .then()
                .statusCode(412);
        admin().header("If-Match", "\"0\"")
                .body("{\"clear\": null, \"threshold\": 43000}")
                .patch("/api/v1/rules/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("clear", nullValue())
                .body("threshold", equalTo(43000));
        admin().body("{\"figure\": \"MAX\"}")
                .patch("/api/v1/rules/" + id)
                .then()
                .statusCode(400)
                .body("code", equalTo("VALIDATION"));

        admin().delete("/api/v1/rules/" + id).then().statusCode(204);
        admin().get("/api/v1/rules/" + id).then().statusCode(404);
        assertThat(audits("rule.created", id)).isOne();
        assertThat(audits("rule.changed", id)).isOne();
        assertThat(audits("rule.removed", id)).isOne();
    }

    @Test
    void whatIsWrongWithARuleIsNamed() {
        admin().body(
                        "{\"name\": \"n\", \"metric\": \"nope/m\", \"figure\": \"VALUE\", \"comparator\":"
                                + " \">\", \"threshold\": 1, \"severity\": \"INFO\"}")
                .post("/api/v1/rules")
                .then()
                .statusCode(404);
        admin().body(
                        "{\"name\": \"n\", \"metric\": \""
                                + key
                                + "/m\", \"figure\": \"MEAN\","
                                + " \"comparator\": \">\", \"threshold\": 1, \"severity\": \"INFO\"}")
                .post("/api/v1/rules")
                .then()
                .statusCode(400)
                .body("violations.field", hasItem("window"));
        for (String body :
                new String[] {"{", "[]", "{\"figure\": \"MODE\"}", "{\"id\": 1}", "\"x\""}) {
            admin().body(body)
                    .post("/api/v1/rules")
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json");
        }
        given().get("/api/v1/rules").then().statusCode(401);
    }

    @Test
    void anAlertIsAcknowledgedSnoozedAndNoted() throws Exception {
        UUID alert = fires(costRule());
        String path = "/api/v1/alerts/" + alert;
        admin().get("/api/v1/alerts?state=FIRING&project=" + key)
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].id", equalTo(alert.toString()))
                .body("items[0].project", equalTo(key))
                .body("items[0].metric", equalTo(key + "/m"))
                .body("items[0].state", equalTo("FIRING"));

        admin().post(path + "/ack")
                .then()
                .statusCode(200)
                .body("acknowledgedAt", notNullValue())
                .body("acknowledgedBy", notNullValue());
        admin().post(path + "/ack").then().statusCode(200);
        assertThat(audits("alert.acknowledged", alert.toString())).as("once").isOne();
        assertThat(told(alert)).isOne();
        admin().post(path + "/unack").then().body("acknowledgedAt", nullValue());
        admin().body("{\"for\": \"PT4H\"}")
                .post(path + "/snooze")
                .then()
                .statusCode(200)
                .body("snoozedUntil", notNullValue());
        admin().body("{\"until\": \"2001-01-01T00:00:00Z\"}")
                .post(path + "/snooze")
                .then()
                .statusCode(400);
        admin().body("{\"note\": \"vendor is on it\"}")
                .post(path + "/note")
                .then()
                .body("note", equalTo("vendor is on it"));
        assertThat(told(alert)).isEqualTo(4);
        assertThat(
                        one(
                                "SELECT payload ->> 'note' FROM outbox WHERE payload ->> 'id' = ?"
                                        + " ORDER BY id DESC LIMIT 1",
                                alert.toString()))
                .isEqualTo("vendor is on it");
        admin().post("/api/v1/alerts/" + UUID.randomUUID() + "/ack").then().statusCode(404);
        admin().post("/api/v1/alerts/nonsense/ack").then().statusCode(404);
    }

    @Test
    void alertsPageFromTheLatestOn() throws Exception {
        String rule = costRule();
        for (int i = 0; i < 5; i++) {
            fires(rule);
        }
        String cursor = null;
        java.util.List<String> seen = new java.util.ArrayList<>();
        do {
            var page =
                    admin().queryParam("limit", 2)
                            .queryParam("project", key)
                            .queryParam("cursor", cursor == null ? "" : cursor)
                            .get("/api/v1/alerts")
                            .then()
                            .statusCode(200)
                            .extract();
            seen.addAll(page.<java.util.List<String>>path("items.id"));
            cursor = page.path("nextCursor");
        } while (cursor != null);
        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void whatFiresUnderARuleThatIsSwitchedOffIsOver() throws Exception {
        String rule = costRule();
        UUID alert = fires(rule);
        run(
                "INSERT INTO rule_state (rule_id, tenant_id, rule_version, state, updated_at)"
                        + " VALUES (?, ?, 0, '{}', now())",
                UUID.fromString(rule),
                tenant);
        admin().body("{\"enabled\": false}").patch("/api/v1/rules/" + rule).then().statusCode(200);
        admin().get("/api/v1/alerts/" + alert)
                .then()
                .body("state", equalTo("RESOLVED"))
                .body("resolvedAt", notNullValue());
        assertThat(told(alert)).isOne();
        assertThat(one("SELECT rule_id FROM rule_state WHERE rule_id = ?", UUID.fromString(rule)))
                .isNull();
        admin().body("{\"for\": \"PT1H\"}")
                .post("/api/v1/alerts/" + alert + "/snooze")
                .then()
                .statusCode(409);
    }

    @Test
    void aSilenceIsMadeAndRemoved() throws Exception {
        String id =
                admin().body(
                                "{\"project\": \""
                                        + key
                                        + "\", \"for\": \"PT2H\", \"comment\": \"moving\"}")
                        .post("/api/v1/silences")
                        .then()
                        .statusCode(201)
                        .body("project", equalTo(key))
                        .extract()
                        .path("id");
        admin().get("/api/v1/silences?limit=200").then().body("items.id", hasItem(id));
        admin().delete("/api/v1/silences/" + id).then().statusCode(204);
        admin().get("/api/v1/silences?limit=200").then().body("items.id", not(hasItem(id)));
        assertThat(audits("silence.created", id)).isOne();
        assertThat(audits("silence.removed", id)).isOne();
        admin().body("{\"comment\": \"no end\"}").post("/api/v1/silences").then().statusCode(400);
    }
}
