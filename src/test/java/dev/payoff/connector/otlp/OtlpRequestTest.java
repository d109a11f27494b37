package dev.payoff.connector.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.connector.Incoming;
import dev.payoff.connector.Samples.Sample;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests written by OpenTelemetry's own generated classes, and their JSON written by hand. */
class OtlpRequestTest {

    private static final long T = 1772445600_000000000L;

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static NumberDataPoint.Builder point(long seconds) {
        return NumberDataPoint.newBuilder()
                .setTimeUnixNano(T + seconds * 1_000_000_000L)
                .addAttributes(text("shop", "web"));
    }

    static ExportMetricsServiceRequest request(Metric... metrics) {
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(
                        ResourceMetrics.newBuilder()
                                .setResource(
                                        Resource.newBuilder()
                                                .addAttributes(text("service.name", "till"))
                                                .addAttributes(text("shop", "any")))
                                .addScopeMetrics(
                                        ScopeMetrics.newBuilder().addAllMetrics(List.of(metrics))))
                .build();
    }

    private static final Metric GAUGE =
            Metric.newBuilder()
                    .setName("load")
                    .setUnit("1")
                    .setGauge(
                            Gauge.newBuilder()
                                    .addDataPoints(point(2).setAsDouble(0.1))
                                    .addDataPoints(point(1).setAsInt(-7))
                                    .addDataPoints(point(3).setAsDouble(Double.NaN))
                                    .addDataPoints(point(4).setFlags(1)))
                    .build();

    private static Metric sum(AggregationTemporality temporality, boolean monotonic) {
        return Metric.newBuilder()
                .setName("orders")
                .setSum(
                        Sum.newBuilder()
                                .setAggregationTemporality(temporality)
                                .setIsMonotonic(monotonic)
                                .addDataPoints(point(5).setStartTimeUnixNano(T).setAsInt(12)))
                .build();
    }

    @Test
    void gaugesAreRead_oldestFirst_andWhatIsNoNumberIsSkipped() {
        OtlpRequest.Read read = read(request(GAUGE).toByteArray());
        assertThat(read.samples())
                .extracting(OtlpRequestTest::shown)
                .as("a point's attribute goes before its resource's")
                .containsExactly(
                        "load{service.name=till, shop=web} GAUGE -7 at 2026-03-02T10:00:01Z",
                        "load{service.name=till, shop=web} GAUGE 0.1 at 2026-03-02T10:00:02Z");
        assertThat(read.skipped()).isEqualTo(2);
        assertThat(read.rejected()).isZero();
    }

    @Test
    void sumsSayHowTheyAreMeant() {
        assertThat(
                        read(request(
                                                sum(
                                                        AggregationTemporality
                                                                .AGGREGATION_TEMPORALITY_DELTA,
                                                        true),
                                                sum(
                                                        AggregationTemporality
                                                                .AGGREGATION_TEMPORALITY_CUMULATIVE,
                                                        true),
                                                sum(
                                                        AggregationTemporality
                                                                .AGGREGATION_TEMPORALITY_CUMULATIVE,
                                                        false))
                                        .toByteArray())
                                .samples())
                .extracting(s -> s.kind() + " since " + s.start())
                .containsExactly(
                        "DELTA since 2026-03-02T10:00:00Z",
                        "CUMULATIVE since 2026-03-02T10:00:00Z",
                        "GAUGE since 2026-03-02T10:00:00Z");
        assertThat(
                        OtlpConnector.parse(
                                incoming(
                                        "application/x-protobuf",
                                        null,
                                        request(
                                                        sum(
                                                                AggregationTemporality
                                                                        .AGGREGATION_TEMPORALITY_UNSPECIFIED,
                                                                true))
                                                .toByteArray())))
                .isInstanceOf(OtlpRequest.Unreadable.class);
    }

    @Test
    void histogramsAndSummariesGiveTheirCountAndSum() {
        Metric histogram =
                Metric.newBuilder()
                        .setName("latency")
                        .setHistogram(
                                Histogram.newBuilder()
                                        .setAggregationTemporality(
                                                AggregationTemporality
                                                        .AGGREGATION_TEMPORALITY_DELTA)
                                        .addDataPoints(
                                                HistogramDataPoint.newBuilder()
                                                        .setTimeUnixNano(T)
                                                        .addAttributes(text("shop", "web"))
                                                        .setCount(3)
                                                        .setSum(1.5)
                                                        .addBucketCounts(3)))
                        .build();
        Metric exponential =
                Metric.newBuilder()
                        .setName("size")
                        .setExponentialHistogram(
                                ExponentialHistogram.newBuilder()
                                        .setAggregationTemporality(
                                                AggregationTemporality
                                                        .AGGREGATION_TEMPORALITY_CUMULATIVE)
                                        .addDataPoints(
                                                ExponentialHistogramDataPoint.newBuilder()
                                                        .setTimeUnixNano(T)
                                                        .addAttributes(text("shop", "web"))
                                                        .setCount(4)))
                        .build();
        Metric summary =
                Metric.newBuilder()
                        .setName("wait")
                        .setSummary(
                                Summary.newBuilder()
                                        .addDataPoints(
                                                SummaryDataPoint.newBuilder()
                                                        .setTimeUnixNano(T)
                                                        .setCount(5)
                                                        .setSum(2.5)))
                        .build();
        assertThat(read(request(histogram, exponential, summary).toByteArray()).samples())
                .extracting(OtlpRequestTest::shown)
                .containsExactly(
                        "latency.count{service.name=till, shop=web} DELTA 3 at 2026-03-02T10:00:00Z",
                        "latency.sum{service.name=till, shop=web} DELTA 1.5 at 2026-03-02T10:00:00Z",
                        "size.count{service.name=till, shop=web} CUMULATIVE 4 at 2026-03-02T10:00:00Z",
                        "wait.count{service.name=till, shop=any} CUMULATIVE 5 at 2026-03-02T10:00:00Z",
                        "wait.sum{service.name=till, shop=any} CUMULATIVE 2.5 at 2026-03-02T10:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "\"AGGREGATION_TEMPORALITY_CUMULATIVE\""})
    void jsonTellsTheSame(String temporality) {
        String json =
                ("{\"resourceMetrics\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"till\"}}]},"
                                + "\"scopeMetrics\":[{\"scope\":{\"name\":\"s\"},\"metrics\":["
                                + "{\"name\":\"orders\",\"sum\":{\"aggregationTemporality\":%s,\"isMonotonic\":true,\"dataPoints\":["
                                + "{\"asInt\":\"12\",\"startTimeUnixNano\":\"1772445600000000000\",\"timeUnixNano\":\"1772445605000000000\","
                                + "\"attributes\":[{\"key\":\"n\",\"value\":{\"intValue\":\"3\"}},{\"key\":\"l\",\"value\":{\"arrayValue\":{}}}]}]}},"
                                + "{\"name\":\"load\",\"gauge\":{\"dataPoints\":[{\"asDouble\":0.1,\"timeUnixNano\":1772445601000000000},"
                                + "{\"asDouble\":\"NaN\",\"timeUnixNano\":\"1\"},{\"asDouble\":1e999999,\"timeUnixNano\":\"1\"}]}},"
                                + "{\"name\":\"latency\",\"histogram\":{\"aggregationTemporality\":1,\"dataPoints\":["
                                + "{\"count\":\"3\",\"sum\":1.5,\"timeUnixNano\":\"1772445600000000000\"}]}}]}]}]}")
                        .formatted(temporality);
        OtlpRequest.Read read =
                (OtlpRequest.Read)
                        OtlpConnector.parse(incoming("application/json", null, utf8(json)));
        assertThat(read.samples())
                .extracting(OtlpRequestTest::shown)
                .containsExactly(
                        "latency.count{service.name=till} DELTA 3 at 2026-03-02T10:00:00Z",
                        "latency.sum{service.name=till} DELTA 1.5 at 2026-03-02T10:00:00Z",
                        "load{service.name=till} GAUGE 0.1 at 2026-03-02T10:00:01Z",
                        "orders{n=3, service.name=till} CUMULATIVE 12 at 2026-03-02T10:00:05Z");
        assertThat(read.skipped()).isEqualTo(2);
    }

    @Test
    void aPointWithoutATimeIsRejected_andTheOthersAreNot() {
        Metric gauge =
                Metric.newBuilder()
                        .setName("load")
                        .setGauge(
                                Gauge.newBuilder()
                                        .addDataPoints(NumberDataPoint.newBuilder().setAsInt(1))
                                        .addDataPoints(point(1).setAsInt(2)))
                        .build();
        OtlpRequest.Read read = read(request(gauge).toByteArray());
        assertThat(read.samples()).hasSize(1);
        assertThat(read.rejected()).isEqualTo(1);
        assertThat(read.why()).contains("no name or time");
    }

    @Test
    void gzipIsUnpacked_withinABound() throws IOException {
        byte[] plain = request(GAUGE).toByteArray();
        assertThat(OtlpConnector.parse(incoming("application/x-protobuf", "gzip", gzip(plain))))
                .isEqualTo(read(plain));
        byte[] bomb = gzip(new byte[OtlpConnector.MAX_UNPACKED_BYTES + 1]);
        assertThat(status(incoming("application/x-protobuf", "gzip", bomb))).isEqualTo(413);
        assertThat(status(incoming("application/x-protobuf", "gzip", plain))).isEqualTo(400);
        assertThat(status(incoming("application/x-protobuf", "zstd", plain))).isEqualTo(415);
        assertThat(status(incoming("application/json", null, utf8("[]")))).isEqualTo(400);
    }

    @Test
    void brokenBytesAreRefused_neverThrown() {
        byte[] good = request(GAUGE).toByteArray();
        Random random = new Random(42);
        int unreadable = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] broken = good.clone();
            broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            if (OtlpConnector.parse(incoming("application/x-protobuf", null, broken))
                    instanceof OtlpRequest.Unreadable) {
                unreadable++;
            }
        }
        assertThat(unreadable).as("seed 42").isGreaterThan(1_000);
    }

    private static int status(Incoming incoming) {
        return ((OtlpRequest.Unreadable) OtlpConnector.parse(incoming)).status();
    }

    private static OtlpRequest.Read read(byte[] message) {
        return (OtlpRequest.Read)
                OtlpConnector.parse(incoming("application/x-protobuf", null, message));
    }

    private static String shown(Sample sample) {
        return sample.series().name()
                + sample.series().labels()
                + " "
                + sample.kind()
                + " "
                + sample.value().toPlainString()
                + " at "
                + sample.at();
    }

    private static Incoming incoming(String type, String encoding, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", type);
        headers.put("Content-Encoding", encoding);
        return new Incoming("v1/metrics", headers::get, body, Instant.EPOCH);
    }

    static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
