package dev.payoff.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Topics;
import dev.payoff.devstack.RealNginx;
import dev.payoff.devstack.RealPrograms;
import dev.payoff.devstack.StackResource;
import dev.payoff.stream.Bench;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through an nginx of Debian's that ends TLS, with the lines and settings of the manual. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
@TestProfile(RealNginxTest.BehindProxy.class)
class RealNginxTest {

    /** As the manual says it. */
    public static final class BehindProxy implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.proxy.proxy-address-forwarding",
                    "true",
                    "quarkus.http.proxy.trusted-proxies",
                    "127.0.0.1");
        }
    }

    private static final String SECRET = "of ours";

    private final Bench bench = new Bench();

    @TempDir Path directory;
    private RealPrograms programs;
    private RealNginx nginx;

    @BeforeEach
    void start() throws Exception {
        programs = new RealPrograms(directory);
        nginx = RealNginx.before(RestAssured.port, programs, directory);
    }

    @AfterEach
    void end() throws InterruptedException {
        programs.close();
        bench.close();
    }

    private HttpClient client() throws Exception {
        return HttpClient.newBuilder().sslContext(nginx.tls().trusting()).build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(nginx.url() + path))
                .header("Authorization", "Bearer " + bench.key());
    }

    /** Spaces, an escape and letters beyond ASCII: another form of the same JSON would not fit. */
    @Test
    void theSignatureOfAWebhookFits_asItsBytesPassUnchanged() throws Exception {
        String id =
                bench.post(
                                "connections",
                                "{'kind':'github','name':'git','config':{'webhookSecret':'%s'}}"
                                        .formatted(SECRET))
                        .statusCode(201)
                        .extract()
                        .path("id");
        byte[] body =
                """
                { "ref" : "refs/heads/main",\t"repository": {"id": 7, "full_name":"acme\\/caf\\u00e9 \u00e9\u4e16",
                  "default_branch": "main", "pushed_at": 1772445700},
                  "commits": [ {"id": "da1560886d4f", "timestamp": "2026-03-02T10:00:00Z"} ] }
                """
                        .getBytes(StandardCharsets.UTF_8);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        HttpRequest delivery =
                HttpRequest.newBuilder(URI.create(nginx.url() + "/hooks/" + id))
                        .header("Content-Type", "application/json")
                        .header("X-GitHub-Event", "push")
                        .header("X-GitHub-Delivery", UUID.randomUUID().toString())
                        .header(
                                "X-Hub-Signature-256",
                                "sha256=" + HexFormat.of().formatHex(mac.doFinal(body)))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        HttpResponse<String> answer = client().send(delivery, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    @Test
    void anEventOfTheLiveStreamArrivesWhileTheStreamGoesOn() throws Exception {
        bench.project("cloud");
        bench.level("cloud", "cost", "");
        List<String> lines = new CopyOnWriteArrayList<>();
        HttpResponse<InputStream> stream =
                client().send(
                                request("/api/v1/stream?topics=project:cloud").build(),
                                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);
        Thread reader = Thread.ofVirtual().start(() -> read(stream.body(), lines));
        programs.eventually(() -> assertThat(lines).contains("event: hello"));

        bench.send(
                Topics.BUSINESS,
                "cloud/cost",
                "44000",
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                "");
        bench.committed();
        programs.eventually(() -> assertThat(lines).contains("event: metric"));
        assertThat(reader.isAlive()).as("nobody had to end it for that").isTrue();
        programs.close();
        reader.join();
    }

    private static void read(InputStream stream, List<String> into) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                into.add(line);
            }
        } catch (IOException ended) {
            into.add("ended: " + ended.getMessage());
        }
    }

    @Test
    void aFailedLoginIsNotedUnderTheClientsAddress_whateverTheClientSaysOfItself()
            throws Exception {
        String body =
                "{\"tenant\":\"acme\",\"email\":\"%s\",\"password\":\"wrong\"}"
                        .formatted(StackResource.ADMIN_EMAIL);
        HttpRequest login =
                HttpRequest.newBuilder(URI.create(nginx.url() + "/api/v1/session"))
                        .header("Content-Type", "application/json")
                        .header("X-Payoff", "1")
                        .header("X-Forwarded-For", "192.0.2.7")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (HttpClient elsewhere =
                HttpClient.newBuilder()
                        .sslContext(nginx.tls().trusting())
                        .localAddress(InetAddress.getByName("127.0.0.2"))
                        .build()) {
            assertThat(elsewhere.send(login, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);
        }
        assertThat(
                        Bench.text(
                                "SELECT detail ->> 'address' FROM audit WHERE action ="
                                        + " 'login.refused' ORDER BY id DESC LIMIT 1"))
                .isEqualTo("127.0.0.2");
    }
}
