package dev.payoff.alert;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.payoff.devstack.StackProcess;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules, alerts, silences and channels over HTTP, with rows and audit beneath. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class AlertsApiTest {

    private Connection db;
    private UUID tenant;
    private UUID project;
    private UUID metric;
    private String key;

    @BeforeEach
    void prepare() throws SQLException {
        db = DriverManager.getConnection(StackProcess.shared().superuserJdbcUrl());
        tenant = UUID.fromString(one("SELECT id FROM tenant WHERE key = ?", StackResource.TENANT));
        project = UUID.randomUUID();
        metric = UUID.randomUUID();
        key = "p" + project.toString().substring(0, 8);
        run(
                "INSERT INTO project (id, tenant_id, key, name, type, currency, created_at)"
                        + " VALUES (?, ?, ?, 'P', 'SOFTWARE', 'EUR', now())",
                project,
                tenant,
                key);
        run(
                "INSERT INTO metric (id, tenant_id, project_id, key, full_key, name, category, type,"
                        + " unit, kind, frequency_s, staleness_s, confidence, share, created_at)"
                        + " VALUES (?, ?, ?, 'm', ?, 'M', 'QUALITY', 'COUNT', 'u', 'LEVEL', 3600,"
                        + " 10800, 1, 1, now())",
                metric,
                tenant,
                project,
                key + "/m");
    }

    @AfterEach
    void close() throws SQLException {
        db.close();
    }

    private void run(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            set(statement, values);
            statement.execute();
        }
    }

    private String one(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            set(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(
                    i + 1,
                    values[i] instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : values[i]);
        }
    }

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + StackResource.ADMIN_KEY)
                .contentType("application/json");
    }

    private String rule(String body) {
        return admin().body(body)
                .post("/api/v1/rules")
                .then()
                .statusCode(201)
                .header("Location", containsString("/api/v1/rules/"))
                .extract()
                .path("id");
    }

    private String costRule() {
        return rule(
                """
                {"name": "Cost is back", "metric": "%s/m", "figure": "MEAN", "window": "HOUR",
                 "comparator": ">", "threshold": 42000.10, "clear": 40000, "for": "PT10M",
                 "severity": "CRITICAL"}\
                """
                        .formatted(key));
    }

    private UUID fires(String rule) throws SQLException {
        UUID id = UUID.randomUUID();
        Instant at = Instant.now();
        run(
                "INSERT INTO episode (id, tenant_id, rule_id, rule_version, project_id, metric_id,"
                        + " name, severity, state, active_at, fired_at, value, threshold, currency,"
                        + " updated_at) VALUES (?, ?, ?, 0, ?, ?, 'Cost is back', 'CRITICAL',"
                        + " 'FIRING', ?, ?, 46000.5, 42000.1, 'EUR', ?)",
                id,
                tenant,
                UUID.fromString(rule),
                project,
                metric,
                at,
                at,
                at);
        return id;
    }

    private long audits(String action, String subject) throws SQLException {
        return Long.parseLong(
                one(
                        "SELECT count(*) FROM audit WHERE action = ? AND subject_id = ?",
                        action,
                        subject));
    }

    private long told(UUID episode) throws SQLException {
        return Long.parseLong(
                one(
                        "SELECT count(*) FROM outbox WHERE kind = 'alert' AND topic = 'alerts' AND"
                                + " payload ->> 'id' = ?",
                        episode.toString()));
    }

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
