package dev.payoff.stream;

import static dev.payoff.stream.Bench.money;
import static dev.payoff.stream.Bench.number;
import static dev.payoff.stream.Bench.rounded;
import static dev.payoff.stream.Bench.rows;
import static dev.payoff.stream.Bench.soon;
import static dev.payoff.stream.Bench.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.LiveKeys;
import dev.payoff.app.Topics;
import dev.payoff.devstack.StackProcess;
import dev.payoff.devstack.StackResource;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** What leaves the stream: events in order, figures in Redis. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class StreamOutTest extends StreamOutTestBase {

    @Inject RedisDataSource redis;

    @Test
    void eventsAreNumberedWithoutAHoleAndReachKafka() {
        UUID rule =
                rule("'metric':'cloud/cost','figure':'VALUE','comparator':'>','threshold':45000");
        readings(0, 46000, 1, 44000, 2, 46000, 3, 44000);
        for (int i = 0; i < 20; i++) {
            bench.send(Topics.BUSINESS, "cloud/none", "1", hour.plusSeconds(i), "");
        }
        bench.committed();
        soon().untilAsserted(() ->
                assertThat(
                                number(
                                        "SELECT count(*) FROM outbox WHERE tenant_id = ? AND published_at IS NOT NULL",
                                        bench.tenant))
                        .isEqualTo(24));
        assertThat(rows("SELECT seq FROM outbox WHERE tenant_id = ? ORDER BY id", bench.tenant))
                .extracting(row -> Long.parseLong(row.getFirst()))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 24).boxed().toList());
        assertThat(redis.stream(String.class).xlen(LiveKeys.events(bench.tenant))).isEqualTo(24);
        List<JsonObject> alerts = topic(Topics.ALERTS);
        assertThat(alerts)
                .hasSize(4)
                .allSatisfy(json -> assertThat(json.getString("version")).isEqualTo("4"));
        assertThat(alerts)
                .extracting(json -> json.getString("status"))
                .containsExactly("firing", "resolved", "firing", "resolved");
        assertThat(
                        alerts.getFirst()
                                .getJsonArray("alerts")
                                .getJsonObject(0)
                                .getString("fingerprint"))
                .isEqualTo(episodes(rule).getFirst().getFirst());
        assertThat(topic(Topics.REJECTED))
                .hasSize(20)
                .allSatisfy(json -> assertThat(json.getString("code")).isEqualTo("UNKNOWN_METRIC"));
    }

    private List<JsonObject> topic(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", StackProcess.shared().kafkaBootstrap()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<JsonObject> found = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (ConsumerRecord<byte[], byte[]> record :
                        consumer.poll(Duration.ofMillis(100))) {
                    if (new String(record.key(), StandardCharsets.UTF_8)
                            .equals(bench.tenant.toString())) {
                        found.add(
                                new JsonObject(new String(record.value(), StandardCharsets.UTF_8)));
                    }
                }
            }
            return found;
        }
    }

    /** The figure that Redis holds, or null. */
    private JsonObject figure(String field) {
        String line = redis.hash(String.class).hget(LiveKeys.figures(bench.tenant), field);
        return line == null ? null : new JsonObject(line.substring(line.lastIndexOf('\t') + 1));
    }

    private JsonObject projectFigure() {
        return figure(
                "p:" + Bench.text("SELECT id FROM project WHERE tenant_id = ?", bench.tenant));
    }

    private static void assertSame(JsonObject json, String field, BigDecimal expected) {
        Object actual = json.getValue(field);
        assertThat(actual).as(field).isNotNull();
        assertThat(rounded(new BigDecimal(actual.toString()), 6))
                .as(field)
                .isEqualTo(rounded(expected, 6));
    }

    /** Redis against what PostgreSQL gives as of the figure's own time. */
    private void assertFigureIsRight() {
        JsonObject live = projectFigure();
        assertThat(live).isNotNull();
        JsonPath value = bench.get("projects/cloud/value?asOf=" + live.getString("asOf"));
        assertSame(live, "realised", money(value, "realised"));
        assertSame(live, "weighted", money(value, "weighted"));
        assertSame(live, "cost", money(value, "cost"));
        assertThat(live.getLong("revision")).isEqualTo(value.getLong("revision"));
        JsonObject one = figure("m:" + metric);
        assertThat(one).isNotNull();
        JsonPath then = bench.get("projects/cloud/value?asOf=" + one.getString("asOf"));
        assertSame(one, "realised", money(then, "metrics.find{it.key=='cloud/cost'}.realised"));
    }

    @Test
    void theFiguresInRedisEqualWhatPostgresqlGives() {
        readings(0, 44000, 61, 43000, 30, 45000);
        soon().untilAsserted(this::assertFigureIsRight);
        assertThat(new BigDecimal(figure("m:" + metric).getValue("current").toString()))
                .isEqualByComparingTo("43000");
    }

    @Test
    void anEmptiedRedisIsFilledAgain() {
        readings(0, 44000);
        soon().untilAsserted(this::assertFigureIsRight);
        redis.flushall();
        assertThat(projectFigure()).isNull();
        Bench.soon().atMost(Duration.ofSeconds(10)).untilAsserted(this::assertFigureIsRight);
    }

    @Test
    void aChangedDefinitionIsInTheFiguresWithinTwoSeconds() {
        readings(0, 44000);
        soon().untilAsserted(this::assertFigureIsRight);
        BigDecimal before = new BigDecimal(figure("m:" + metric).getValue("realised").toString());
        bench.patch("metrics/" + metric, "{'baseline':56000}").statusCode(200);
        // Twice the improvement; two seconds, and as many again for a busy machine.
        soon().atMost(Duration.ofSeconds(4))
                .untilAsserted(() -> {
                    assertSame(figure("m:" + metric), "realised", before.multiply(BigDecimal.TWO));
                    assertFigureIsRight();
                });
    }

    @Test
    void whatPeopleTypeMovesTheFiguresToo() {
        readings(0, 44000);
        soon().untilAsserted(this::assertFigureIsRight);
        bench.post(
                        "projects/cloud/costs",
                        "{'amount':10,'currency':'USD','incurredOn':'2026-01-10','category':'CLOUD'}")
                .statusCode(201);
        soon().untilAsserted(() -> assertThat(projectFigure().getBoolean("complete")).isFalse());
        for (String rate : List.of("0.5", "0.9")) {
            bench.admin()
                    .body(
                            "{\"base\":\"USD\",\"quote\":\"EUR\",\"validFrom\":\"2026-01-01\",\"rate\":"
                                    + rate
                                    + "}")
                    .put("/api/v1/rates")
                    .then()
                    .statusCode(200);
        }
        soon().untilAsserted(() -> {
            assertSame(projectFigure(), "cost", new BigDecimal("9"));
            assertFigureIsRight();
        });
    }

    @Test
    void anArchivedMetricLeavesTheProjectsFigure() {
        UUID other = bench.level("cloud", "other", "");
        for (int i = 0; i < 5; i++) {
            bench.send(Topics.BUSINESS, "cloud/other", "40000", hour.plusSeconds(i), "");
            bench.committed();
        }
        readings(0, 44000);
        soon().untilAsserted(this::assertFigureIsRight);
        bench.admin().delete("/api/v1/metrics/" + other).then().statusCode(200);
        BigDecimal alone = money(bench.get("projects/cloud/value"), "realised");
        soon().untilAsserted(() -> {
            assertSame(projectFigure(), "realised", alone);
            assertFigureIsRight();
        });
    }

    @Test
    void whatAPortfolioTellsIsTheSum() {
        readings(0, 44000);
        bench.project("second");
        bench.level("second", "m", "");
        bench.send(Topics.BUSINESS, "second/m", "40000", hour, "");
        bench.committed();
        Instant later = hour.plus(Duration.ofHours(5));
        assertThat(later).isAfter(hour);
        JsonPath portfolio = bench.get("portfolio");
        assertThat(portfolio.getList("projects.key")).containsExactlyInAnyOrder("cloud", "second");
        // Both are stale by now, so their figures stand.
        BigDecimal sum =
                money(bench.get("projects/cloud/value"), "realised")
                        .add(money(bench.get("projects/second/value"), "realised"));
        assertThat(rounded(money(portfolio, "totals.realised"), 4)).isEqualTo(rounded(sum, 4));
        JsonPath series = bench.get("projects/cloud/value/series?points=5");
        assertThat(series.getList("points")).hasSize(5);
        assertThat(rounded(money(series, "points[4].realised"), 4))
                .isEqualTo(rounded(money(bench.get("projects/cloud/value"), "realised"), 4));
        JsonPath tree = bench.get("projects/cloud/value/explain");
        BigDecimal parts = BigDecimal.ZERO;
        for (Object exact : tree.getList("children[0].children.exact")) {
            parts = parts.add(new BigDecimal(exact.toString()));
        }
        assertThat(parts)
                .as("the parts add up to the last digit")
                .isEqualByComparingTo(tree.getString("children[0].exact"));
        bench.admin().get("/api/v1/projects/cloud/value?asOf=soon").then().statusCode(400);
        bench.admin().get("/api/v1/projects/none/value").then().statusCode(404);
        bench.admin()
                .get("/api/v1/metrics/" + metric + "/windows?size=year")
                .then()
                .statusCode(400);
    }

    @Test
    void eventsThatWaitedForRedisAreThereToo() {
        rule("'metric':'cloud/cost','figure':'VALUE','comparator':'>','threshold':45000");
        readings(0, 46000);
        soon().untilAsserted(() ->
                assertThat(
                                number(
                                        "SELECT count(*) FROM outbox WHERE tenant_id = ? AND published_at IS NOT NULL",
                                        bench.tenant))
                        .isEqualTo(1));
        // Published again, as after a crash between Redis and the mark: refused there, and
        // harmless.
        update("UPDATE outbox SET published_at = NULL WHERE tenant_id = ?", bench.tenant);
        soon().untilAsserted(() ->
                assertThat(
                                number(
                                        "SELECT count(*) FROM outbox WHERE tenant_id = ? AND published_at IS NOT NULL",
                                        bench.tenant))
                        .isEqualTo(1));
        assertThat(redis.stream(String.class).xlen(LiveKeys.events(bench.tenant))).isEqualTo(1);
    }
}
