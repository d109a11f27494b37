package dev.payoff.connector.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.app.Topics;
import dev.payoff.connector.ConnectorTestBase;
import dev.payoff.connector.remotewrite.WriteEncoder.Line;
import dev.payoff.connector.remotewrite.WriteEncoder.Point;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Remote write against real PostgreSQL and Kafka. {@code RealPrometheusTest} has a real sender. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class RemoteWriteTest extends ConnectorTestBase {

    private static final long T = 1772445600000L;

    private static ValidatableResponse write(String id, boolean second, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Authorization", "Bearer t0ken");
        headers.put("Content-Encoding", "snappy");
        headers.put(
                "Content-Type",
                "application/x-protobuf" + (second ? ";proto=io.prometheus.write.v2.Request" : ""));
        return write(id, headers, body);
    }

    private static ValidatableResponse write(String id, Map<String, String> headers, byte[] body) {
        Map<String, String> others = new HashMap<>(headers);
        String type = String.valueOf(others.remove("Content-Type"));
        return RestAssured.given()
                .config(
                        RestAssured.config()
                                .encoderConfig(
                                        io.restassured.config.EncoderConfig.encoderConfig()
                                                .appendDefaultContentCharsetToContentTypeIfUndefined(
                                                        false)
                                                .encodeContentTypeAs(
                                                        "application/x-protobuf",
                                                        io.restassured.http.ContentType.BINARY)))
                .headers(others)
                .contentType(type)
                .body(body)
                .post("/hooks/" + id + "/api/v1/write")
                .then();
    }

    @ParameterizedTest(name = "second: {0}")
    @ValueSource(booleans = {false, true})
    void gaugesAsTheyStand_countersByWhatTheyGrew_andARepetitionCountsOnce(boolean second)
            throws Exception {
        String id = connect("prometheus-write", Map.of("token", "t0ken"));
        feed(id, "cpu{host=\"a*\"}", "cpu");
        feed(id, "orders_total|increase", "deploys");
        byte[] one = request(second, Point.of(T, 5), Point.of(T + 15_000, 7));
        byte[] two = request(second, Point.of(T + 30_000, 12), Point.of(T + 45_000, 2));
        write(id, second, one)
                .statusCode(204)
                .header("X-Prometheus-Remote-Write-Samples-Written", "6");
        write(id, second, two).statusCode(204);
        List<JsonNode> before = records(Topics.MONITORING);
        write(id, second, one).statusCode(204);
        write(id, second, two).statusCode(204);

        Map<String, String> values = new TreeMap<>();
        for (JsonNode reading : records(Topics.MONITORING)) {
            String metric = reading.path("metric").asText();
            values.merge(
                    metric.substring(metric.indexOf('/') + 1)
                            + " "
                            + reading.path("observedAt").asText(),
                    reading.path("value").decimalValue().stripTrailingZeros().toPlainString(),
                    (a, b) -> a.equals(b) ? a : a + " and " + b);
        }
        assertThat(before).hasSize(7);
        assertThat(values)
                .as("the first sample of a counter is where it begins; 12 to 2 is a restart")
                .isEqualTo(
                        new TreeMap<>(
                                Map.of(
                                        "cpu 2026-03-02T10:00:00Z", "5",
                                        "cpu 2026-03-02T10:00:15Z", "7",
                                        "cpu 2026-03-02T10:00:30Z", "12",
                                        "cpu 2026-03-02T10:00:45Z", "2",
                                        "deploys 2026-03-02T10:00:15Z", "2",
                                        "deploys 2026-03-02T10:00:30Z", "5",
                                        "deploys 2026-03-02T10:00:45Z", "2")));
    }

    private static byte[] request(boolean second, Point... points) throws Exception {
        Line[] lines = {
            new Line(
                    new TreeMap<>(Map.of("__name__", "cpu", "host", "a1")),
                    List.of(points),
                    0,
                    null),
            new Line(
                    new TreeMap<>(Map.of("__name__", "cpu", "host", "b1")),
                    List.of(points),
                    0,
                    null),
            new Line(Map.of("__name__", "orders_total"), List.of(points), 0, null)
        };
        return second ? WriteEncoder.second(lines) : WriteEncoder.first(lines);
    }

    @Test
    void theStatusTellsWhetherToComeAgain() throws Exception {
        String id = connect("prometheus-write", Map.of("token", "t0ken"));
        feed(id, "latency", "cpu");
        byte[] body = WriteEncoder.first(Line.of("up", Point.of(T, 1)));
        write(id, false, body).statusCode(204);
        Map<String, String> right =
                Map.of(
                        "Authorization", "Bearer t0ken",
                        "Content-Encoding", "snappy",
                        "Content-Type", "application/x-protobuf");
        Map<String, String> stranger = new HashMap<>(right);
        stranger.put("Authorization", "Bearer guess");
        write(id, stranger, body).statusCode(401);
        Map<String, String> gzip = new HashMap<>(right);
        gzip.put("Content-Encoding", "gzip");
        write(id, gzip, body).statusCode(415);
        Map<String, String> third = new HashMap<>(right);
        third.put("Content-Type", "application/x-protobuf;proto=io.prometheus.write.v3.Request");
        write(id, third, body)
                .statusCode(415)
                .header("X-Prometheus-Remote-Write-Samples-Written", "0");
        write(id, false, new byte[] {1, 2, 3}).statusCode(400);
        write(
                        id,
                        true,
                        WriteEncoder.second(
                                new Line(
                                        Map.of("__name__", "latency"),
                                        List.of(Point.of(T, 3)),
                                        1,
                                        null)))
                .statusCode(400)
                .header("X-Prometheus-Remote-Write-Samples-Written", "1")
                .header("X-Prometheus-Remote-Write-Histograms-Written", "0")
                .body(containsString("native histograms"));
        assertThat(records(Topics.MONITORING)).as("what could be written was").hasSize(1);
        admin().get("/api/v1/connections/" + id + "/deliveries")
                .then()
                .body(
                        "status",
                        org.hamcrest.Matchers.everyItem(org.hamcrest.Matchers.is("REFUSED")));
        assertThat(admin().get("/api/v1/connections/" + id).jsonPath().getString("lastSuccess"))
                .isNotNull();
    }
}
