package dev.payoff.connector.ci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.connector.Fact;
import dev.payoff.connector.Glob;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Payloads in the forms that the plugins' pages show. */
class JenkinsBuildTest {

    private static final JenkinsBuild.Settings SETTINGS =
            new JenkinsBuild.Settings(
                    List.of(new Glob("deploy-*", false), new Glob("job/ops/*", false)),
                    "production");

    private static final String NOTIFICATION =
            """
            {"name": "%s", "display_name": "Shop", "url": "job/%s/", "build": {
                "full_url": "https://ci.example/job/x/18/", "number": 18, "queue_id": 7, "timestamp": 1772445660123,
                "duration": 61000, "phase": "%s", "status": "%s", "url": "job/x/18/", "log": "", "notes": "",
                "scm": {"url": "git@git.example:acme/shop.git", "branch": "origin/main", "commit": "c6d86dc6", "changes": [], "culprits": []},
                "parameters": {"TARGET": "prod"}, "artifacts": {}}}
            """;

    private static final String CLOUD_EVENT =
            """
            {"name": "deploy-shop", "displayName": "Shop", "url": "job/deploy-shop/", "build": {
                "fullUrl": "https://ci.example/job/deploy-shop/19/", "number": 19, "queueId": 8, "timestamp": 1772445660123,
                "duration": 61000, "phase": "FINALIZED", "status": "FAILURE", "url": "job/deploy-shop/19/",
                "scmState": {"url": "https://git.example/acme/shop", "branch": "refs/tags/v2", "commit": "c6d86dc6"}}}
            """;

    private static DeploymentCall parse(String body) {
        return JenkinsBuild.parse(body.getBytes(StandardCharsets.UTF_8), SETTINGS);
    }

    private static Fact.Deployed deployed(String body) {
        return (Fact.Deployed) ((DeploymentCall.Told) parse(body)).deployments().getFirst();
    }

    @Test
    void aBuildOfTheNotificationPlugin_isADeployment_andItsPhasesAreOne() {
        Fact.Deployed completed =
                deployed(
                        NOTIFICATION.formatted(
                                "deploy-shop", "deploy-shop", "COMPLETED", "SUCCESS"));
        assertThat(completed.repo().name()).isEqualTo("acme/shop");
        assertThat(completed.id()).isEqualTo("jjob/deploy-shop/#18");
        assertThat(completed.environment()).isEqualTo("production");
        assertThat(completed.sha()).isEqualTo("c6d86dc6");
        assertThat(completed.ref()).isEqualTo("main");
        assertThat(completed.state()).isEqualTo(Fact.State.SUCCEEDED);
        assertThat(completed.at()).isEqualTo(Instant.parse("2026-03-02T10:01:00.123Z"));
        assertThat(
                        deployed(
                                NOTIFICATION.formatted(
                                        "deploy-shop", "deploy-shop", "FINALIZED", "SUCCESS")))
                .isEqualTo(completed);
    }

    @Test
    void aBuildOfTheCloudEventsPlugin_isOneToo() {
        Fact.Deployed failed = deployed(CLOUD_EVENT);
        assertThat(failed.id()).isEqualTo("jjob/deploy-shop/#19");
        assertThat(failed.ref()).isEqualTo("v2");
        assertThat(failed.state()).isEqualTo(Fact.State.FAILED);
    }

    @ParameterizedTest
    @CsvSource({
        "deploy-shop, x,          QUEUED,    SUCCESS,  not over",
        "deploy-shop, x,          STARTED,   SUCCESS,  not over",
        "test-shop,   x,          COMPLETED, SUCCESS,  deployJobs",
        "deploy-shop, x,          COMPLETED, ABORTED,  ABORTED",
        "deploy-shop, x,          COMPLETED, NOT_BUILT, NOT_BUILT"
    })
    void whatIsNoDeploymentIsLeftOut_withTheReason(
            String name, String url, String phase, String status, String reason) {
        assertThat(
                        ((DeploymentCall.Unused)
                                        parse(NOTIFICATION.formatted(name, url, phase, status)))
                                .reason())
                .contains(reason);
    }

    @Test
    void aJobInAFolderIsKnownByItsAddress_andUnstableIsOut() {
        assertThat(
                        deployed(
                                        NOTIFICATION.formatted(
                                                "main", "ops/job/main", "COMPLETED", "UNSTABLE"))
                                .state())
                .isEqualTo(Fact.State.SUCCEEDED);
    }

    @Test
    void eventsOfQueuesAndNodesAreLeftOut_andWhatIsNoJsonIsToldSo() {
        assertThat(parse("{\"nodeName\": \"a\", \"status\": \"online\"}"))
                .isInstanceOf(DeploymentCall.Unused.class);
        assertThat(parse("<job/>")).isInstanceOf(DeploymentCall.Malformed.class);
        assertThat(parse(CLOUD_EVENT.replace("scmState", "none")))
                .isInstanceOf(DeploymentCall.Unused.class);
    }
}
