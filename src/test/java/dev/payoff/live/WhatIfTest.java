package dev.payoff.live;

import static dev.payoff.stream.Bench.money;
import static dev.payoff.stream.Bench.rounded;
import static dev.payoff.stream.Bench.rows;
import static dev.payoff.stream.Bench.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import dev.payoff.stream.Bench;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same readings under other assumptions, with nothing stored. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class WhatIfTest {

    private final Bench bench = new Bench();
    private final Instant hour =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(30));
    private final String asOf = "?asOf=" + hour.plus(Duration.ofHours(10));

    @BeforeEach
    void prepare() {
        bench.project("cloud");
        bench.level("cloud", "cost", ",'staleness':'PT1H'");
        bench.post(
                        "projects/cloud/metrics",
                        """
                        {'key':'tickets','name':'T','category':'EFFICIENCY','type':'COUNT','kind':'FLOW','baseline':100,
                         'target':400,'flowPer':'MONTH','valuation':{'amount':12,'per':'UNIT'},'frequency':'PT1H'}
                        """)
                .statusCode(201);
        bench.post(
                        "projects/cloud/costs",
                        "{'amount':10,'incurredOn':'2026-01-02','category':'labour'}")
                .statusCode(201);
        for (int i = 0; i < 10; i++) {
            bench.send(Topics.BUSINESS, "cloud/cost", "44000", hour.plus(Duration.ofHours(i)), "");
            bench.send(Topics.BUSINESS, "cloud/tickets", "5", hour.plus(Duration.ofHours(i)), "");
        }
        bench.committed();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private ValidatableResponse post(String assumptions) {
        return bench.post("projects/cloud/value/what-if" + asOf, assumptions);
    }

    private JsonPath whatIf(String assumptions) {
        return post(assumptions).statusCode(200).extract().jsonPath();
    }

    private static BigDecimal realised(JsonPath answer, int metric, String which) {
        return rounded(money(answer, which + ".metrics[" + metric + "].realised"), 6);
    }

    /** Ten hours of worked example A, of 6,000 a month. */
    private static BigDecimal level(String factor) {
        return new BigDecimal(60_000)
                .multiply(new BigDecimal(factor))
                .divide(new BigDecimal("730.5"), 6, RoundingMode.HALF_EVEN);
    }

    @Test
    void withoutAssumptionsNothingDiffers() {
        JsonPath same = whatIf("{}");
        assertThat(same.<Object>get("assumed")).isEqualTo(same.get("stored"));
        assertThat(money(same, "difference.realised")).isEqualByComparingTo("0");
        assertThat(realised(same, 0, "stored")).isEqualTo(level("1"));
        assertThat(money(same, "stored.realised"))
                .isEqualByComparingTo(money(bench.get("projects/cloud/value" + asOf), "realised"));
    }

    @Test
    void shareValuationBaselineAndConfidenceDoWhatTheyDoToValue() {
        assertThat(realised(whatIf("{'metrics':{'cost':{'share':0.5}}}"), 0, "assumed"))
                .isEqualTo(level("0.5"));
        assertThat(
                        realised(
                                whatIf(
                                        "{'metrics':{'cloud/cost':{'valuation':{'amount':24,'per':'YEAR'}}}}"),
                                0,
                                "assumed"))
                .isEqualTo(level("2"));
        assertThat(realised(whatIf("{'metrics':{'cost':{'baseline':44000}}}"), 0, "assumed"))
                .isEqualTo(level("0"));
        assertThat(realised(whatIf("{'metrics':{'cost':{'target':60000}}}"), 0, "assumed"))
                .isEqualTo(level("-1"));
        JsonPath unsure = whatIf("{'metrics':{'cost':{'confidence':0.8}}}");
        assertThat(rounded(money(unsure, "assumed.metrics[0].weighted"), 6))
                .isEqualTo(level("0.8"));
        assertThat(realised(unsure, 0, "assumed")).isEqualTo(level("1"));
        JsonPath dearer =
                whatIf("{'metrics':{'tickets':{'valuation':{'amount':24,'per':'UNIT'}}}}");
        assertThat(money(dearer, "assumed.metrics[1].realised"))
                .isEqualByComparingTo(
                        money(dearer, "stored.metrics[1].realised").multiply(new BigDecimal(2)));
        assertThat(money(dearer, "difference.realised"))
                .isEqualByComparingTo(money(dearer, "stored.metrics[1].realised"));
    }

    @Test
    void aLaterGoLiveTakesItsHoursFromMetricsWithoutAStartOfTheirOwn() {
        JsonPath later = whatIf("{'goLive':'%s'}".formatted(hour.plus(Duration.ofHours(5))));
        assertThat(realised(later, 0, "assumed")).as("has its own start").isEqualTo(level("1"));
        BigDecimal stored = money(later, "stored.metrics[1].realised");
        assertThat(rounded(money(later, "assumed.metrics[1].realised"), 6))
                .isEqualTo(rounded(stored.divide(BigDecimal.TWO), 6));
    }

    @Test
    void anotherDiscountRateChangesTheDiscountedFiguresOnly() {
        JsonPath dear = whatIf("{'discountRate':0.9}");
        assertThat(money(dear, "difference.npv").signum()).isNotZero();
        assertThat(money(dear, "difference.roiDiscounted").signum()).isNotZero();
        assertThat(money(dear, "difference.realised")).isEqualByComparingTo("0");
        assertThat(money(dear, "difference.roiSimple")).isEqualByComparingTo("0");
    }

    @Test
    void whatDoesNotFitTheProjectIsRefusedWithTheField() {
        for (List<String> wrong :
                List.of(
                        List.of("{'metrics':{'nothing':{}}}", "metrics.nothing"),
                        List.of("{'metrics':{'cost':{},'cloud/cost':{}}}", "metrics."),
                        List.of(
                                "{'metrics':{'cost':{'valuation':{'amount':1,'per':'UNIT'}}}}",
                                "metrics.cloud/cost.valuation.per"),
                        List.of(
                                "{'metrics':{'tickets':{'valuation':{'amount':1,'per':'DAY'}}}}",
                                "metrics.cloud/tickets.valuation.per"),
                        List.of("{'goLive':'soon'}", "goLive"))) {
            assertThat(
                            post(wrong.getFirst())
                                    .statusCode(400)
                                    .body("code", equalTo("VALIDATION"))
                                    .extract()
                                    .jsonPath()
                                    .getString("violations[0].field"))
                    .startsWith(wrong.getLast());
        }
        for (String wrong :
                List.of(
                        "{'metrics':{'cost':{'share':1.5}}}",
                        "{'metrics':{'cost':{'confidence':-1}}}",
                        "{'metrics':{'cost':{'valuation':{'per':'DAY'}}}}",
                        "{'metrics':{'cost':null}}",
                        "{'discountRate':-1}",
                        "{'somethingElse':1}",
                        "[]")) {
            post(wrong).statusCode(400);
        }
    }

    @Test
    void nothingIsStored() {
        // Figures of the day are written down by the clock, once a minute.
        List<String> tables =
                rows(
                                "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public'"
                                        + " AND column_name = 'tenant_id' AND table_name <> 'project_day' ORDER BY 1")
                        .stream()
                        .map(List::getFirst)
                        .toList();
        assertThat(tables).contains("metric_version", "metric_state", "audit", "outbox");
        // New states are looked at once by the sweep, which is no doing of the question.
        soon().until(() ->
                rows("SELECT 1 FROM revaluation_due WHERE tenant_id = ?", bench.tenant).isEmpty());
        List<String> before = tables.stream().map(this::digest).toList();
        whatIf(
                "{'goLive':'2026-03-01','discountRate':0.2,'metrics':{'cost':{'share':0.1,'baseline':1,'target':2}}}");
        assertThat(tables.stream().map(this::digest).toList()).isEqualTo(before);
    }

    private String digest(String table) {
        return table
                + " "
                + rows(
                        "SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM "
                                + table
                                + " t WHERE tenant_id = ?",
                        bench.tenant);
    }
}
