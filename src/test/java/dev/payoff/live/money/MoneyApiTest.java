package dev.payoff.live.money;

import static dev.payoff.stream.Bench.money;
import static dev.payoff.stream.Bench.rounded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A project's money over the wire: figures, their proofs, their risk. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class MoneyApiTest {

    private static final String MONEY = "projects/cloud/money";
    private static final String BY = "?asOf=2026-01-20T10:30:00Z&horizon=2027-12-31&rate=0.08";

    private final Bench bench = new Bench();
    private final Instant start = Instant.parse("2026-01-10T00:00:00Z");

    @BeforeEach
    void prepare() {
        bench.project("cloud");
        bench.level("cloud", "cost", ",'confidence':0.8,'staleness':'PT6H'");
        bench.flow("cloud", "tickets", Instant.parse("2026-01-01T00:00:00Z"));
        cost("'amount':4000,'incurredOn':'2026-01-02','category':'labour','nature':'CAPEX'");
        cost(
                "'amount':500,'currency':'USD','incurredOn':'2026-01-09','category':'cloud','nature':'OPEX'");
        cost("'amount':9000,'incurredOn':'2026-01-05','category':'labour','planned':true");
        cost("'amount':3000,'incurredOn':'2026-06-30','category':'labour','stage':'PLANNED'");
        cost(
                "'amount':2500,'low':2000,'high':4500,'incurredOn':'2026-03-31','category':'licence','stage':'COMMITTED'");
        cost("'amount':1500,'incurredOn':'2026-09-30','category':'labour','stage':'FORECAST'");
        bench.admin()
                .body(
                        "{\"base\":\"USD\",\"quote\":\"EUR\",\"validFrom\":\"2026-01-01\",\"rate\":0.92}")
                .put("/api/v1/rates")
                .then()
                .statusCode(200);
        for (int i = 0; i < 60; i++) {
            Instant at = start.plus(Duration.ofHours(i * 2L + 1));
            bench.send(
                    Topics.BUSINESS,
                    "cloud/cost",
                    "4" + (3000 + 37 * i),
                    at,
                    i % 3 == 0 ? ",'confidence':0.7" : "");
            bench.send(Topics.BUSINESS, "cloud/tickets", Integer.toString(i % 5), at, "");
        }
        bench.committed();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void cost(String fields) {
        bench.post("projects/cloud/costs", "{" + fields + "}").statusCode(201);
    }

    private ValidatableResponse put(String path, String body) {
        return bench.admin().body(body.replace('\'', '"')).put("/api/v1/" + path).then();
    }

    private static BigDecimal figure(JsonPath json, String path) {
        return money(json, path + ".value");
    }

    @Test
    void toDateIsTheLiveFigureAndOutlookGoesOn() {
        bench.patch("projects/cloud", "{'discountRate':0.08}");
        JsonPath value = bench.get("projects/cloud/value?asOf=2026-01-20T10:30:00Z");
        JsonPath all = bench.get(MONEY + BY);
        for (String same : List.of("npv", "roiSimple", "roiDiscounted", "cost")) {
            assertThat(figure(all, "toDate." + same))
                    .as(same)
                    .isEqualByComparingTo(money(value, same));
        }
        assertThat(figure(all, "toDate.benefit")).isEqualByComparingTo(money(value, "realised"));
        assertThat(figure(all, "toDate.weightedBenefit"))
                .isEqualByComparingTo(money(value, "weighted"));
        assertThat(figure(all, "realisation.toDate"))
                .isEqualByComparingTo(money(value, "realisationRate"));
        assertThat(figure(all, "toDate.cost")).isEqualByComparingTo("4460");
        assertThat(figure(all, "plan.cost")).isEqualByComparingTo("12000");
        assertThat(figure(all, "outlook.cost")).isEqualByComparingTo("8460");
        // What is realised to date, and what is promised from then on.
        BigDecimal later =
                figure(all, "plan.benefit").subtract(figure(all, "realisation.promisedToDate"));
        assertThat(figure(all, "outlook.benefit"))
                .isCloseTo(
                        figure(all, "toDate.benefit").add(later),
                        org.assertj.core.api.Assertions.within(new BigDecimal("1e-8")));
        assertThat(figure(all, "outlook.bcr").subtract(BigDecimal.ONE))
                .isCloseTo(
                        figure(all, "outlook.roiDiscounted"),
                        org.assertj.core.api.Assertions.within(new BigDecimal("1e-9")));
        assertThat(all.getInt("outlook.rateCount")).isEqualTo(1);
        assertThat(all.getBoolean("complete")).isTrue();
        assertThat(
                        all.<Map<String, Object>>getList("costs").stream()
                                .map(it -> it.get("stage") + " " + it.get("nature")))
                .containsExactly(
                        "PLANNED null",
                        "COMMITTED null",
                        "ACTUAL CAPEX",
                        "ACTUAL OPEX",
                        "FORECAST null");
    }

    @Test
    void whatIsNotKnownIsNullWithItsReason() {
        bench.project("empty");
        JsonPath all = bench.get("projects/empty/money");
        for (String figure : List.of("npv", "roiSimple", "irr", "mirr", "paybackMonths", "bcr")) {
            assertThat((Object) all.get("outlook." + figure + ".value")).as(figure).isNull();
            assertThat(all.getString("outlook." + figure + ".reason")).as(figure).endsWith(".");
        }
        cost("'amount':1,'currency':'JPY','incurredOn':'2026-01-12','category':'x'");
        JsonPath unknown = bench.get(MONEY + BY);
        assertThat((Object) unknown.get("toDate.npv.value")).isNull();
        assertThat(unknown.getString("toDate.npv.reason")).contains("JPY");
        assertThat(unknown.getBoolean("complete")).isFalse();
    }

    @Test
    void everyFigureIsComputedAgainFromItsProofToTheLastDigit() {
        int intervals = 0;
        for (String basis : List.of("TO_DATE", "PLAN", "OUTLOOK")) {
            for (String figure : MoneyProof.FIGURES) {
                JsonPath told =
                        bench.get(
                                MONEY + "/explain" + BY + "&basis=" + basis + "&figure=" + figure);
                Recomputed again = new Recomputed(told);
                BigDecimal value = again.figure(told);
                BigDecimal shown = money(told, "value");
                if (shown == null) {
                    assertThat(value).as("%s %s", basis, figure).isNull();
                    assertThat(told.getString("reason")).endsWith(".");
                } else {
                    assertThat(value).as("%s %s", basis, figure).isEqualByComparingTo(shown);
                }
                intervals += again.intervals();
            }
        }
        assertThat(intervals).as("measured intervals gone through").isGreaterThan(1_000);
    }

    @Test
    void aProofLeadsToReadingsThatAddUpToIt() {
        JsonPath told =
                bench.get(MONEY + "/explain" + BY + "&basis=TO_DATE&figure=benefit&day=2026-01-11");
        List<Map<String, Object>> hours =
                told.getList("proof.parts[0].parts.find { it.on == '2026-01-11' }.parts");
        assertThat(hours).isNotEmpty();
        Map<String, Object> hour = hours.getFirst();
        JsonPath readings =
                bench.admin()
                        .get(hour.get("readings").toString())
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();
        BigDecimal sum =
                readings.<Object>getList("items.value").stream()
                        .map(it -> new BigDecimal(it.toString()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        @SuppressWarnings("unchecked")
        Map<String, String> facts = (Map<String, String>) hour.get("facts");
        assertThat(sum).isEqualByComparingTo(facts.get("sum"));
        List<Map<String, Object>> other =
                told.getList("proof.parts[0].parts.find { it.on == '2026-01-12' }.parts");
        assertThat(other).as("of another day").isEmpty();
    }

    @Test
    void aSimulationIsRepeatedByItsSeedAndTellsItsError() {
        String path = MONEY + "/simulation" + BY + "&runs=20000&seed=7";
        JsonPath one = bench.get(path);
        assertThat(bench.get(path).<Object>get("$")).isEqualTo(one.get("$"));
        assertThat(money(bench.get(path.replace("seed=7", "seed=8")), "mean"))
                .isNotEqualByComparingTo(money(one, "mean"));
        BigDecimal expected = figure(bench.get(MONEY + BY), "outlook.riskAdjustedNpv");
        assertThat(money(one, "mean").subtract(expected).abs())
                .as("the mean is the risk-adjusted value but for the range of costs")
                .isLessThan(new BigDecimal("1000"));
        assertThat(money(one, "standardError").multiply(new BigDecimal("141.4213562")))
                .isCloseTo(
                        money(one, "standardDeviation"),
                        org.assertj.core.api.Assertions.within(new BigDecimal("0.01")));
        assertThat(one.<String>getList("lines.source"))
                .containsExactlyInAnyOrder(
                        "CONFIDENCE", "CERTAIN", "CERTAIN", "CERTAIN", "COST_LINES", "CERTAIN");
        JsonPath told =
                bench.post(
                                MONEY + "/simulation" + BY,
                                "{'ranges':{'cloud/tickets':{'low':-1,'likely':0,'high':1}}}")
                        .statusCode(200)
                        .extract()
                        .jsonPath();
        assertThat(told.<String>getList("lines.source")).contains("TOLD");
        bench.post(
                        MONEY + "/simulation" + BY,
                        "{'ranges':{'cloud/none':{'low':0,'likely':1,'high':1}}}")
                .statusCode(400)
                .body("violations.field", contains("ranges.cloud/none"));
        bench.post(
                        MONEY + "/simulation" + BY,
                        "{'ranges':{'cloud/cost':{'low':2,'likely':1,'high':1}}}")
                .statusCode(400);
    }

    @Test
    void linesMoveTogetherAsToldOrAreRefusedWithWhy() {
        String path = MONEY + "/simulation" + BY + "&runs=20000&seed=7";
        String pair = "{'correlations':[{'one':'cloud/cost','other':'%s','rank':%s}]}";
        String forecast = "cost/COMMITTED/licence";
        bench.post(path, pair.formatted(forecast, "-0.9"))
                .statusCode(200)
                .body("correlations[0].rank", equalTo(new BigDecimal("-0.9")))
                .body("assumptions[0]", containsString("move together"));
        bench.post(path, pair.formatted("cost/ACTUAL/labour", "0.5"))
                .statusCode(400)
                .body("violations.field", contains("correlations[0].other"))
                .body("detail", containsString("is certain"));
        bench.post(path, pair.formatted("cloud/none", "0.5")).statusCode(400);
        bench.post(path, pair.formatted(forecast, "1.1")).statusCode(400);
        bench.post(
                        path,
                        """
                        {'ranges': {'cloud/tickets': {'low': 0, 'likely': 1, 'high': 2}},
                         'correlations': [
                           {'one': 'cloud/cost', 'other': 'cloud/tickets', 'rank': 0.9},
                           {'one': 'cloud/tickets', 'other': 'cost/COMMITTED/licence', 'rank': 0.9},
                           {'one': 'cloud/cost', 'other': 'cost/COMMITTED/licence', 'rank': -0.9}]}
                        """)
                .statusCode(400)
                .body("code", equalTo("CORRELATIONS_CONTRADICT"))
                .body("remedy", containsString("0.55"));
    }

    @Test
    void theTornadoTellsWhatMovesMost() {
        JsonPath it = bench.get(MONEY + "/sensitivity" + BY);
        assertThat(money(it, "npv")).isNotNull();
        List<BigDecimal> widths =
                it.<Object>getList("bars.width").stream()
                        .map(width -> new BigDecimal(width.toString()))
                        .toList();
        assertThat(widths).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(it.<String>getList("bars.key"))
                .contains("cloud/cost", "discount-rate", "cost/COMMITTED/licence")
                .doesNotContain("cost/ACTUAL/labour");
        bench.admin()
                .get("/api/v1/" + MONEY + "/sensitivity?rate=-0.5&rateSwing=0.5")
                .then()
                .statusCode(400)
                .body("code", equalTo("BAD_PARAMETER"));
    }

    @Test
    void earnedValueComesFromDeliverablesAndCostLines() {
        for (String done : List.of("'2026-01-15'", "null", "null", "'2026-02-01'")) {
            bench.post("projects/cloud/deliverables", "{'name':'D','doneOn':" + done + "}")
                    .statusCode(201);
        }
        JsonPath it = bench.get(MONEY + "/earned-value" + BY);
        // One of four is done by as-of: EV 3000 of BAC 12000; AC 4460; ETC 4000
        assertThat(money(it, "done")).isEqualByComparingTo("0.25");
        assertThat(figure(it, "earned")).isEqualByComparingTo("3000");
        assertThat(figure(it, "planned")).isEqualByComparingTo("9000");
        assertThat(rounded(figure(it, "cpi"), 6)).isEqualTo(new BigDecimal("0.672646"));
        assertThat(figure(it, "eacAtCpi")).isEqualByComparingTo("17840");
        assertThat(figure(it, "eacAtPlan")).isEqualByComparingTo("13460");
        assertThat(figure(it, "eacAtEstimate")).isEqualByComparingTo("8460");
        JsonPath told = bench.get(MONEY + "/earned-value" + BY + "&percentComplete=50");
        assertThat(figure(told, "earned")).isEqualByComparingTo("6000");
        assertThat(told.getString("doneFrom")).isEqualTo("TOLD");
    }

    @Test
    void schedulesIndicesAndCalendarsAreVersionedAndAsKnownAtATime() throws Exception {
        String schedule = "{'name':'Board','steps':[{'throughYear':1,'rate':%s}]}";
        put("discount-schedules/board", schedule.formatted("0.05"))
                .statusCode(200)
                .body("version", equalTo(0));
        String known = Instant.now().toString();
        put("discount-schedules/board", schedule.formatted("0.10")).body("version", equalTo(1));
        put("discount-schedules/board", schedule.formatted("0.10")).body("version", equalTo(1));
        String asked = BY.replace("&rate=0.08", "&schedule=board");
        BigDecimal now = figure(bench.get(MONEY + asked), "outlook.npv");
        BigDecimal then = figure(bench.get(MONEY + asked + "&asKnownAt=" + known), "outlook.npv");
        assertThat(now).isEqualByComparingTo(npvAt("0.10"));
        assertThat(then).isEqualByComparingTo(npvAt("0.05"));
        JsonPath green = bench.get(MONEY + asked.replace("board", "hmt-green-book"));
        assertThat(figure(green, "outlook.npv"))
                .as("3.5 % for the first thirty years")
                .isEqualByComparingTo(npvAt("0.035"));
        assertThat(green.getString("discounting.source")).contains("HM Treasury");

        put(
                        "price-indices/cpi",
                        "{'name':'CPI','points':[{'on':'2026-01-01','index':100},{'on':'2027-01-01','index':110}]}")
                .statusCode(200);
        JsonPath real = bench.get(MONEY + BY + "&index=cpi&priceBase=2026-06-30");
        assertThat(real.getString("prices.basis")).isEqualTo("REAL");
        assertThat(figure(real, "toDate.npv"))
                .isEqualByComparingTo(figure(bench.get(MONEY + BY), "toDate.npv"));
        assertThat(figure(real, "outlook.benefit"))
                .isLessThan(figure(bench.get(MONEY + BY), "outlook.benefit"));
        put("price-indices/late", "{'name':'L','points':[{'on':'2026-02-01','index':100}]}")
                .statusCode(200);
        bench.admin()
                .get("/api/v1/" + MONEY + BY + "&index=late&priceBase=2026-06-30")
                .then()
                .statusCode(422)
                .body("code", equalTo("INDEX_TOO_SHORT"));

        put("fiscal-calendar", "{'firstMonth':4,'namedByEnd':true,'label':'FY{yyyy}'}")
                .statusCode(200);
        assertThat(bench.get(MONEY + BY).<String>getList("fiscalYears.label"))
                .containsExactly("FY2026", "FY2027", "FY2028");
        assertThat(
                        Bench.number(
                                "SELECT count(*) FROM audit WHERE tenant_id = ? AND action = 'money-term.put'",
                                bench.tenant))
                .isEqualTo(5);
    }

    private BigDecimal npvAt(String rate) {
        return figure(bench.get(MONEY + BY.replace("0.08", rate)), "outlook.npv");
    }

    @Test
    void whatWasKnownThenIsToldAgain() {
        JsonPath before = bench.get(MONEY + BY);
        String known = Instant.now().toString();
        cost("'amount':700,'incurredOn':'2026-01-03','category':'late'");
        cost("'amount':900,'incurredOn':'2026-12-01','category':'late','stage':'FORECAST'");
        JsonPath after = bench.get(MONEY + BY);
        assertThat(figure(after, "outlook.cost")).isEqualByComparingTo("10060");
        JsonPath then = bench.get(MONEY + BY + "&asKnownAt=" + known);
        for (String part : List.of("toDate", "plan", "outlook", "realisation", "fiscalYears")) {
            assertThat(then.<Object>get(part)).as(part).isEqualTo(before.get(part));
        }
    }

    @Test
    void optimismBiasRaisesWhatIsNotSpent() {
        JsonPath it = bench.get(MONEY + BY + "&optimismBias=0.5&mitigation=0.5");
        assertThat(figure(it, "outlook.cost")).isEqualByComparingTo("9460");
        assertThat(figure(it, "toDate.cost")).isEqualByComparingTo("4460");
        assertThat(figure(it, "plan.cost")).isEqualByComparingTo("15000");
    }

    @Test
    void wrongParametersAreNamed() {
        for (String wrong :
                List.of(
                        "rate=x",
                        "rate=-0.9",
                        "rate=0.1&schedule=hmt-green-book",
                        "horizon=soon",
                        "horizon=2299-01-01",
                        "priceBase=2026-01-01",
                        "mitigation=2")) {
            bench.admin()
                    .get("/api/v1/" + MONEY + "?" + wrong)
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("BAD_PARAMETER"));
        }
        bench.admin().get("/api/v1/" + MONEY + "?schedule=none").then().statusCode(404);
        bench.admin().get("/api/v1/" + MONEY + "/explain?figure=luck").then().statusCode(400);
        bench.admin().get("/api/v1/" + MONEY + "/simulation?shape=ROUND").then().statusCode(400);
        bench.admin().get("/api/v1/" + MONEY + "/simulation?runs=5").then().statusCode(400);
    }
}
