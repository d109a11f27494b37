package dev.payoff.acceptance;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.payoff.devstack.StackProcess;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/**
 * Real monitoring series, a real cloud bill and real webhooks, each by its own connector into one
 * portfolio; then a recount of the log equals PostgreSQL in every window, and the costs equal the
 * bill. The tenant's zone had a day of 23 hours within the series.
 */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class RealDataTest {

    private static final String SECRET = "it-is-a-secret";
    private static final List<String> DORA =
            List.of(
                    "change_lead_time",
                    "deployment_frequency",
                    "change_fail_rate",
                    "recovery_time");

    private final Path data = Path.of(System.getProperty("payoff.data", "absent"));
    private final String tenant = "real-" + UUID.randomUUID().toString().substring(0, 13);
    private final String token = "pay_" + HexFormat.of().formatHex(sha256(tenant));

    @Test
    void threeConnectors_onePortfolio_everyWindowRecounted() throws Exception {
        assumeTrue(Files.isDirectory(data), "skipped: no real data at " + data);
        makeTenant();
        register();

        long readings = replay("ec2_request_latency_system_failure.csv", "shop/latency");
        readings += replay("rds_cpu_utilization_cc0c53.csv", "platform/availability");
        replay("rds_cpu_utilization_cc0c53.csv", "platform/availability");
        importCosts();
        importCosts();
        long fromHooks = postHooks();

        try (Books books =
                new Books(
                        StackProcess.shared().superuserJdbcUrl(),
                        StackProcess.shared().kafkaBootstrap(),
                        tenant)) {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(200))
                    .until(books::isLevelWithTheLog);
            Books.Audit audit = books.audit();
            assertThat(audit.differences()).isEmpty();
            assertThat(audit.recount().rejections()).isZero();
            assertThat(audit.recount().measurements.values().stream().mapToLong(n -> n).sum())
                    .isEqualTo(readings + fromHooks);
            assertThat(audit.recount().windows()).isGreaterThan(readings / 2);
            assertThat(audit.recount().costs)
                    .usingComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                    .isEqualTo(bill());
            System.out.printf(
                    "%d readings of files, %d of webhooks, %d records in the log, %d windows%n",
                    readings, fromHooks, audit.recount().records(), audit.recount().windows());
        }
    }

    private void makeTenant() throws Exception {
        UUID id = UUID.randomUUID();
        update(
                "INSERT INTO tenant (id, key, name, zone, currency, created_at)"
                        + " VALUES (?, ?, 'Real', 'America/New_York', 'USD', now())",
                id,
                tenant);
        update(
                "INSERT INTO api_key (id, tenant_id, name, prefix, hash, role, created_by, created_at)"
                        + " VALUES (?, ?, 'test', 'pay_', ?, 'ADMIN', 'test', now())",
                UUID.randomUUID(),
                id,
                sha256(token));
    }

    private static void update(String sql, Object... values) throws Exception {
        try (var db = DriverManager.getConnection(StackProcess.shared().superuserJdbcUrl());
                PreparedStatement statement = db.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void register() {
        for (String project : List.of("shop", "platform")) {
            make(
                    "projects",
                    "{'key':'%s','name':'P','type':'SOFTWARE','goLive':'2014-01-01'}"
                            .formatted(project));
        }
        metric("shop", "latency", "DURATION", "ms");
        metric("platform", "availability", "PERCENTAGE", "%");
        DORA.forEach(key -> metric("shop", key.replace('_', '-'), "SCORE", "points"));
    }

    private void metric(String project, String key, String type, String unit) {
        make(
                "projects/" + project + "/metrics",
                ("{'key':'%s','name':'M','category':'QUALITY','type':'%s','unit':'%s','kind':'LEVEL',"
                                + "'baseline':50,'target':10,'frequency':'PT5M','valuation':{'amount':3,'per':'HOUR'}}")
                        .formatted(key, type, unit));
    }

    private String make(String path, String body) {
        return admin().contentType(ContentType.JSON)
                .body(body.replace('\'', '"'))
                .post("/api/v1/" + path)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + token);
    }

    /**
     * As {@code ./payoff replay} does it, in a process of its own; answers the rows of the file.
     */
    private long replay(String file, String metric) throws IOException, InterruptedException {
        Path csv = data.resolve("cloudwatch").resolve(file);
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-cp",
                                classPath,
                                "dev.payoff.connector.replay.ReplayCommand",
                                csv.toString(),
                                "--metric",
                                metric,
                                "--url",
                                RestAssured.baseURI + ":" + RestAssured.port,
                                "--token",
                                token)
                        .redirectErrorStream(true)
                        .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(told).isZero();
        try (Stream<String> lines = Files.lines(csv)) {
            return lines.count() - 1;
        }
    }

    private void importCosts() throws IOException {
        admin().contentType("text/csv")
                .queryParam(
                        "mapping",
                        "{\"rules\":[{\"when\":{\"ProviderName\":\"AWS\"},\"project\":\"shop\"}],"
                                + "\"defaultProject\":\"platform\"}")
                .body(Files.readAllBytes(bills()))
                .post("/api/v1/imports/focus")
                .then()
                .statusCode(200)
                .body("rows", equalTo(1000))
                .body("rejected", equalTo(0));
    }

    private Path bills() {
        return data.resolve("focus/focus_sample.csv");
    }

    /**
     * The bill's effective cost by project and currency, as a reader of the file would add it up.
     */
    private Map<String, BigDecimal> bill() throws IOException {
        Map<String, BigDecimal> sums = new TreeMap<>();
        List<String> header = null;
        for (List<String> row : Csv.rows(Files.readString(bills()))) {
            if (header == null) {
                header = row;
                continue;
            }
            BigDecimal cost = new BigDecimal(row.get(header.indexOf("EffectiveCost")));
            if (cost.signum() != 0) {
                String provider = row.get(header.indexOf("ProviderName"));
                sums.merge(
                        (provider.equals("AWS") ? "shop " : "platform ")
                                + row.get(header.indexOf("BillingCurrency")),
                        cost,
                        BigDecimal::add);
            }
        }
        return sums;
    }

    /** Every payload with a wrong signature and with the right one; answers the readings made. */
    private long postHooks() throws Exception {
        String connection =
                make(
                        "connections",
                        "{'kind':'github','name':'GitHub','config':{'webhookSecret':'%s'}}"
                                .formatted(SECRET));
        for (String measure : DORA) {
            make(
                    "connections/" + connection + "/feeds",
                    "{'series':'*|*|%s','metric':'shop/%s'}"
                            .formatted(measure, measure.replace('_', '-')));
        }
        List<Path> payloads;
        try (Stream<Path> files = Files.walk(data.resolve("github"))) {
            payloads = files.filter(Files::isRegularFile).sorted().toList();
        }
        assertThat(payloads).isNotEmpty();
        long readings = 0;
        for (Path payload : payloads) {
            post(connection, "wrong", payload)
                    .statusCode(401)
                    .body("code", equalTo("NOT_VERIFIED"));
            Response answer = post(connection, SECRET, payload).extract().response();
            assertThat(answer.statusCode()).as(payload.toString()).isIn(200, 202);
            readings += answer.jsonPath().getLong("readings");
        }
        assertThat(readings).as("readings made of payloads").isPositive();
        return readings;
    }

    private static ValidatableResponse post(String connection, String secret, Path payload)
            throws Exception {
        byte[] body = Files.readAllBytes(payload);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String event = payload.getParent().getFileName().toString();
        return given().header(
                        "X-Hub-Signature-256",
                        "sha256=" + HexFormat.of().formatHex(mac.doFinal(body)))
                .header("X-GitHub-Event", event)
                .header("X-GitHub-Delivery", event + "/" + payload.getFileName())
                .contentType("application/json")
                .body(body)
                .post("/hooks/" + connection)
                .then();
    }
}
