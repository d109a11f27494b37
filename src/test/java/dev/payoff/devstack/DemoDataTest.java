package dev.payoff.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sample data sends, seen by a server that only writes it down. */
class DemoDataTest {

    private final ObjectMapper json = new ObjectMapper();
    private final List<String> made = new ArrayList<>();
    private final List<JsonNode> readings = new ArrayList<>();
    private final Map<String, String> deliverables = new HashMap<>();
    private final List<JsonNode> maps = new ArrayList<>();
    private final AtomicInteger busy = new AtomicInteger();
    private HttpServer server;
    private String refusedPath = "";

    @TempDir Path state;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void sendsProjectsThenTheirPastAndOnASecondRunOnlyWhatIsNew() throws Exception {
        busy.set(1);
        Instant start = Instant.now();
        demo(start).fill();

        long projects = made.stream().filter("/api/v1/projects"::equals).count();
        assertThat(projects).isEqualTo(4);
        assertThat(made).contains("/api/v1/projects/cloud-migration/metrics", "/api/v1/rules");
        assertThat(made).contains("/api/v1/projects/checkout/costs");
        assertThat(busy).hasValue(0);
        aMapLeadsFromEachOfItsDeliverablesToAnObjective();

        Set<String> identities = new HashSet<>();
        Set<String> metrics = new HashSet<>();
        for (JsonNode reading : readings) {
            metrics.add(reading.get("metric").asText());
            assertThat(identities.add(reading.get("metric") + " " + reading.get("observedAt")))
                    .isTrue();
            assertThat(reading.get("value").isNumber()).isTrue();
        }
        assertThat(metrics).hasSize(12);
        Instant first = Instant.parse(readings.getFirst().get("observedAt").asText());
        Instant last = Instant.parse(readings.getLast().get("observedAt").asText());
        assertThat(Duration.between(first, last)).isGreaterThan(Duration.ofDays(539));
        assertThat(readings).as("a start takes no longer than it did").hasSizeLessThan(22_000);
        assertThat(Duration.between(last, start)).isLessThan(Duration.ofMinutes(1));

        int before = readings.size();
        int madeBefore = made.size();
        demo(Instant.now()).fill();
        assertThat(made).hasSize(madeBefore);
        assertThat(readings.size() - before).isBetween(1, 2 * 12);
        assertThat(readings.stream().map(it -> it.get("metric") + " " + it.get("observedAt")))
                .doesNotHaveDuplicates();
    }

    private void aMapLeadsFromEachOfItsDeliverablesToAnObjective() {
        assertThat(deliverables).hasSizeGreaterThan(6);
        assertThat(maps).hasSize(3);
        for (JsonNode map : maps) {
            Set<String> ends = new HashSet<>();
            Set<String> reached = new HashSet<>();
            for (JsonNode node : map.get("nodes")) {
                if (node.get("kind").asText().equals("OBJECTIVE")) {
                    ends.add(node.get("id").asText());
                } else if (node.get("kind").asText().equals("DELIVERABLE")) {
                    assertThat(deliverables).containsKey(node.get("deliverable").asText());
                    reached.add(node.get("id").asText());
                }
            }
            assertThat(reached).isNotEmpty();
            for (String from : reached) {
                assertThat(behind(map, from)).as(from).containsAnyElementsOf(ends);
            }
        }
    }

    private static Set<String> behind(JsonNode map, String from) {
        Set<String> found = new HashSet<>();
        for (JsonNode edge : map.get("edges")) {
            if (edge.get("from").asText().equals(from)) {
                found.add(edge.get("to").asText());
                found.addAll(behind(map, edge.get("to").asText()));
            }
        }
        return found;
    }

    @Test
    void aRefusalStopsItWithWhatTheServerSaid() throws Exception {
        refusedPath = "/api/v1/rules";
        assertThatThrownBy(() -> demo(Instant.now()).fill())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("POST /api/v1/rules: 400")
                .hasMessageContaining("no such figure");
        assertThat(readings).isEmpty();
    }

    private DemoData demo(Instant now) throws IOException {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return new DemoData(new DemoApi(url, "pay_key"), state, now);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int status = 201;
        String answer = "{}";
        if (!"Bearer pay_key".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            status = 401;
        } else if (path.equals(refusedPath)) {
            status = 400;
            answer = "{\"detail\":\"no such figure\"}";
        } else if (path.equals("/api/v1/measurements")) {
            if (busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                status = 503;
            } else {
                status = 202;
                for (String line : body.split("\n")) {
                    readings.add(json.readTree(line));
                }
                answer = "{\"accepted\":" + body.lines().count() + ",\"rejected\":[]}";
            }
        } else {
            JsonNode told = json.readTree(body);
            made.add(path);
            if (path.endsWith("/metrics")) {
                answer = "{\"id\":\"" + UUID.randomUUID() + "\"}";
            } else if (path.endsWith("/target-profile")) {
                assertThat(told.get("shape").asText()).isEqualTo("S_CURVE");
            } else if (path.endsWith("/deliverables")) {
                String id = UUID.randomUUID().toString();
                deliverables.put(id, told.get("name").asText());
                answer = "{\"id\":\"" + id + "\"}";
            } else if (exchange.getRequestMethod().equals("PUT")) {
                maps.add(told);
            }
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
