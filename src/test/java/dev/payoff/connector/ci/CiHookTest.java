package dev.payoff.connector.ci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.payoff.app.Topics;
import dev.payoff.connector.ConnectorTestBase;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The deployments call against real PostgreSQL and Kafka. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class CiHookTest extends ConnectorTestBase {

    private static final Map<String, String> TOKEN = Map.of("Authorization", "Bearer t0ken");

    private static byte[] deployed(String id, String sha, String result, String clock) {
        return ("{\"id\":\"%s\",\"result\":\"%s\",\"startedDate\":\"2026-03-02T%s:00Z\",\"finishedDate\":\"2026-03-02T%s:00Z\","
                        + "\"deploymentCommits\":[{\"repoUrl\":\"https://github.com/Acme/Shop.git\",\"commitSha\":\"%s\"}]}")
                .formatted(id, result, clock, clock, sha)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void deploymentsOfAnyCiGiveTheDoraMeasures_andEachCountsOnce() throws Exception {
        String id = connect("ci", Map.of("token", "t0ken"));
        feed(id, "acme/shop|production|deployment_frequency", "deploys");
        feed(id, "*|production|change_fail_rate", "failures");
        feed(id, "*|*|recovery_time", "recovery");
        feed(id, "*|*|deployment_rework_rate", "rework");
        String path = id + "/deployments";

        post(path, TOKEN, deployed("1", "a", "SUCCESS", "10:00")).statusCode(202);
        post(path, TOKEN, deployed("3", "c", "SUCCESS", "12:30")).statusCode(202);
        post(path, TOKEN, deployed("2", "b", "FAILURE", "11:00")).statusCode(202);
        post(path, TOKEN, deployed("2", "b", "FAILURE", "11:00"))
                .statusCode(200)
                .body("status", equalTo("duplicate"));
        post(path, TOKEN, deployed("4", "d", "ABORTED", "13:00"))
                .statusCode(200)
                .body("status", equalTo("ignored"));

        assertThat(latest(Topics.DELIVERY))
                .isEqualTo(
                        new TreeMap<>(
                                Map.of(
                                        "deploys c1", "1",
                                        "deploys c3", "1",
                                        "failures c1", "0",
                                        "failures c2", "100",
                                        "failures c3", "0",
                                        "recovery c2", "1.5",
                                        "rework c1", "0",
                                        "rework c2", "0",
                                        "rework c3", "100")));
        admin().get("/api/v1/connections/" + id + "/deliveries").then().body("$", hasSize(4));
    }

    @Test
    void besideAGitConnection_theyHaveLeadTimesToo() throws Exception {
        String git = connect("github", Map.of("webhookSecret", "s3cret"));
        feed(git, "acme/shop|production|change_lead_time", "lead");
        feed(git, "acme/shop|production|deployment_frequency", "deploys");
        String ci = connect("ci", Map.of("token", "t0ken", "git", git));
        byte[] push =
                ("{\"ref\":\"refs/heads/main\",\"repository\":{\"id\":78,\"full_name\":\"acme/shop\","
                                + "\"default_branch\":\"main\",\"pushed_at\":1772445660},"
                                + "\"commits\":[{\"id\":\"a1\",\"timestamp\":\"2026-03-02T10:00:00Z\"}]}")
                        .getBytes(StandardCharsets.UTF_8);

        hook(git, "s3cret", "push", "p1", push).statusCode(202);
        post(ci + "/deployments", TOKEN, deployed("9", "a1", "SUCCESS", "14:00")).statusCode(202);

        assertThat(latest(Topics.DELIVERY))
                .isEqualTo(new TreeMap<>(Map.of("lead a1", "4", "deploys c9", "1")));
    }

    @Test
    void onlyTheTokenOpens_andMistakesAreTold() {
        String id = connect("ci", Map.of("token", "t0ken"));
        byte[] body = deployed("1", "a", "SUCCESS", "10:00");
        post(id + "/deployments", Map.of(), body).statusCode(401);
        post(id + "/deployments", Map.of("Authorization", "Bearer T0ken"), body).statusCode(401);
        post(id + "/elsewhere", TOKEN, body).statusCode(404);
        post(id + "/deployments", TOKEN, new byte[1024 * 1024 + 1]).statusCode(413);
        post(id + "/deployments", TOKEN, "{}".getBytes(StandardCharsets.UTF_8))
                .statusCode(400)
                .body("detail", equalTo("The payload has no time 'startedDate'."));
        admin().get("/api/v1/connections/" + id + "/deliveries")
                .then()
                .body("status", equalTo(java.util.Collections.nCopies(4, "REFUSED")));
        admin().contentType(ContentType.JSON)
                .body(Map.of("kind", "ci", "name", "x", "config", Map.of("git", "nonsense")))
                .post("/api/v1/connections")
                .then()
                .statusCode(400);
    }
}
