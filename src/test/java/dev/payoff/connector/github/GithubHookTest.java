package dev.payoff.connector.github;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.app.Topics;
import dev.payoff.connector.ConnectorTestBase;
import dev.payoff.devstack.StackProcess;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks against real PostgreSQL and Kafka. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class GithubHookTest extends ConnectorTestBase {

    @Test
    void secretsAreNeverShownAgain_andMadeUpWhereLeftOut() throws Exception {
        String made =
                admin().contentType(ContentType.JSON)
                        .body(
                                Map.of(
                                        "kind",
                                        "github",
                                        "name",
                                        "n" + UUID.randomUUID(),
                                        "config",
                                        Map.of()))
                        .post("/api/v1/connections")
                        .then()
                        .statusCode(201)
                        .body("generated.webhookSecret", notNullValue())
                        .extract()
                        .asString();
        JsonNode view = JSON.readTree(made);
        String id = view.path("id").asText();
        String secret = view.path("generated").path("webhookSecret").asText();
        assertThat(view.path("config").has("webhookSecret")).isFalse();
        assertThat(view.path("hook").asText()).isEqualTo("/hooks/" + id);
        String shown =
                admin().get("/api/v1/connections/" + id)
                        .then()
                        .statusCode(200)
                        .header("ETag", "\"0\"")
                        .body("secrets", contains("webhookSecret"))
                        .extract()
                        .asString();
        assertThat(shown).doesNotContain(secret);
        assertThat(admin().get("/api/v1/connections").asString()).doesNotContain(secret);
        admin().contentType(ContentType.JSON)
                .header("If-Match", "\"7\"")
                .body(Map.of("enabled", false))
                .patch("/api/v1/connections/" + id)
                .then()
                .statusCode(412);
        hook(id, secret, "ping", "p1", "{}".getBytes(StandardCharsets.UTF_8)).statusCode(200);
        admin().contentType(ContentType.JSON)
                .header("If-Match", "\"0\"")
                .body(Map.of("enabled", false))
                .patch("/api/v1/connections/" + id)
                .then()
                .statusCode(200)
                .body("enabled", equalTo(false));
        hook(id, secret, "ping", "p2", "{}".getBytes(StandardCharsets.UTF_8)).statusCode(404);
        admin().delete("/api/v1/connections/" + id).then().statusCode(204);
        admin().get("/api/v1/connections/" + id).then().statusCode(404);
        given().get("/api/v1/connections").then().statusCode(401);
    }

    @Test
    void everyRealPayload_rightAndWrongSignature_andEachOnlyOnce() throws Exception {
        Path folder = Path.of(System.getProperty("payoff.data", "absent"), "github");
        assumeTrue(Files.isDirectory(folder), "skipped: no real payloads at " + folder);
        String id = connect("github", Map.of("webhookSecret", "s3cret"));
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        assertThat(files).hasSize(69);
        int n = 0;
        for (Path file : files) {
            byte[] body = Files.readAllBytes(file);
            String event = file.getParent().getFileName().toString();
            String delivery = "real-" + n++;
            hook(id, "wrong", event, delivery, body)
                    .statusCode(401)
                    .body("code", equalTo("NOT_VERIFIED"));
            int status = hook(id, "s3cret", event, delivery, body).extract().statusCode();
            assertThat(status).as(file.toString()).isIn(200, 202);
            hook(id, "s3cret", event, delivery, body)
                    .statusCode(200)
                    .body("status", equalTo("duplicate"));
        }
        hook(
                        id,
                        "s3cret",
                        "marketplace_purchase",
                        "unknown-1",
                        "{}".getBytes(StandardCharsets.UTF_8))
                .statusCode(200)
                .body("status", equalTo("ignored"));
        hook(id, "s3cret", "push", "bad-1", "{".getBytes(StandardCharsets.UTF_8)).statusCode(400);
        admin().get("/api/v1/connections/" + id + "/deliveries")
                .then()
                .statusCode(200)
                .body("$", hasSize(20))
                .body("[0].status", equalTo("REFUSED"))
                .body("[1].status", equalTo("IGNORED"));

        try (var db = DriverManager.getConnection(StackProcess.shared().superuserJdbcUrl());
                var statement = db.createStatement();
                var row =
                        statement.executeQuery(
                                "SELECT count(*) FILTER (WHERE status IN ('TAKEN', 'IGNORED') AND"
                                        + " repeats = 1), count(*) FILTER (WHERE status = 'REFUSED')"
                                        + " FROM connection_delivery WHERE connection_id = '"
                                        + id
                                        + "'")) {
            row.next();
            assertThat(row.getInt(1)).as("each payload taken once and repeated once").isEqualTo(69);
            assertThat(row.getInt(2)).as("refused ones are bounded").isEqualTo(50);
        }
    }

    @Test
    void oneRealDeployment_isOneReading() throws Exception {
        Path file =
                Path.of(
                        System.getProperty("payoff.data", "absent"),
                        "github/deployment_status/payload.json");
        assumeTrue(Files.isReadable(file), "skipped: no real payload at " + file);
        String id = connect("github", Map.of("webhookSecret", "s3cret"));
        feed(id, "Codertocat/*|production|deployment_frequency", "deploys");
        for (int i = 0; i < 3; i++) {
            hook(id, "s3cret", "deployment_status", "same-" + i, Files.readAllBytes(file))
                    .statusCode(202);
        }

        List<JsonNode> readings = records(Topics.DELIVERY);
        assertThat(readings).hasSize(1);
        assertThat(readings.getFirst().path("value").decimalValue()).isEqualByComparingTo("1");
        assertThat(readings.getFirst().path("observedAt").asText())
                .startsWith("2019-05-15T15:20:5");
    }

    private static final String REPO =
            "\"repository\":{\"id\":77,\"full_name\":\"acme/shop\",\"default_branch\":\"main\",\"pushed_at\":%d}";

    private static String time(String clock) {
        return "2026-03-02T" + clock + ":00Z";
    }

    private static String repo(String pushed) {
        return REPO.formatted(Instant.parse(time(pushed)).getEpochSecond());
    }

    private static String push(String branch, String pushed, String... commits) {
        return "{\"ref\":\"refs/heads/%s\",%s,\"commits\":[%s]}"
                .formatted(
                        branch,
                        repo(pushed),
                        Stream.of(commits)
                                .map(c -> c.split("@"))
                                .map(c ->
                                        "{\"id\":\"%s\",\"timestamp\":\"%s\"}"
                                                .formatted(c[0], time(c[1])))
                                .collect(Collectors.joining(",")));
    }

    private static String deployed(int id, String sha, String state, String at) {
        return ("{\"action\":\"created\",\"deployment_status\":{\"state\":\"%s\",\"created_at\":\"%s\"},"
                        + "\"deployment\":{\"id\":%d,\"sha\":\"%s\",\"ref\":\"main\",\"environment\":\"production\"},%s}")
                .formatted(state, time(at), id, sha, repo(at));
    }

    /** Worked out by hand: see each value's comment. */
    private static final Map<String, String> EXPECTED =
            new TreeMap<>(
                    Map.of(
                            "lead f1", "4", // 10:00 to 14:00
                            "lead f2", "3", // 11:00 to 14:00
                            "lead m1", "4", // coding 30 min, review 90 min, deployment 120 min
                            "lead c1", "3.5", // 15:00 to 18:30, past the failed deployment
                            "deploys d1", "1",
                            "deploys d3", "1",
                            "failures d1", "0",
                            "failures d2", "100",
                            "failures d3", "100", // the incident at 19:00
                            "recovery d2", "2.5")); // 16:00 to 18:30

    @ParameterizedTest(name = "order {0}")
    @ValueSource(longs = {0, 1, 2, 3})
    void theDoraMeasuresAreTheSameInAnyOrderOfArrival(long seed) throws Exception {
        List<String[]> story = new ArrayList<>();
        story.add(new String[] {"push", push("feature", "11:05", "f1@10:00", "f2@11:00")});
        story.add(new String[] {"push", push("main", "12:01", "f1@10:00", "f2@11:00", "m1@12:00")});
        story.add(
                new String[] {
                    "pull_request",
                    "{\"action\":\"closed\",\"pull_request\":{\"merged\":true,\"number\":4,\"merge_commit_sha\":\"m1\","
                            + "\"head\":{\"ref\":\"feature\"},\"created_at\":\""
                            + time("10:30")
                            + "\",\"merged_at\":\""
                            + time("12:00")
                            + "\"},"
                            + repo("12:01")
                            + "}"
                });
        story.add(new String[] {"deployment_status", deployed(1, "m1", "success", "14:00")});
        story.add(new String[] {"push", push("main", "15:01", "c1@15:00")});
        story.add(new String[] {"deployment_status", deployed(2, "c1", "failure", "16:00")});
        story.add(new String[] {"deployment_status", deployed(3, "c1", "success", "18:30")});
        story.add(
                new String[] {
                    "issues",
                    "{\"action\":\"closed\",\"issue\":{\"id\":9,\"labels\":[{\"name\":\"incident\"}],\"created_at\":\""
                            + time("19:00")
                            + "\",\"closed_at\":\""
                            + time("19:45")
                            + "\",\"updated_at\":\""
                            + time("19:45")
                            + "\"},"
                            + repo("15:01")
                            + "}"
                });
        if (seed > 0) {
            Collections.shuffle(story, new Random(seed));
        }
        String id = connect("github", Map.of("webhookSecret", "s3cret"));
        feed(id, "acme/*|production|change_lead_time", "lead");
        feed(id, "*|production|deployment_frequency", "deploys");
        feed(id, "ACME/shop|*|change_fail_rate", "failures");
        feed(id, "acme/shop|production|recovery_time", "recovery");
        feed(id, "acme/shop|production|deployment_rework_rate", "rework");
        int n = 0;
        for (String[] step : story) {
            byte[] body = step[1].getBytes(StandardCharsets.UTF_8);
            hook(id, "s3cret", step[0], "d" + n, body).statusCode(202);
            hook(id, "s3cret", step[0], "again" + n++, body)
                    .statusCode(202)
                    .body("readings", equalTo(0));
        }
        Map<String, String> values = latest(Topics.DELIVERY);
        Map<String, String> expected = new TreeMap<>(EXPECTED);
        expected.put("recovery i9", "0.75");
        expected.put("rework d1", "0");
        expected.put("rework d2", "0");
        expected.put("rework d3", "100"); // d2 had failed before it
        assertThat(values).isEqualTo(expected);
    }

    @ParameterizedTest(name = "order {0}")
    @ValueSource(strings = {"commits tag release", "release tag commits", "tag release commits"})
    void aReleaseIsADeploymentOfItsTagsCommit_inAnyOrderOfArrival(String order) throws Exception {
        Map<String, String> told =
                Map.of(
                        "commits",
                        push("main", "12:01", "m1@12:00"),
                        "tag",
                        "{\"ref\":\"refs/tags/v1\",\"deleted\":false,\"commits\":[],\"head_commit\":{\"id\":\"m1\"},%s}"
                                .formatted(repo("13:00")),
                        "release",
                        ("{\"action\":\"published\",\"release\":{\"tag_name\":\"v1\",\"draft\":false,\"prerelease\":false,"
                                        + "\"published_at\":\"%s\"},%s}")
                                .formatted(time("14:00"), repo("13:00")));
        String id =
                connect(
                        "github",
                        Map.of("webhookSecret", "s3cret", "releaseEnvironment", "production"));
        feed(id, "*|production|change_lead_time", "lead");
        feed(id, "*|production|deployment_frequency", "deploys");
        for (String step : order.split(" ")) {
            hook(
                            id,
                            "s3cret",
                            step.equals("release") ? "release" : "push",
                            step,
                            told.get(step).getBytes(StandardCharsets.UTF_8))
                    .statusCode(202);
        }
        assertThat(latest(Topics.DELIVERY))
                .isEqualTo(Map.of("lead m1", "2", "deploys t:v1", "1")); // 12:00 to 14:00
    }

    @Test
    void aStrangerCannotTellWhatIsThere() {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        given().contentType("application/json")
                .body(body)
                .post("/hooks/" + UUID.randomUUID())
                .then()
                .statusCode(404);
        given().contentType("application/json")
                .body(body)
                .post("/hooks/nonsense")
                .then()
                .statusCode(404);
        String prometheus = connect("prometheus", Map.of("baseUrl", "http://127.0.0.1:1"));
        given().contentType("application/json")
                .body(body)
                .post("/hooks/" + prometheus)
                .then()
                .statusCode(404);
    }
}
