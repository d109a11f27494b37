package dev.payoff.connector;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.payoff.devstack.StackProcess;
import dev.payoff.devstack.StackResource;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeEach;

/** A project of its own, and what its connectors put into Kafka, read from Kafka. */
public abstract class ConnectorTestBase {

    protected static final ObjectMapper JSON = new ObjectMapper();
    protected final String project = "conn-" + UUID.randomUUID().toString().substring(0, 8);

    protected static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + StackResource.ADMIN_KEY);
    }

    /** Rows of the registry, put there by hand: this test is of the connectors only. */
    @BeforeEach
    void project() throws Exception {
        sql(
                "INSERT INTO project (id, tenant_id, key, name, type, currency, created_at)"
                        + " SELECT gen_random_uuid(), id, '%s', 'P', 'SOFTWARE', 'EUR', now() FROM tenant WHERE key = 'acme'"
                                .formatted(project));
        for (String metric : List.of("lead", "deploys", "failures", "recovery", "rework", "cpu")) {
            sql(
                    """
                    INSERT INTO metric (id, tenant_id, project_id, key, full_key, name, category, type, unit, kind,
                                        frequency_s, staleness_s, confidence, share, created_at)
                    SELECT gen_random_uuid(), tenant_id, id, '%1$s', key || '/%1$s', 'M', 'EFFICIENCY', 'COUNT', 'h', 'LEVEL',
                           3600, 10800, 1, 1, now() FROM project WHERE key = '%2$s'
                    """
                            .formatted(metric, project));
        }
    }

    protected static void sql(String sql) throws Exception {
        try (var connection =
                        DriverManager.getConnection(StackProcess.shared().superuserJdbcUrl());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    protected String connect(String kind, Map<String, Object> config) {
        return admin().contentType(ContentType.JSON)
                .body(
                        Map.of(
                                "kind",
                                kind,
                                "name",
                                kind + " " + UUID.randomUUID(),
                                "config",
                                config))
                .post("/api/v1/connections")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    protected void feed(String connection, String series, String metric) {
        admin().contentType(ContentType.JSON)
                .body(Map.of("series", series, "metric", project + "/" + metric))
                .post("/api/v1/connections/" + connection + "/feeds")
                .then()
                .statusCode(201);
    }

    protected static ValidatableResponse hook(
            String connection, String secret, String event, String delivery, byte[] body)
            throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return given().header(
                        "X-Hub-Signature-256",
                        "sha256=" + HexFormat.of().formatHex(mac.doFinal(body)))
                .header("X-GitHub-Event", event)
                .header("X-GitHub-Delivery", delivery)
                .contentType("application/json")
                .body(body)
                .post("/hooks/" + connection)
                .then();
    }

    /** A delivery with these headers and nothing else. */
    protected static ValidatableResponse post(
            String path, Map<String, String> headers, byte[] body) {
        return given().headers(headers).body(body).post("/hooks/" + path).then();
    }

    /** The highest revision of each reading of this test's project: metric and fact to value. */
    protected Map<String, String> latest(String topic) throws Exception {
        Map<String, JsonNode> latest = new TreeMap<>();
        for (JsonNode reading : records(topic)) {
            String metric = reading.path("metric").asText();
            String fact = reading.path("eventId").asText();
            latest.merge(
                    metric.substring(metric.indexOf('/') + 1)
                            + " "
                            + fact.substring(fact.lastIndexOf('/') + 1),
                    reading,
                    (a, b) -> a.path("revision").asInt() > b.path("revision").asInt() ? a : b);
        }
        Map<String, String> values = new TreeMap<>();
        latest.forEach((fact, reading) ->
                values.put(
                        fact,
                        reading.path("value").decimalValue().stripTrailingZeros().toPlainString()));
        return values;
    }

    /** What Kafka has of this test's project. */
    protected List<JsonNode> records(String topic) throws Exception {
        List<JsonNode> found = new ArrayList<>();
        try (var consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                (Object) StackProcess.shared().kafkaBootstrap()),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(p -> new TopicPartition(topic, p.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (ConsumerRecord<String, String> record :
                        consumer.poll(Duration.ofMillis(200))) {
                    if (record.key().startsWith("acme/" + project)) {
                        found.add(JSON.readTree(record.value()));
                    }
                }
            }
        }
        return found;
    }
}
