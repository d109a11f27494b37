package dev.payoff.stream;

import static dev.payoff.stream.Bench.money;
import static dev.payoff.stream.Bench.number;
import static dev.payoff.stream.Bench.rounded;
import static dev.payoff.stream.Bench.rows;
import static dev.payoff.stream.Bench.soon;
import static dev.payoff.stream.Bench.text;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
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
    void workedExampleA() {
        bench.project("cloud");
        UUID metric = bench.level("cloud", "cost", ",'confidence':0.8");
        List<Integer> hours = new ArrayList<>();
        for (int hour = 0; hour < 730; hour++) {
            hours.add(hour);
            if (hour % 10 == 0) {
                hours.add(hour);
            }
        }
        Collections.shuffle(hours, new Random(1));
        for (int i = 0; i < hours.size(); i++) {
            int hour = hours.get(i);
            bench.send(
                    Topics.MONITORING,
                    "cloud/cost",
                    "44000",
                    START.plus(Duration.ofHours(hour)),
                    ",'eventId':'h" + hour + "'");
            if (i == hours.size() / 2) {
                bench.confirmed();
            }
        }
        bench.post(
                        "projects/cloud/costs",
                        "{'amount':4000,'incurredOn':'2026-01-10','category':'CLOUD'}")
                .statusCode(201);
        bench.committed();
        assertThat(number("SELECT count FROM metric_state WHERE metric_id = ?", metric))
                .isEqualTo(730);
        String end = "2026-01-31T10:00:00Z";
        JsonPath value = bench.get("projects/cloud/value?asOf=" + end);
        assertThat(rounded(money(value, "realised"), 6)).isEqualTo("5995.893224");
        assertThat(rounded(money(value, "weighted"), 6)).isEqualTo("4796.714579");
        assertThat(rounded(money(value, "roiSimple"), 9)).isEqualTo("0.498973306");
        assertThat(rounded(money(value, "cost"), 2)).isEqualTo("4000.00");
        JsonPath firstHour = bench.get("projects/cloud/value?asOf=2026-01-01T01:00:00Z");
        assertThat(rounded(money(firstHour, "realised"), 8)).isEqualTo("8.21355236");
        JsonPath halfHour = bench.get("projects/cloud/value?asOf=2026-01-01T00:30:00Z");
        assertThat(rounded(money(halfHour, "realised"), 8)).isEqualTo("4.10677618");
    }

    @Test
    void workedExampleB() {
        Instant hour = START.plus(Duration.ofDays(40));
        bench.project("desk");
        bench.flow("desk", "tickets", hour);
        for (int i = 4; i >= 0; i--) {
            for (int again = 0; again < 2; again++) {
                bench.send(
                        Topics.BUSINESS,
                        "desk/tickets",
                        "1",
                        hour.plusSeconds(600L * i),
                        ",'eventId':'t" + i + "'");
            }
        }
        bench.committed();
        JsonPath value = bench.get("projects/desk/value?asOf=" + hour.plusSeconds(3600));
        assertThat(rounded(money(value, "realised"), 6)).isEqualTo("58.357290");
        // (5 − 100/730.5) · 12, cut after nine digits as the design shows it.
        assertThat(money(value, "realised").toPlainString()).startsWith("58.357289");
    }

    @Test
    void workedExampleC() throws InterruptedException {
        bench.project("cloud");
        UUID metric = bench.level("cloud", "cost", "");
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(2));
        bench.send(Topics.BUSINESS, "cloud/cost", "44000", hour.plusSeconds(600), "");
        bench.committed();
        Thread.sleep(20);
        Instant between = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Thread.sleep(20);
        bench.send(Topics.BUSINESS, "cloud/cost", "46000", hour.plusSeconds(1200), "");
        bench.committed();
        String asOf = "projects/cloud/value?asOf=" + hour.plusSeconds(3600);
        BigDecimal now = money(bench.get(asOf), "realised");
        BigDecimal then = money(bench.get(asOf + "&asKnownAt=" + between), "realised");
        assertThat(rounded(now, 8)).isEqualTo("6.84462697");
        assertThat(rounded(then, 8)).isEqualTo("8.21355236");
        assertThat(rounded(then.subtract(now), 8)).isEqualTo("1.36892539");
        JsonPath windows =
                bench.get(
                        "metrics/"
                                + metric
                                + "/windows?size=hour&from="
                                + hour
                                + "&to="
                                + hour.plusSeconds(3600));
        assertThat(windows.getList("windows")).hasSize(1);
        assertThat(money(windows, "windows[0].mean")).isEqualByComparingTo("45000");
        assertThat(money(windows, "windows[0].last")).isEqualByComparingTo("46000");
        assertThat(windows.getInt("windows[0].revision")).isEqualTo(1);
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

    private static void assertConserved() {
        assertThat(
                        rows(
                                "SELECT topic, partition FROM consumer_offset WHERE consumed <> valid + duplicate + rejected"))
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

    private long rejected(String code) {
        return number(
                "SELECT count(*) FROM rejected WHERE tenant_id = ? AND code = ?",
                bench.tenant,
                code);
    }

    @Test
    void badRecordsAreKeptWithTheirReasonAndStopNothing() {
        bench.project("p");
        UUID metric = bench.level("p", "m", ",'minimum':0,'maximum':100000");
        UUID gone = bench.level("p", "gone", "");
        bench.admin().delete("/api/v1/metrics/" + gone).then().statusCode(200);
        byte[] key = (bench.tenantKey + "/p/m").getBytes(StandardCharsets.UTF_8);
        String good = bench.reading("p/m", "1", START, ",'eventId':'good'");
        List<String> bad =
                List.of(
                        bench.reading("p/m", "NaN", START, ""),
                        bench.reading("p/m", "-Infinity", START, ""),
                        bench.reading("p/m", "1e999999999", START, ""),
                        bench.reading("p/m", "\"1\"", START, ""),
                        bench.reading("p/m", "-1", START, ""),
                        bench.reading("p/m", "100001", START, ""),
                        bench.reading("p/nothing", "1", START, ""),
                        bench.reading("p/gone", "1", START, ""),
                        bench.reading("p/m", "1", START, ",'unit':'parsec'"),
                        bench.reading("p/m", "1", START, ",'value':2"),
                        bench.reading("p/m", "1", START, ",'confidence':2"),
                        bench.reading("p/m", "1", Instant.now().plus(Duration.ofDays(365)), ""),
                        good.replace("2026-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
                        good.replace("2026-01-01T00:00:00Z", "+999999999-01-01T00:00:00Z"),
                        good.replace("2026-01-01T00:00:00Z", "soon"),
                        good.substring(0, 40),
                        "",
                        good.replace("}", ",\"note\":\"" + "x".repeat(70_000) + "\"}"),
                        good.replace("\"value\":1", "\"value\":2"),
                        cost("'project':'p','incurredOn':'+999999999-12-31'"),
                        cost("'project':'p','incurredOn':'0000-01-01'"),
                        cost("'project':'q','incurredOn':'2026-01-01'"),
                        cost("'project':'p','incurredOn':'2026-01-01','currency':'eur'"));
        bench.raw(Topics.BUSINESS, key, good.getBytes(StandardCharsets.UTF_8));
        for (String record : bad) {
            bench.raw(Topics.BUSINESS, key, record.getBytes(StandardCharsets.UTF_8));
        }
        byte[] notUtf8 = good.getBytes(StandardCharsets.UTF_8);
        notUtf8[12] = (byte) 0xFF;
        bench.raw(Topics.BUSINESS, key, notUtf8);
        bench.raw(Topics.BUSINESS, key, null);
        bench.raw(Topics.BUSINESS, key, "[".repeat(300).getBytes(StandardCharsets.UTF_8));
        // A key that no database takes, and one that names nobody: whose they are is not known.
        bench.raw(Topics.BUSINESS, "a\0b/x".getBytes(StandardCharsets.UTF_8), new byte[] {0, 1, 2});
        bench.raw(Topics.BUSINESS, "nobody/x".getBytes(StandardCharsets.UTF_8), new byte[] {'{'});
        bench.raw(
                Topics.BUSINESS,
                null,
                good.replace(bench.tenantKey, "nobody").getBytes(StandardCharsets.UTF_8));
        bench.raw(Topics.BUSINESS, key, good.getBytes(StandardCharsets.UTF_8));
        bench.raw(
                Topics.BUSINESS,
                key,
                bench.reading("p/m", "3", START.plusSeconds(1), "")
                        .getBytes(StandardCharsets.UTF_8));
        bench.committed();
        assertThat(number("SELECT count FROM metric_state WHERE metric_id = ?", metric))
                .as("the good record before and the one after")
                .isEqualTo(2);
        assertThat(
                        rows(
                                "SELECT code, count(*)::text FROM rejected WHERE tenant_id = ? GROUP BY code ORDER BY code",
                                bench.tenant))
                .extracting(row -> row.get(0) + " " + row.get(1))
                .containsExactly(
                        "ARCHIVED 1",
                        "BAD_CONFIDENCE 1",
                        "BAD_CURRENCY 1",
                        "BAD_TIME 1",
                        "CONFLICT 1",
                        "DUPLICATE_FIELD 1",
                        "MALFORMED_JSON 5",
                        "NOT_A_NUMBER 2",
                        "NUMBER_TOO_LARGE 1",
                        "OUT_OF_RANGE 2",
                        "TIME_OUT_OF_RANGE 5",
                        "TOO_LARGE 1",
                        "UNKNOWN_METRIC 1",
                        "UNKNOWN_PROJECT 1",
                        "WRONG_TYPE 1",
                        "WRONG_UNIT 1");
        assertThat(
                        number(
                                "SELECT count(*) FROM rejected WHERE tenant_id = ? AND (length(detail) < 10 OR origin NOT LIKE 'payoff.measurements.business.v1/%/%')",
                                bench.tenant))
                .isZero();
        assertConserved();
    }

    private String cost(String more) {
        return ("{'tenant':'%s','amount':1,'eventId':'c'%s,%s}")
                .formatted(
                        bench.tenantKey, more.contains("currency") ? "" : ",'currency':'EUR'", more)
                .replace('\'', '"');
    }

    @Test
    void costLinesCountOnceAndContradictionsAreRefused() {
        bench.project("p");
        String line =
                "{'tenant':'%s','project':'p','amount':%s,'currency':'EUR','incurredOn':'2026-01-05','eventId':'bill-1'}";
        byte[] key = (bench.tenantKey + "/p").getBytes(StandardCharsets.UTF_8);
        for (String amount : List.of("100.50", "100.5", "99")) {
            bench.raw(
                    Topics.BUSINESS,
                    key,
                    line.formatted(bench.tenantKey, amount)
                            .replace('\'', '"')
                            .getBytes(StandardCharsets.UTF_8));
        }
        bench.committed();
        assertThat(text("SELECT sum(amount) FROM cost_line WHERE tenant_id = ?", bench.tenant))
                .isEqualTo("100.50");
        assertThat(rejected("CONFLICT")).isEqualTo(1);
        assertThat(money(bench.get("projects/p/value"), "cost")).isEqualByComparingTo("100.5");
        assertConserved();
    }

    @Test
    void whatRestRefusesIsKeptToldAndCanBeMended() {
        bench.project("p");
        UUID metric = bench.level("p", "m", "");
        JsonPath answer =
                bench.post(
                                "measurements",
                                "[{'metric':'p/m','value':1,'observedAt':'2026-01-01T00:00:00Z'},"
                                        + "{'metric':'p/x','value':1,'observedAt':'2026-01-01T00:00:00Z'},"
                                        + "{'metric':'p/m','value':NaN,'observedAt':'2026-01-01T00:00:00Z'}]")
                        .statusCode(202)
                        .extract()
                        .jsonPath();
        assertThat(answer.getInt("accepted")).isEqualTo(1);
        assertThat(answer.getList("rejected.index", Integer.class)).containsExactly(1, 2);
        assertThat(answer.getList("rejected.code"))
                .containsExactly("UNKNOWN_METRIC", "NOT_A_NUMBER");
        JsonPath list = bench.get("rejected?code=NOT_A_NUMBER");
        assertThat(list.getList("items")).hasSize(1);
        assertThat(list.getString("items[0].payload")).contains("NaN");
        String id = list.getString("items[0].id");
        bench.admin().post("/api/v1/rejected/" + id + "/replay").then().statusCode(422);
        for (int again = 0; again < 2; again++) {
            bench.post(
                            "rejected/" + id + "/replay",
                            "{'metric':'p/m','value':5,'observedAt':'2026-01-01T01:00:00Z'}")
                    .statusCode(202);
        }
        soon().untilAsserted(() ->
                assertThat(rows("SELECT count::text FROM metric_state WHERE metric_id = ?", metric))
                        .containsExactly(List.of("2")));
        assertThat(bench.get("rejected?code=NOT_A_NUMBER").getString("items[0].replayedAt"))
                .isNotNull();
        bench.admin()
                .post("/api/v1/rejected/" + UUID.randomUUID() + "/replay")
                .then()
                .statusCode(404);
        bench.post("measurements", "{'metric':").statusCode(400);
        bench.admin()
                .body(" ".repeat(9 * 1024 * 1024))
                .post("/api/v1/measurements")
                .then()
                .statusCode(413);
        assertThat(rejected("TOO_LARGE")).isEqualTo(1);
        JsonPath page = bench.get("rejected?limit=2");
        assertThat(page.getList("items")).hasSize(2);
        assertThat(
                        bench.get("rejected?limit=2&cursor=" + page.getString("nextCursor"))
                                .getList("items"))
                .hasSize(2);
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
