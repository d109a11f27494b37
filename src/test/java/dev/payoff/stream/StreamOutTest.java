package dev.payoff.stream;

import static dev.payoff.stream.Bench.money;
import static dev.payoff.stream.Bench.number;
import static dev.payoff.stream.Bench.rounded;
import static dev.payoff.stream.Bench.rows;
import static dev.payoff.stream.Bench.soon;
import static dev.payoff.stream.Bench.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.alert.EpisodeId;
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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What leaves the stream: episodes, events in order, figures in Redis. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class StreamOutTest {

    private final Bench bench = new Bench();
    private final Instant hour =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(5));

    @Inject RedisDataSource redis;

    private UUID metric;

    @BeforeEach
    void prepare() {
        bench.project("cloud");
        metric = bench.level("cloud", "cost", "");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private UUID rule(String more) {
        return UUID.fromString(
                bench.post("rules", "{'name':'r','severity':'WARNING',%s}".formatted(more))
                        .statusCode(201)
                        .extract()
                        .path("id"));
    }

    private void readings(Object... minutesAndValues) {
        for (int i = 0; i < minutesAndValues.length; i += 2) {
            bench.send(
                    Topics.BUSINESS,
                    "cloud/cost",
                    minutesAndValues[i + 1].toString(),
                    hour.plus(Duration.ofMinutes((int) minutesAndValues[i])),
                    "");
        }
        bench.committed();
    }

    private List<List<String>> episodes(UUID rule) {
        return rows(
                "SELECT id::text, state, late::text, extract(epoch FROM active_at - ?)::int / 60,"
                        + " extract(epoch FROM fired_at - ?)::int / 60, extract(epoch FROM resolved_at - ?)::int / 60, value"
                        + " FROM episode WHERE rule_id = ? ORDER BY active_at",
                hour,
                hour,
                hour,
                rule);
    }

    @Test
    void aValueThatStaysAboveForLongEnoughFiresAndRecovers() {
        UUID rule =
                rule(
                        "'metric':'cloud/cost','figure':'VALUE','comparator':'>','threshold':45000,'clear':44000,'for':'PT10M'");
        readings(0, 46000, 5, 44500, 10, 46000, 20, 47000, 30, 44500, 40, 43000);
        assertThat(episodes(rule)).hasSize(1);
        List<String> episode = episodes(rule).getFirst();
        assertThat(episode.subList(1, 6)).containsExactly("RESOLVED", "false", "10", "20", "40");
        assertThat(episode.get(0))
                .as("the same crossing has the same id, whoever finds it")
                .isEqualTo(EpisodeId.of(rule, 0, hour.plus(Duration.ofMinutes(10))).toString());
    }

    @Test
    void theMeanOfAnHourIsWatchedReadingByReading() {
        UUID rule =
                rule(
                        "'metric':'cloud/cost','figure':'MEAN','window':'HOUR','comparator':'>','threshold':45000");
        readings(0, 44000, 10, 47000, 20, 40000, 60, 50000);
        assertThat(episodes(rule))
                .extracting(row -> row.subList(1, 6).toString())
                .containsExactly("[RESOLVED, false, 10, 10, 20]", "[FIRING, false, 60, 60, null]");
    }

    @Test
    void aLateReadingOpensAnEpisodeThatIsMarkedLateAndOneTakesItsGroundAway() {
        UUID rule =
                rule(
                        "'metric':'cloud/cost','figure':'MEAN','window':'HOUR','comparator':'>','threshold':45000");
        readings(0, 44000, 60, 44000, 125, 44000, 180, 44000);
        readings(30, 48000);
        assertThat(episodes(rule))
                .extracting(row -> row.subList(1, 6).toString())
                .containsExactly("[RESOLVED, true, 0, 0, 60]");
        readings(95, 50000);
        assertThat(episodes(rule)).hasSize(2);
        readings(40, 44000);
        assertThat(episodes(rule)).as("an episode is history and stays").hasSize(2);
    }

    @Test
    void silenceAndMoneyAreWatchedByTheClock() {
        UUID silence = rule("'metric':'cloud/cost','figure':'NO_DATA'");
        UUID money = rule("'project':'cloud','figure':'REALISED','comparator':'>','threshold':1");
        UUID roi = rule("'project':'cloud','figure':'ROI_SIMPLE','comparator':'<','threshold':0");
        bench.post(
                        "projects/cloud/costs",
                        "{'amount':4000,'incurredOn':'2026-01-10','category':'CLOUD'}")
                .statusCode(201);
        readings(0, 44000);
        // Before the reading the metric had earned 0, which a look at the wrong moment would tell.
        UUID loss =
                rule("'metric':'cloud/cost','figure':'REALISED','comparator':'<','threshold':1");
        soon().untilAsserted(() -> {
            assertThat(episodes(silence)).hasSize(1);
            assertThat(episodes(money)).hasSize(1);
            assertThat(episodes(roi)).hasSize(1);
        });
        assertThat(episodes(loss)).isEmpty();
        bench.send(Topics.BUSINESS, "cloud/cost", "44000", Instant.now(), "");
        bench.committed();
        soon().untilAsserted(() ->
                assertThat(episodes(silence))
                        .extracting(row -> row.get(1))
                        .containsExactly("RESOLVED"));
    }

    @Test
    void aRuleThatIsChangedStartsAfresh() {
        UUID rule =
                rule("'metric':'cloud/cost','figure':'VALUE','comparator':'>','threshold':45000");
        readings(0, 46000);
        assertThat(episodes(rule)).hasSize(1);
        bench.patch("rules/" + rule, "{'threshold':45500}").statusCode(200);
        soon().untilAsserted(() ->
                assertThat(episodes(rule)).extracting(row -> row.get(1)).contains("RESOLVED"));
    }

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
