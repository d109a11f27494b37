package dev.payoff.analytics;

import static dev.payoff.stream.Bench.money;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import dev.payoff.devstack.StackResource;
import dev.payoff.live.money.Recomputed;
import dev.payoff.stream.Bench;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scenarios from what is asked to what is approved. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class ScenariosApiTest {

    private static final String IDEAS =
            """
            {'name': 'Plan', 'currency': 'EUR',
             'budgets': [{'name': 'money', 'limit': 50, 'unit': 10}],
             'candidates': [
               {'project': 'a', 'value': 60, 'uses': {'money': 10}, 'current': true, 'spread': 1},
               {'project': 'b', 'value': 100, 'uses': {'money': 20}, 'current': true, 'spread': 4},
               {'project': 'c', 'value': 120, 'uses': {'money': 30}, 'spread': 3}],
             'risk': {'measure': 'SPREAD'}}
            """;

    private final Bench bench = new Bench();

    @Inject ScenarioWatch watch;

    @AfterEach
    void close() {
        bench.close();
    }

    private ValidatableResponse save(String scenario) {
        return bench.post("scenarios", scenario);
    }

    private String saved(String scenario) {
        return save(scenario).statusCode(201).extract().path("id");
    }

    @Test
    void whatIsAskedIsSolvedWithReasonsPricesRegretAndFrontier() {
        JsonPath made = save(IDEAS).statusCode(201).extract().jsonPath();
        String choice = "result.choice.";
        assertThat(money(made, choice + "value")).isEqualByComparingTo("220");
        assertThat(money(made, choice + "gap")).isEqualByComparingTo("0");
        assertThat(made.<Boolean>get(choice + "proved")).isTrue();
        assertThat(made.getList(choice + "projects.findAll { it.in }.project"))
                .isEqualTo(java.util.List.of("b", "c"));
        assertThat(made.getString(choice + "projects[0].why")).isEqualTo("OTHERS_BRING_MORE");
        assertThat(money(made, choice + "resources[0].price")).isEqualByComparingTo("4");
        assertThat(money(made, choice + "resources[0].oneMore")).isEqualByComparingTo("60");
        assertThat(money(made, choice + "resources[0].oneLess")).isEqualByComparingTo("40");
        assertThat(money(made, choice + "today.regret")).isEqualByComparingTo("60");
        assertThat(made.getList("result.frontier.value.collect { it as int }"))
                .isEqualTo(java.util.List.of(0, 60, 120, 180, 220));
        assertThat(made.<Boolean>get("stale")).isFalse();

        for (String figure :
                List.of(
                        "value=220",
                        "today=160",
                        "regret=60",
                        "oneMore&resource=money=60",
                        "oneLess&resource=money=40",
                        "bound=240")) {
            int at = figure.lastIndexOf('=');
            JsonPath proof =
                    bench.get(
                            "scenarios/%s/explain?figure=%s"
                                    .formatted(made.getString("id"), figure.substring(0, at)));
            assertThat(money(proof, "value"))
                    .as(figure)
                    .isEqualByComparingTo(figure.substring(at + 1));
            assertThat(new Recomputed(proof).figure(proof))
                    .isEqualByComparingTo(figure.substring(at + 1));
        }

        JsonPath again = bench.get("scenarios/" + made.getString("id"));
        assertThat(again.<Object>get("result")).isEqualTo(made.get("result"));
        assertThat(bench.get("scenarios").getList("items.name")).containsExactly("Plan");
    }

    @Test
    void whatIsNotToldComesFromTheRegistry() {
        bench.project("platform");
        bench.project("shop");
        bench.level("shop", "cost", "");
        bench.post("projects/shop/dependencies", "{'dependsOn': 'platform'}").statusCode(201);
        int year = LocalDate.now().getYear() + 1;
        bench.post(
                        "projects/shop/costs",
                        "{'amount': 30000, 'incurredOn': '%d-03-01', 'category': 'build', 'planned': true}"
                                .formatted(year))
                .statusCode(201);
        JsonPath made =
                save("""
                {'name': 'From figures', 'horizonYears': 2,
                 'budgets': [{'name': 'next', 'limit': 40000, 'from': '%d-01-01', 'to': '%d-12-31'}],
                 'candidates': [{'project': 'shop'}, {'project': 'platform', 'value': -5000}]}
                """
                                .formatted(year, year))
                        .statusCode(201)
                        .extract()
                        .jsonPath();
        // 15,000 a month for two years at 8 %, less 30,000: 180,000 · (1/1.08 + 1/1.08²) − 30,000.
        assertThat(Bench.rounded(money(made, "basis[0].value"), 4))
                .isEqualByComparingTo("290987.6543");
        assertThat(made.getString("basis[0].valueFrom")).isEqualTo("PLAN");
        assertThat(money(made, "basis[0].uses.next")).isEqualByComparingTo("30000");
        assertThat(made.getString("result.choice.projects[1].why")).isEqualTo("PAYS_FOR_OTHERS");

        save("{'name': 'All', 'candidates': [{'project': 'platform', 'decision': 'IN'}]}")
                .statusCode(400)
                .body("violations[0].field", equalTo("candidates.platform.value"));
        for (String all :
                List.of(
                        "{'name': 'All'}",
                        "{'name': 'Named', 'candidates': [{'project': 'shop'}, {'project': 'platform'}]}")) {
            JsonPath solved = save(all).statusCode(201).extract().jsonPath();
            assertThat(solved.getList("result.left", String.class))
                    .anySatisfy(left -> assertThat(left).startsWith("platform has no live figure"));
        }
    }

    private void inCurrency(String key, String currency) {
        bench.post(
                        "projects",
                        "{'key':'%s','name':'P','type':'SOFTWARE','currency':'%s','goLive':'2026-01-01'}"
                                .formatted(key, currency))
                .statusCode(201);
        bench.level(key, "cost", "");
    }

    private void rate(String base, String quote, String from, String rate) {
        bench.admin()
                .body(
                        "{\"base\":\"%s\",\"quote\":\"%s\",\"validFrom\":\"%s\",\"rate\":%s}"
                                .formatted(base, quote, from, rate))
                .put("/api/v1/rates")
                .then()
                .statusCode(200);
    }

    private void cost(String project, String amount, String on, String more) {
        bench.post(
                        "projects/" + project + "/costs",
                        "{'amount': %s, 'incurredOn': '%s', 'category': 'build'%s}"
                                .formatted(amount, on, more))
                .statusCode(201);
    }

    @Test
    void otherCurrenciesAreConvertedAtTheTenantsDatedRates() {
        int year = LocalDate.now().getYear() + 1;
        inCurrency("us", "USD");
        inCurrency("swiss", "CHF");
        rate("EUR", "USD", "2026-01-01", "1.25");
        rate("USD", "EUR", year + "-06-01", "0.9");
        cost("us", "50000", year + "-03-01", ", 'stage': 'PLANNED'");
        cost("us", "50000", year + "-07-01", ", 'stage': 'PLANNED'");
        cost("us", "1000", year + "-07-01", ", 'stage': 'PLANNED', 'currency': 'EUR'");
        // The same money again, known better: it must not count beside the plan.
        cost("us", "70000", year + "-07-01", ", 'stage': 'FORECAST'");
        JsonPath made =
                save("""
                {'name': 'All', 'currency': 'EUR', 'horizonYears': 1,
                 'budgets': [{'name': 'next', 'limit': 90000, 'from': '%d-01-01', 'to': '%d-12-31'}]}
                """
                                .formatted(year, year))
                        .statusCode(201)
                        .extract()
                        .jsonPath();
        // 50,000 / 1.25 + 50,000 · 0.9 + 1,000
        assertThat(Bench.rounded(money(made, "basis[0].uses.next"), 6))
                .isEqualByComparingTo("86000");
        // 180,000 USD a year / 1.08 / 1.25 − 86,000
        assertThat(Bench.rounded(money(made, "basis[0].value"), 4))
                .isEqualByComparingTo("47333.3333");
        assertThat(made.getList("basis[0].rates.validFrom"))
                .isEqualTo(List.of("2026-01-01", year + "-06-01"));
        assertThat(money(made, "basis[0].rates[0].rate")).isEqualByComparingTo("0.8");
        assertThat(made.getString("result.left[0]"))
                .startsWith("swiss needs a rate from CHF to EUR on ");
        assertThat(made.getList("result.choice.projects.findAll { it.in }.project"))
                .isEqualTo(List.of("us"));

        rate("EUR", "USD", "2026-01-01", "1");
        JsonPath stale = bench.get("scenarios/" + made.getString("id"));
        assertThat(stale.getList("moved.figure")).isEqualTo(List.of("value", "next"));
    }

    @Test
    void aFigureThatMovesMakesAScenarioStale_solvingAgainMakesItFresh() {
        bench.project("cloud");
        bench.level("cloud", "cost", "");
        String id =
                saved("{'name': 'Moves', 'autoSolve': true, 'candidates': [{'project': 'cloud'}]}");
        bench.post(
                        "projects/cloud/costs",
                        "{'amount': 90000, 'incurredOn': '%d-03-01', 'category': 'build', 'planned': true}"
                                .formatted(LocalDate.now().getYear() + 1))
                .statusCode(201);
        JsonPath stale = bench.get("scenarios/" + id);
        assertThat(stale.<Boolean>get("stale")).isTrue();
        assertThat(stale.getString("moved[0].project")).isEqualTo("cloud");
        assertThat(stale.getString("moved[0].figure")).isEqualTo("value");
        assertThat(money(stale, "moved[0].from").subtract(money(stale, "moved[0].to")))
                .isEqualByComparingTo("90000");
        bench.post("scenarios/" + id + "/approve", "")
                .statusCode(409)
                .body("code", equalTo("STALE"));

        Bench.update(
                "UPDATE scenario SET looked_at = looked_at - interval '1 day' WHERE id = ?::uuid",
                id);
        watch.round().await().atMost(Duration.ofSeconds(60));
        JsonPath fresh = bench.get("scenarios/" + id);
        assertThat(fresh.<Boolean>get("stale")).isFalse();
        assertThat(fresh.getInt("version")).isEqualTo(2);
        assertThat(
                        Bench.text(
                                "SELECT actor FROM audit WHERE action = 'scenario.solved' AND subject_id = ?",
                                id))
                .isEqualTo("scheduler");
    }

    @Test
    void whatIsApprovedStays() {
        String id = saved(IDEAS);
        bench.admin()
                .header("If-Match", "\"7\"")
                .post("/api/v1/scenarios/" + id + "/approve")
                .then()
                .statusCode(412);
        bench.post("scenarios/" + id + "/approve", "")
                .statusCode(200)
                .body("approvedBy", containsString("key:"))
                .body("version", equalTo(2));
        bench.post("scenarios/" + id + "/solve", "")
                .statusCode(409)
                .body("code", equalTo("APPROVED"));
        bench.post("scenarios/" + id + "/approve", "").statusCode(409);
        assertThat(
                        Bench.number(
                                "SELECT count(*) FROM audit WHERE subject_id = ? AND action = 'scenario.approved'",
                                id))
                .isEqualTo(1);
    }

    @Test
    void twoScenariosSideBySide() {
        String tight = saved(IDEAS);
        String wide = saved(IDEAS.replace("'limit': 50", "'limit': 60"));
        JsonPath compared = bench.get("scenarios/" + tight + "/compare?with=" + wide);
        assertThat(money(compared, "difference")).isEqualByComparingTo("60");
        assertThat(compared.getList("both")).isEqualTo(java.util.List.of("b", "c"));
        assertThat(compared.getList("onlyThere")).isEqualTo(java.util.List.of("a"));
        assertThat(money(compared, "resources.money.there.limit")).isEqualByComparingTo("60");
        bench.admin().get("/api/v1/scenarios/" + tight + "/compare").then().statusCode(400);
        bench.admin().delete("/api/v1/scenarios/" + tight).then().statusCode(204);
        bench.admin().get("/api/v1/scenarios/" + tight).then().statusCode(404);
    }

    @Test
    void whatCannotBeDoneIsSavedWithItsReasonsAndNotApproved() {
        String id =
                save("""
                {'name': 'Too much', 'budgets': [{'name': 'money', 'limit': 5}],
                 'candidates': [{'project': 'a', 'value': 1, 'uses': {'money': 7}, 'decision': 'IN'}]}
                """)
                        .statusCode(201)
                        .body("result.choice.possible", equalTo(false))
                        .body("result.choice.value", nullValue())
                        .body(
                                "result.choice.reasons",
                                hasItem("It takes 7 of money, of which there is 5."))
                        .extract()
                        .path("id");
        bench.post("scenarios/" + id + "/approve", "")
                .statusCode(409)
                .body("code", equalTo("NOTHING_TO_APPROVE"));
    }

    @Test
    void whatIsWrongIsNamed() {
        save("""
        {'name': 'Wrong', 'budgets': [{'name': 'x', 'limit': 5}, {'name': 'x', 'limit': 5}],
         'candidates': [{'project': 'a', 'value': 1, 'uses': {'y': 7}, 'needs': ['b']},
                        {'project': 'b', 'value': 1, 'needs': ['a']}]}
        """)
                .statusCode(400)
                .body("violations.field", hasItem("budgets"))
                .body("violations.field", hasItem("candidates.a.uses.y"));
        save("""
        {'name': 'Circle', 'candidates': [{'project': 'a', 'value': 1, 'needs': ['b']},
                                          {'project': 'b', 'value': 1, 'needs': ['a']}]}
        """)
                .statusCode(400)
                .body("violations[0].message", equalTo("close the circle a → b → a"));
        save("{'name': 'Less than nothing', 'budgets': [{'name': 'x', 'limit': -5}]}")
                .statusCode(400);
    }
}
