package dev.payoff.connector.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.payoff.app.Topics;
import dev.payoff.connector.ConnectorTestBase;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a loopback server that speaks Prometheus' envelope. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class PrometheusPullTest extends ConnectorTestBase {

    private HttpServer server;
    private volatile String broken;
    private volatile String authorization;

    /** How many NaN the answers about the feed's own series held. */
    private final AtomicInteger nanTold = new AtomicInteger();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/prom/api/v1/query_range",
                exchange -> {
                    Map<String, String> form = new HashMap<>();
                    for (String pair :
                            new String(
                                            exchange.getRequestBody().readAllBytes(),
                                            StandardCharsets.UTF_8)
                                    .split("&")) {
                        String[] kv = pair.split("=", 2);
                        form.put(kv[0], URLDecoder.decode(kv[1], StandardCharsets.UTF_8));
                    }
                    authorization = exchange.getRequestHeaders().getFirst("Authorization");
                    StringBuilder values = new StringBuilder();
                    long step = Long.parseLong(form.get("step"));
                    for (long t = Long.parseLong(form.get("start"));
                            t <= Long.parseLong(form.get("end"));
                            t += step) {
                        boolean nan = t % (10 * step) == 0;
                        if (nan && broken == null && form.get("query").equals("avg(cpu)")) {
                            nanTold.incrementAndGet();
                        }
                        values.append(values.isEmpty() ? "" : ",")
                                .append("[" + t + ",\"" + (nan ? "NaN" : "0.5") + "\"]");
                    }
                    byte[] answer =
                            (broken != null
                                            ? broken
                                            : "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":["
                                                    + values
                                                    + "]}]}}")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void pullsFromWhereItStopped_andTellsWhatIsWrong() throws Exception {
        String id =
                connect(
                        "prometheus",
                        Map.of(
                                "baseUrl",
                                "http://127.0.0.1:" + server.getAddress().getPort() + "/prom/",
                                "auth",
                                "bearer",
                                "token",
                                "t0ken",
                                "stepSeconds",
                                15));
        admin().post("/api/v1/connections/" + id + "/test")
                .then()
                .statusCode(200)
                .body("ok", equalTo(true));
        assertThat(authorization).isEqualTo("Bearer t0ken");
        feed(id, "avg(cpu)", "cpu");

        // An hour of points 15 s apart, a tenth of them NaN.
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(
                        () -> assertThat(records(Topics.MONITORING)).hasSizeBetween(210, 220));
        JsonNode first = records(Topics.MONITORING).getFirst();
        assertThat(first.path("value").decimalValue()).isEqualByComparingTo("0.5");
        // How many of the hour's points fall on a NaN depends on when the hour began, and the next
        // pull may already have added one: the sender's own count is what the feed must show.
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() ->
                        admin().get("/api/v1/connections/" + id + "/feeds")
                                .then()
                                .body("[0].skipped", equalTo(nanTold.get())));
        assertThat(nanTold.get()).isBetween(23, 26);

        broken =
                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"values\":[]},{\"values\":[]}]}}";
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() ->
                        admin().get("/api/v1/connections/" + id)
                                .then()
                                .body("lastError", containsString("exactly one"))
                                .body("failures", equalTo(1)));
        broken = null;
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() ->
                        admin().get("/api/v1/connections/" + id)
                                .then()
                                .body("failures", equalTo(0)));

        List<JsonNode> all = records(Topics.MONITORING);
        Set<String> times = new HashSet<>();
        all.forEach(reading -> times.add(reading.path("observedAt").asText()));
        assertThat(times).as("each point once, none left out by the failure").hasSize(all.size());
        admin().delete("/api/v1/connections/" + id).then().statusCode(204);
    }
}
