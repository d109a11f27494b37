package dev.payoff.live;

import static dev.payoff.stream.Bench.money;
import static dev.payoff.stream.Bench.rounded;
import static dev.payoff.stream.Bench.soon;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a project makes worse is taken off what it brings. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class DisbenefitTest {

    private final Bench bench = new Bench();
    private String twice;
    private final Instant hour =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(30));
    private final String asOf = "?asOf=" + hour.plus(Duration.ofHours(10));

    /**
     * Ten hours of a bill that is lower by 7,305 a month, and of 25 EUR an hour for what runs
     * twice.
     */
    @BeforeEach
    void prepare() {
        bench.project("cloud");
        bench.level("cloud", "cost", ",'staleness':'PT1H'");
        twice =
                bench.post(
                                "projects/cloud/metrics",
                                """
                                {'key':'twice','name':'Dual running','category':'COST_REDUCTION','type':'CURRENCY','kind':'FLOW',
                                 'unit':'EUR','baseline':0,'target':20000,'flowPer':'MONTH','valuation':{'amount':1,'per':'UNIT'},
                                 'frequency':'PT1H','staleness':'PT1H','benefitStart':'2026-01-01T00:00:00Z','disbenefit':true}
                                """)
                        .statusCode(201)
                        .extract()
                        .path("id");
        bench.post(
                        "projects/cloud/costs",
                        "{'amount':100,'incurredOn':'2026-01-02','category':'labour'}")
                .statusCode(201);
        for (int i = 0; i < 10; i++) {
            Instant at = hour.plus(Duration.ofHours(i));
            bench.send(Topics.BUSINESS, "cloud/cost", "42695", at, "");
            bench.send(Topics.BUSINESS, "cloud/twice", "25", at, "");
        }
        bench.committed();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static BigDecimal told(JsonPath json, String path) {
        return rounded(money(json, path), 6).stripTrailingZeros();
    }

    @Test
    void theReturnTurnsNegativeAndTheMeanAchievementIsTheBenefitsOwn() {
        JsonPath value = bench.get("projects/cloud/value" + asOf);

        assertThat(told(value, "realised")).isEqualByComparingTo("-150");
        assertThat(told(value, "disbenefits")).isEqualByComparingTo("-250");
        assertThat(told(value, "roiSimple")).as("1.5 with a gain").isEqualByComparingTo("-2.5");
        assertThat(told(value, "achievement"))
                .isEqualByComparingTo(told(value, "metrics[0].achievement"));
        assertThat(told(value, "metrics[1].realised")).isEqualByComparingTo("-250");
    }

    @Test
    void theFigureThatTicksAndTheOneThatIsFoldedAnewAgree() {
        soon().untilAsserted(() ->
                assertThat(told(bench.get("portfolio"), "projects[0].realised"))
                        .isEqualByComparingTo(told(bench.get("projects/cloud/value"), "realised")));
        assertThat(money(bench.get("portfolio"), "projects[0].realised")).isNegative();
    }

    @Test
    void whatIsOnceCalledABenefitIsValuedAnew() {
        bench.patch("metrics/" + twice, "{'disbenefit':false}").statusCode(200);

        soon().untilAsserted(() ->
                assertThat(money(bench.get("portfolio"), "projects[0].realised")).isPositive());
        assertThat(told(bench.get("projects/cloud/value" + asOf), "realised"))
                .isEqualByComparingTo("350");
    }

    @Test
    void anotherPriceInAWhatIfIsACostToo() {
        JsonPath dearer =
                bench.post(
                                "projects/cloud/value/what-if" + asOf,
                                "{'metrics':{'twice':{'valuation':{'amount':2,'per':'UNIT'}}}}")
                        .statusCode(200)
                        .extract()
                        .jsonPath();

        assertThat(told(dearer, "assumed.metrics[1].realised")).isEqualByComparingTo("-500");
    }

    @Test
    void theExplanationSaysThatMoreIsWorse() {
        String told =
                bench.admin()
                        .get("/api/v1/projects/cloud/value/explain" + asOf)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString();

        assertThat(told).contains("Target (a disbenefit: more is worse)");
    }
}
