package dev.payoff.connector.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.app.Topics;
import dev.payoff.connector.ConnectorTestBase;
import dev.payoff.devstack.StackResource;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** OpenTelemetry's own SDK and exporter as the sender. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class OtlpExporterTest extends ConnectorTestBase {

    private static final Duration BY_HAND = Duration.ofHours(1);

    @Test
    void theSdksExporterIsUnderstood_withDeltas() throws Exception {
        assertThat(exported(AggregationTemporalitySelector.deltaPreferred(), "t0ken"))
                .as("a delta says how much from when to when")
                .extracting(BigDecimal::toPlainString)
                .containsExactly("10", "3", "5");
    }

    @Test
    void theSdksExporterIsUnderstood_withWhatItCountsSinceItsStart() throws Exception {
        assertThat(exported(AggregationTemporalitySelector.alwaysCumulative(), "t0ken"))
                .as("where it stood before the first time is not known")
                .extracting(BigDecimal::toPlainString)
                .containsExactly("3", "5");
    }

    @Test
    void aWrongTokenIsAFailureToIt() throws Exception {
        assertThat(exported(AggregationTemporalitySelector.deltaPreferred(), "another")).isEmpty();
    }

    /** The readings that come of a counter that grows by 10, 3 and 5 between three exports. */
    private List<BigDecimal> exported(AggregationTemporalitySelector temporality, String token)
            throws Exception {
        String id = connect("otlp", Map.of("token", "t0ken"));
        feed(id, "orders{service.name=\"till\"}|increase", "deploys");
        OtlpHttpMetricExporter exporter =
                OtlpHttpMetricExporter.builder()
                        .setEndpoint(
                                "http://127.0.0.1:"
                                        + RestAssured.port
                                        + "/hooks/"
                                        + id
                                        + "/v1/metrics")
                        .addHeader("Authorization", "Bearer " + token)
                        .setCompression("gzip")
                        .setAggregationTemporalitySelector(temporality)
                        .build();
        try (SdkMeterProvider provider =
                SdkMeterProvider.builder()
                        .setResource(
                                Resource.create(
                                        Attributes.of(
                                                AttributeKey.stringKey("service.name"), "till")))
                        .registerMetricReader(
                                PeriodicMetricReader.builder(exporter).setInterval(BY_HAND).build())
                        .build()) {
            LongCounter orders = provider.get("shop").counterBuilder("orders").build();
            for (int more : new int[] {10, 3, 5}) {
                orders.add(more);
                flush(provider);
            }
            // Before it ends: then it exports once more, of a counter that has not grown.
            return readings();
        }
    }

    /**
     * Exports what was counted. The SDK tells that an export has ended an instant before it takes
     * the next one; a flush that falls between has failed, and has neither collected nor sent.
     */
    private static void flush(SdkMeterProvider provider) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> provider.forceFlush().join(20, TimeUnit.SECONDS).isSuccess());
    }

    private List<BigDecimal> readings() throws Exception {
        List<BigDecimal> values = new ArrayList<>();
        for (JsonNode reading : records(Topics.MONITORING)) {
            values.add(reading.path("value").decimalValue());
        }
        return values;
    }
}
