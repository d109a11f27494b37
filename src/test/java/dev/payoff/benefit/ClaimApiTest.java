package dev.payoff.benefit;

import static dev.payoff.stream.Bench.money;
import static dev.payoff.stream.Bench.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import dev.payoff.stream.Bench;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Claims are decided by what was measured, and teach what a confidence is worth. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class ClaimApiTest {

    private final Bench bench = new Bench();
    private final Instant hour =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(6));
    private UUID cost;

    @BeforeEach
    void prepare() {
        bench.project("cloud");
        cost = bench.level("cloud", "cost", ",'confidence':0.9,'series':'bill'");
        bench.send(Topics.BUSINESS, "cloud/cost", "44000", hour, "");
        bench.committed();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private String claim(int threshold) {
        return bench.post(
                        "metrics/" + cost + "/claims",
                        "{'dueAt':'%s','comparator':'AT_MOST','threshold':%d,'confidence':0.9}"
                                .formatted(Instant.now().plus(Duration.ofDays(1)), threshold))
                .statusCode(200)
                .body("cameTrue", nullValue())
                .extract()
                .path("id");
    }

    @Test
    void aNinetySayerIsWeighedByWhatCame() {
        bench.post("metrics/" + cost + "/claims/calibrated-confidence", "{}")
                .statusCode(409)
                .body("code", equalTo("TOO_FEW_CLAIMS"));
        for (int i = 0; i < 10; i++) {
            claim(i < 6 ? 45_000 : 40_000);
        }
        assertThat(bench.get("calibration").getInt("decided")).isZero();
        update(
                "UPDATE benefit_claim SET due_at = ?::timestamptz WHERE tenant_id = ?",
                hour.plus(Duration.ofHours(1)).toString(),
                bench.tenant);
        JsonPath scored = bench.get("calibration");
        assertThat(scored.getInt("decided")).isEqualTo(10);
        assertThat(money(scored, "hitRate")).isEqualByComparingTo("0.6");
        assertThat(money(scored, "brier").doubleValue()).isBetween(0.3299, 0.3301);
        JsonPath page = bench.get("metrics/" + cost + "/claims?limit=4");
        assertThat(page.getList("items")).hasSize(4);
        assertThat(money(page, "items[0].measured")).isEqualByComparingTo("44000");
        assertThat(
                        bench.get(
                                        "metrics/"
                                                + cost
                                                + "/claims?limit=10&cursor="
                                                + page.getString("nextCursor"))
                                .getList("items"))
                .hasSize(6);
        bench.post("metrics/" + cost + "/claims/calibrated-confidence", "{}")
                .statusCode(200)
                .body("claims", equalTo(10));
        assertThat(money(bench.get("metrics/" + cost), "confidence")).isEqualByComparingTo("0.6");
        JsonPath value = bench.get("projects/cloud/value?asOf=" + hour.plus(Duration.ofHours(1)));
        assertThat(money(value, "weighted").doubleValue())
                .as("the measured confidence weighs")
                .isCloseTo(money(value, "realised").doubleValue() * 0.6, within(1e-6));
    }

    @Test
    void aMetricsOwnConfidenceIsHeldAgainstItsTarget() {
        String yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
        for (int i = 0; i < 10; i++) {
            UUID metric =
                    bench.level(
                            "cloud",
                            "sure" + i,
                            ",'confidence':0.9,'staleness':'PT96H','targetDate':'%s'"
                                    .formatted(yesterday));
            bench.send(
                    Topics.BUSINESS,
                    "cloud/sure" + i,
                    i < 7 ? "35000" : "36000",
                    hour.minus(Duration.ofDays(2)),
                    "");
            assertThat(metric).isNotNull();
        }
        bench.level("cloud", "later", ",'confidence':0.9,'targetDate':'2199-01-01'");
        bench.level("cloud", "harm", ",'disbenefit':true,'targetDate':'%s'".formatted(yesterday));
        bench.committed();

        JsonPath scored = bench.get("calibration?of=METRICS");
        assertThat(scored.getInt("claims"))
                .as("one is not due, a harm is no promise")
                .isEqualTo(11);
        assertThat(scored.getInt("decided")).isEqualTo(10);
        assertThat(money(scored, "hitRate")).isEqualByComparingTo("0.7");
        assertThat(money(scored, "brier").doubleValue()).isCloseTo(0.25, within(1e-9));

        bench.post("metrics/" + cost + "/claims/calibrated-confidence", "{}")
                .statusCode(200)
                .body("claims", equalTo(10));
        assertThat(money(bench.get("metrics/" + cost), "confidence")).isEqualByComparingTo("0.7");
        bench.admin()
                .get("/api/v1/calibration?of=METRICS&claimedBy=me")
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo("claimedBy"));
    }

    @Test
    void aSplitIsProposedByTheOrderOfGoLive() {
        bench.patch("metrics/" + cost, "{'share':0.5}").statusCode(200);
        JsonPath split = bench.get("series-split?series=bill");
        assertThat(split.getString("steps[0].metric")).isEqualTo("cloud/cost");
        assertThat(money(split, "steps[0].share")).isEqualByComparingTo("1");
        assertThat(money(split, "steps[0].declared")).isEqualByComparingTo("0.5");
        bench.admin().get("/api/v1/series-split?series=none").then().statusCode(404);
    }

    @Test
    void sharesOfASeriesAreSetTogetherOrNotAtAll() {
        bench.patch("metrics/" + cost, "{'share':0.9}").statusCode(200);
        UUID other = bench.level("cloud", "second", ",'series':'bill','share':0.1");

        // The one that rises is named first; on the way the sum must not pass 1.
        shares(
                        "{'metric':'cloud/second','share':0.7},{'metric':'"
                                + cost
                                + "','share':0.3,'version':2}")
                .statusCode(200)
                .body("metrics.fullKey", contains("cloud/second", "cloud/cost"))
                .body("metrics.version", contains(2, 3));
        assertThat(share(cost)).isEqualByComparingTo("0.3");
        assertThat(share(other)).isEqualByComparingTo("0.7");

        shares("{'metric':'cloud/cost','share':0.2},{'metric':'cloud/second','share':0.9}")
                .statusCode(409)
                .body("code", equalTo("SHARE_EXCEEDED"));
        shares(
                        "{'metric':'cloud/cost','share':0.2},{'metric':'cloud/second','share':0.6,'version':1}")
                .statusCode(412)
                .body("detail", containsString("No share was changed"));
        bench.level("cloud", "apart", "");
        shares(
                        "{'metric':'cloud/apart','share':0.1},{'metric':'cloud/cost','share':0.1},{'metric':'cloud/cost','share':0.2}")
                .statusCode(400)
                .body("violations.field", contains("shares[0].metric", "shares[2].metric"));
        shares("").statusCode(400);
        assertThat(share(cost)).as("none of these changed one of them").isEqualByComparingTo("0.3");
        assertThat(share(other)).isEqualByComparingTo("0.7");
        assertThat(
                        bench.get("audit?limit=50")
                                .getList(
                                        "items.findAll { it.action == 'metric.changed' }.subjectId"))
                .contains(cost.toString(), other.toString());
    }

    private ValidatableResponse shares(String shares) {
        return bench.admin()
                .body(("{'series':'bill','shares':[" + shares + "]}").replace('\'', '"'))
                .put("/api/v1/series-shares")
                .then();
    }

    private BigDecimal share(UUID metric) {
        return money(bench.get("metrics/" + metric), "share");
    }
}
