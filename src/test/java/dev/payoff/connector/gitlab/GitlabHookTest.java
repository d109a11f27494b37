package dev.payoff.connector.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.payoff.app.Topics;
import dev.payoff.connector.ConnectorTestBase;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GitLab's webhooks against real PostgreSQL and Kafka. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class GitlabHookTest extends ConnectorTestBase {

    private static final String PROJECT =
            "\"project\":{\"id\":15,\"path_with_namespace\":\"acme/shop\",\"default_branch\":\"main\"}";

    private static String push(String branch, String sha, String clock) {
        return ("{\"object_kind\":\"push\",\"ref\":\"refs/heads/%s\",%s,"
                        + "\"commits\":[{\"id\":\"%s\",\"timestamp\":\"2026-03-02T%s:00Z\"}]}")
                .formatted(branch, PROJECT, sha, clock);
    }

    private static String deployed(int id, String sha, String status, String clock) {
        return ("{\"object_kind\":\"deployment\",\"status\":\"%s\",\"status_changed_at\":\"2026-03-02 %s:00 +0000\","
                        + "\"deployment_id\":%d,\"environment\":\"production\",\"ref\":\"main\","
                        + "\"commit_url\":\"https://gitlab.example/acme/shop/-/commit/%s\",%s}")
                .formatted(status, clock, id, sha, PROJECT);
    }

    /** The story of the GitHub test, told by GitLab; each value is worked out by hand there. */
    @ParameterizedTest(name = "order {0}")
    @ValueSource(longs = {0, 1, 2})
    void theDoraMeasuresAreTheSameInAnyOrderOfArrival(long seed) throws Exception {
        List<String> story =
                new ArrayList<>(
                        List.of(
                                push("feature", "f1", "10:00"),
                                push("main", "m1", "12:00"),
                                "{\"object_kind\":\"merge_request\",\"object_attributes\":{\"iid\":4,\"action\":\"merge\","
                                        + "\"source_branch\":\"feature\",\"merge_commit_sha\":\"m1\","
                                        + "\"created_at\":\"2026-03-02 10:30:00 UTC\",\"updated_at\":\"2026-03-02 12:00:00 UTC\"},"
                                        + PROJECT
                                        + "}",
                                deployed(1, "m1", "success", "14:00"),
                                push("main", "c1", "15:00"),
                                deployed(2, "c1", "failed", "16:00"),
                                deployed(3, "c1", "success", "18:30"),
                                "{\"object_kind\":\"work_item\",\"object_attributes\":{\"id\":9,\"type\":\"Incident\",\"state\":\"closed\","
                                        + "\"created_at\":\"2026-03-02T19:00:00Z\",\"updated_at\":\"2026-03-02T19:45:00Z\"},"
                                        + PROJECT
                                        + "}"));
        Collections.shuffle(story, new Random(seed));
        String id = connect("gitlab", Map.of("webhookSecret", "s3cret"));
        feed(id, "acme/*|production|change_lead_time", "lead");
        feed(id, "*|production|deployment_frequency", "deploys");
        feed(id, "ACME/shop|*|change_fail_rate", "failures");
        feed(id, "acme/shop|production|recovery_time", "recovery");
        feed(id, "acme/shop|production|deployment_rework_rate", "rework");
        for (String step : story) {
            deliver(id, "s3cret", step).statusCode(202);
            deliver(id, "s3cret", step).statusCode(200).body("status", equalTo("duplicate"));
        }

        Map<String, String> expected = new TreeMap<>();
        expected.put("lead m1", "4"); // coding 30 min, review 90 min, deployment 120 min
        expected.put("lead c1", "3.5"); // 15:00 to 18:30
        expected.put("deploys d1", "1");
        expected.put("deploys d3", "1");
        expected.put("failures d1", "0");
        expected.put("failures d2", "100");
        expected.put("failures d3", "100");
        expected.put("recovery d2", "2.5");
        expected.put("recovery i9", "0.75");
        expected.put("rework d1", "0");
        expected.put("rework d2", "0");
        expected.put("rework d3", "100");
        assertThat(latest(Topics.DELIVERY)).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void onlyAStrangerIsAnsweredWithAnError() {
        String id = connect("gitlab", Map.of("webhookSecret", "s3cret"));
        deliver(id, "guess", "{\"object_kind\":\"push\"}").statusCode(401);
        deliver(id, "s3cret", "{\"object_kind\":\"emoji\"}")
                .statusCode(200)
                .body("status", equalTo("ignored"));
        deliver(id, "s3cret", "{\"object_kind\":\"deployment\",\"status\":\"success\"}")
                .statusCode(200)
                .body("status", equalTo("unusable"))
                .body("reason", equalTo("deployment: The payload has no text 'commit_url'."));
        deliver(id, "s3cret", "no json").statusCode(400);
        admin().get("/api/v1/connections/" + id + "/deliveries")
                .then()
                .body("status", equalTo(List.of("REFUSED", "REFUSED", "IGNORED", "REFUSED")));
    }

    private static io.restassured.response.ValidatableResponse deliver(
            String id, String token, String body) {
        return post(
                id,
                Map.of(
                        "X-Gitlab-Token",
                        token,
                        "X-Gitlab-Event",
                        "Some Hook",
                        "Content-Type",
                        "application/json"),
                body.getBytes(StandardCharsets.UTF_8));
    }
}
