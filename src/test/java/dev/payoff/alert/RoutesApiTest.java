package dev.payoff.alert;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import dev.payoff.devstack.StackProcess;
import dev.payoff.devstack.StackResource;
import dev.payoff.identity.Role;
import dev.payoff.identity.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes, their trial, why people were told, and Slack's buttons, over HTTP. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class RoutesApiTest {

    private static final String SIGNING = "8f742231b10e8888abcd99yyyzzz85a5";

    @Inject World world;

    @Inject Unsubscribing links;

    private World.Tenant tenant;
    private Connection db;
    private FakeSlack slack;

    @BeforeEach
    void prepare() throws Exception {
        tenant = world.tenant("routes");
        db = DriverManager.getConnection(StackProcess.shared().superuserJdbcUrl());
        slack = new FakeSlack();
    }

    @AfterEach
    void close() throws SQLException {
        slack.close();
        db.close();
    }

    private RequestSpecification as(Role role) {
        return given().header("Authorization", "Bearer " + tenant.apiKey(role))
                .contentType("application/json");
    }

    private RequestSpecification sends(Role role, String body) {
        return as(role).body(body.replace('\'', '"'));
    }

    private String channel(String body) {
        return sends(Role.MANAGER, body)
                .post("/api/v1/channels")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private String slackChannel(String path) {
        return channel(
                "{'name': '#%s', 'kind': 'SLACK', 'url': '%s'}".formatted(path, slack.url(path)));
    }

    private UUID fires() throws SQLException {
        UUID project = UUID.randomUUID();
        UUID rule = UUID.randomUUID();
        UUID episode = UUID.randomUUID();
        run(
                "INSERT INTO project (id, tenant_id, key, name, type, currency, created_at)"
                        + " VALUES (?, ?, ?, 'P', 'SOFTWARE', 'EUR', now())",
                project,
                tenant.id(),
                "p" + project.toString().substring(0, 8));
        run(
                "INSERT INTO rule (id, tenant_id, name, project_id, figure, comparator, threshold,"
                        + " severity, created_at, labels) VALUES (?, ?, 'ROI is low', ?, 'ROI_SIMPLE',"
                        + " '<', 0, 'WARNING', now(), '{\"team\": \"platform\"}')",
                rule,
                tenant.id(),
                project);
        run(
                "INSERT INTO episode (id, tenant_id, rule_id, rule_version, project_id, name, severity,"
                        + " state, active_at, fired_at, value, threshold, updated_at) VALUES (?, ?, ?, 0,"
                        + " ?, 'ROI is low', 'WARNING', 'FIRING', now(), now(), -0.2, 0, now())",
                episode,
                tenant.id(),
                rule,
                project);
        return episode;
    }

    private void run(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(
                        i + 1,
                        values[i] instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : values[i]);
            }
            statement.execute();
        }
    }

    private String one(String sql) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            statement.setObject(1, tenant.id());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    @Test
    void routesAreReadReplacedAndAudited() throws Exception {
        as(Role.VIEWER)
                .get("/api/v1/routes")
                .then()
                .statusCode(200)
                .header("ETag", "\"0\"")
                .body("routes", hasSize(0));
        String channel = slackChannel("ops");
        String routes =
                """
                {'routes': [{'name': 'grave', 'match': {'severity': ['CRITICAL']}, 'channels': ['%s'],
                             'continue': true, 'groupBy': ['project'], 'muteTimes': ['nights'],
                             'escalation': [{'after': 'PT15M', 'channels': ['%s']}]}],
                 'inhibitions': [{'name': 'graver', 'source': {'match': {'severity': ['CRITICAL']}},
                                  'target': {'match': {'severity': ['WARNING']}}, 'equal': ['project']}],
                 'muteTimes': [{'name': 'nights', 'zone': 'Europe/Berlin',
                                'weekly': [{'days': ['MONDAY'], 'from': '22:00', 'to': '07:00'}],
                                'goLive': {'before': 'P1D', 'after': 'PT6H'}}]}
                """
                        .formatted(channel, channel);
        sends(Role.VIEWER, routes).put("/api/v1/routes").then().statusCode(403);
        sends(Role.CONTRIBUTOR, routes).put("/api/v1/routes").then().statusCode(403);
        sends(Role.MANAGER, routes)
                .header("If-Match", "\"7\"")
                .put("/api/v1/routes")
                .then()
                .statusCode(412);
        sends(Role.MANAGER, routes)
                .header("If-Match", "\"0\"")
                .put("/api/v1/routes")
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("routes[0].continue", equalTo(true))
                .body("routes[0].escalation[0].after", equalTo("PT15M"));
        as(Role.VIEWER)
                .get("/api/v1/routes")
                .then()
                .body("muteTimes[0].weekly[0].from", equalTo("22:00"))
                .body("inhibitions[0].equal", contains("project"));
        assertThat(
                        one(
                                "SELECT detail::text FROM audit WHERE tenant_id = ? AND action ="
                                        + " 'routes.changed'"))
                .contains("grave");
        assertThat(
                        one(
                                "SELECT count(*) FROM audit WHERE tenant_id = ? AND action = 'routes.changed'"))
                .isEqualTo("1");
    }

    @Test
    void whatIsWrongIsNamedFieldByField() {
        List<String> fields =
                sends(
                                Role.MANAGER,
                                """
                                {'routes': [{'name': '', 'channels': ['00000000-0000-7000-8000-000000000000'],
                                   'groupInterval': 'PT1S', 'muteTimes': ['none'], 'match': {'a b': ['x']},
                                   'escalation': [{'after': 'soon', 'channels': []}]},
                                   {'name': 'rest'}],
                                 'inhibitions': [{'name': 'i', 'source': {}}],
                                 'muteTimes': [{'name': 'm', 'zone': 'Mars/Base', 'weekly': [{'from': '25:00'}]},
                                   {'name': 'm'}]}
                                """)
                        .put("/api/v1/routes")
                        .then()
                        .statusCode(400)
                        .contentType(startsWith("application/problem+json"))
                        .body("code", equalTo("VALIDATION"))
                        .extract()
                        .path("violations.field");
        assertThat(fields)
                .contains(
                        "routes[0].name",
                        "routes[0].channels",
                        "routes[0].groupInterval",
                        "routes[0].muteTimes",
                        "routes[0].match",
                        "routes[0].escalation[0].after",
                        "routes[0].escalation[0].channels",
                        "routes[1].name",
                        "inhibitions[0].source",
                        "inhibitions[0].target",
                        "muteTimes[0].zone",
                        "muteTimes[0].weekly.from",
                        "muteTimes[1]",
                        "muteTimes");
        for (String body : List.of("{'routes': [null]}", "{'what': 1}", "[]", "{'routes': 7}")) {
            sends(Role.MANAGER, body).put("/api/v1/routes").then().statusCode(400);
        }
    }

    @Test
    void aTrialSaysWhereAnAlertWouldGo_andSendsWhenAsked() {
        String ops = slackChannel("ops");
        String pager =
                channel(
                        "{'name': 'pager', 'kind': 'SLACK', 'url': '%s', 'minSeverity': 'CRITICAL'}"
                                .formatted(slack.url("pager")));
        sends(
                        Role.MANAGER,
                        """
                        {'routes': [{'name': 'platform', 'match': {'team': ['platform']}, 'groupBy': ['team'],
                           'channels': ['%s', '%s'], 'muteTimes': ['always']}],
                         'muteTimes': [{'name': 'always', 'weekly': [{'from': '00:00', 'to': '00:00'}]}]}
                        """
                                .formatted(ops, pager))
                .put("/api/v1/routes")
                .then()
                .statusCode(200);
        String trial = "{'labels': {'severity': 'WARNING', 'team': 'platform'}, 'send': %s}";
        sends(Role.CONTRIBUTOR, trial.formatted(false))
                .post("/api/v1/routes/test")
                .then()
                .statusCode(403);
        sends(Role.MANAGER, trial.formatted(false))
                .post("/api/v1/routes/test")
                .then()
                .statusCode(200)
                .body("routes.route", contains("platform"))
                .body("routes[0].group.team", equalTo("platform"))
                .body("routes[0].held", equalTo("MUTED"))
                .body("routes[0].reason", containsString("always"))
                .body("routes[0].channels.name", contains("#ops", "pager"))
                .body("routes[0].channels[1].reason", containsString("less than the channel takes"))
                .body("sent", hasSize(0));
        assertThat(slack.texts("ops")).isEmpty();

        sends(Role.MANAGER, trial.formatted(true))
                .post("/api/v1/routes/test")
                .then()
                .statusCode(200)
                .body("sent.name", contains("#ops"))
                .body("sent[0].sent", equalTo(true));
        assertThat(slack.texts("ops")).singleElement().asString().contains("asked for this test");
        assertThat(slack.texts("pager")).isEmpty();

        sends(Role.MANAGER, "{'labels': {'severity': 'WARNING', 'team': 'other'}}")
                .post("/api/v1/routes/test")
                .then()
                .body("routes.route", contains("rest"));
        sends(Role.MANAGER, "{}").post("/api/v1/routes/test").then().statusCode(400);
        sends(Role.MANAGER, "{'labels': {'severity': 'BAD'}}")
                .post("/api/v1/routes/test")
                .then()
                .statusCode(400);
    }

    @Test
    void whyPeopleWereToldOrNotCanBeLookedUp() throws Exception {
        String ops = slackChannel("ops");
        String pager =
                channel(
                        "{'name': 'pager', 'kind': 'SLACK', 'url': '%s', 'minSeverity': 'CRITICAL'}"
                                .formatted(slack.url("pager")));
        sends(
                        Role.MANAGER,
                        "{'routes': [{'name': 'all', 'channels': ['%s', '%s'], 'groupWait': 'PT3S'}]}"
                                .formatted(ops, pager))
                .put("/api/v1/routes")
                .then()
                .statusCode(200);
        UUID episode = fires();
        await().atMost(Duration.ofSeconds(20)).until(() -> slack.texts("ops").size() == 1);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() ->
                        as(Role.VIEWER)
                                .get("/api/v1/alerts/" + episode + "/notifications")
                                .then()
                                .statusCode(200)
                                .body("items.decision", hasItem("TOLD"))
                                .body("items.delivery.status", hasItem("SENT")));
        JsonPath told =
                as(Role.VIEWER).get("/api/v1/alerts/" + episode + "/notifications").jsonPath();
        assertThat(told.getList("items.decision", String.class))
                .containsExactlyInAnyOrder("WAITS", "TOLD", "BELOW_SEVERITY");
        assertThat(told.getString("items.find { it.decision == 'BELOW_SEVERITY' }.channel.name"))
                .isEqualTo("pager");
        assertThat(told.getList("items.route", String.class)).containsOnly("all");

        as(Role.VIEWER)
                .get("/api/v1/alerts/" + UUID.randomUUID() + "/notifications")
                .then()
                .statusCode(404);
    }

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

    @Test
    void aRulesLabelsAreCheckedAndKept() throws Exception {
        fires();
        String project = one("SELECT key FROM project WHERE tenant_id = ?");
        String rule =
                "{'name': 'r', 'project': '%s', 'figure': 'ROI_SIMPLE', 'comparator': '<', 'threshold': 0,"
                        + " 'severity': 'INFO', 'labels': %s}";
        sends(Role.MANAGER, rule.formatted(project, "{'team': 'platform'}"))
                .post("/api/v1/rules")
                .then()
                .statusCode(201)
                .body("labels.team", equalTo("platform"));
        for (String wrong : List.of("{'severity': 'x'}", "{'1a': 'x'}", "{'a': null}")) {
            sends(Role.MANAGER, rule.formatted(project, wrong))
                    .post("/api/v1/rules")
                    .then()
                    .statusCode(400);
        }
    }
}
