package dev.payoff.analytics;

import static dev.payoff.stream.Bench.money;
import static dev.payoff.stream.Bench.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import dev.payoff.stream.Bench;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Comparison, roll-up, waterfall and own classes as of any time, as known at any time. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class PastRollUpApiTest {

    private final Bench bench = new Bench();
    private final Instant hour =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(30));

    @AfterEach
    void close() {
        bench.close();
    }

    private void project(String key, String currency) {
        bench.post(
                        "projects",
                        "{'key':'%s','name':'P','type':'SOFTWARE','currency':'%s','goLive':'2026-01-01T00:00:00Z','discountRate':0.08,'programme':'Cloud'}"
                                .formatted(key, currency))
                .statusCode(201);
        bench.level(key, "cost", "");
        cost(key, "4000");
    }

    private void cost(String project, String amount) {
        bench.post(
                        "projects/" + project + "/costs",
                        "{'amount':%s,'incurredOn':'2026-01-02','category':'labour'}"
                                .formatted(amount))
                .statusCode(201);
    }

    private void reading(String project, String value, Duration after, String more) {
        bench.send(Topics.BUSINESS, project + "/cost", value, hour.plus(after), more);
    }

    private void rate(String rate) {
        bench.admin()
                .body(
                        "{\"base\":\"USD\",\"quote\":\"EUR\",\"validFrom\":\"2026-01-01\",\"rate\":%s}"
                                .formatted(rate))
                .put("/api/v1/rates")
                .then()
                .statusCode(200);
    }

    /** The database's present, to the microsecond that it stores. */
    private static Instant now() {
        return Instant.parse(
                text(
                        "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
    }

    private JsonPath rolled(String more) {
        return bench.get("portfolio/rollup?by=programme" + more);
    }

    private static BigDecimal cloud(JsonPath rolled, String figure) {
        return money(rolled, "groups.find { it.group == 'Cloud' }." + figure);
    }

    @Test
    void whatWasRestatedIsToldAsItWasKnown() {
        project("eur", "EUR");
        project("usd", "USD");
        rate("0.8");
        // On 1 hour each: 6,000 and 3,000 under 50,000 a month.
        reading("eur", "44000", Duration.ZERO, ",\"eventId\":\"one\"");
        reading("usd", "47000", Duration.ZERO, ",\"eventId\":\"two\"");
        bench.committed();
        Instant asOf = hour.plus(Duration.ofHours(1));
        Instant first = now();
        JsonPath before = rolled("&asOf=" + asOf);
        BigDecimal earned =
                new BigDecimal("8400")
                        .divide(new BigDecimal("730.5"), 10, java.math.RoundingMode.HALF_EVEN);
        assertThat(cloud(before, "realised"))
                .as("6,000 and 0.8 · 3,000, an hour")
                .isEqualByComparingTo(earned);
        assertThat(cloud(before, "cost")).isEqualByComparingTo("7200");
        assertThat(before.getString("asOf")).isEqualTo(asOf.toString());

        // A correction, one more cost line, another rate, and another programme.
        reading("eur", "38000", Duration.ZERO, ",\"eventId\":\"one\",\"revision\":1");
        bench.committed();
        cost("usd", "1000");
        rate("0.5");
        bench.patch("projects/usd", "{'programme':'Data'}").statusCode(200);

        JsonPath then = rolled("&asOf=" + asOf + "&asKnownAt=" + first);
        assertThat(then.getList("groups")).isEqualTo(before.getList("groups"));
        assertThat(then.getList("rates")).isEqualTo(before.getList("rates"));
        assertThat(then.getString("asKnownAt")).isEqualTo(first.toString());
        JsonPath now = rolled("&asOf=" + asOf);
        assertThat(cloud(now, "realised"))
                .as("12,000 an hour, of one project")
                .isEqualByComparingTo(
                        new BigDecimal("12000")
                                .divide(
                                        new BigDecimal("730.5"),
                                        10,
                                        java.math.RoundingMode.HALF_EVEN));
        assertThat(money(now, "groups.find { it.group == 'Data' }.cost"))
                .isEqualByComparingTo("2500");

        JsonPath fall =
                bench.get("portfolio/waterfall?by=programme&asOf=" + asOf + "&asKnownAt=" + first);
        assertThat(money(fall, "bars[-1].amount"))
                .isEqualByComparingTo(earned.subtract(new BigDecimal("7200")));
        JsonPath proof =
                bench.get(
                        "portfolio/rollup/explain?by=programme&group=Cloud&figure=realised&asOf="
                                + asOf
                                + "&asKnownAt="
                                + first);
        assertThat(money(proof, "value")).isEqualByComparingTo(earned);
        assertThat(proof.getString("proof.parts[0].readings"))
                .isEqualTo(
                        "/api/v1/projects/eur/value/explain?asOf=%s&asKnownAt=%s"
                                .formatted(asOf, first));
    }

    @Test
    void aComparisonOfThePastIsEachProjectsOwnAnswer() {
        project("eur", "EUR");
        project("usd", "USD");
        for (int i = 0; i < 5; i++) {
            reading(
                    "eur",
                    "4" + (1_000 * i),
                    Duration.ofHours(i),
                    ",\"eventId\":\"e%d\"".formatted(i));
            reading("usd", "3" + (1_000 * i + 5_000), Duration.ofHours(i), "");
        }
        bench.committed();
        Instant first = now();
        reading("eur", "20000", Duration.ZERO, ",\"eventId\":\"e0\",\"revision\":1");
        bench.committed();
        cost("eur", "77");
        bench.patch("projects/eur", "{'discountRate':0.2}").statusCode(200);
        Instant asOf = hour.plus(Duration.ofHours(3));
        for (String when :
                List.of(
                        "asOf=" + asOf,
                        "asOf=" + asOf + "&asKnownAt=" + first,
                        "asOf=" + hour.minus(Duration.ofDays(2)))) {
            JsonPath compared =
                    bench.get(
                            "portfolio/compare?basis=TO_DATE&figures=realised,weighted,cost,roiSimple,earningPerHour,achievement,npv,irr,realisationToDate&"
                                    + when);
            for (int i = 0; i < 2; i++) {
                String key = i == 0 ? "eur" : "usd";
                String at = "projects[" + i + "].figures.";
                JsonPath value = bench.get("projects/" + key + "/value?" + when);
                JsonPath own = bench.get("projects/" + key + "/money?" + when);
                for (String figure :
                        List.of(
                                "realised",
                                "weighted",
                                "cost",
                                "roiSimple",
                                "earningPerHour",
                                "achievement")) {
                    assertThat(money(compared, at + figure))
                            .as("%s of %s, %s", figure, key, when)
                            .isEqualTo(money(value, figure));
                }
                assertThat(money(compared, at + "npv"))
                        .as("npv of %s, %s", key, when)
                        .isEqualTo(money(own, "toDate.npv.value"));
                assertThat(money(compared, at + "irr")).isEqualTo(money(own, "toDate.irr.value"));
                assertThat(money(compared, at + "realisationToDate"))
                        .isEqualTo(money(own, "realisation.toDate.value"));
            }
        }
        JsonPath page = bench.get("portfolio/compare?figures=realised&limit=1&asOf=" + asOf);
        assertThat(page.getList("projects.project")).containsExactly("eur");
        assertThat(
                        bench.get(
                                        "portfolio/compare?figures=realised&limit=1&asOf="
                                                + asOf
                                                + "&cursor="
                                                + page.getString("nextCursor"))
                                .getList("projects.project"))
                .containsExactly("usd");
        JsonPath classes = bench.get("benchmarks/own?figure=npv&basis=TO_DATE&asOf=" + asOf);
        assertThat(classes.getString("asOf")).isEqualTo(asOf.toString());
        // Nobody knew of the projects a year ago.
        assertThat(
                        bench.get("portfolio/compare?figures=cost&asKnownAt=2025-01-01T00:00:00Z")
                                .getList("projects"))
                .isEmpty();
        bench.admin().get("/api/v1/portfolio/rollup?by=type&asOf=soon").then().statusCode(400);
    }
}
