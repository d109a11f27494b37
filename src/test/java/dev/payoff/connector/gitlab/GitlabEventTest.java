package dev.payoff.connector.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.connector.Connection;
import dev.payoff.connector.Fact;
import dev.payoff.connector.FactPull;
import dev.payoff.connector.Incoming;
import dev.payoff.connector.Payload;
import dev.payoff.connector.Webhook.Check;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads in the form of docs.gitlab.com/user/project/integrations/webhook_events. */
class GitlabEventTest {

    private static final GitlabEvent.Settings SETTINGS =
            new GitlabEvent.Settings(Set.of("incident"), "main", "production", "production");

    private static final String PROJECT =
            "\"project\":{\"id\":15,\"path_with_namespace\":\"mike/diaspora\",\"default_branch\":\"main\"}";

    private static final Fact.Repo REPO = new Fact.Repo(15, "mike/diaspora", "main");

    @Test
    void aPushIsPlacedByItsNewestCommit() {
        assertThat(
                        parse(
                                "{\"object_kind\":\"push\",\"ref\":\"refs/heads/feature/x\",\"total_commits_count\":4,"
                                        + PROJECT
                                        + ",\"commits\":[{\"id\":\"b6\",\"timestamp\":\"2011-12-12T14:27:31+02:00\"},"
                                        + "{\"id\":\"da\",\"timestamp\":\"2012-01-03T23:36:29+02:00\"}]}"))
                .isEqualTo(
                        new GitlabEvent.Told(
                                new Fact.Push(
                                        REPO,
                                        "feature/x",
                                        Instant.parse("2012-01-03T21:36:29Z"),
                                        List.of(
                                                new Fact.Commit(
                                                        "b6",
                                                        Instant.parse("2011-12-12T12:27:31Z")),
                                                new Fact.Commit(
                                                        "da",
                                                        Instant.parse("2012-01-03T21:36:29Z"))))));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "merge_commit_sha":"m1","last_commit":{"id":"l1"}                           | m1
                    "merge_commit_sha":null,"squash_commit_sha":"s1","last_commit":{"id":"l1"}  | s1
                    "merge_commit_sha":null,"last_commit":{"id":"l1"}                           | l1
                    """)
    void aMergeIsKnownByTheCommitThatArrived(String commits, String sha) {
        assertThat(
                        parse(
                                "{\"object_kind\":\"merge_request\",\"object_attributes\":{\"iid\":1,\"action\":\"merge\","
                                        + "\"source_branch\":\"feature\",\"created_at\":\"2013-12-03T17:23:34Z\","
                                        + "\"updated_at\":\"2013-12-03 19:23:34 UTC\","
                                        + commits
                                        + "},"
                                        + PROJECT
                                        + "}"))
                .isEqualTo(
                        new GitlabEvent.Told(
                                new Fact.PullMerged(
                                        REPO,
                                        1,
                                        "feature",
                                        sha,
                                        Instant.parse("2013-12-03T17:23:34Z"),
                                        Instant.parse("2013-12-03T19:23:34Z"))));
    }

    @Test
    void aDeploymentTakesTheWholeHashFromTheCommitsAddress() {
        String deployment =
                "{\"object_kind\":\"deployment\",\"status\":\"%s\",\"status_changed_at\":\"2021-04-28 21:50:00 +0200\","
                        + "\"deployment_id\":15,\"environment\":\"staging\",\"short_sha\":\"279484c0\","
                        + "\"commit_url\":\"https://gitlab.example/mike/diaspora/-/commit/279484c09fbe69ededfced8c1bb6e6d24616b468\","
                        + PROJECT
                        + "}";
        assertThat(parse(deployment.formatted("failed")))
                .isEqualTo(
                        new GitlabEvent.Told(
                                new Fact.Deployed(
                                        REPO,
                                        "d15",
                                        "staging",
                                        "279484c09fbe69ededfced8c1bb6e6d24616b468",
                                        "",
                                        Fact.State.FAILED,
                                        Instant.parse("2021-04-28T19:50:00Z"))));
        assertThat(parse(deployment.formatted("running"))).isInstanceOf(GitlabEvent.Unused.class);
        assertThat(parse(deployment.formatted("canceled"))).isInstanceOf(GitlabEvent.Unused.class);
    }

    @Test
    void aPipelineOfTheConfiguredBranchStandsForADeployment() {
        String pipeline =
                "{\"object_kind\":\"pipeline\",\"object_attributes\":{\"id\":31,\"ref\":\"%s\",\"sha\":\"bc\",\"source\":\"%s\","
                        + "\"status\":\"%s\",\"finished_at\":\"2016-08-12 15:26:29 UTC\"},"
                        + PROJECT
                        + "}";
        assertThat(parse(pipeline.formatted("main", "push", "success")))
                .isEqualTo(
                        new GitlabEvent.Told(
                                new Fact.Deployed(
                                        REPO,
                                        "p31",
                                        "production",
                                        "bc",
                                        "main",
                                        Fact.State.SUCCEEDED,
                                        Instant.parse("2016-08-12T15:26:29Z"))));
        assertThat(parse(pipeline.formatted("feature", "push", "success")))
                .isInstanceOf(GitlabEvent.Unused.class);
        assertThat(parse(pipeline.formatted("main", "merge_request_event", "success")))
                .isInstanceOf(GitlabEvent.Unused.class);
        assertThat(parse(pipeline.formatted("main", "push", "running")))
                .isInstanceOf(GitlabEvent.Unused.class);
    }

    @Test
    void aReleaseStandsForADeploymentWhereThatIsSet() {
        String release =
                "{\"object_kind\":\"release\",\"id\":1,\"action\":\"create\",\"tag\":\"v1.1\","
                        + "\"created_at\":\"2020-11-02 12:55:12 UTC\",\"released_at\":\"2020-11-02 12:55:12 UTC\","
                        + "\"commit\":{\"id\":\"ee\"},"
                        + PROJECT
                        + "}";
        assertThat(parse(release))
                .isEqualTo(
                        new GitlabEvent.Told(
                                new Fact.Deployed(
                                        REPO,
                                        "t:v1.1",
                                        "production",
                                        "ee",
                                        "v1.1",
                                        Fact.State.SUCCEEDED,
                                        Instant.parse("2020-11-02T12:55:12Z"))));
        assertThat(
                        GitlabEvent.parse(
                                release.getBytes(StandardCharsets.UTF_8),
                                new GitlabEvent.Settings(Set.of(), null, "production", null)))
                .isInstanceOf(GitlabEvent.Unused.class);
    }

    @Test
    void aReleaseIsTheSameFactByWebhookAndByApi() {
        Instant out = Instant.parse("2020-11-02T12:55:12Z");
        String listed =
                "{\"tag_name\":\"v1.1\",\"created_at\":\"2020-11-02T12:50:00Z\",\"released_at\":\"%s\",\"commit\":{\"id\":\"ee\"}}";
        String page =
                "["
                        + listed.formatted("2999-01-01T00:00:00Z")
                                .replace("{\"tag", "{\"upcoming_release\":true,\"tag")
                        + ","
                        + listed.formatted(out)
                        + ","
                        + listed.formatted("2020-10-01T00:00:00Z").replace("v1.1", "v1.0")
                        + "]";
        FactPull.Listing read =
                GitlabHistory.read(
                        "releases",
                        new FactPull.Place(
                                REPO, out.minusSeconds(60), new JsonObject(), new JsonObject()),
                        Payload.json(page.getBytes(StandardCharsets.UTF_8)),
                        true,
                        SETTINGS);
        assertThat(read.facts())
                .containsExactly(
                        new Fact.Deployed(
                                REPO,
                                "t:v1.1",
                                "production",
                                "ee",
                                "v1.1",
                                Fact.State.SUCCEEDED,
                                out));
        assertThat(read.newest()).isEqualTo(out);
        assertThat(read.enough()).isTrue();
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    issue     | Issue    | incident | true
                    issue     | Issue    | API      | false
                    work_item | Incident | API      | true
                    work_item | Task     | API      | false
                    """)
    void anIncidentIsALabelOrAType(String kind, String type, String label, boolean incident) {
        GitlabEvent event =
                parse(
                        ("{\"object_kind\":\"%s\",\"object_attributes\":{\"id\":301,\"type\":\"%s\",\"state\":\"closed\","
                                        + "\"created_at\":\"2013-12-03T17:15:43Z\",\"updated_at\":\"2013-12-03T18:15:43Z\","
                                        + "\"labels\":[{\"title\":\"%s\"}]},%s}")
                                .formatted(kind, type, label, PROJECT));
        assertThat(event)
                .isEqualTo(
                        new GitlabEvent.Told(
                                new Fact.Issue(
                                        REPO,
                                        301,
                                        Instant.parse("2013-12-03T17:15:43Z"),
                                        Instant.parse("2013-12-03T18:15:43Z"),
                                        incident,
                                        Instant.parse("2013-12-03T18:15:43Z"))));
    }

    @Test
    void whatIsUnknownIsLeftAlone_whatLacksAFieldNamesIt_whatIsNoJsonIsForeign() {
        assertThat(parse("{\"object_kind\":\"feature_flag\"}"))
                .isInstanceOf(GitlabEvent.Unused.class);
        assertThat(parse("{}")).isInstanceOf(GitlabEvent.Unused.class);
        assertThat(parse("{\"object_kind\":\"push\"}"))
                .isEqualTo(new GitlabEvent.Incomplete("push: The payload has no text 'ref'."));
        assertThat(parse("{")).isInstanceOf(GitlabEvent.Foreign.class);
        assertThat(parse("[".repeat(100_000))).isInstanceOf(GitlabEvent.Foreign.class);
    }

    @Test
    void theTokenIsEnough_untilASigningTokenIsSet() {
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>();
        headers.put("X-Gitlab-Event", "Push Hook");
        assertThat(check(Map.of("webhookSecret", "s"), headers, body))
                .isInstanceOf(Check.Refused.class);
        headers.put("X-Gitlab-Token", "s");
        assertThat(check(Map.of("webhookSecret", "s"), headers, body))
                .isInstanceOf(Check.Genuine.class);
        Map<String, String> signed =
                Map.of(
                        "webhookSecret",
                        "s",
                        "signingToken",
                        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assertThat(check(signed, headers, body)).isInstanceOf(Check.Refused.class);
        headers.put("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek");
        headers.put("webhook-timestamp", "1614265330");
        headers.put("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assertThat(check(signed, headers, body))
                .isEqualTo(new Check.Genuine("msg_p5jXN8AQM9LWM0D4loKWxJek", "Push Hook"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Idempotency-Key", "webhook-id"})
    void aRepetitionIsKnownByItsKey_elseByItsBytes(String header) {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>(Map.of("X-Gitlab-Token", "s"));
        Check.Genuine byBytes = genuine(headers, body);
        assertThat(genuine(headers, body)).isEqualTo(byBytes);
        assertThat(genuine(headers, "{ }".getBytes(StandardCharsets.UTF_8))).isNotEqualTo(byBytes);
        headers.put(header, "key-1");
        assertThat(genuine(headers, body).externalId()).isEqualTo("key-1");
    }

    private static Check.Genuine genuine(Map<String, String> headers, byte[] body) {
        return (Check.Genuine) check(Map.of("webhookSecret", "s"), headers, body);
    }

    private static Check check(
            Map<String, String> secrets, Map<String, String> headers, byte[] body) {
        return new GitlabConnector(null, null)
                .check(
                        new Connection(
                                new UUID(0, 1),
                                new UUID(0, 2),
                                "t",
                                "gitlab",
                                "n",
                                new JsonObject(),
                                secrets),
                        new Incoming("", headers::get, body, Instant.ofEpochSecond(1614265330)));
    }

    private static GitlabEvent parse(String body) {
        return GitlabEvent.parse(body.getBytes(StandardCharsets.UTF_8), SETTINGS);
    }
}
