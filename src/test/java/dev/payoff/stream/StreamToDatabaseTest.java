package dev.payoff.stream;

import static dev.payoff.stream.Bench.assertConserved;
import static dev.payoff.stream.Bench.number;
import static dev.payoff.stream.Bench.rows;
import static dev.payoff.stream.Bench.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import dev.payoff.value.HourWindow;
import dev.payoff.value.QuantileSketch;
import dev.payoff.value.ValueState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonArray;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From Kafka to PostgreSQL on real servers: exact, once, and whatever the order. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class StreamToDatabaseTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void inWhateverOrderTheStateEqualsTheFoldOfAllReadings() {
        Random random = new Random(77);
        List<UUID> metrics = new ArrayList<>();
        bench.project("p");
        for (int m = 0; m < 4; m++) {
            metrics.add(bench.level("p", "m" + m, ""));
        }
        for (int batch = 0; batch < 12; batch++) {
            for (int i = 0; i < 60; i++) {
                int m = random.nextInt(4);
                // Metric 0 is never corrected: it goes the way of late readings only.
                int revision = m > 0 && random.nextInt(5) == 0 ? 1 + random.nextInt(3) : 0;
                bench.send(
                        Topics.MEASUREMENTS.get(m % 3),
                        "p/m" + m,
                        BigDecimal.valueOf(random.nextInt(9_000_000), 2).toString(),
                        START.plusSeconds(random.nextInt(72 * 3600)),
                        ",'eventId':'e"
                                + random.nextInt(200)
                                + "','revision':"
                                + revision
                                + (random.nextInt(3) == 0
                                        ? ",'confidence':0." + random.nextInt(10)
                                        : ""));
            }
            if (batch % 3 == 0) {
                bench.committed();
            }
        }
        bench.committed();
        Instant now = START.plus(Duration.ofDays(5));
        for (UUID metric : metrics) {
            ValueState kept = state(metric);
            ValueState anew = ValueState.of(Given.metric(metric).terms(), hours(metric));
            assertThat(kept.at(Given.metric(metric).terms(), now))
                    .isEqualTo(anew.at(Given.metric(metric).terms(), now));
            assertWindowsEqualReadings(metric);
        }
        assertConserved();
    }

    private static ValueState state(UUID metric) {
        List<String> row =
                rows(
                                "SELECT settled, settled_weighted, tail FROM metric_state WHERE metric_id = ?",
                                metric)
                        .getFirst();
        return new ValueState(
                new BigDecimal(row.get(0)),
                new BigDecimal(row.get(1)),
                MetricState.tail(new JsonArray(row.get(2))));
    }

    private static List<HourWindow> hours(UUID metric) {
        return rows(
                        "SELECT extract(epoch FROM start_at)::bigint, count, sum, confidence_sum, confidence_count"
                                + " FROM metric_window WHERE metric_id = ? AND size = 2 ORDER BY start_at",
                        metric)
                .stream()
                .map(row ->
                        new HourWindow(
                                Instant.ofEpochSecond(Long.parseLong(row.get(0))),
                                Long.parseLong(row.get(1)),
                                new BigDecimal(row.get(2)),
                                new BigDecimal(row.get(3)),
                                Long.parseLong(row.get(4))))
                .toList();
    }

    /** Of hours and longer, each sketch holds the readings of its window, and no minute has one. */
    private static void assertSketchesEqualReadings(UUID metric) {
        List<List<String>> readings =
                rows(
                        "SELECT extract(epoch FROM observed_at), value FROM measurement WHERE metric_id = ? AND superseded_at IS NULL",
                        metric);
        for (List<String> window :
                rows(
                        "SELECT size, extract(epoch FROM start_at), extract(epoch FROM end_at), encode(sketch, 'hex')"
                                + " FROM metric_window WHERE metric_id = ?",
                        metric)) {
            if (window.getFirst().equals("1")) {
                assertThat(window.get(3)).isNull();
                continue;
            }
            Map<Integer, Long> counts = new HashMap<>();
            for (List<String> reading : readings) {
                BigDecimal at = new BigDecimal(reading.get(0));
                if (at.compareTo(new BigDecimal(window.get(1))) >= 0
                        && at.compareTo(new BigDecimal(window.get(2))) < 0) {
                    int bucket = QuantileSketch.bucketOf(new BigDecimal(reading.get(1)));
                    counts.merge(bucket, 1L, Long::sum);
                }
            }
            assertThat(window.get(3))
                    .as("sketch of %s", window)
                    .isEqualTo(HexFormat.of().formatHex(QuantileSketch.EMPTY.plus(counts).bytes()));
        }
    }

    /** A recount by SQL alone, of every size. */
    private static void assertWindowsEqualReadings(UUID metric) {
        String recount =
                """
                SELECT size, date_trunc(unit, observed_at, zone) AS start_at, count(*), sum(value), sum(value * value), min(value), max(value),
                       (array_agg(value ORDER BY observed_at DESC, partition DESC, log_offset DESC))[1],
                       coalesce(sum(confidence), 0), count(confidence)
                  FROM (SELECT DISTINCT ON (event_key) * FROM measurement WHERE metric_id = '%1$s' ORDER BY event_key, revision DESC) AS m
                 CROSS JOIN (VALUES (1, 'minute', 'UTC'), (2, 'hour', 'UTC'), (3, 'day', 'Europe/Berlin'), (4, 'month', 'Europe/Berlin')) AS s(size, unit, zone)
                 GROUP BY 1, 2
                """
                        .formatted(metric);
        String stored =
                "SELECT size::int, start_at, count, sum, sum_squares, minimum, maximum, last_value, confidence_sum, confidence_count"
                        + " FROM metric_window WHERE metric_id = '"
                        + metric
                        + "'";
        assertThat(rows("(" + recount + ") EXCEPT (" + stored + ")")).isEmpty();
        assertThat(rows("(" + stored + ") EXCEPT (" + recount + ")")).isEmpty();
        assertSketchesEqualReadings(metric);
        assertThat(
                        number(
                                "SELECT count(*) FROM (SELECT (superseded_at IS NOT NULL) <> (revision < max(revision) OVER (PARTITION BY event_key)) AS wrong"
                                        + " FROM measurement WHERE metric_id = ?) AS x WHERE wrong",
                                metric))
                .isZero();
        assertThat(
                        rows(
                                "SELECT s.count, s.last_value, s.first_observed FROM metric_state s WHERE metric_id = ?"
                                        + " EXCEPT SELECT count(*), (array_agg(value ORDER BY observed_at DESC, partition DESC, log_offset DESC))[1],"
                                        + " min(observed_at) FROM measurement WHERE metric_id = ? AND superseded_at IS NULL",
                                metric,
                                metric))
                .isEmpty();
    }

    @Test
    void correctionsWinByRevisionInEveryOrderOfArrival() {
        bench.project("p");
        UUID metric = bench.level("p", "m", "");
        int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        for (int i = 0; i < orders.length; i++) {
            for (int revision : orders[i]) {
                bench.send(
                        Topics.BUSINESS,
                        "p/m",
                        Integer.toString(40_000 + revision),
                        START.plus(Duration.ofHours(i)).plusSeconds(revision),
                        ",'eventId':'e" + i + "','revision':" + revision);
                if (i % 2 == 0) {
                    bench.committed();
                }
            }
        }
        bench.committed();
        assertThat(
                        rows(
                                "SELECT count, sum FROM metric_window WHERE metric_id = ? AND size = 2 ORDER BY start_at",
                                metric))
                .hasSize(6)
                .allSatisfy(row -> {
                    assertThat(row.get(0)).isEqualTo("1");
                    assertThat(new BigDecimal(row.get(1))).isEqualByComparingTo("40002");
                });
        assertThat(number("SELECT count(*) FROM measurement WHERE metric_id = ?", metric))
                .as("every revision is kept")
                .isEqualTo(18);
        assertWindowsEqualReadings(metric);
    }

    @Test
    void aCorrectionThatMovesAReadingLeavesNoWindowBehind() {
        bench.project("p");
        UUID metric = bench.level("p", "m", "");
        bench.send(Topics.BUSINESS, "p/m", "1", START, ",'eventId':'e'");
        bench.committed();
        bench.send(
                Topics.BUSINESS,
                "p/m",
                "1",
                START.plus(Duration.ofDays(3)),
                ",'eventId':'e','revision':1");
        bench.committed();
        assertThat(number("SELECT count(*) FROM metric_window WHERE metric_id = ?", metric))
                .isEqualTo(4);
        assertWindowsEqualReadings(metric);
    }

    @Test
    void aFencedBatchWritesNothingAndTheWorkerGoesOn() {
        bench.project("p");
        UUID metric = bench.level("p", "m", "");
        long expected = 0;
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 300; i++) {
                bench.send(
                        Topics.MEASUREMENTS.get(i % 3),
                        "p/m",
                        "1",
                        START.plusSeconds(60L * (round * 1000 + i)),
                        ",'eventId':'e" + round + "-" + i + "'");
                if (i == 150) {
                    bench.confirmed();
                    // As another worker would, that takes the partitions over and dies.
                    update("UPDATE consumer_offset SET epoch = epoch + 1, owner = 'another'");
                }
            }
            expected += 300;
            bench.committed();
            assertThat(number("SELECT count FROM metric_state WHERE metric_id = ?", metric))
                    .isEqualTo(expected);
        }
        assertWindowsEqualReadings(metric);
        assertConserved();
        assertThat(number("SELECT count(*) FROM consumer_offset WHERE owner = 'another'"))
                .as("partitions with records were claimed again")
                .isLessThan(number("SELECT count(*) FROM consumer_offset"));
    }

    @Test
    void readingsOfAMetricAreListedWithEveryRevision() {
        bench.project("p");
        UUID metric = bench.level("p", "m", "");
        for (int i = 0; i < 5; i++) {
            bench.send(
                    Topics.BUSINESS,
                    "p/m",
                    "1",
                    START.plusSeconds(i),
                    ",'eventId':'e','revision':" + i);
        }
        bench.committed();
        JsonPath page = bench.get("metrics/" + metric + "/measurements?limit=3");
        assertThat(page.getList("items.revision", Integer.class)).containsExactly(0, 1, 2);
        JsonPath rest =
                bench.get(
                        "metrics/"
                                + metric
                                + "/measurements?limit=3&cursor="
                                + page.getString("nextCursor"));
        assertThat(rest.getList("items.revision", Integer.class)).containsExactly(3, 4);
        assertThat(rest.getList("items.superseded", Boolean.class)).containsExactly(true, false);
        assertThat(rest.getString("nextCursor")).isNull();
    }
}
