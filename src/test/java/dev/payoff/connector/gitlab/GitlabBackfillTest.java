package dev.payoff.connector.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.payoff.app.Topics;
import dev.payoff.connector.BackfillTestBase;
import dev.payoff.connector.StubSystem.Answer;
import dev.payoff.connector.StubSystem.Asked;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a stub of GitLab's API, written from its documentation (docs.gitlab.com/api). */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class GitlabBackfillTest extends BackfillTestBase {

    private static final String PROJECT = "/api/v4/projects/15";

    @BeforeEach
    void tell() {
        things.put(
                "/api/v4/projects/acme/shop",
                "{\"id\":15,\"path_with_namespace\":\"acme/shop\",\"default_branch\":\"main\"}");
        lists.put(
                PROJECT + "/repository/commits",
                List.of(
                        commit("c1", "15:00", "m1"),
                        commit("m1", "12:00", "base", "f2"),
                        commit("f2", "11:00", "f1"),
                        commit("f1", "10:00", "base"),
                        commit("base", "09:00")));
        lists.put(
                PROJECT + "/merge_requests",
                List.of(
                        ("{\"iid\":4,\"source_branch\":\"feature\",\"source_project_id\":15,\"merge_commit_sha\":\"m1\","
                                        + "\"created_at\":\"%s\",\"merged_at\":\"%s\",\"updated_at\":\"%s\"}")
                                .formatted(time("10:30"), time("12:00"), time("12:00"))));
        lists.put(
                PROJECT + "/merge_requests/4/commits",
                List.of(commit("f2", "11:00", "f1"), commit("f1", "10:00", "base")));
        lists.put(
                PROJECT + "/issues",
                List.of(
                        ("{\"id\":9,\"issue_type\":\"incident\",\"labels\":[\"P1\"],\"state\":\"closed\","
                                        + "\"created_at\":\"%s\",\"closed_at\":\"%s\",\"updated_at\":\"%s\"}")
                                .formatted(time("19:00"), time("19:45"), time("19:45"))));
        lists.put(
                PROJECT + "/deployments",
                List.of(
                        deployment(4, "20:00", "c1", "running"),
                        deployment(3, "18:30", "c1", "success"),
                        deployment(2, "16:00", "c1", "failed"),
                        deployment(1, "14:00", "m1", "success")));
    }

    private static String commit(String sha, String at, String... parents) {
        String of = String.join(",", List.of(parents).stream().map("\"%s\""::formatted).toList());
        return "{\"id\":\"%s\",\"committed_date\":\"%s\",\"parent_ids\":[%s]}"
                .formatted(sha, time(at), of);
    }

    private static String deployment(int id, String at, String sha, String status) {
        return ("{\"id\":%d,\"status\":\"%s\",\"updated_at\":\"%3$s\",\"deployable\":{\"finished_at\":\"%3$s\"},"
                        + "\"sha\":\"%4$s\",\"ref\":\"main\",\"environment\":{\"name\":\"production\"}}")
                .formatted(id, status, time(at), sha);
    }

    @Override
    protected boolean allowed(Asked asked) {
        return "Bearer glpat-1".equals(asked.header("Authorization"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String connect(Map<String, Object> more) {
        Map<String, Object> config = new java.util.HashMap<>(more);
        config.put("webhookSecret", "s3cret");
        config.put("token", "glpat-1");
        config.put("baseUrl", server.url());
        config.put("repositories", List.of("acme/shop"));
        return connect("gitlab", config);
    }

    @Test
    void whatWasBeforeTheWebhookIsAskedForOnce_andTheWebhookThenAddsNothing() throws Exception {
        String id = connect(Map.of());
        admin().post("/api/v1/connections/" + id + "/test").then().body("ok", equalTo(true));
        feeds(id, this);
        soonIs(expected());
        soon(() -> assertThat(nextPull(id)).isAfter(Instant.now().plusSeconds(60)));

        whole.clear();
        again(id);
        soon(() -> assertThat(nextPull(id)).isAfter(Instant.now().plusSeconds(60)));
        // Where the newest time moved on, the address is another one; after that all is 304.
        whole.clear();
        again(id);
        soon(() -> assertThat(nextPull(id)).isAfter(Instant.now().plusSeconds(60)));
        assertThat(whole).isEmpty();

        post(
                        id,
                        Map.of("X-Gitlab-Token", "s3cret", "X-Gitlab-Event", "Deployment Hook"),
                        ("{\"object_kind\":\"deployment\",\"deployment_id\":3,\"status\":\"success\",\"environment\":\"production\","
                                        + "\"status_changed_at\":\"%s\",\"ref\":\"main\",\"commit_url\":\"https://g/acme/shop/-/commit/c1\","
                                        + "\"project\":{\"id\":15,\"path_with_namespace\":\"acme/shop\",\"default_branch\":\"main\"}}")
                                .formatted(time("18:30"))
                                .getBytes(StandardCharsets.UTF_8))
                .statusCode(202)
                .body("readings", equalTo(0));
        admin().delete("/api/v1/connections/" + id).then().statusCode(204);
    }

    @Test
    void aReleaseCountsOnce_byWebhookAndByApi() throws Exception {
        lists.put(PROJECT + "/deployments", List.of());
        lists.put(
                PROJECT + "/releases",
                List.of(
                        ("{\"tag_name\":\"v3\",\"upcoming_release\":true,\"released_at\":\"2999-01-01T00:00:00Z\","
                                + "\"commit\":{\"id\":\"c1\"}}"),
                        release("v2", "18:00", "c1"),
                        release("v1", "14:00", "m1")));
        String id = connect(Map.of("releaseEnvironment", "production"));
        feed(id, "acme/*|production|deployment_frequency", "deploys");
        Map<String, String> both = Map.of("deploys t:v1", "1", "deploys t:v2", "1");
        soonIs(both);
        post(
                        id,
                        Map.of("X-Gitlab-Token", "s3cret", "X-Gitlab-Event", "Release Hook"),
                        ("{\"object_kind\":\"release\",\"id\":77,\"action\":\"create\",\"tag\":\"v2\","
                                        + "\"released_at\":\"%s\",\"commit\":{\"id\":\"c1\"},"
                                        + "\"project\":{\"id\":15,\"path_with_namespace\":\"acme/shop\",\"default_branch\":\"main\"}}")
                                .formatted(time("18:00"))
                                .getBytes(StandardCharsets.UTF_8))
                .statusCode(202)
                .body("readings", equalTo(0));
        soonIs(both);
        admin().delete("/api/v1/connections/" + id).then().statusCode(204);
    }

    private static String release(String tag, String at, String sha) {
        return "{\"tag_name\":\"%s\",\"released_at\":\"%s\",\"commit\":{\"id\":\"%s\"}}"
                .formatted(tag, time(at), sha);
    }

    @Test
    void aPipelineIsAskedWhenItFinished_andALimitIsWaitedOut() throws Exception {
        lists.put(PROJECT + "/deployments", List.of());
        lists.put(
                PROJECT + "/pipelines",
                List.of(
                        "{\"id\":8,\"status\":\"running\",\"updated_at\":\"%s\"}"
                                .formatted(time("15:00")),
                        "{\"id\":7,\"status\":\"success\",\"source\":\"push\",\"updated_at\":\"%s\"}"
                                .formatted(time("14:30"))));
        things.put(
                PROJECT + "/pipelines/7",
                "{\"id\":7,\"status\":\"success\",\"sha\":\"m1\",\"ref\":\"main\",\"finished_at\":\"%s\"}"
                        .formatted(time("14:00")));
        disturbance =
                answer ->
                        new Answer(
                                429, Map.of("Retry-After", "900"), "{\"message\":\"Retry later\"}");
        String id = connect(Map.of("deployPipelineRef", "main"));
        feed(id, "acme/*|production|deployment_frequency", "deploys");
        soon(() -> assertThat(lastError(id)).contains("asked too often"));
        assertThat(nextPull(id)).isAfter(Instant.now().plusSeconds(600));
        disturbance = UnaryOperator.identity();
        again(id);
        soon(() -> assertThat(latest(Topics.DELIVERY)).isEqualTo(Map.of("deploys p7", "1")));
        admin().delete("/api/v1/connections/" + id).then().statusCode(204);
    }
}
