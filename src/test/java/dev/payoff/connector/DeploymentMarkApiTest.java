package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was deployed, on the line of time of the project that feeds bind it to. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class DeploymentMarkApiTest extends ConnectorTestBase {

    private static final String MONDAY = "2026-03-02T";
    private final String shop = "o" + UUID.randomUUID().toString().substring(0, 8) + "/shop";
    private int deliveries;
    private String id;

    private record Deployment(
            String repo, int number, String environment, String state, String at) {}

    @BeforeEach
    void connection() {
        id = connect("github", Map.of("webhookSecret", "s3cret"));
        feed(id, shop + "|production|deployment_frequency", "deploys");
    }

    private void deployed(Deployment told) throws Exception {
        String body =
                ("{\"deployment_status\":{\"state\":\"%s\",\"created_at\":\"%s\"},\"deployment\":{\"id\":%d,"
                                + "\"sha\":\"%040x\",\"ref\":\"%s\",\"environment\":\"%s\"},\"repository\":{\"id\":%d,"
                                + "\"full_name\":\"%s\",\"default_branch\":\"main\"}}")
                        .formatted(
                                told.state(),
                                told.at(),
                                told.number(),
                                told.number(),
                                told.number() % 2 == 0 ? "main" : "v" + told.number(),
                                told.environment(),
                                Math.abs(told.repo().hashCode()),
                                told.repo());
        hook(
                        id,
                        "s3cret",
                        "deployment_status",
                        "d" + deliveries++,
                        body.getBytes(StandardCharsets.UTF_8))
                .statusCode(202);
    }

    private Deployment success(int number, String at) {
        return new Deployment(shop, number, "production", "success", at);
    }

    private ValidatableResponse marks(Map<String, String> question) {
        return admin().queryParams(question)
                .get("/api/v1/projects/" + project + "/deployments")
                .then()
                .statusCode(200);
    }

    private static final Map<String, String> MARCH =
            Map.of("from", "2026-03-01T00:00:00Z", "to", "2026-04-01T00:00:00Z");

    private static Map<String, String> march(String name, String value) {
        return Map.of("from", MARCH.get("from"), "to", MARCH.get("to"), name, value);
    }

    @Test
    void whatFeedsBindIsMarked_eachByItself_andAFailureAsOne() throws Exception {
        deployed(success(1, MONDAY + "09:00:00Z"));
        deployed(new Deployment(shop, 2, "production", "failure", MONDAY + "11:00:00Z"));
        deployed(new Deployment(shop, 3, "staging", "success", MONDAY + "10:00:00Z"));
        deployed(new Deployment(shop + "-2", 4, "production", "success", MONDAY + "10:00:00Z"));

        marks(MARCH)
                .body("grain", equalTo("DAY"))
                .body(
                        "marks.title",
                        contains(
                                "Deployment failed: " + shop + " 00000000 to production",
                                "Deployed: " + shop + " v1 to production"))
                .body("marks.failed", contains(1, 0))
                .body("marks.to", contains(MONDAY + "11:00:00Z", MONDAY + "09:00:00Z"))
                .body("marks[1].version", equalTo("v1"));
        marks(march("asOf", MONDAY + "10:00:00Z")).body("marks.failed", contains(0));
        marks(march("asKnownAt", MONDAY + "10:00:00Z")).body("marks", empty());
        marks(march("asKnownAt", Instant.now().toString())).body("marks", hasSize(2));
        marks(Map.of("from", "2026-03-03T00:00:00Z", "to", "2026-03-04T00:00:00Z"))
                .body("marks", empty());
    }

    @Test
    void whatSucceededAndFailedLaterIsAFailureSinceThen() throws Exception {
        deployed(success(1, MONDAY + "09:00:00Z"));
        sql(
                "UPDATE dora_deployment SET succeeded_told = '2026-03-02T09:00:05Z' WHERE connection_id = '%s'"
                        .formatted(id));
        deployed(new Deployment(shop, 1, "production", "failure", MONDAY + "09:30:00Z"));
        marks(MARCH).body("marks.failed", contains(1));
        marks(march("asOf", MONDAY + "09:10:00Z")).body("marks.failed", contains(0));
        marks(march("asKnownAt", MONDAY + "10:00:00Z")).body("marks.failed", contains(0));
    }

    @Test
    void aFloodIsOneMarkADay_whateverTheOrderAndHoweverOftenItIsTold() throws Exception {
        List<Deployment> told = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            told.add(success(10 + i, "2026-03-02T%02d:15:00Z".formatted(6 + i)));
        }
        told.add(new Deployment(shop, 30, "production", "failure", MONDAY + "19:30:00Z"));
        for (Deployment each : told) {
            deployed(each);
        }
        String once =
                marks(MARCH)
                        .body("marks.title", contains("14 deployments, 1 failed"))
                        .body("marks[0].from", equalTo(MONDAY + "06:15:00Z"))
                        .body("marks[0].to", equalTo(MONDAY + "19:30:00Z"))
                        .body("marks[0].repositories", contains(shop))
                        .extract()
                        .asString();
        for (Deployment each : told.reversed()) {
            deployed(each);
        }
        assertThat(marks(MARCH).extract().asString()).isEqualTo(once);
        marks(Map.of("from", MONDAY + "00:00:00Z", "to", MONDAY + "23:00:00Z"))
                .body("grain", equalTo("HOUR"))
                .body("marks", hasSize(14));
    }

    @Test
    void withoutAFeedThereIsNothing_andNoOtherProjectIsAnswered() throws Exception {
        deployed(success(1, MONDAY + "09:00:00Z"));
        admin().get("/api/v1/projects/no-such/deployments").then().statusCode(404);
        admin().queryParam("from", "2026-03-02T00:00:00Z")
                .queryParam("to", "2026-03-01T00:00:00Z")
                .get("/api/v1/projects/" + project + "/deployments")
                .then()
                .statusCode(400);
        String feed =
                admin().get("/api/v1/connections/" + id + "/feeds").then().extract().path("[0].id");
        admin().delete("/api/v1/connections/" + id + "/feeds/" + feed).then().statusCode(204);
        marks(MARCH).body("marks", empty());
    }
}
