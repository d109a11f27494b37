package dev.payoff.connector.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.payoff.devstack.Manual;
import dev.payoff.devstack.RealPrograms;
import dev.payoff.devstack.StackResource;
import dev.payoff.stream.Bench;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Prometheus of Debian's, which scrapes a shop and Payoff itself, is asked by Payoff, and pushes
 * to it. What is committed is held against what Prometheus says of itself.
 */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class RealPrometheusTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Orders between two scrapes. */
    private static final int ORDERS = 5;

    /** Minutes of the past that Prometheus knows before it is started. */
    private static final int MINUTES = 30;

    private final Instant past =
            Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(90));
    private final Bench bench = new Bench();
    private final AtomicInteger scrapes = new AtomicInteger();

    @TempDir Path directory;
    private RealPrograms programs;
    private HttpServer shop;
    private int port;

    @BeforeEach
    void prepare() throws IOException {
        programs = new RealPrograms(directory);
        port = RealPrograms.freePort();
        bench.project("shop");
        shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext(
                "/metrics",
                exchange -> {
                    int scrape = scrapes.incrementAndGet();
                    byte[] text =
                            """
                            # TYPE shop_orders counter
                            shop_orders_total %1$d
                            # TYPE bot_answers counter
                            bot_answers_total{resolved="true"} %1$d
                            # TYPE shop_queue_seconds gauge
                            # UNIT shop_queue_seconds seconds
                            shop_queue_seconds 3.5
                            # TYPE shop_visits unknown
                            shop_visits 7
                            # TYPE shop_clerks_total gauge
                            shop_clerks_total 4
                            # EOF
                            """
                                    .formatted(scrape * ORDERS)
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders()
                            .set("Content-Type", "application/openmetrics-text; version=1.0.0");
                    exchange.sendResponseHeaders(200, text.length);
                    exchange.getResponseBody().write(text);
                    exchange.close();
                });
        shop.start();
    }

    @AfterEach
    void end() throws InterruptedException {
        programs.close();
        shop.stop(0);
        bench.close();
    }

    private void prometheus(String more) throws IOException {
        Path program = RealPrograms.needed("prometheus", "prometheus");
        Path config =
                Files.writeString(
                        directory.resolve("prometheus.yml"),
                        """
                        global: {scrape_interval: 1s}
                        scrape_configs:
                          - {job_name: shop, static_configs: [{targets: ['127.0.0.1:%d']}]}
                          - job_name: payoff
                            metrics_path: /q/metrics
                            static_configs: [{targets: ['127.0.0.1:%d']}]
                        %s
                        """
                                .formatted(shop.getAddress().getPort(), RestAssured.port, more));
        programs.run(
                program.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port);
        programs.answers(port, "/-/ready");
    }

    /** What Prometheus is to know of the time before it was started: 0.1 more each minute. */
    private void remembers(String gauge) throws Exception {
        StringBuilder text = new StringBuilder("# TYPE " + gauge + " gauge\n");
        IntStream.rangeClosed(0, MINUTES)
                .forEach(minute ->
                        text.append(gauge)
                                .append(' ')
                                .append(BigDecimal.valueOf(minute, 1))
                                .append(' ')
                                .append(past.getEpochSecond() + 60L * minute)
                                .append('\n'));
        Path file = Files.writeString(directory.resolve("past.txt"), text + "# EOF\n");
        Process tool =
                new ProcessBuilder(
                                RealPrograms.needed("prometheus", "promtool").toString(),
                                "tsdb",
                                "create-blocks-from",
                                "openmetrics",
                                file.toString(),
                                directory.resolve("data").toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tool.waitFor()).as(said).isZero();
    }

    private String connect(String kind, String config) {
        return bench.post(
                        "connections",
                        "{'kind':'%s','name':'%s','config':%s}"
                                .formatted(kind, UUID.randomUUID(), config))
                .statusCode(201)
                .extract()
                .path("id");
    }

    private void feed(String connection, String series, String metric) {
        bench.admin()
                .body(Map.of("series", series, "metric", "shop/" + metric))
                .post("/api/v1/connections/" + connection + "/feeds")
                .then()
                .statusCode(201);
    }

    /** What the stream has committed of a metric: value by time. */
    private TreeMap<Instant, BigDecimal> committed(UUID metric) {
        TreeMap<Instant, BigDecimal> readings = new TreeMap<>();
        JsonPath page = bench.get("metrics/" + metric + "/measurements?limit=200");
        List<Map<String, Object>> items = page.getList("items");
        items.forEach(item ->
                readings.put(
                        Instant.parse(item.get("observedAt").toString()),
                        new BigDecimal(item.get("value").toString()).stripTrailingZeros()));
        return readings;
    }

    /** What Prometheus itself answers: value by time. */
    private TreeMap<Instant, BigDecimal> itself(String path) throws Exception {
        TreeMap<Instant, BigDecimal> values = new TreeMap<>();
        JsonNode answer = JSON.readTree(programs.get(port, path).body());
        for (JsonNode pair : answer.at("/data/result/0/values")) {
            values.put(
                    Instant.ofEpochMilli(Math.round(pair.get(0).doubleValue() * 1000)),
                    new BigDecimal(pair.get(1).textValue()).stripTrailingZeros());
        }
        return values;
    }

    @Test
    void aRealPrometheusIsAsked_forItsPastAndForWhatCameSince() throws Exception {
        remembers("shop_stock");
        prometheus("");
        UUID stock = bench.level("shop", "stock", "");
        UUID scraped = bench.level("shop", "scraped", "");
        String id =
                connect(
                        "prometheus",
                        "{'baseUrl':'http://127.0.0.1:%d','stepSeconds':60,'delaySeconds':0,'backfillHours':2}"
                                .formatted(port));
        assertThat(bench.post("connections/" + id + "/test", "").extract().<Boolean>path("ok"))
                .isTrue();
        feed(id, "sum(shop_stock)", "stock");
        String now =
                connect(
                        "prometheus",
                        "{'baseUrl':'http://127.0.0.1:%d','stepSeconds':15,'delaySeconds':0}"
                                .formatted(port));
        feed(now, "sum(up{job=\"payoff\"})", "scraped");

        String range =
                "/api/v1/query_range?step=60&start=%d&end=%d&query=%s"
                        .formatted(
                                past.minus(Duration.ofMinutes(10)).getEpochSecond(),
                                past.plus(Duration.ofMinutes(MINUTES + 10)).getEpochSecond(),
                                URLEncoder.encode("sum(shop_stock)", StandardCharsets.UTF_8));
        programs.eventually(() ->
                assertThat(committed(stock)).hasSizeGreaterThan(MINUTES).isEqualTo(itself(range)));
        assertThat(committed(stock)).containsEntry(past.plusSeconds(60), new BigDecimal("0.1"));
        programs.eventually(() ->
                assertThat(committed(scraped).values())
                        .as("Prometheus scrapes us, and we ask it whether it does")
                        .hasSizeGreaterThan(1)
                        .containsOnly(BigDecimal.ONE));
        assertThat(bench.get("connections/" + id).<Object>get("lastError")).isNull();
    }

    @Test
    void aRealPrometheusPushes_untilItIsCommitted() throws Exception {
        String id = connect("prometheus-write", "{'token':'t0ken'}");
        UUID sold = bench.flow("shop", "orders", past);
        UUID scraped = bench.level("shop", "scraped", "");
        feed(id, "shop_orders_total|increase", "orders");
        feed(id, "up{job=\"payoff\"}", "scraped");
        prometheus(
                """
                remote_write:
                  - url: http://127.0.0.1:%d/hooks/%s/api/v1/write
                    authorization: {credentials: t0ken}
                    queue_config: {batch_send_deadline: 1s}
                    metadata_config: {send_interval: 2s}
                    write_relabel_configs:
                      - {source_labels: [job], regex: shop|payoff, action: keep}
                      - {source_labels: [__name__], regex: 'shop_.*|up', action: keep}
                """
                        .formatted(RestAssured.port, id));

        programs.eventually(() -> assertThat(committed(sold)).hasSizeGreaterThan(5));
        TreeMap<Instant, BigDecimal> orders = committed(sold);
        TreeMap<Instant, BigDecimal> own = itself("/api/v1/query?query=shop_orders_total%5B5m%5D");
        assertThat(orders.keySet())
                .as("no sample is missing between the first and the last")
                .containsExactlyElementsOf(
                        own.subMap(orders.firstKey(), true, orders.lastKey(), true).keySet());
        assertThat(orders)
                .allSatisfy((at, grown) ->
                        assertThat(grown)
                                .isEqualByComparingTo(
                                        own.get(at).subtract(own.lowerEntry(at).getValue())));
        programs.eventually(() ->
                assertThat(committed(scraped).values())
                        .as("what it scrapes of us comes back to us")
                        .isNotEmpty()
                        .containsOnly(BigDecimal.ONE));
    }

    @Test
    void theLinesOfThePageBringTheFirstMeasurement() throws Exception {
        String id = connect("prometheus-write", "{'token':'t0ken'}");
        UUID deflected = bench.flow("shop", "deflected", past);
        feed(id, "bot_answers_total{resolved=\"true\"}|increase", "deflected");
        prometheus(
                Manual.of("docs/connectors/remote-write.md", "text")
                        .with(
                                "https://payoff.example/hooks/…",
                                "http://127.0.0.1:" + RestAssured.port + "/hooks/" + id)
                        .with("{credentials: …}", "{credentials: t0ken}")
                        .toString());
        programs.eventually(() ->
                assertThat(committed(deflected).values())
                        .isNotEmpty()
                        .allMatch(grown -> grown.intValueExact() % ORDERS == 0));
    }

    /** The metadata come apart from the samples, and say what a name alone would get wrong. */
    @Test
    void whatARealPrometheusSaysOfItsSeries_isInWhatIsOffered() throws Exception {
        String id = connect("prometheus-write", "{'token':'t0ken'}");
        prometheus(
                """
                remote_write:
                  - url: http://127.0.0.1:%d/hooks/%s/api/v1/write
                    authorization: {credentials: t0ken}
                    queue_config: {batch_send_deadline: 1s}
                    metadata_config: {send_interval: 1s}
                    write_relabel_configs:
                      - {source_labels: [__name__], regex: 'shop_.*', action: keep}
                """
                        .formatted(RestAssured.port, id));

        programs.eventually(() -> {
            JsonPath unfed = bench.get("connections/" + id + "/unfed");
            assertThat(unfed.<String>getList("series"))
                    .containsExactlyInAnyOrder(
                            "shop_orders_total|increase",
                            "shop_queue_seconds",
                            "shop_visits",
                            "shop_clerks_total");
            assertThat(
                            unfed.<String>get(
                                    "find { it.series == 'shop_queue_seconds' }.suggestion.reason"))
                    .isEqualTo("The sender says that its unit is seconds.");
        });
    }
}
