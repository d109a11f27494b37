package dev.payoff.connector.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.app.Topics;
import dev.payoff.connector.ConnectorTestBase;
import dev.payoff.devstack.StackResource;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** OTLP/HTTP against real PostgreSQL and Kafka. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class OtlpTest extends ConnectorTestBase {

    private static final long T = 1772445600_000000000L;

    private static Metric orders(AggregationTemporality temporality, long second, long value) {
        return Metric.newBuilder()
                .setName("orders." + temporality.getNumber())
                .setSum(
                        Sum.newBuilder()
                                .setAggregationTemporality(temporality)
                                .setIsMonotonic(true)
                                .addDataPoints(
                                        NumberDataPoint.newBuilder()
                                                .setStartTimeUnixNano(T)
                                                .setTimeUnixNano(T + second * 1_000_000_000L)
                                                .setAsInt(value)))
                .build();
    }

    @Test
    void deltasAndCumulativesComeToTheSameIncrease() throws Exception {
        String id = connect("otlp", Map.of("token", "t0ken"));
        feed(id, "orders.1{service.name=\"till\"}|increase", "deploys");
        feed(id, "orders.2{service.name=\"till\"}|increase", "failures");
        long[] cumulative = {10, 13, 18};
        long[] delta = {10, 3, 5};
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 3; i++) {
                byte[] body =
                        OtlpRequestTest.request(
                                        orders(
                                                AggregationTemporality
                                                        .AGGREGATION_TEMPORALITY_DELTA,
                                                60 * (i + 1),
                                                delta[i]),
                                        orders(
                                                AggregationTemporality
                                                        .AGGREGATION_TEMPORALITY_CUMULATIVE,
                                                60 * (i + 1),
                                                cumulative[i]))
                                .toByteArray();
                HttpResponse<byte[]> answer =
                        send(id, "application/x-protobuf", "gzip", OtlpRequestTest.gzip(body));
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).isEmpty();
                assertThat(answer.headers().firstValue("Content-Type"))
                        .hasValue("application/x-protobuf");
            }
        }

        Map<String, String> values = new TreeMap<>();
        for (JsonNode reading : records(Topics.MONITORING)) {
            String metric = reading.path("metric").asText();
            values.put(
                    metric.substring(metric.indexOf('/') + 1)
                            + " "
                            + reading.path("observedAt").asText(),
                    reading.path("value").decimalValue().toPlainString());
        }
        assertThat(values)
                .as("where a cumulative counter stood before the first time is not known")
                .isEqualTo(
                        new TreeMap<>(
                                Map.of(
                                        "deploys 2026-03-02T10:01:00Z", "10",
                                        "deploys 2026-03-02T10:02:00Z", "3",
                                        "deploys 2026-03-02T10:03:00Z", "5",
                                        "failures 2026-03-02T10:02:00Z", "3",
                                        "failures 2026-03-02T10:03:00Z", "5")));
    }

    @Test
    void theAnswerIsInTheEncodingOfTheRequest() throws Exception {
        String id = connect("otlp", Map.of("token", "t0ken"));
        Metric timeless =
                Metric.newBuilder()
                        .setName("load")
                        .setGauge(
                                Gauge.newBuilder()
                                        .addDataPoints(NumberDataPoint.newBuilder().setAsInt(1)))
                        .build();
        HttpResponse<byte[]> partial =
                send(
                        id,
                        "application/x-protobuf",
                        "identity",
                        OtlpRequestTest.request(timeless).toByteArray());
        assertThat(partial.statusCode()).isEqualTo(200);
        assertThat(
                        ExportMetricsServiceResponse.parseFrom(partial.body())
                                .getPartialSuccess()
                                .getRejectedDataPoints())
                .isEqualTo(1);
        HttpResponse<byte[]> json =
                send(
                        id,
                        "application/json",
                        "identity",
                        "{\"resourceMetrics\":[]}".getBytes(StandardCharsets.UTF_8));
        assertThat(json.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(json.body())).isEmpty();
        HttpResponse<byte[]> broken =
                send(id, "application/json", "identity", "{".getBytes(StandardCharsets.UTF_8));
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(broken.body()).path("code").asInt()).isEqualTo(3);
        assertThat(send(id, "text/plain", "identity", new byte[0]).statusCode()).isEqualTo(415);
        String other = connect("otlp", Map.of("token", "another"));
        assertThat(send(other, "application/json", "identity", new byte[0]).statusCode())
                .isEqualTo(401);
        assertThat(
                        admin().get("/api/v1/connections/" + id + "/deliveries")
                                .jsonPath()
                                .getList("status", String.class))
                .isEqualTo(List.of("REFUSED", "REFUSED", "REFUSED"));
    }

    private static HttpResponse<byte[]> send(String id, String type, String encoding, byte[] body)
            throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "http://localhost:"
                                                        + RestAssured.port
                                                        + "/hooks/"
                                                        + id
                                                        + "/v1/metrics"))
                                .header("Authorization", "Bearer t0ken")
                                .header("Content-Type", type)
                                .header("Content-Encoding", encoding)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
    }
}
