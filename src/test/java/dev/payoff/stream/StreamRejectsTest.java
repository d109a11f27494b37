package dev.payoff.stream;

import static dev.payoff.stream.Bench.assertConserved;
import static dev.payoff.stream.Bench.money;
import static dev.payoff.stream.Bench.number;
import static dev.payoff.stream.Bench.rows;
import static dev.payoff.stream.Bench.soon;
import static dev.payoff.stream.Bench.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the stream does not take: kept with its reason, told, and mended; and it stops nothing. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class StreamRejectsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
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
}
