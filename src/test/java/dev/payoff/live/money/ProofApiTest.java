package dev.payoff.live.money;

import static dev.payoff.stream.Bench.money;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Shown;
import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import dev.payoff.stream.Bench;
import dev.payoff.value.appraisal.Simulation;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Earned value, tornado, simulation and cost of delay, computed again from what REST explains. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class ProofApiTest {

    private static final String PROOFS = "projects/live/money/proofs/";

    private final Bench bench = new Bench();
    private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);

    @BeforeEach
    void aProjectThatEarns() {
        bench.project("live");
        bench.level("live", "cost", ",'confidence':0.7");
        cost("'amount':90000,'incurredOn':'2026-01-05','stage':'PLANNED'");
        cost("'amount':40000,'incurredOn':'2026-01-05','stage':'ACTUAL'");
        cost(
                "'amount':30000,'incurredOn':'2027-01-05','stage':'FORECAST','low':20000,'high':70000");
        bench.post("projects/live/deliverables", "{'name':'One','doneOn':'2026-02-01'}")
                .statusCode(201);
        bench.post("projects/live/deliverables", "{'name':'Two'}").statusCode(201);
        for (int i = 1; i <= 5; i++) {
            bench.send(
                    Topics.BUSINESS,
                    "live/cost",
                    "4" + (3_000 + i),
                    hour.minus(Duration.ofHours(2L * i)),
                    "");
        }
        bench.project("next");
        bench.level("next", "cost", "");
        bench.project("told");
        priority("live", "{'durationWeeks':2}");
        priority("next", "{'durationWeeks':3}");
        priority("told", "{'durationWeeks':1,'costOfDelayPerWeek':100}");
        bench.committed();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void cost(String fields) {
        bench.post("projects/live/costs", "{'category':'build'," + fields + "}").statusCode(201);
    }

    private void priority(String project, String body) {
        bench.admin()
                .body(body.replace('\'', '"'))
                .put("/api/v1/projects/" + project + "/priority")
                .then()
                .statusCode(200);
    }

    private JsonPath again(String path) {
        JsonPath told = bench.get(path);
        BigDecimal shown = money(told, "value");
        if (shown == null) {
            assertThat(told.getString("reason")).as(path).endsWith(".");
        } else {
            assertThat(new Recomputed(told).figure(told)).as(path).isEqualByComparingTo(shown);
        }
        return told;
    }

    @Test
    void earnedValue() {
        for (String figure : EarnedValueProof.FIGURES) {
            again(PROOFS + "earned-value?figure=" + figure);
        }
        // 90,000, half of it done, for 40,000.
        assertThat(money(again(PROOFS + "earned-value?figure=cpi"), "value"))
                .isEqualByComparingTo("1.125");
        again(PROOFS + "earned-value?figure=tcpi&percentComplete=12.5");
        bench.admin().get("/api/v1/" + PROOFS + "earned-value?figure=luck").then().statusCode(400);
    }

    @Test
    void everyBarOfTheTornado() {
        again(PROOFS + "sensitivity");
        for (String bar : List.of("live/cost", "cost/FORECAST/build", "discount-rate")) {
            for (String figure : SensitivityProof.FIGURES) {
                JsonPath told = again(PROOFS + "sensitivity?figure=" + figure + "&bar=" + bar);
                assertThat(money(told, "value") == null)
                        .as("%s of %s", figure, bar)
                        .isEqualTo(bar.equals("discount-rate") && figure.equals("switchingFactor"));
            }
        }
        bench.admin().get("/api/v1/" + PROOFS + "sensitivity?bar=luck").then().statusCode(400);
    }

    @Test
    void aSimulationByItsSeed() {
        String ranges =
                "{'ranges':{'live/cost':{'low':0.5,'likely':0.9,'high':1.1}},'commonCorrelation':0.3}";
        for (JsonPath told :
                List.of(
                        bench.get(PROOFS + "simulation?runs=2000&seed=9&shape=TRIANGULAR"),
                        bench.post(PROOFS + "simulation?runs=2000&seed=9", ranges)
                                .statusCode(200)
                                .extract()
                                .jsonPath())) {
            Simulation drawn =
                    new Recomputed(told.getList("simulation.discounting.steps.steps"), null)
                            .drawnAgain(told.getMap("proof"));
            assertThat(Shown.figure(new BigDecimal(drawn.mean())))
                    .isEqualByComparingTo(money(told, "simulation.mean"));
            assertThat(Shown.figure(new BigDecimal(drawn.cvar95())))
                    .isEqualByComparingTo(money(told, "simulation.cvar95"));
        }
    }

    @Test
    void costOfDelayMeasuredPromisedAndTold() {
        for (String project : List.of("live", "next", "told")) {
            for (String figure : DelayProof.FIGURES) {
                JsonPath told =
                        again("portfolio/delay/explain?project=" + project + "&figure=" + figure);
                assertThat(money(told, "value")).as("%s of %s", figure, project).isNotNull();
            }
        }
        JsonPath measured = again("portfolio/delay/explain?project=live");
        assertThat(measured.getString("proof.parts[0].parts[0].operation")).isEqualTo("LEVEL");
        assertThat(measured.getString("proof.parts[0].parts[0].readings"))
                .contains("/measurements");
        assertThat(money(measured, "value"))
                .isEqualByComparingTo(
                        money(
                                bench.get("portfolio/delay"),
                                "order.find { it.project == 'live' }.costOfDelayPerWeek"));
        bench.admin().get("/api/v1/portfolio/delay/explain?project=nobody").then().statusCode(404);
    }
}
