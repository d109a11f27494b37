package dev.payoff.connector.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.payoff.app.TimeAndChance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @TempDir Path folder;
    private HttpServer server;
    private ExecutorService threads;
    private final List<JsonNode> received = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger busy = new AtomicInteger();
    private volatile String rejected = "";
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newFixedThreadPool(4);
        server.setExecutor(threads);
        server.createContext(
                "/api/v1/measurements",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    boolean known =
                            "Bearer tok"
                                    .equals(exchange.getRequestHeaders().getFirst("Authorization"));
                    int status = !known ? 401 : busy.getAndDecrement() > 0 ? 503 : 202;
                    String[] lines = body.split("\n");
                    if (status == 202) {
                        for (String line : lines) {
                            received.add(JSON.readTree(line));
                        }
                    } else {
                        exchange.getResponseHeaders().add("Retry-After", "0");
                    }
                    byte[] answer =
                            ("{\"accepted\":" + lines.length + ",\"rejected\":[" + rejected + "]}")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private int replay(String csv, String... more) throws IOException {
        Path file = folder.resolve("series.csv");
        Files.writeString(file, csv);
        return replay(file, more);
    }

    private int replay(Path file, String... more) {
        List<String> args = new ArrayList<>(List.of(file.toString(), "--metric", "shop/latency"));
        args.addAll(List.of(more));
        return new ReplayCommand(
                        new TimeAndChance(Clock.fixed(NOW, ZoneOffset.UTC)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(
                        args.toArray(String[]::new),
                        Map.of(
                                "PAYOFF_URL",
                                "http://127.0.0.1:" + server.getAddress().getPort() + "/",
                                "PAYOFF_TOKEN",
                                "tok"));
    }

    @Test
    void playsAFileTwice_withTheSameIds() throws IOException {
        String csv = "timestamp,value\n2014-05-14 01:14:00,85.835\n2014-05-14 01:19:00,88.167\n";
        assertThat(replay(csv)).isZero();
        assertThat(replay(csv)).isZero();

        assertThat(received).hasSize(4);
        assertThat(received.get(0).path("metric").asText()).isEqualTo("shop/latency");
        assertThat(received.get(0).path("observedAt").asText()).isEqualTo("2014-05-14T01:14:00Z");
        assertThat(received.get(0).path("value").decimalValue()).isEqualByComparingTo("85.835");
        assertThat(received.get(0).path("source").asText()).isEqualTo("replay:series.csv");
        List<String> ids = received.stream().map(r -> r.path("eventId").asText()).toList();
        assertThat(ids.subList(0, 2))
                .isEqualTo(ids.subList(2, 4))
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void shiftedToNow_theLastReadingIsNow_andTheIdsAreOthers() throws IOException {
        String csv = "time;metric\n2014-05-14T01:14:00Z;1\n2014-05-14T01:19:00Z;2\n";
        assertThat(replay(csv)).isZero();
        assertThat(replay(csv, "--shift-to-now")).isZero();

        assertThat(received.get(3).path("observedAt").asText()).isEqualTo(NOW.toString());
        assertThat(received.get(2).path("observedAt").asText())
                .isEqualTo(NOW.minus(Duration.ofMinutes(5)).toString());
        assertThat(received.stream().map(r -> r.path("eventId").asText())).doesNotHaveDuplicates();
    }

    @Test
    void malformedRowsAreNamedByTheirLine_andLeftOut() throws IOException {
        assertThat(
                        replay(
                                "ts,value\n1400000000,1\nsoon,2\n1400000060,NaN\n\n1400000120\n1400000180,\"4\"\n"))
                .isEqualTo(2);
        assertThat(received).hasSize(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("line 3: 'soon' is not a time")
                .contains("line 4: 'NaN' is not a number")
                .contains("line 6: has 1 cells");
    }

    @Test
    void waitsWhereTheServerIsBusy_andTellsWhatWasRefused() throws IOException {
        busy.set(2);
        rejected = "{\"index\":0,\"code\":\"UNKNOWN_METRIC\",\"detail\":\"no such metric\"}";
        assertThat(replay("timestamp,value\n1400000000,1\n")).isEqualTo(2);
        assertThat(received).hasSize(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("UNKNOWN_METRIC: no such metric");
    }

    @Test
    void endsWhereNothingCanBeSent() throws IOException {
        assertThat(replay("timestamp,value\n1400000000,1\n", "--token", "wrong")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("401").doesNotContain("wrong");
        assertThat(replay("a,b,c\nx,y,z\n")).isEqualTo(1);
        assertThat(replay(folder.resolve("absent.csv"))).isEqualTo(1);
        assertThat(replay("timestamp,value\n", "--speed", "0")).isEqualTo(1);
    }

    @Test
    void twentyThousandRowsASecondOrMore() throws IOException {
        String csv =
                IntStream.range(0, 100_000)
                        .mapToObj(i -> (1_400_000_000 + i) + "," + i)
                        .collect(Collectors.joining("\n", "timestamp,value\n", "\n"));
        long before = System.nanoTime();
        assertThat(replay(csv)).isZero();
        double seconds = (System.nanoTime() - before) / 1e9;
        assertThat(received).hasSize(100_000);
        assertThat(100_000 / seconds).as("rows a second").isGreaterThan(20_000);
    }

    @Test
    void realSeriesAreRecognised() throws IOException {
        Path data = Path.of(System.getProperty("payoff.data", "absent"), "cloudwatch");
        assumeTrue(Files.isDirectory(data), "skipped: no CloudWatch series at " + data);
        int lines = 0;
        try (var files = Files.list(data)) {
            for (Path file : files.toList()) {
                assertThat(replay(file)).as(file.toString()).isZero();
                lines += Files.readAllLines(file).size() - 1;
            }
        }
        assertThat(received).hasSize(lines);
    }

    @ParameterizedTest
    @CsvSource({
        "2014-05-14T01:14:00Z, 2014-05-14T01:14:00Z",
        "2014-05-14T03:14:00+02:00, 2014-05-14T01:14:00Z",
        "2014-05-14 01:14:00, 2014-05-14T01:14:00Z",
        "2014-05-14 01:14:00.5, 2014-05-14T01:14:00.500Z",
        "2014-05-14 01:14:00-05:00, 2014-05-14T06:14:00Z",
        "2014-05-14 01:14:00 UTC, 2014-05-14T01:14:00Z",
        "2014-05-14T01:14, 2014-05-14T01:14:00Z",
        "2014-05-14, 2014-05-14T00:00:00Z",
        "1400000000, 2014-05-13T16:53:20Z",
        "1400000000.25, 2014-05-13T16:53:20.250Z",
        "1400000000250, 2014-05-13T16:53:20.250Z",
        "1400000000250000, 2014-05-13T16:53:20.250Z",
        "1400000000250000000, 2014-05-13T16:53:20.250Z"
    })
    void timesAsPeopleWriteThem(String text, Instant expected) {
        assertThat(SeriesFile.time(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "14.05.2014",
                "2014-13-01",
                "1..2",
                "99999999999999999999999999",
                "2014"
            })
    void whatIsNoTime(String text) {
        if (text.equals("2014")) {
            assertThat(SeriesFile.time(text)).isEqualTo(Instant.ofEpochSecond(2014));
        } else {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> SeriesFile.time(text))
                    .isInstanceOfAny(
                            java.time.DateTimeException.class,
                            ArithmeticException.class,
                            NumberFormatException.class);
        }
    }
}
