package dev.payoff.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import dev.payoff.devstack.StackResource;
import dev.payoff.identity.Role;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Routes, their trial, and why people were told, over HTTP. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class RoutesApiTest extends AlertApiTestBase {

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
