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
import java.util.Map;
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
    void costsOfEachStageAndNature() {
        cost("'amount':500,'incurredOn':'2026-02-05','stage':'ACTUAL','nature':'CAPEX'");
        cost(
                "'amount':700,'incurredOn':'2026-02-06','stage':'ACTUAL','nature':'OPEX','currency':'JPY'");
        List<Map<String, Object>> sums = bench.get("projects/live/money").getList("costs");
        assertThat(sums).hasSize(5);
        for (Map<String, Object> sum : sums) {
            String nature = sum.get("nature") == null ? "" : "&nature=" + sum.get("nature");
            JsonPath told = again(PROOFS + "costs?stage=" + sum.get("stage") + nature);
            if (sum.get("amount") == null) {
                assertThat(told.getString("reason")).contains("no rate to EUR");
                assertThat(told.getString("proof.parts[0].parts[1].facts.missing"))
                        .contains("2026-02-06");
            } else {
                assertThat(money(told, "value")).isEqualByComparingTo(sum.get("amount").toString());
            }
        }
        bench.admin().get("/api/v1/" + PROOFS + "costs?stage=LUCK").then().statusCode(400);
    }

    @Test
    void everyFigureOfEachFiscalYear() {
        String at = "asOf=" + hour;
        List<Map<String, Object>> years =
                bench.get("projects/live/money?" + at).getList("fiscalYears");
        assertThat(years).hasSizeGreaterThan(1);
        for (Map<String, Object> year : years) {
            for (String figure : PartsProof.OF_A_YEAR) {
                String path = PROOFS + "fiscal-years?in=" + year.get("until") + "&figure=" + figure;
                JsonPath told = again(path + "&" + at);
                assertThat(money(told, "value"))
                        .as("%s of %s", figure, year.get("label"))
                        .isEqualByComparingTo(year.get(figure).toString());
            }
        }
        JsonPath measured = again(PROOFS + "fiscal-years?in=" + day(hour) + "&" + at);
        assertThat(measured.getString("proof.parts[0].parts[0].readings"))
                .contains("/measurements");
        assertThat(again(PROOFS + "fiscal-years?" + at).getString("proof.label"))
                .as("the year that as-of lies in")
                .isEqualTo(measured.getString("proof.label"));
        for (String wrong : List.of("?in=someday", "?in=2026-01-01&figure=luck")) {
            bench.admin().get("/api/v1/" + PROOFS + "fiscal-years" + wrong).then().statusCode(400);
        }
    }

    private static String day(Instant at) {
        return at.minusSeconds(1).toString().substring(0, 10);
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
    void anHourOfUnitsIsTheLastSixtyMinutes() {
        Instant now = Instant.now();
        bench.project("desk");
        bench.flow("desk", "tickets", now.minus(Duration.ofDays(1)));
        for (int minutes : List.of(60, 45, 30, 15, 0)) {
            bench.send(
                    Topics.BUSINESS,
                    "desk/tickets",
                    "7",
                    now.minus(Duration.ofMinutes(minutes)),
                    "");
        }
        bench.committed();
        priority("desk", "{'durationWeeks':2}");
        JsonPath told = again("portfolio/delay/explain?project=desk");
        assertThat(told.getString("proof.parts[0].parts[0].operation")).isEqualTo("FLOW");
        assertThat(money(told, "proof.parts[0].parts[0].facts.sum"))
                .as("five times seven, of which the first may be over an hour old")
                .isBetween(new BigDecimal("21"), new BigDecimal("35"));
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
