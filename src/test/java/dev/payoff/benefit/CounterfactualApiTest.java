package dev.payoff.benefit;

import static dev.payoff.stream.Bench.money;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import dev.payoff.stream.Bench;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What would have been without the project, and a target that moves, from readings to answers. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class CounterfactualApiTest {

    private static final int BEFORE = 50;
    private static final int AFTER = 10;

    private final Bench bench = new Bench();

    /** Days are the tenant's: late in the evening in Greenwich, Berlin has a day more behind it. */
    private final ZonedDateTime today =
            ZonedDateTime.now(ZoneId.of("Europe/Berlin")).truncatedTo(ChronoUnit.DAYS);

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void readingsBecomeAnEffectWithAnInterval() {
        bench.project("cloud");
        UUID cost = bench.level("cloud", "cost", "");
        Random random = new Random(17);
        for (int i = BEFORE + AFTER; i > 0; i--) {
            long value = Math.round(50_000 + 300 * random.nextGaussian() - (i > AFTER ? 0 : 6_000));
            bench.send(
                    Topics.BUSINESS,
                    "cloud/cost",
                    Long.toString(value),
                    today.minusDays(i).withHour(12).toInstant(),
                    "");
        }
        bench.committed();
        Instant goLive = today.minusDays(AFTER).toInstant();
        JsonPath told =
                bench.get("metrics/" + cost + "/counterfactual?placebos=3&goLive=" + goLive);
        assertThat(told.getList("reasons")).isEmpty();
        assertThat(told.getInt("after")).isEqualTo(AFTER);
        assertThat(told.getBoolean("showsChange")).isTrue();
        assertThat(money(told, "effect.lower").doubleValue()).isLessThan(-5_500);
        assertThat(money(told, "effect.upper").doubleValue()).isBetween(-6_500.0, -4_500.0);
        assertThat(money(told, "improvement.value")).isPositive();
        assertThat(told.getList("placebos.showsChange", Boolean.class)).containsOnly(false);
        assertThat(
                        bench.get("metrics/" + cost + "/counterfactual?size=month&goLive=" + goLive)
                                .getList("reasons"))
                .isNotEmpty();
    }

    @Test
    void theForecastBecomesTheBaselinesThatValueIsMeasuredAgainst() {
        bench.project("cloud");
        UUID cost = bench.level("cloud", "cost", ",'staleness':'PT72H'");
        Random random = new Random(17);
        for (int i = BEFORE + AFTER; i > 0; i--) {
            long value = Math.round(47_000 + 300 * random.nextGaussian() - (i > AFTER ? 0 : 6_000));
            bench.send(
                    Topics.BUSINESS,
                    "cloud/cost",
                    Long.toString(value),
                    today.minusDays(i).withHour(12).toInstant(),
                    "");
        }
        bench.committed();
        Instant goLive = today.minusDays(AFTER).toInstant();
        bench.patch("metrics/" + cost, "{'benefitStart':'" + goLive + "'}").statusCode(200);
        String value = "projects/cloud/value?asOf=" + today.toInstant();
        JsonPath before = bench.get(value);
        JsonPath forecast = bench.get("metrics/" + cost + "/counterfactual");
        JsonPath taken =
                bench.post("metrics/" + cost + "/baseline-from-forecast", "")
                        .statusCode(200)
                        .extract()
                        .jsonPath();
        assertThat(taken.getList("baselineSeries.from"))
                .isEqualTo(forecast.getList("points.start"))
                .hasSize(AFTER);
        assertThat(taken.getList("baselineSeries.baseline"))
                .isEqualTo(forecast.getList("points.without"));
        assertThat(taken.getList("baselineSeries.lower")).doesNotContainNull();
        assertThat(bench.get("metrics/" + cost).getList("baselineSeries"))
                .isEqualTo(taken.getList("baselineSeries"));
        assertThat(bench.get("metrics/" + cost).getInt("version")).isEqualTo(3);
        // 3,000 a month less, as the bill stood at 47,000 and not at the agreed 50,000.
        assertThat(money(bench.get(value), "realised").doubleValue())
                .isCloseTo(
                        money(before, "realised").doubleValue() * 6_000 / 9_000,
                        within(money(before, "realised").doubleValue() * 0.05));
        bench.patch("metrics/" + cost, "{'note':'n'}").statusCode(200);
        bench.post("metrics/" + cost + "/baseline-from-forecast?size=month", "").statusCode(409);
        assertThat(
                        Bench.number(
                                "SELECT count(*) FROM audit WHERE tenant_id = ? AND action = 'metric.baseline_from_forecast'",
                                bench.tenant))
                .isEqualTo(1);
    }

    @Test
    void aTargetProfileMovesAchievementAndThePlanAndIsAVersionOfTheMetric() {
        bench.project("cloud");
        UUID cost = bench.level("cloud", "cost", ",'staleness':'P30D'");
        Instant at = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(3));
        bench.send(Topics.BUSINESS, "cloud/cost", "44000", at, "");
        bench.committed();
        String value = "projects/cloud/value?asOf=" + at.plus(Duration.ofHours(1));
        assertThat(money(bench.get(value), "metrics[0].achievement")).isEqualByComparingTo("0.4");
        JsonPath before = bench.get(value);
        bench.admin()
                .body("{\"points\":[{\"at\":\"2026-01-01\",\"target\":40000}]}")
                .put("/api/v1/metrics/" + cost + "/target-profile")
                .then()
                .statusCode(200);
        JsonPath after = bench.get(value);
        assertThat(money(after, "metrics[0].achievement")).isEqualByComparingTo("0.6");
        assertThat(money(after, "realised")).isEqualByComparingTo(money(before, "realised"));
        assertThat(money(after, "realisationRate"))
                .as("10,000 were planned instead of 15,000")
                .isCloseTo(
                        money(before, "realisationRate").multiply(new BigDecimal("1.5")),
                        within(new BigDecimal("0.000000001")));
        assertThat(bench.get("metrics/" + cost).getInt("version")).isEqualTo(2);
        assertThat(bench.get("metrics/" + cost).getList("targetProfile")).hasSize(1);
        bench.admin().delete("/api/v1/metrics/" + cost + "/target-profile").then().statusCode(204);
        assertThat(money(bench.get(value), "metrics[0].achievement")).isEqualByComparingTo("0.4");
        bench.patch("metrics/" + cost, "{'note':'n'}").statusCode(200);
        bench.admin()
                .body("{}")
                .put("/api/v1/metrics/" + cost + "/target-profile")
                .then()
                .statusCode(400);
    }
}
