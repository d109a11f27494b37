package dev.payoff.connector.sonarqube;

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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a loopback server that answers as SonarQube's API does. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class SonarTest extends ConnectorTestBase {

    private HttpServer server;
    private volatile int status = 200;
    private volatile String asked;
    private volatile String authorization;

    @BeforeEach
    void start() throws IOException {
        Instant analysed = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(3600);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/sonar/api/",
                exchange -> {
                    asked =
                            URLDecoder.decode(
                                    exchange.getRequestURI().getRawQuery() + "",
                                    StandardCharsets.UTF_8);
                    authorization = exchange.getRequestHeaders().getFirst("Authorization");
                    String answer =
                            exchange.getRequestURI().getPath().endsWith("/validate")
                                    ? "{\"valid\":true}"
                                    : "{\"errors\":[{\"msg\":\"out for lunch\"}],\"measures\":[{\"metric\":\"coverage\",\"history\":["
                                            + "{\"date\":\""
                                            + analysed
                                            + "\",\"value\":\"81.5\"}]}]}";
                    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String connect() {
        return connect(
                "sonarqube",
                Map.of(
                        "baseUrl",
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/sonar/",
                        "token",
                        "squ_1",
                        "webhookSecret",
                        "s3cret"));
    }

    @Test
    void theGateComesByWebhook_andOneThatTurnsGreenLaterIsCorrected() throws Exception {
        String id = connect();
        feed(id, "org:shop|quality_gate", "failures");
        gate(id, "guess", "ERROR").statusCode(401);
        gate(id, "s3cret", "ERROR").statusCode(202).body("readings", equalTo(1));
        gate(id, "s3cret", "ERROR").statusCode(200).body("status", equalTo("duplicate"));
        gate(id, "s3cret", "OK").statusCode(202).body("readings", equalTo(1));
        gate(id, "s3cret", "NONE").statusCode(200).body("status", equalTo("ignored"));

        List<JsonNode> readings = records(Topics.DELIVERY);
        assertThat(readings).hasSize(2);
        assertThat(latest(Topics.DELIVERY)).hasSize(1).containsValue("100");
        admin().delete("/api/v1/connections/" + id).then().statusCode(204);
    }

    @Test
    void measuresArePulledFromTheLastAnalysis_andAFailureIsTold() throws Exception {
        String id = connect();
        admin().post("/api/v1/connections/" + id + "/test").then().body("ok", equalTo(true));
        feed(id, "org:shop|next|coverage", "cpu");
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(records(Topics.DELIVERY)).hasSize(1));
        JsonNode reading = records(Topics.DELIVERY).getFirst();
        assertThat(reading.path("value").decimalValue()).isEqualByComparingTo("81.5");
        assertThat(authorization).isEqualTo("Bearer squ_1");
        assertThat(asked).contains("component=org:shop&metrics=coverage&branch=next&from=");

        status = 503;
        feed(id, "org:shop|bugs", "failures");
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() ->
                        admin().get("/api/v1/connections/" + id)
                                .then()
                                .body("lastError", containsString("HTTP 503: out for lunch")));
        admin().delete("/api/v1/connections/" + id).then().statusCode(204);
    }

    private static io.restassured.response.ValidatableResponse gate(
            String id, String secret, String status) throws Exception {
        byte[] body = SonarPayloadTest.GATE.formatted(status).getBytes(StandardCharsets.UTF_8);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return post(
                id,
                Map.of(
                        "X-SonarQube-Project",
                        "org:shop",
                        "X-Sonar-Webhook-HMAC-SHA256",
                        HexFormat.of().formatHex(mac.doFinal(body))),
                body);
    }
}
