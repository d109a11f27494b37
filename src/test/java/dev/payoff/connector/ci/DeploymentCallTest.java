package dev.payoff.connector.ci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.connector.Fact;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The two forms that DevLake's webhook plugin has had (backend/plugins/webhook/api/deployments.go).
 */
class DeploymentCallTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    private static final String PRESENT =
            """
            {"id":"build-7","startedDate":"2026-03-02T10:00:00+00:00","finishedDate":"2026-03-02T10:05:00+00:00",
             "result":"FAILURE","environment":"STAGING","unheardOf":{"a":[1]},
             "deploymentCommits":[
               {"repoUrl":"https://git.example/acme/shop.git","commitSha":"a1","refName":"refs/heads/main",
                "startedDate":"2026-03-02T10:00:00Z","finishedDate":"2026-03-02T10:04:00Z"},
               {"repoUrl":"git@git.example:acme/lib.git","commitSha":"b2",
                "startedDate":"2026-03-02T10:00:00Z","finishedDate":"2026-03-02T10:05:00Z"}]}
            """;

    @Test
    void aDeploymentOfTwoRepositoriesIsOneOfEach() {
        assertThat(parse(PRESENT))
                .isEqualTo(
                        new DeploymentCall.Told(
                                List.of(
                                        new Fact.Deployed(
                                                Fact.Repo.named("acme/shop"),
                                                "cbuild-7",
                                                "staging",
                                                "a1",
                                                "main",
                                                Fact.State.FAILED,
                                                Instant.parse("2026-03-02T10:04:00Z")),
                                        new Fact.Deployed(
                                                Fact.Repo.named("acme/lib"),
                                                "cbuild-7",
                                                "staging",
                                                "b2",
                                                "",
                                                Fact.State.FAILED,
                                                Instant.parse("2026-03-02T10:05:00Z")))));
    }

    @Test
    void theFormerFormIsASuccessInProductionUnlessItSaysOtherwise() {
        String former =
                "{\"repo_url\":\"devlake\",\"commit_sha\":\"015e\",\"start_time\":\"2020-01-01T12:00:00+00:00\",%s}";

        assertThat(parse(former.formatted("\"end_time\":\"2020-01-01T12:59:59+00:00\"")))
                .isEqualTo(told("2020-01-01T12:59:59Z"));
        assertThat(parse(former.formatted("\"environment\":\"\""))).isEqualTo(told(NOW.toString()));
    }

    private static DeploymentCall told(String at) {
        return new DeploymentCall.Told(
                List.of(
                        new Fact.Deployed(
                                Fact.Repo.named("devlake"),
                                "c015e@1577880000",
                                "production",
                                "015e",
                                "",
                                Fact.State.SUCCEEDED,
                                Instant.parse(at))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            textBlock =
                    """
                    SUCCESS,   SUCCEEDED
                    success,   SUCCEEDED
                    UNSTABLE,  SUCCEEDED
                    FAILURE,   FAILED
                    FAILED,    FAILED
                    """)
    void resultsThatCount(String result, Fact.State state) {
        DeploymentCall call = parse(PRESENT.replace("FAILURE", result));
        assertThat(((DeploymentCall.Told) call).deployments())
                .extracting(each -> ((Fact.Deployed) each).state())
                .containsOnly(state);
    }

    @Test
    void whatWasGivenUpDoesNotCount_andWhatIsNotKnownIsTold() {
        assertThat(parse(PRESENT.replace("FAILURE", "ABORTED")))
                .isInstanceOf(DeploymentCall.Unused.class);
        assertThat(parse(PRESENT.replace("FAILURE", "MAYBE")))
                .isEqualTo(
                        new DeploymentCall.Malformed(
                                "The result MAYBE is not known; send SUCCESS, FAILURE or ABORT."));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    https://github.com/acme/shop.git        | acme/shop
                    https://gitlab.example:8443/a/b/c/      | a/b/c
                    ssh://git@host:22/acme/shop.git         | acme/shop
                    git@github.com:acme/shop.git            | acme/shop
                    my service                              | my service
                    """)
    void theNameOfARepositoryIsThePathOfItsAddress(String url, String name) {
        assertThat(DeploymentCall.repoName(url)).isEqualTo(name);
        assertThat(Fact.Repo.named(name.toUpperCase()).id())
                .as("in any case, and never an id of a Git system")
                .isEqualTo(Fact.Repo.named(name).id())
                .isNegative();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"repo_url\":\"a\",\"start_time\":\"2020-01-01T12:00:00Z\"}",
                "{\"repo_url\":\"a\",\"commit_sha\":\"b\",\"start_time\":\"noon\"}",
                "{\"repo_url\":\"a\",\"commit_sha\":7,\"start_time\":\"2020-01-01T12:00:00Z\"}",
                "{\"repo_url\":\"a\",\"commit_sha\":\"b\",\"start_time\":\"2020-01-01T12:00:00Z\",\"end_time\":\"2020-01-01T11:00:00Z\"}",
            })
    void whatCannotBeReadIsMalformed(String body) {
        assertThat(parse(body)).isInstanceOf(DeploymentCall.Malformed.class);
    }

    @Test
    void theNumberOfCommitsIsBounded() {
        String commit = "{\"repoUrl\":\"a\",\"commitSha\":\"b\"}";
        String many = (commit + ",").repeat(DeploymentCall.MAX_COMMITS) + commit;
        assertThat(
                        parse(
                                "{\"startedDate\":\"2020-01-01T12:00:00Z\",\"deploymentCommits\":["
                                        + many
                                        + "]}"))
                .isInstanceOf(DeploymentCall.Malformed.class);
    }

    private static DeploymentCall parse(String body) {
        return DeploymentCall.parse(body.getBytes(StandardCharsets.UTF_8), NOW);
    }
}
