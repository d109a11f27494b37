package dev.payoff.connector.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.payoff.connector.Connection;
import dev.payoff.connector.Fact;
import dev.payoff.connector.Incoming;
import dev.payoff.connector.Webhook.Check;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GithubEventTest {

    private static final GithubEvent.Settings SETTINGS =
            new GithubEvent.Settings(Set.of("bug"), "Deploy", "production", "live");

    private static final String REPO =
            "\"repository\":{\"id\":7,\"full_name\":\"acme/shop\",\"default_branch\":\"main\",\"pushed_at\":1770000000}";

    /** The vector of GitHub's documentation on validating deliveries. */
    @Test
    void signatureOfTheDocumentedVector() {
        byte[] body = "Hello, World!".getBytes(StandardCharsets.UTF_8);
        String secret = "It's a Secret to Everybody";
        String right = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

        assertThat(GithubConnector.genuine(secret, right, body)).isTrue();
        assertThat(GithubConnector.genuine(secret, right.replace("17", "18"), body)).isFalse();
        assertThat(GithubConnector.genuine(secret + " ", right, body)).isFalse();
        assertThat(GithubConnector.genuine(secret, "sha1=" + right.substring(7), body)).isFalse();
        assertThat(GithubConnector.genuine(secret, "sha256=", body)).isFalse();
        assertThat(GithubConnector.genuine(secret, "sha256=zz", body)).isFalse();
        assertThat(GithubConnector.genuine(secret, right.substring(0, 40), body)).isFalse();
    }

    @Test
    void checkNeedsSignatureIdAndJson() {
        GithubConnector github = new GithubConnector(null, null);
        byte[] body = "Hello, World!".getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>();
        assertThat(status(github, headers, body)).isEqualTo(401);
        headers.put(
                "X-Hub-Signature-256",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
        assertThat(status(github, headers, body)).isEqualTo(400);
        headers.put("X-GitHub-Event", "ping");
        headers.put("X-GitHub-Delivery", "1-2-3");
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        assertThat(status(github, headers, body)).isEqualTo(415);
        headers.put("Content-Type", "application/json; charset=utf-8");
        assertThat(github.check(connection(), incoming(headers, body)))
                .isEqualTo(new Check.Genuine("1-2-3", "ping"));
        assertThat(status(github, headers, new byte[25 * 1024 * 1024 + 1])).isEqualTo(413);
        assertThat(connection().toString()).doesNotContain("Everybody");
    }

    private static int status(GithubConnector github, Map<String, String> headers, byte[] body) {
        return ((Check.Refused) github.check(connection(), incoming(headers, body))).status();
    }

    private static Incoming incoming(Map<String, String> headers, byte[] body) {
        return new Incoming("", headers::get, body, Instant.EPOCH);
    }

    private static Connection connection() {
        return new Connection(
                new UUID(0, 1),
                new UUID(0, 2),
                "t",
                "github",
                "n",
                new JsonObject(),
                Map.of("webhookSecret", "It's a Secret to Everybody"));
    }

    @Test
    void pushIsItsCommitsOldestFirst() {
        GithubEvent event =
                parse(
                        "push",
                        "{\"ref\":\"refs/heads/main\",\"unknown\":[{}],"
                                + REPO
                                + ",\"commits\":[{\"id\":\"a1\",\"timestamp\":\"2026-01-01T10:00:00+02:00\"},"
                                + "{\"id\":\"b2\",\"timestamp\":\"2026-01-01T09:00:00Z\"}]}");

        assertThat(event)
                .isEqualTo(
                        new GithubEvent.Told(
                                new Fact.Push(
                                        new Fact.Repo(7, "acme/shop", "main"),
                                        "main",
                                        Instant.ofEpochSecond(1770000000),
                                        List.of(
                                                new Fact.Commit(
                                                        "a1",
                                                        Instant.parse("2026-01-01T08:00:00Z")),
                                                new Fact.Commit(
                                                        "b2",
                                                        Instant.parse("2026-01-01T09:00:00Z"))))));
    }

    @Test
    void aRunOfTheConfiguredWorkflowStandsForADeployment_eachAttemptForOne() {
        String run =
                "{\"action\":\"completed\",\"workflow_run\":{\"id\":5,\"name\":\"%s\",\"run_attempt\":2,\"conclusion\":\"%s\","
                        + "\"head_sha\":\"c3\",\"head_branch\":\"main\",\"updated_at\":\"2026-01-01T09:00:00Z\"},"
                        + REPO
                        + "}";
        assertThat(parse("workflow_run", run.formatted("Deploy", "timed_out")))
                .isEqualTo(
                        new GithubEvent.Told(
                                new Fact.Deployed(
                                        new Fact.Repo(7, "acme/shop", "main"),
                                        "w5.2",
                                        "production",
                                        "c3",
                                        "main",
                                        Fact.State.FAILED,
                                        Instant.parse("2026-01-01T09:00:00Z"))));
        assertThat(parse("workflow_run", run.formatted("Deploy", "cancelled")))
                .isInstanceOf(GithubEvent.Unused.class);
        assertThat(parse("workflow_run", run.formatted("Build", "success")))
                .isInstanceOf(GithubEvent.Unused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"text\"",
                "{",
                "{}",
                "{\"ref\":7}",
                "{\"ref\":\"refs/heads/a\\u0000b\",\"commits\":[{\"id\":\"a\",\"timestamp\":\"2026-01-01T09:00:00Z\"}]}",
                "{\"ref\":\"refs/heads/main\",\"commits\":[{\"id\":\"a\",\"timestamp\":\"yesterday\"}]}",
                "{\"ref\":\"refs/heads/main\",\"commits\":[{}]}",
            })
    void whatCannotBeReadIsMalformed(String body) {
        assertThat(parse("push", body)).isInstanceOf(GithubEvent.Malformed.class);
    }

    @Test
    void deepNestingAndLongTextsAreBounded() {
        assertThat(parse("push", "[".repeat(100_000))).isInstanceOf(GithubEvent.Malformed.class);
        assertThat(parse("push", "{\"ref\":\"" + "x".repeat(2_000_000) + "\"}"))
                .isInstanceOf(GithubEvent.Malformed.class);
    }

    @Test
    void everyRealPayloadIsReadOrLeftAlone() throws IOException {
        Path folder = Path.of(System.getProperty("payoff.data", "absent"), "github");
        assumeTrue(Files.isDirectory(folder), "skipped: no real payloads at " + folder);
        Map<String, Integer> kinds = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                GithubEvent event =
                        GithubEvent.parse(
                                file.getParent().getFileName().toString(),
                                Files.readAllBytes(file),
                                SETTINGS);
                assertThat(event).as(file.toString()).isNotInstanceOf(GithubEvent.Malformed.class);
                String kind =
                        event instanceof GithubEvent.Told told
                                ? told.fact().getClass().getSimpleName()
                                : event.getClass().getSimpleName();
                kinds.merge(kind, 1, Integer::sum);
            }
        }
        assertThat(kinds.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(69);
        assertThat(kinds)
                .containsEntry("Ping", 3)
                .containsEntry("Issue", 19)
                .containsEntry("Push", 2);
    }

    private static GithubEvent parse(String event, String body) {
        return GithubEvent.parse(event, body.getBytes(StandardCharsets.UTF_8), SETTINGS);
    }

    private static GithubEvent event(String name, String body) {
        return GithubEvent.parse(name, body.getBytes(StandardCharsets.UTF_8), SETTINGS);
    }

    private static String release(String action, String more) {
        return ("{\"action\":\"%s\",\"release\":{\"id\":5,\"tag_name\":\"v2.1\",\"target_commitish\":\"main\",\"draft\":false,"
                        + "\"prerelease\":false,\"created_at\":\"2026-03-01T09:00:00Z\",\"published_at\":\"2026-03-02T10:00:00Z\"%s},%s}")
                .formatted(action, more, REPO);
    }

    @Test
    void aPublishedReleaseStandsForADeploymentWhereThatIsSet() {
        Fact.Deployed deployed =
                (Fact.Deployed)
                        ((GithubEvent.Told) event("release", release("published", ""))).fact();
        assertThat(deployed)
                .isEqualTo(
                        new Fact.Deployed(
                                new Fact.Repo(7, "acme/shop", "main"),
                                "t:v2.1",
                                "live",
                                Fact.Deployed.NO_SHA,
                                "v2.1",
                                Fact.State.SUCCEEDED,
                                Instant.parse("2026-03-02T10:00:00Z")));
        assertThat(event("release", release("released", "")))
                .as("a pre-release that became one")
                .isEqualTo(new GithubEvent.Told(deployed));
        assertThat(event("release", release("edited", ""))).isInstanceOf(GithubEvent.Unused.class);
        assertThat(event("release", release("published", ",\"prerelease\":true")))
                .isInstanceOf(GithubEvent.Unused.class);
        assertThat(
                        GithubEvent.parse(
                                "release",
                                release("published", "").getBytes(StandardCharsets.UTF_8),
                                new GithubEvent.Settings(Set.of(), null, "production", null)))
                .isInstanceOf(GithubEvent.Unused.class);
    }

    @Test
    void thePushOfATagTellsTheCommitOfItsRelease() {
        String push =
                "{\"ref\":\"refs/tags/v2.1\",\"after\":\"0b7ec7\",\"deleted\":%s,\"commits\":[],\"head_commit\":%s,"
                        + REPO
                        + "}";
        Fact.Deployed begun =
                (Fact.Deployed)
                        ((GithubEvent.Told)
                                        event(
                                                "push",
                                                push.formatted("false", "{\"id\":\"c0ffee\"}")))
                                .fact();
        assertThat(begun.id()).as("the release's own").isEqualTo("t:v2.1");
        assertThat(begun.sha()).as("of the commit, not of the tag").isEqualTo("c0ffee");
        assertThat(begun.state()).isEqualTo(Fact.State.BEGUN);
        assertThat(event("push", push.formatted("true", "null")))
                .isInstanceOf(GithubEvent.Unused.class);
    }
}
