package dev.payoff.connector.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.sun.net.httpserver.HttpServer;
import dev.payoff.app.Topics;
import dev.payoff.connector.ConnectorTestBase;
import dev.payoff.devstack.Manual;
import dev.payoff.devstack.RealNginx;
import dev.payoff.devstack.RealPrograms;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An Alertmanager of Debian's as the sender, with the lines of its page, behind an nginx that ends
 * TLS.
 */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class RealAlertmanagerTest extends ConnectorTestBase {

    @TempDir Path directory;
    private RealPrograms programs;
    private int alertmanager;
    private String connection;

    @BeforeEach
    void start() throws Exception {
        programs = new RealPrograms(directory);
        Path program =
                RealPrograms.needed(
                        "prometheus-alertmanager", "prometheus-alertmanager", "alertmanager");
        RealNginx nginx = RealNginx.before(RestAssured.port, programs, directory);
        connection = connect("alertmanager", Map.of("token", "t0ken"));
        feed(connection, "alertname=Down,service=shop|fired", "deploys");
        feed(connection, "alertname=Down|firing_hours", "recovery");
        alertmanager = RealPrograms.freePort();
        Path config =
                Files.writeString(
                        directory.resolve("alertmanager.yml"),
                        "route: {receiver: payoff, group_wait: 0s, group_interval: 1s,"
                                + " repeat_interval: 1h}\n"
                                + Manual.of("docs/connectors/alerts.md", "text")
                                        .with(
                                                "https://payoff.example/hooks/…",
                                                nginx.url() + "/hooks/" + connection)
                                        .with(
                                                "{credentials: …}",
                                                "{credentials: t0ken}, tls_config: {ca_file: "
                                                        + nginx.tls().certificate()
                                                        + "}"));
        programs.run(
                program.toString(),
                "--config.file=" + config,
                "--storage.path=" + directory.resolve("alerts"),
                "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:" + alertmanager);
        programs.answers(alertmanager, "/-/ready");
    }

    @AfterEach
    void end() throws InterruptedException {
        programs.close();
    }

    private ValidatableResponse annotations() {
        return admin().get("/api/v1/projects/" + project + "/annotations").then().statusCode(200);
    }

    @Test
    void anAlertAndItsEndComeFromARealAlertmanager() throws Exception {
        Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1_800);
        alert(began, null);
        programs.eventually(() -> assertThat(records(Topics.MONITORING)).hasSize(1));
        annotations().body("items", hasSize(1)).body("items[0].to", nullValue());
        alert(began, began.plusSeconds(900));

        programs.eventually(() -> assertThat(records(Topics.MONITORING)).hasSize(2));
        assertThat(records(Topics.MONITORING))
                .anySatisfy(reading -> {
                    assertThat(reading.path("value").decimalValue()).isEqualByComparingTo("1");
                    assertThat(Instant.parse(reading.path("observedAt").asText())).isEqualTo(began);
                })
                .anySatisfy(reading -> {
                    assertThat(reading.path("value").decimalValue()).isEqualByComparingTo("0.25");
                    assertThat(Instant.parse(reading.path("observedAt").asText()))
                            .isEqualTo(began.plusSeconds(900));
                });
        annotations()
                .body("items.title", hasItem("Down"))
                .body("items.tags.flatten()", hasItem("service=shop"))
                .body("items[0].to", notNullValue());
    }

    private void alert(Instant starts, Instant ends) throws Exception {
        String body =
                "[{\"labels\":{\"alertname\":\"Down\",\"service\":\"shop\"},\"startsAt\":\"%s\"%s}]"
                        .formatted(starts, ends == null ? "" : ",\"endsAt\":\"" + ends + "\"");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:"
                                                            + alertmanager
                                                            + "/api/v2/alerts"))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    /** The whole way: a shop that fails, Prometheus' rule, Alertmanager, TLS, a reading. */
    @Test
    void aRuleOfARealPrometheusFiresAndResolves() throws Exception {
        AtomicInteger healthy = new AtomicInteger();
        HttpServer shop =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext(
                "/metrics",
                exchange -> {
                    byte[] text =
                            ("shop_healthy " + healthy.get() + "\n")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
                    exchange.sendResponseHeaders(200, text.length);
                    exchange.getResponseBody().write(text);
                    exchange.close();
                });
        shop.start();
        try {
            prometheus(shop.getAddress().getPort());
            programs.eventually(() -> assertThat(records(Topics.MONITORING)).hasSize(1));
            Instant fired =
                    Instant.parse(
                            records(Topics.MONITORING).getFirst().path("observedAt").asText());
            annotations().body("items", hasSize(1)).body("items[0].to", nullValue());

            healthy.set(1);
            programs.eventually(() -> assertThat(records(Topics.MONITORING)).hasSize(2));
            assertThat(records(Topics.MONITORING))
                    .as("hours of firing, told at the end")
                    .anySatisfy(reading -> {
                        assertThat(reading.path("metric").asText()).endsWith("/recovery");
                        assertThat(reading.path("value").decimalValue()).isPositive();
                        assertThat(Instant.parse(reading.path("observedAt").asText()))
                                .isAfter(fired);
                    });
            annotations().body("items", hasSize(1)).body("items[0].to", notNullValue());
        } finally {
            shop.stop(0);
        }
    }

    private void prometheus(int shop) throws IOException {
        int port = RealPrograms.freePort();
        Path rules =
                Files.writeString(
                        directory.resolve("rules.yml"),
                        """
                        groups:
                          - name: shop
                            interval: 1s
                            rules:
                              - {alert: Down, expr: shop_healthy == 0, labels: {service: shop}}
                        """);
        Path config =
                Files.writeString(
                        directory.resolve("prometheus.yml"),
                        """
                        global: {scrape_interval: 1s, evaluation_interval: 1s}
                        rule_files: ['%s']
                        alerting: {alertmanagers: [{static_configs: [{targets: ['127.0.0.1:%d']}]}]}
                        scrape_configs: [{job_name: shop, static_configs: [{targets: ['127.0.0.1:%d']}]}]
                        """
                                .formatted(rules, alertmanager, shop));
        programs.run(
                RealPrograms.needed("prometheus", "prometheus").toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port);
        programs.answers(port, "/-/ready");
    }
}
