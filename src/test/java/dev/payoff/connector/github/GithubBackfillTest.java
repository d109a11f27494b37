package dev.payoff.connector.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.payoff.connector.BackfillTestBase;
import dev.payoff.connector.StubSystem.Answer;
import dev.payoff.connector.StubSystem.Asked;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a stub of GitHub's API, written from its documentation (docs.github.com/rest). */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class GithubBackfillTest extends BackfillTestBase {

    private static final String REPO = "/repos/acme/shop";

    private volatile String token = "ghp_1";

    @BeforeEach
    void tell() {
        things.put(REPO, "{\"id\":77,\"full_name\":\"acme/shop\",\"default_branch\":\"main\"}");
        lists.put(
                REPO + "/commits",
                List.of(
                        commit("c1", "15:00", "m1"),
                        commit("m1", "12:00", "base", "f2"),
                        commit("f2", "11:00", "f1"),
                        commit("f1", "10:00", "base"),
                        commit("base", "09:00")));
        lists.put(
                REPO + "/pulls",
                List.of(
                        "{\"number\":5,\"updated_at\":\"%s\",\"merged_at\":null,\"head\":{\"ref\":\"x\"}}"
                                .formatted(time("20:00")),
                        ("{\"number\":4,\"updated_at\":\"%s\",\"created_at\":\"%s\",\"merged_at\":\"%s\","
                                        + "\"merge_commit_sha\":\"m1\",\"head\":{\"ref\":\"feature\",\"repo\":{\"id\":77}}}")
                                .formatted(time("12:00"), time("10:30"), time("12:00"))));
        lists.put(
                REPO + "/pulls/4/commits",
                List.of(commit("f1", "10:00", "base"), commit("f2", "11:00", "f1")));
        lists.put(
                REPO + "/issues",
                List.of(
                        ("{\"id\":9,\"created_at\":\"%s\",\"closed_at\":\"%s\",\"updated_at\":\"%s\","
                                        + "\"labels\":[{\"name\":\"incident\"}]}")
                                .formatted(time("19:00"), time("19:45"), time("19:45")),
                        "{\"id\":4,\"pull_request\":{},\"updated_at\":\"%s\"}"
                                .formatted(time("12:00"))));
        lists.put(
                REPO + "/deployments",
                List.of(
                        deployment(4, "20:00", "c1"),
                        deployment(3, "18:20", "c1"),
                        deployment(2, "15:50", "c1"),
                        deployment(1, "13:50", "m1")));
        statuses(4, "queued@20:01");
        statuses(3, "success@18:30", "in_progress@18:21");
        statuses(2, "failure@16:00", "in_progress@15:51");
        statuses(1, "inactive@18:31", "success@14:00", "in_progress@13:51");
    }

    private void statuses(int deployment, String... told) {
        lists.put(
                REPO + "/deployments/" + deployment + "/statuses",
                List.of(told).stream()
                        .map(each -> each.split("@"))
                        .map(each ->
                                "{\"state\":\"%s\",\"created_at\":\"%s\"}"
                                        .formatted(each[0], time(each[1])))
                        .limit(2)
                        .toList());
    }

    private static String commit(String sha, String at, String... parents) {
        String of =
                String.join(
                        ",", List.of(parents).stream().map("{\"sha\":\"%s\"}"::formatted).toList());
        return "{\"sha\":\"%s\",\"commit\":{\"committer\":{\"date\":\"%s\"}},\"parents\":[%s]}"
                .formatted(sha, time(at), of);
    }

    private static String deployment(int id, String at, String sha) {
        return "{\"id\":%d,\"created_at\":\"%s\",\"sha\":\"%s\",\"ref\":\"main\",\"environment\":\"production\"}"
                .formatted(id, time(at), sha);
    }

    @Override
    protected boolean allowed(Asked asked) {
        return ("Bearer " + token).equals(asked.header("Authorization"))
                && "Payoff".equals(asked.header("User-Agent"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String connect() {
        return connect(Map.of());
    }

    private String connect(Map<String, Object> more) {
        Map<String, Object> config =
                new HashMap<>(
                        Map.of(
                                "webhookSecret",
                                "s3cret",
                                "token",
                                "ghp_1",
                                "baseUrl",
                                server.url(),
                                "repositories",
                                List.of("acme/shop")));
        config.putAll(more);
        return connect("github", config);
    }

    private static void hook(String id, String event, String delivery, String body)
            throws Exception {
        hook(id, "s3cret", event, delivery, body.getBytes(StandardCharsets.UTF_8))
                .statusCode(202)
                .body("readings", equalTo(0));
    }

    @Test
    void whatWasBeforeTheWebhookIsAskedForOnce_andTheWebhookThenAddsNothing() throws Exception {
        String id = connect();
        admin().post("/api/v1/connections/" + id + "/test").then().body("ok", equalTo(true));
        feeds(id, this);
        soonIs(expected());
        soon(() -> assertThat(nextPull(id)).isAfter(Instant.now().plusSeconds(60)));

        // The newest times moved on, and with them the addresses; from now on they stay.
        again(id);
        soon(() -> assertThat(nextPull(id)).isAfter(Instant.now().plusSeconds(60)));

        // A deployment that ends later, without the list of deployments being another one.
        statuses(4, "success@20:30", "queued@20:01");
        whole.clear();
        again(id);
        Map<String, String> expected = new TreeMap<>(expected());
        expected.put("deploys d4", "1");
        expected.put("failures d4", "0");
        soonIs(expected);
        soon(() -> assertThat(nextPull(id)).isAfter(Instant.now().plusSeconds(60)));
        assertThat(whole.keySet())
                .as("what did not change is answered 304")
                .containsExactly(REPO + "/deployments/4/statuses");

        // A feed that is bound late says what is known.
        feed(id, "*|production|deployment_rework_rate", "rework");
        expected.put("rework d1", "0");
        expected.put("rework d2", "0");
        expected.put("rework d3", "100");
        expected.put("rework d4", "0"); // the incident was over
        soonIs(expected);

        String repo =
                "\"repository\":{\"id\":77,\"full_name\":\"acme/shop\",\"default_branch\":\"main\",\"pushed_at\":%d}"
                        .formatted(Instant.parse(time("15:01")).getEpochSecond());
        hook(
                id,
                "push",
                "p1",
                "{\"ref\":\"refs/heads/main\",\"commits\":[{\"id\":\"c1\",\"timestamp\":\"%s\"}],%s}"
                        .formatted(time("15:00"), repo));
        hook(
                id,
                "deployment_status",
                "s1",
                ("{\"deployment_status\":{\"state\":\"success\",\"created_at\":\"%s\"},\"deployment\":"
                                + deployment(3, "18:20", "c1")
                                + ",%s}")
                        .formatted(time("18:30"), repo));
        admin().get("/api/v1/connections/" + id + "/deliveries")
                .then()
                .body("find { it.event == 'back-fill' }.status", equalTo("TAKEN"));
        admin().delete("/api/v1/connections/" + id).then().statusCode(204);
    }

    @Test
    void aReleaseCountsOnce_byWebhookAndByApi_andItsTagTellsTheCommit() throws Exception {
        lists.put(REPO + "/deployments", List.of());
        lists.put(
                REPO + "/releases",
                List.of(
                        release("v3-rc", "19:00", true),
                        "{\"tag_name\":\"v4\",\"draft\":true,\"prerelease\":false,\"published_at\":null}",
                        release("v2", "18:30", false),
                        release("v1", "14:00", false)));
        things.put(REPO + "/commits/tags/v1", "{\"sha\":\"m1\"}");
        things.put(REPO + "/commits/tags/v2", "{\"sha\":\"c1\"}");
        String id = connect(Map.of("releaseEnvironment", "production"));
        feed(id, "acme/*|production|deployment_frequency", "deploys");
        feed(id, "acme/*|production|change_lead_time", "lead");
        Map<String, String> expected = new TreeMap<>(expected());
        expected.keySet().removeIf(reading -> !reading.startsWith("lead "));
        expected.put("deploys t:v1", "1");
        expected.put("deploys t:v2", "1");
        soonIs(expected);
        hook(
                id,
                "release",
                "r1",
                ("{\"action\":\"published\",\"release\":"
                        + release("v2", "18:30", false)
                        + ",\"repository\":{\"id\":77,\"full_name\":\"acme/shop\",\"default_branch\":\"main\"}}"));
        soonIs(expected);
        admin().delete("/api/v1/connections/" + id).then().statusCode(204);
    }

    private static String release(String tag, String at, boolean pre) {
        return "{\"tag_name\":\"%s\",\"draft\":false,\"prerelease\":%s,\"published_at\":\"%s\"}"
                .formatted(tag, pre, time(at));
    }

    @Test
    void aLimitIsWaitedOut_anOutageIsGoneOnFrom_andARevokedTokenIsTold() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        long reset = Instant.now().plusSeconds(600).getEpochSecond();
        UnaryOperator<Answer> usedUp =
                answer ->
                        new Answer(
                                403,
                                Map.of(
                                        "X-RateLimit-Remaining",
                                        "0",
                                        "X-RateLimit-Reset",
                                        "" + reset),
                                "{\"message\":\"API rate limit exceeded for user ID 1.\"}");
        disturbance = answer -> calls.incrementAndGet() > 3 ? usedUp.apply(answer) : answer;
        String id = connect();
        feeds(id, this);
        soon(() ->
                assertThat(lastError(id)).contains("asked too often", "API rate limit exceeded"));
        assertThat(nextPull(id)).isAfter(Instant.ofEpochSecond(reset));

        int first = whole.get(REPO + "/commits").get();
        disturbance = answer -> Answer.of(502, "<html>Bad gateway</html>");
        again(id);
        soon(() -> assertThat(lastError(id)).contains("HTTP 502"));

        disturbance = UnaryOperator.identity();
        soonIs(expected());
        assertThat(whole.get(REPO + "/commits").get() - first)
                .as("the pages of commits that were read are not read again")
                .isEqualTo(3 - first);

        token = "ghp_2";
        again(id);
        soon(() -> assertThat(lastError(id)).contains("HTTP 401", "refuses the credentials"));
        admin().post("/api/v1/connections/" + id + "/test")
                .then()
                .body("ok", equalTo(false))
                .body("detail", containsString("acme/shop: HTTP 401"));
        admin().contentType(ContentType.JSON)
                .body(Map.of("config", Map.of("token", "ghp_2")))
                .patch("/api/v1/connections/" + id)
                .then()
                .statusCode(200);
        soon(() -> assertThat(lastError(id)).isNull());
        admin().delete("/api/v1/connections/" + id).then().statusCode(204);
    }

    @Test
    void aRepositoryThatIsGone_isNamed_andTheOthersAreReadAllTheSame() throws Exception {
        String id =
                connect(
                        "github",
                        Map.of(
                                "token",
                                "ghp_1",
                                "baseUrl",
                                server.url(),
                                "repositories",
                                List.of("acme/gone", "acme/shop")));
        feeds(id, this);
        soonIs(expected());
        soon(() -> assertThat(lastError(id)).startsWith("acme/gone commits: HTTP 404"));
        admin().delete("/api/v1/connections/" + id).then().statusCode(204);
    }

    @Test
    void aTokenNeedsRepositories() {
        admin().contentType(ContentType.JSON)
                .body(Map.of("kind", "github", "name", "x", "config", Map.of("token", "t")))
                .post("/api/v1/connections")
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo("config.repositories"));
    }
}
