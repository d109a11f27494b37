package dev.payoff.connector.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.app.Topics;
import dev.payoff.connector.ConnectorTestBase;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Deliveries that come at the same moment are kept together; nobody may notice. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class ManyDeliveriesTest extends ConnectorTestBase {

    private static final String SECRET = "s3cret";
    private static final long SEED = 20261122;
    private static final int REPOSITORIES = 4;
    private static final int AT_ONCE = 24;

    /** The same story is told of repositories whose ids are so much greater. */
    private static final int OTHERS = 1_000;

    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    private static final Map<String, String> MEASURES =
            Map.of(
                    "change_lead_time", "lead",
                    "deployment_frequency", "deploys",
                    "change_fail_rate", "failures",
                    "recovery_time", "recovery",
                    "deployment_rework_rate", "rework");

    private record Post(String event, String id, String body) {}

    @Test
    void deliveriesThatComeAtOnce_inAnyOrder_comeToTheSameAsOneAfterTheOther() throws Exception {
        String one = connection();
        String other = connection();
        for (Post post : story(0)) {
            deliver(one, post);
        }
        List<Post> shuffled = story(OTHERS);
        Collections.shuffle(shuffled, new Random(SEED));
        try (ExecutorService senders = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> sent = new ArrayList<>();
            for (Post post : shuffled) {
                sent.add(
                        senders.submit(() -> {
                            deliver(other, post);
                            return null;
                        }));
            }
            for (Future<?> each : sent) {
                each.get();
            }
        }
        Map<Boolean, Map<String, String>> said = said();
        assertThat(said.get(true)).as("seed %d", SEED).isEqualTo(said.get(false));
        assertThat(said.get(true)).hasSizeGreaterThan(REPOSITORIES * 20);
        List<Map<String, Object>> deliveries =
                admin().get("/api/v1/connections/" + other + "/deliveries").path("");
        assertThat(deliveries)
                .allSatisfy(each -> assertThat(each).containsEntry("status", "TAKEN"));
    }

    private String connection() {
        String id =
                connect(
                        "github",
                        Map.of(
                                "webhookSecret",
                                SECRET,
                                "incidentLabels",
                                List.of("incident"),
                                "incidentEnvironments",
                                List.of("production")));
        MEASURES.forEach((measure, metric) -> feed(id, "acme/*|production|" + measure, metric));
        return id;
    }

    private static void deliver(String connection, Post post) throws Exception {
        hook(
                        connection,
                        SECRET,
                        post.event(),
                        post.id(),
                        post.body().getBytes(StandardCharsets.UTF_8))
                .statusCode(202);
    }

    /** Commits, merges, deployments that succeed or fail, and incidents, of some repositories. */
    private static List<Post> story(int offset) {
        List<Post> posts = new ArrayList<>();
        for (int repo = 1; repo <= REPOSITORIES; repo++) {
            for (int step = 0; step < 6; step++) {
                Instant at = START.plusSeconds(step * 3_600L + repo * 60L);
                int n = repo * 100 + step;
                String sha = "%040x".formatted(n);
                add(
                        posts,
                        repo + offset,
                        at,
                        "push",
                        "'ref':'refs/heads/main','commits':[{'id':'%s','timestamp':'%s'},{'id':'%s','timestamp':'%s'}]"
                                .formatted(
                                        "%040x".formatted(n + 50),
                                        at.minusSeconds(7_200),
                                        sha,
                                        at.minusSeconds(900)));
                add(
                        posts,
                        repo + offset,
                        at,
                        "pull_request",
                        ("'action':'closed','pull_request':{'merged':true,'number':%d,'merge_commit_sha':'%s',"
                                        + "'head':{'ref':'feature'},'created_at':'%s','merged_at':'%s'}")
                                .formatted(n, sha, at.minusSeconds(5_400), at));
                String state = step % 3 == 1 ? "failure" : "success";
                add(posts, repo + offset, at, "deployment", deployment(n, sha, at));
                add(
                        posts,
                        repo + offset,
                        at,
                        "deployment_status",
                        "'deployment_status':{'state':'%s','created_at':'%s'},%s"
                                .formatted(state, at.plusSeconds(600), deployment(n, sha, at)));
            }
            for (String end : List.of("null", "'" + START.plusSeconds(9_000) + "'")) {
                add(
                        posts,
                        repo + offset,
                        START,
                        "issues",
                        ("'action':'labeled','issue':{'id':%d,'labels':[{'name':'incident'}],"
                                        + "'created_at':'%s','closed_at':%s,'updated_at':'%s'}")
                                .formatted(
                                        repo,
                                        START.plusSeconds(7_500),
                                        end,
                                        START.plusSeconds(end.equals("null") ? 7_600 : 9_000)));
            }
        }
        return posts;
    }

    private static String deployment(int id, String sha, Instant at) {
        return "'deployment':{'id':%d,'sha':'%s','ref':'main','environment':'production','created_at':'%s'}"
                .formatted(id, sha, at);
    }

    private static void add(List<Post> posts, int repo, Instant pushed, String event, String what) {
        String body =
                "{%s,'repository':{'id':%d,'full_name':'acme/r%d','default_branch':'main','pushed_at':%d}}"
                        .formatted(what, repo, repo, pushed.getEpochSecond());
        posts.add(
                new Post(event, event + "-" + repo + "-" + posts.size(), body.replace('\'', '"')));
    }

    /** What was said last of each fact: of the one story, and of the other. */
    private Map<Boolean, Map<String, String>> said() throws Exception {
        Map<String, JsonNode> latest = new HashMap<>();
        for (JsonNode reading : records(Topics.DELIVERY)) {
            latest.merge(
                    reading.path("eventId").asText() + reading.path("metric").asText(),
                    reading,
                    (a, b) -> a.path("revision").asInt() > b.path("revision").asInt() ? a : b);
        }
        Map<Boolean, Map<String, String>> said =
                Map.of(true, new TreeMap<>(), false, new TreeMap<>());
        for (JsonNode reading : latest.values()) {
            String[] id = reading.path("eventId").asText().split("/", 3);
            int repo = Integer.parseInt(id[1]);
            said.get(repo < OTHERS)
                    .put(
                            repo % OTHERS + "/" + id[2],
                            reading.path("observedAt").asText()
                                    + " "
                                    + reading.path("value").decimalValue().stripTrailingZeros());
        }
        return said;
    }
}
