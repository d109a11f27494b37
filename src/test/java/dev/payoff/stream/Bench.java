package dev.payoff.stream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.payoff.devstack.StackProcess;
import io.restassured.config.JsonConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionFactory;

/**
 * A tenant of a test's own; records put into Kafka as a foreign producer would; and what only a
 * superuser of the database sees of the outcome.
 */
public final class Bench implements AutoCloseable {

    private static final RestAssuredConfig EXACT =
            RestAssuredConfig.config()
                    .jsonConfig(
                            JsonConfig.jsonConfig()
                                    .numberReturnType(JsonPathConfig.NumberReturnType.BIG_DECIMAL));

    public final UUID tenant = UUID.randomUUID();
    public final String tenantKey = "t-" + tenant.toString().substring(0, 13);
    private final String secret =
            "pay_" + (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
    private final KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                    Map.of(
                            "bootstrap.servers",
                            StackProcess.shared().kafkaBootstrap(),
                            "linger.ms",
                            20),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    public Bench() {
        update(
                "INSERT INTO tenant (id, key, name, zone, currency, created_at)"
                        + " VALUES (?, ?, ?, 'Europe/Berlin', 'EUR', now())",
                tenant,
                tenantKey,
                tenantKey);
        update(
                "INSERT INTO api_key (id, tenant_id, name, prefix, hash, role, created_by, created_at)"
                        + " VALUES (?, ?, 'test', ?, ?, 'ADMIN', 'test', now())",
                UUID.randomUUID(),
                tenant,
                secret.substring(0, 12),
                sha256(secret));
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }

    /** The tenant's admin API key. */
    public String key() {
        return secret;
    }

    public RequestSpecification admin() {
        return given().config(EXACT)
                .header("Authorization", "Bearer " + secret)
                .contentType(ContentType.JSON);
    }

    public ValidatableResponse post(String path, String body) {
        return admin().body(body.replace('\'', '"')).post("/api/v1/" + path).then();
    }

    public ValidatableResponse patch(String path, String body) {
        return admin().body(body.replace('\'', '"')).patch("/api/v1/" + path).then();
    }

    public JsonPath get(String path) {
        return admin().get("/api/v1/" + path).then().statusCode(200).extract().jsonPath();
    }

    public UUID project(String key) {
        return UUID.fromString(
                post(
                                "projects",
                                "{'key':'%s','name':'P','type':'SOFTWARE','currency':'EUR','goLive':'2026-01-01'}"
                                        .formatted(key))
                        .statusCode(201)
                        .extract()
                        .path("id"));
    }

    /** The LEVEL metric of worked example A, valued from the start of 2026 (UTC). */
    public UUID level(String project, String key, String more) {
        return UUID.fromString(
                post(
                                "projects/" + project + "/metrics",
                                """
                                {'key':'%s','name':'Cost','category':'COST_REDUCTION','type':'CURRENCY','kind':'LEVEL',
                                 'baseline':50000,'target':35000,'valuation':{'amount':1,'per':'MONTH'},'frequency':'PT1H',
                                 'benefitStart':'2026-01-01T00:00:00Z'%s}
                                """
                                        .formatted(key, more))
                        .statusCode(201)
                        .extract()
                        .path("id"));
    }

    /** The FLOW metric of worked example B. */
    public UUID flow(String project, String key, Instant benefitStart) {
        return UUID.fromString(
                post(
                                "projects/" + project + "/metrics",
                                """
                                {'key':'%s','name':'Tickets','category':'EFFICIENCY','type':'COUNT','kind':'FLOW',
                                 'baseline':100,'target':400,'flowPer':'MONTH','valuation':{'amount':12,'per':'UNIT'},
                                 'frequency':'PT1H','benefitStart':'%s'}
                                """
                                        .formatted(key, benefitStart))
                        .statusCode(201)
                        .extract()
                        .path("id"));
    }

    /** A reading as JSON of the wire. */
    public String reading(String metric, String value, Instant at, String more) {
        return "{\"tenant\":\"%s\",\"metric\":\"%s\",\"value\":%s,\"observedAt\":\"%s\"%s}"
                .formatted(tenantKey, metric, value, at, more.replace('\'', '"'));
    }

    public void send(String topic, String metric, String value, Instant at, String more) {
        raw(
                topic,
                (tenantKey + "/" + metric).getBytes(StandardCharsets.UTF_8),
                reading(metric, value, at, more).getBytes(StandardCharsets.UTF_8));
    }

    public void raw(String topic, byte[] key, byte[] value) {
        sent.add(producer.send(new ProducerRecord<>(topic, key, value)));
    }

    /** A CloudEvent in structured mode: the envelope is the value. */
    public void event(String topic, byte[] key, String contentType, String envelope) {
        var record = new ProducerRecord<>(topic, key, envelope.getBytes(StandardCharsets.UTF_8));
        record.headers().add("content-type", contentType.getBytes(StandardCharsets.UTF_8));
        sent.add(producer.send(record));
    }

    /** Waits until the brokers hold everything that was sent, and tells where. */
    public List<RecordMetadata> confirmed() {
        producer.flush();
        List<RecordMetadata> where = new ArrayList<>();
        for (Future<RecordMetadata> one : sent) {
            try {
                where.add(one.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            } catch (ExecutionException e) {
                throw new AssertionError(e);
            }
        }
        sent.clear();
        return where;
    }

    /** Waits until the stream has committed everything that was sent before. */
    public void committed() {
        List<RecordMetadata> where = confirmed();
        soon().untilAsserted(() -> {
            for (RecordMetadata one : where) {
                assertThat(
                                number(
                                        "SELECT coalesce(max(next_offset), 0) FROM consumer_offset WHERE topic = ? AND partition = ?",
                                        one.topic(),
                                        one.partition()))
                        .as("%s", one)
                        .isGreaterThan(one.offset());
            }
        });
    }

    public static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
    }

    /** Once figures of the day are kept of a tenant: a round that is under way is let go on. */
    static void keptOf(KeptFigures kept, UUID tenant) {
        soon().untilAsserted(() -> {
            kept.round().await().atMost(Duration.ofSeconds(20));
            assertThat(number("SELECT count(*) FROM project_day WHERE tenant_id = ?", tenant))
                    .isPositive();
        });
    }

    public static BigDecimal money(JsonPath json, String path) {
        Object value = json.get(path);
        return value == null ? null : new BigDecimal(value.toString());
    }

    public static BigDecimal rounded(BigDecimal value, int scale) {
        return value.setScale(scale, RoundingMode.HALF_EVEN);
    }

    public static long number(String sql, Object... arguments) {
        return Long.parseLong(text(sql, arguments));
    }

    public static String text(String sql, Object... arguments) {
        List<List<String>> rows = rows(sql, arguments);
        if (rows.isEmpty()) {
            throw new AssertionError("No row: " + sql);
        }
        return rows.getFirst().getFirst();
    }

    public static List<List<String>> rows(String sql, Object... arguments) {
        try (Connection connection = connect();
                PreparedStatement statement = prepared(connection, sql, arguments);
                ResultSet found = statement.executeQuery()) {
            List<List<String>> rows = new ArrayList<>();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.add(found.getString(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    public static int update(String sql, Object... arguments) {
        try (Connection connection = connect();
                PreparedStatement statement = prepared(connection, sql, arguments)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(StackProcess.shared().superuserJdbcUrl());
    }

    private static PreparedStatement prepared(
            Connection connection, String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(
                    i + 1,
                    arguments[i] instanceof Instant at
                            ? at.atOffset(ZoneOffset.UTC)
                            : arguments[i]);
        }
        return statement;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Everything consumed is valid, rejected or a duplicate. */
    static void assertConserved() {
        assertThat(
                        rows(
                                "SELECT topic, partition FROM consumer_offset WHERE consumed <> valid + duplicate + rejected"))
                .isEmpty();
    }
}
