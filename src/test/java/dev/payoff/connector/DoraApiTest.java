package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Facts by webhook, asked for by team, repository and environment. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class DoraApiTest extends ConnectorTestBase {

    private static final Instant T = Instant.parse("2026-03-02T08:00:00Z");
    private final String org = "o" + UUID.randomUUID().toString().substring(0, 8);
    private int deliveries;
    private String id;

    private void deployment(
            String repo, int repoId, int number, String environment, String state, int minute)
            throws Exception {
        String body =
                ("{\"deployment_status\":{\"state\":\"%s\",\"created_at\":\"%s\"},\"deployment\":{\"id\":%d,\"sha\":\"c%d\","
                                + "\"ref\":\"main\",\"environment\":\"%s\"},\"repository\":{\"id\":%d,\"full_name\":\"%s/%s\"}}")
                        .formatted(
                                state,
                                T.plus(Duration.ofMinutes(minute)),
                                number,
                                number,
                                environment,
                                repoId,
                                org,
                                repo);
        hook(
                        id,
                        "s3cret",
                        "deployment_status",
                        "x" + deliveries++,
                        body.getBytes(StandardCharsets.UTF_8))
                .statusCode(202);
    }

    private void push(String repo, int repoId, String sha, int minute) throws Exception {
        String body =
                ("{\"ref\":\"refs/heads/main\",\"commits\":[{\"id\":\"%s\",\"timestamp\":\"%s\"}],"
                                + "\"repository\":{\"id\":%d,\"full_name\":\"%s/%s\",\"pushed_at\":%d}}")
                        .formatted(
                                sha,
                                T.plus(Duration.ofMinutes(minute)),
                                repoId,
                                org,
                                repo,
                                T.plus(Duration.ofMinutes(minute)).getEpochSecond());
        hook(id, "s3cret", "push", "x" + deliveries++, body.getBytes(StandardCharsets.UTF_8))
                .statusCode(202);
    }

    private ValidatableResponse ask(Map<String, Object> question) {
        return admin().queryParam("repository", org + "/*")
                .queryParam("from", "2026-02-01T00:00:00Z")
                .queryParam("to", "2026-04-01T00:00:00Z")
                .queryParams(question)
                .get("/api/v1/dora")
                .then();
    }

    private static String measure(String name, String field) {
        return "measures.find { it.name == '" + name + "' }." + field;
    }

    @Test
    void figuresByTeamRepositoryAndEnvironment_ofFactsThatNoFeedBinds() throws Exception {
        id =
                connect(
                        "github",
                        Map.of(
                                "webhookSecret",
                                "s3cret",
                                "teams",
                                Map.of("checkout", List.of(org + "/shop*"))));
        push("shop", 1, "c1", 0);
        deployment("shop", 1, 1, "production", "success", 120);
        push("shop", 1, "c2", 150);
        deployment("shop", 1, 2, "production", "failure", 180);
        deployment("shop", 1, 3, "production", "success", 240);
        deployment("shop", 1, 4, "staging", "success", 100);
        deployment("tools", 2, 5, "production", "success", 60);

        ask(Map.of())
                .statusCode(200)
                .body("bands", equalTo(2023))
                .body("groups", hasSize(1))
                .body("groups[0].places", equalTo(2))
                .body("groups[0].name", nullValue());
        String shop = "groups.find { it.name == '" + org + "/shop' }.";
        ask(Map.of("by", "repository"))
                .body("groups.name", contains(org + "/shop", org + "/tools"))
                .body(shop + measure("change_lead_time", "value"), equalTo(2))
                .body(shop + measure("change_lead_time", "band"), equalTo("ELITE"))
                .body(shop + measure("change_fail_rate", "value"), equalTo(33.333332f))
                .body(shop + measure("change_fail_rate", "n"), equalTo(3))
                .body(shop + measure("recovery_time", "value"), equalTo(1))
                .body(shop + measure("deployment_frequency", "n"), equalTo(2))
                .body(shop + measure("deployment_rework_rate", "band"), nullValue());
        ask(Map.of("by", "team"))
                .body("groups.name", contains("checkout", null))
                .body("groups[1].places", equalTo(1));
        ask(Map.of("team", "checkout", "environment", "*", "by", "environment"))
                .body("groups.name", contains("production", "staging"));
        ask(Map.of("by", "repository", "environment", "nowhere")).body("groups", empty());
        ask(Map.of("environment", "nowhere"))
                .body("groups[0].measures.value", equalTo(java.util.Collections.nCopies(5, null)));

        ask(Map.of("project", project)).body("groups[0].places", equalTo(0));
        feed(id, org + "/tools|production|deployment_frequency", "deploys");
        ask(Map.of("project", project, "by", "repository"))
                .body("groups.name", contains(org + "/tools"));
        ask(Map.of("project", "no-such")).statusCode(404);
        ask(Map.of("bands", "1999")).statusCode(400);
        ask(Map.of("by", "person")).statusCode(400);
        admin().delete("/api/v1/connections/" + id).then().statusCode(204);
        ask(Map.of("by", "repository")).body("groups", empty());
    }

    @Test
    void moreDeploymentsThanOneStepLooksAt_areEachCountedOnce() throws Exception {
        id = connect("github", Map.of("webhookSecret", "s3cret"));
        for (int i = 0; i < 65; i++) {
            deployment("many", 3, i, "production", i % 5 == 4 ? "failure" : "success", i * 10);
        }
        String answer = ask(Map.of()).extract().asString();
        var measures = JSON.readTree(answer).at("/groups/0/measures");
        assertThat(measures.findValuesAsText("name")).hasSize(5);
        for (var each : measures) {
            switch (each.path("name").asText()) {
                case "deployment_frequency" -> assertThat(each.path("n").asInt()).isEqualTo(52);
                case "change_fail_rate" -> {
                    assertThat(each.path("n").asInt()).isEqualTo(65);
                    assertThat(each.path("value").decimalValue()).isEqualByComparingTo("20");
                }
                case "recovery_time" -> assertThat(each.path("n").asInt()).isEqualTo(12);
                default -> assertThat(each.path("value")).isNotNull();
            }
        }
        admin().delete("/api/v1/connections/" + id).then().statusCode(204);
    }
}
