package dev.payoff.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What comes and is taken by no feed is offered, as a feed would say it. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class SeenSeriesTest extends ConnectorTestBase {

    private static final Map<String, String> TOKEN =
            Map.of("Authorization", "Bearer t0ken", "Content-Type", "application/json");

    private static List<String> offered(String connection) {
        return admin().get("/api/v1/connections/" + connection + "/unfed")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("series");
    }

    private static void told(String connection, List<String> series) {
        String body =
                series.stream()
                        .map(each ->
                                "{\"series\":\"%s\",\"value\":1,\"time\":\"2026-03-02T10:00:00Z\"}"
                                        .formatted(each))
                        .collect(Collectors.joining(",", "[", "]"));
        assertThat(post(connection, TOKEN, body.getBytes(UTF_8)).extract().statusCode())
                .isBetween(200, 202);
    }

    @Test
    void whatAFeedTakesIsNotOffered_beforeItIsBoundNorAfter() {
        String id = connect("json", Map.of("secret", "t0ken"));
        feed(id, "orders", "deploys");
        told(id, List.of("orders", "returns", "refunds"));
        assertThat(offered(id)).containsExactly("refunds", "returns");

        feed(id, "ref*", "cpu");
        assertThat(offered(id)).containsExactly("returns");
    }

    @Test
    void theLatestTwoHundredAreKept() {
        String id = connect("json", Map.of("secret", "t0ken"));
        told(id, IntStream.range(0, 150).mapToObj(i -> "early-" + i).toList());
        told(id, IntStream.range(0, 150).mapToObj(i -> "late-" + i).toList());
        assertThat(offered(id))
                .hasSize(SeenSeries.MOST)
                .filteredOn(series -> series.startsWith("late-"))
                .hasSize(150);
    }

    @Test
    void pushedCountersAreOfferedByWhatTheyGrewBy() {
        String id = connect("otlp", Map.of("token", "t0ken"));
        String metric =
                """
                {"name":"%s","unit":"%s","%s":{%s"dataPoints":[{"asDouble":7,"timeUnixNano":"1772445600000000000",
                 "startTimeUnixNano":"1772442000000000000","attributes":[{"key":"pod","value":{"stringValue":"%s"}}]}]}}
                """;
        String counter = "\"aggregationTemporality\":2,\"isMonotonic\":true,";
        String body =
                "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":["
                        + metric.formatted("orders", "{order}", "sum", counter, "a")
                        + ","
                        + metric.formatted("orders", "{order}", "sum", counter, "b")
                        + ","
                        + metric.formatted("queue_wait", "s", "gauge", "", "a")
                        + "]}]}]}";
        post(id + "/v1/metrics", TOKEN, body.getBytes(UTF_8)).statusCode(200);
        assertThat(offered(id))
                .as("by name, whatever their labels")
                .containsExactly("orders|increase", "queue_wait");
        admin().get("/api/v1/connections/" + id + "/unfed")
                .then()
                .body("[0].suggestion.unit", equalTo("order"))
                .body("[0].suggestion.counter", equalTo(true))
                .body("[1].suggestion.unit", equalTo("seconds"))
                .body("[1].suggestion.conversions[1].unit", equalTo("ms"))
                .body("[1].suggestion.conversions[1].factor", equalTo(1000))
                .body("[1].suggestion.reason", equalTo("The sender says that its unit is s."));

        feed(id, "orders{pod=\"a\"}|increase", "deploys");
        assertThat(offered(id)).containsExactly("queue_wait");
    }

    @Test
    void alertsAreOfferedByName() {
        String id = connect("alertmanager", Map.of("token", "t0ken"));
        String alert =
                """
                {"version":"4","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"Down","instance":"a"},
                 "annotations":{},"startsAt":"2026-03-02T10:00:00Z","endsAt":"0001-01-01T00:00:00Z","fingerprint":"%s"}]}
                """
                        .formatted(UUID.randomUUID());
        post(id, TOKEN, alert.getBytes(UTF_8)).statusCode(202);
        assertThat(offered(id)).containsExactly("alertname=Down|firing_hours");

        feed(id, "alertname=D*|fired", "failures");
        assertThat(offered(id)).isEmpty();
    }

    @Test
    void whatWasDeployedIsOfferedByItsMeasures() {
        String id = connect("ci", Map.of("token", "t0ken"));
        String deployment =
                """
                {"id":"1","startedDate":"2026-03-02T10:00:00Z","finishedDate":"2026-03-02T10:05:00Z","result":"SUCCESS",
                 "environment":"PRODUCTION","deploymentCommits":[{"repoUrl":"https://git.example/acme/shop","refName":"main",
                 "startedDate":"2026-03-02T10:00:00Z","finishedDate":"2026-03-02T10:05:00Z","commitSha":"a"}]}
                """;
        post(id + "/deployments", TOKEN, deployment.getBytes(UTF_8)).statusCode(202);
        assertThat(offered(id))
                .hasSize(5)
                .allSatisfy(series -> assertThat(series).contains("acme/shop|"))
                .anySatisfy(series -> assertThat(series).endsWith("|deployment_frequency"));

        feed(id, "*|*|deployment_frequency", "deploys");
        assertThat(offered(id)).hasSize(4);
    }
}
