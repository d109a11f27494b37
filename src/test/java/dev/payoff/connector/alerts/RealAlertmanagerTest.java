package dev.payoff.connector.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.payoff.app.Topics;
import dev.payoff.connector.ConnectorTestBase;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sender itself, with nginx in front of us where that is installed too. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class RealAlertmanagerTest extends ConnectorTestBase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path directory;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process each : started) {
            each.destroy();
            if (!each.waitFor(20, TimeUnit.SECONDS)) {
                each.destroyForcibly();
            }
        }
    }

    @Test
    void anAlertAndItsEndComeFromARealAlertmanager() throws Exception {
        Optional<Path> program = program("prometheus-alertmanager", "alertmanager");
        assumeTrue(program.isPresent(), "skipped: there is no alertmanager on the PATH");
        String id = connect("alertmanager", Map.of("token", "t0ken"));
        feed(id, "alertname=Down,service=shop|fired", "deploys");
        feed(id, "alertname=Down|firing_hours", "recovery");
        int behind = nginx().orElse(RestAssured.port);
        int port = freePort();
        Path config =
                Files.writeString(
                        directory.resolve("alertmanager.yml"),
                        """
                        route: {receiver: payoff, group_wait: 0s, group_interval: 1s, repeat_interval: 1h}
                        receivers:
                          - name: payoff
                            webhook_configs:
                              - url: http://127.0.0.1:%d/hooks/%s
                                send_resolved: true
                                http_config: {authorization: {credentials: t0ken}}
                        """
                                .formatted(behind, id));
        run(
                program.get().toString(),
                "--config.file=" + config,
                "--storage.path=" + directory.resolve("data"),
                "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:" + port);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> get(port, "/-/ready") == 200);

        Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1_800);
        alert(port, began, null);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(records(Topics.MONITORING)).hasSize(1));
        alert(port, began, began.plusSeconds(900));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(records(Topics.MONITORING)).hasSize(2));
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
    }

    private void alert(int port, Instant starts, Instant ends) throws Exception {
        String body =
                "[{\"labels\":{\"alertname\":\"Down\",\"service\":\"shop\"},\"startsAt\":\"%s\"%s}]"
                        .formatted(starts, ends == null ? "" : ",\"endsAt\":\"" + ends + "\"");
        HttpResponse<String> answer =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        "http://127.0.0.1:"
                                                                + port
                                                                + "/api/v2/alerts"))
                                        .header("Content-Type", "application/json")
                                        .POST(HttpRequest.BodyPublishers.ofString(body))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** Starts an nginx in front of the application, where there is one; its port. */
    private Optional<Integer> nginx() throws IOException {
        Optional<Path> program = program("nginx");
        if (program.isEmpty()) {
            return Optional.empty();
        }
        int port = freePort();
        Path config =
                Files.writeString(
                        directory.resolve("nginx.conf"),
                        """
                        daemon off;
                        master_process off;
                        pid %1$s/nginx.pid;
                        error_log %1$s/error.log;
                        events {}
                        http {
                          access_log off;
                          client_body_temp_path %1$s/b; proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f;
                          uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
                          server {
                            listen 127.0.0.1:%2$d;
                            location / { proxy_pass http://127.0.0.1:%3$d; proxy_set_header X-Forwarded-For $remote_addr; }
                          }
                        }
                        """
                                .formatted(directory, port, RestAssured.port));
        run(program.get().toString(), "-c", config.toString(), "-p", directory.toString());
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> get(port, "/q/health/started") == 200);
        return Optional.of(port);
    }

    private void run(String... command) throws IOException {
        started.add(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log-" + started.size()).toFile())
                        .start());
    }

    private static int get(int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static Optional<Path> program(String... names) {
        return Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
                .flatMap(folder -> Stream.of(names).map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
