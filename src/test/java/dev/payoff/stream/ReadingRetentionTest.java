package dev.payoff.stream;

import static dev.payoff.stream.Bench.money;
import static dev.payoff.stream.Bench.number;
import static dev.payoff.stream.Bench.rows;
import static dev.payoff.stream.Bench.soon;
import static dev.payoff.stream.Bench.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Topics;
import dev.payoff.devstack.StackProcess;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Old readings go, and no figure moves. The bound holds for the whole database and only rises, so
 * each test has years of its own, long before those of others.
 */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class ReadingRetentionTest {

    private static final AtomicInteger YEARS = new AtomicInteger(1980);
    private static final int ENOUGH = 10_000;

    @Inject ReadingRetention retention;

    private final Bench bench = new Bench();
    private final int year = YEARS.getAndAdd(2);
    private UUID metric;

    @BeforeEach
    void prepare() {
        bench.project("cloud");
        metric = bench.level("cloud", "cost", "");
        bench.patch("metrics/" + metric, "{'benefitStart':'%s'}".formatted(at("01-01T00:00:00Z")))
                .statusCode(200);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Instant at(String monthAndTime) {
        return Instant.parse(year + "-" + monthAndTime);
    }

    private void send(String event, int revision, String value, Instant at) {
        bench.send(
                Topics.MONITORING,
                "cloud/cost",
                value,
                at,
                ",'eventId':'%s','revision':%d".formatted(event, revision));
    }

    private ReadingBound bound() {
        return ReadingBound.at(at("05-10T00:00:00Z"), Period.ofMonths(3));
    }

    private void forget() {
        retention.raise(bound()).await().indefinitely();
        retention.sweep(ENOUGH).await().indefinitely();
        assertThat(text("SELECT swept FROM reading_bound")).isEqualTo("t");
    }

    private long count(String table, String more) {
        return number("SELECT count(*) FROM " + table + " WHERE metric_id = ?" + more, metric);
    }

    private List<List<String>> refused() {
        return rows("SELECT code, detail FROM rejected WHERE tenant_id = ?", bench.tenant);
    }

    private List<List<String>> longWindows() {
        return rows(
                "SELECT size, start_at, count, sum, sum_squares, minimum, maximum, last_value, last_observed, sketch"
                        + " FROM metric_window WHERE metric_id = ? AND size > 1 ORDER BY size, start_at",
                metric);
    }

    @Test
    void readingsAndMinutesGoAndFiguresStay() {
        send("a", 0, "44000", at("01-10T10:00:00Z"));
        send("b", 0, "46000", at("01-10T10:20:00Z"));
        send("c", 0, "45000", at("01-31T00:00:00Z"));
        send("d", 0, "40000", at("03-05T10:00:00Z"));
        bench.committed();
        String asked = "projects/cloud/value?asOf=" + at("04-01T00:00:00Z");
        JsonPath valueBefore = bench.get(asked);
        List<List<String>> windowsBefore = longWindows();
        String months =
                "metrics/"
                        + metric
                        + "/windows?size=month&asKnownAt="
                        + Instant.now().plusSeconds(60);
        JsonPath monthsBefore = bench.get(months);
        assertThat(valueBefore.getBoolean("complete")).isTrue();

        forget();

        assertThat(count("measurement_pack", " AND last_observed < '" + bound().keptFrom() + "'"))
                .isZero();
        assertThat(count("measurement_identity", "")).isEqualTo(2);
        assertThat(count("metric_window", " AND size = 1")).isEqualTo(2);
        assertThat(longWindows()).isEqualTo(windowsBefore);
        JsonPath value = bench.get(asked);
        for (String figure : List.of("realised", "weighted", "achievement", "metrics[0].current")) {
            assertThat(money(value, figure))
                    .as(figure)
                    .isEqualByComparingTo(money(valueBefore, figure));
        }
        assertThat(value.getList("reasons")).isEqualTo(valueBefore.getList("reasons"));
        assertThat(value.getBoolean("complete")).isTrue();

        JsonPath asKnown = bench.get(asked + "&asKnownAt=" + Instant.now().plusSeconds(60));
        assertThat(money(asKnown, "realised")).isEqualByComparingTo(money(value, "realised"));
        assertThat(asKnown.getBoolean("complete")).isFalse();
        assertThat(asKnown.getString("reasons[0]"))
                .contains("before " + bound().keptFrom() + " are not kept any more");
        JsonPath within = bench.get("projects/cloud/value?asOf=" + at("01-10T10:30:00Z"));
        assertThat(within.getString("reasons[0]")).contains("is left out");
        assertThat(
                        money(
                                bench.get("projects/cloud/value?asOf=" + at("01-10T12:00:00Z")),
                                "metrics[0].current"))
                .isEqualByComparingTo("46000");

        JsonPath monthsNow = bench.get(months);
        assertThat(monthsNow.getList("windows.count"))
                .isEqualTo(monthsBefore.getList("windows.count"));
        assertThat(monthsNow.getList("windows.sum")).isEqualTo(monthsBefore.getList("windows.sum"));
        assertThat(
                        bench.get(
                                        "metrics/%s/measurements?from=%s&to=%s"
                                                .formatted(
                                                        metric,
                                                        at("01-01T00:00:00Z"),
                                                        at("12-31T00:00:00Z")))
                                .getList("items"))
                .hasSize(2);
    }

    @Test
    void whatIsOlderIsRefusedAndWhatIsNotIsStillCorrected() {
        send("a", 0, "44000", at("01-10T10:00:00Z"));
        send("d", 0, "40000", at("03-05T10:00:00Z"));
        bench.committed();
        forget();

        send("a", 0, "44000", at("01-10T10:00:00Z"));
        send("e", 0, "44000", bound().acceptedFrom().minusSeconds(1));
        bench.committed();
        assertThat(refused())
                .hasSize(2)
                .allSatisfy(row -> {
                    assertThat(row.getFirst()).isEqualTo("NOT_KEPT");
                    assertThat(row.getLast()).contains(bound().acceptedFrom().toString());
                });
        assertThat(number("SELECT count FROM metric_state WHERE metric_id = ?", metric))
                .isEqualTo(2);

        send("f", 0, "41000", bound().acceptedFrom());
        send("d", 1, "39000", at("03-05T10:00:00Z"));
        bench.committed();
        assertThat(refused()).hasSize(2);
        assertThat(
                        rows(
                                "SELECT count, first_observed = ?::timestamptz, last_value FROM metric_state WHERE metric_id = ?",
                                at("01-10T10:00:00Z").toString(),
                                metric))
                .containsExactly(List.of("3", "t", "39000"));
        assertThat(
                        rows(
                                "SELECT sum FROM metric_window WHERE metric_id = ? AND size = 4 ORDER BY start_at",
                                metric))
                .containsExactly(List.of("44000"), List.of("41000"), List.of("39000"));
    }

    @Test
    void aReadingWhoseRevisionsLieOnBothSidesCountsOnce() {
        send("forth", 0, "1", at("01-10T10:00:00Z"));
        send("forth", 1, "2", at("03-05T10:00:00Z"));
        send("back", 0, "4", at("03-06T10:00:00Z"));
        send("back", 1, "8", at("01-11T10:00:00Z"));
        bench.committed();
        forget();
        assertThat(count("measurement_superseded", "")).isEqualTo(1);
        assertThat(count("measurement_identity", "")).isEqualTo(2);

        send("forth", 2, "16", at("03-05T10:00:00Z"));
        send("back", 0, "4", at("03-06T10:00:00Z"));
        send("back", 1, "8", at("03-06T10:00:00Z"));
        send("back", 2, "32", at("03-06T10:00:00Z"));
        bench.committed();

        assertThat(refused())
                .hasSize(2)
                .allSatisfy(row -> {
                    assertThat(row.getFirst()).isEqualTo("NOT_KEPT");
                    assertThat(row.getLast()).contains("(revision 1)");
                });
        assertThat(
                        rows(
                                "SELECT count, sum FROM metric_window WHERE metric_id = ? AND size = 4 ORDER BY start_at",
                                metric))
                .containsExactly(List.of("1", "8"), List.of("1", "16"));
        assertThat(number("SELECT count FROM metric_state WHERE metric_id = ?", metric))
                .isEqualTo(2);
    }

    @Test
    void theBoundWaitsForBatchesThatAreUnderWay() throws Exception {
        send("a", 0, "44000", at("03-05T10:00:00Z"));
        bench.committed();
        String before = text("SELECT accepted_from FROM reading_bound");
        CompletableFuture<Void> raised;
        try (Connection batch =
                        DriverManager.getConnection(StackProcess.shared().superuserJdbcUrl());
                Statement statement = batch.createStatement()) {
            batch.setAutoCommit(false);
            statement.executeUpdate("UPDATE consumer_offset SET updated_at = updated_at");
            raised = retention.raise(bound()).subscribeAsCompletionStage();
            soon().until(() ->
                    number(
                                    "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'consumer_offset'::regclass"
                                            + " AND mode = 'ShareRowExclusiveLock'")
                            == 1);
            assertThat(text("SELECT accepted_from FROM reading_bound")).isEqualTo(before);
            batch.commit();
        }
        assertThat(raised).succeedsWithin(Duration.ofSeconds(10));
        assertThat(text("SELECT accepted_from FROM reading_bound")).isNotEqualTo(before);
    }
}
