package dev.payoff.analytics;

import static dev.payoff.stream.Bench.money;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.payoff.devstack.StackResource;
import dev.payoff.stream.Bench;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The portfolio rolled up, compared, propagated, and taken in from reports. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class PortfolioViewsApiTest {

    private static final String THEN =
            """
            id,title,department,total,end
            A 1,Payroll,Treasury,"$1,000,000","March 31, 2017"
            A 2,Archive,Treasury,"$2,000,000","March 31, 2018"
            A 2,Archive again,Treasury,$5,2018-03-31
            B 1,Border,Police,cheap,2018-03-31
            B 2,Radio,Police,$4000000,soon
            C 1,Portal,Health,$3000000,
            """;
    private static final String NOW =
            """
            id,title,department,total,end
            A 1,Payroll,Treasury,"$1,500,000","March 31, 2019"
            A 2,Archive,Treasury,"$1,800,000","March 31, 2018"
            D 1,New,Health,$100,2020-01-01
            """;

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private void project(String key, String more) {
        bench.post(
                        "projects",
                        "{'key':'%s','name':'P','type':'SOFTWARE','currency':'EUR','goLive':'2026-01-01'%s}"
                                .formatted(key, more))
                .statusCode(201);
    }

    private void cost(String project, int amount, boolean planned) {
        bench.post(
                        "projects/" + project + "/costs",
                        "{'amount':%d,'incurredOn':'2026-01-02','category':'build','planned':%s}"
                                .formatted(amount, planned))
                .statusCode(201);
    }

    private ValidatableResponse imported(String csv, String asOf, String more) {
        return bench.admin()
                .contentType("text/csv")
                .queryParam("asOf", asOf)
                .queryParam("source", "report of " + asOf)
                .queryParam(
                        "mapping",
                        "{\"key\":\"id\",\"name\":\"title\",\"programme\":\"department\",\"budget\":\"total\","
                                + "\"completesOn\":\"end\"}")
                .queryParam("set", "{\"type\":\"SOFTWARE\",\"currency\":\"CAD\"}")
                .queryParam("dryRun", more)
                .body(csv)
                .post("/api/v1/imports/projects")
                .then();
    }

    @Test
    void groupsAddUpAndWhatHasNoGroupIsThere() {
        project("a", ",'programme':'Cloud','owner':'Ann','objective':'Run cheaper'");
        project("b", ",'programme':'Cloud','owner':'Ben'");
        project("c", "");
        cost("a", 100, false);
        cost("b", 40, false);
        cost("a", 500, true);
        JsonPath byProgramme = bench.get("portfolio/rollup?by=programme");
        assertThat(byProgramme.getString("currency")).isEqualTo("EUR");
        assertThat(byProgramme.getList("groups.find { it.group == 'Cloud' }.projects"))
                .isEqualTo(List.of("a", "b"));
        assertThat(money(byProgramme, "groups.find { it.group == 'Cloud' }.cost"))
                .isEqualByComparingTo("140");
        assertThat(byProgramme.getList("groups.find { it.group == null }.projects"))
                .isEqualTo(List.of("c"));
        assertThat(bench.get("portfolio/rollup?by=owner").getList("groups.group"))
                .containsExactlyInAnyOrder("Ann", "Ben", null);
        assertThat(bench.get("portfolio/rollup?by=objective").getList("groups.group"))
                .containsExactlyInAnyOrder("Run cheaper", null);
        bench.admin().get("/api/v1/portfolio/rollup?by=mood").then().statusCode(400);

        JsonPath compared = bench.get("portfolio/compare?figures=cost,realised,budget");
        assertThat(money(compared, "projects[0].figures.budget")).isEqualByComparingTo("500");
        assertThat(compared.getList("bubbles.project")).isEqualTo(List.of("a"));
        assertThat(compared.getList("missing")).isEqualTo(List.of("b", "c"));
        bench.admin().get("/api/v1/portfolio/compare?figures=luck").then().statusCode(400);

        JsonPath waterfall = bench.get("portfolio/waterfall?by=project");
        assertThat(money(waterfall, "bars[-1].amount")).isEqualByComparingTo("-140");
        assertThat(waterfall.getString("bars[-1].step")).isEqualTo("NET");
        assertThat(waterfall.getList("bars")).hasSize(7);
        bench.patch("projects/c", "{'programme':'Data'}")
                .statusCode(200)
                .body("programme", equalTo("Data"));
    }

    @Test
    void otherCurrenciesConvertAtTheLatestRateInForceToday() {
        project("a", ",'programme':'Cloud'");
        for (String currency : List.of("USD", "GBP", "JPY")) {
            bench.post(
                            "projects",
                            "{'key':'in-%s','name':'P','type':'SOFTWARE','currency':'%s','programme':'Cloud'}"
                                    .formatted(currency.toLowerCase(Locale.ROOT), currency))
                    .statusCode(201);
        }
        cost("a", 100, false);
        cost("in-usd", 200, false);
        cost("in-gbp", 50, false);
        cost("in-jpy", 9000, false);
        rate("USD", "EUR", "2026-01-01", "0.8");
        rate("USD", "EUR", "2026-02-01", "0.9");
        rate("USD", "EUR", "2199-01-01", "7");
        rate("EUR", "GBP", "2026-01-01", "0.8");
        JsonPath rolled = bench.get("portfolio/rollup?by=programme");
        assertThat(money(rolled, "groups[0].cost"))
                .as("100, 200 at 0.9, and 50 at 1 / 0.8")
                .isEqualByComparingTo("342.5");
        assertThat(rolled.getList("groups[0].projects")).containsExactly("a", "in-gbp", "in-usd");
        assertThat(rolled.getList("rates.from")).containsExactly("GBP", "USD");
        assertThat(rolled.getList("rates.validFrom")).containsExactly("2026-01-01", "2026-02-01");
        assertThat(rolled.getList("unknown.project")).containsExactly("in-jpy");
        assertThat(rolled.getString("reasons[0]")).contains("from JPY to EUR");
        assertThat(money(bench.get("portfolio/waterfall?by=project"), "bars[-1].amount"))
                .isEqualByComparingTo("-342.5");
        assertThat(bench.get("portfolio/dependencies?slipping=in-jpy").getList("rates.from"))
                .containsExactly("GBP", "USD");
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

    @Test
    void aSlipCostsWhatAllDownstreamWouldEarn() {
        project("platform", "");
        project("shop", "");
        project("report", "");
        bench.level("shop", "cost", "");
        bench.post("projects/shop/dependencies", "{'dependsOn':'platform'}").statusCode(201);
        bench.post("projects/report/dependencies", "{'dependsOn':'shop'}").statusCode(201);
        bench.post("projects/platform/dependencies", "{'dependsOn':'report'}")
                .statusCode(409)
                .body("code", equalTo("DEPENDENCY_CYCLE"));
        JsonPath network = bench.get("portfolio/dependencies?slipping=platform&days=10");
        String platform = "projects.find { it.project == 'platform' }";
        assertThat(network.getList(platform + ".downstream")).isEqualTo(List.of("shop", "report"));
        // 15,000 a month: 180,000 a year of 365.25 days, for ten days.
        assertThat(Bench.rounded(money(network, platform + ".atRiskPerDay"), 6))
                .isEqualByComparingTo("492.813142");
        assertThat(Bench.rounded(money(network, "lost"), 5)).isEqualByComparingTo("4928.13142");
        assertThat(network.getList("reasons")).hasSize(2);
        bench.admin().get("/api/v1/portfolio/dependencies?slipping=nobody").then().statusCode(404);
    }

    @Test
    void twoReportsGiveGrowthProjectByProject() {
        imported(THEN, "2016-06-09", "true").statusCode(200).body("created", equalTo(0));
        imported(THEN, "2016-06-09", "false")
                .statusCode(200)
                .body("rows", equalTo(6))
                .body("created", equalTo(3))
                .body("estimates", equalTo(3))
                .body("rejected", equalTo(3))
                .body("errors[0].detail", equalTo("'a-2' is there twice"))
                .body("errors[1].field", equalTo("budget"))
                .body("errors[2].field", equalTo("completesOn"));
        imported(THEN, "2016-06-09", "false").statusCode(200).body("created", equalTo(0));
        bench.admin().get("/api/v1/portfolio/growth").then().statusCode(409);
        imported(NOW, "2019-05-01", "false").statusCode(200).body("created", equalTo(1));

        JsonPath growth = bench.get("portfolio/growth");
        assertThat(growth.getString("from")).isEqualTo("2016-06-09");
        assertThat(growth.getInt("onlyThen")).isEqualTo(1);
        assertThat(growth.getInt("onlyNow")).isEqualTo(1);
        assertThat(growth.getList("projects.project")).isEqualTo(List.of("a-1", "a-2"));
        assertThat(money(growth, "projects[0].growth")).isEqualByComparingTo("0.5");
        assertThat(growth.getInt("projects[0].slipDays")).isEqualTo(730);
        assertThat(money(growth, "projects[1].growth")).isEqualByComparingTo("-0.1");
        assertThat(growth.getInt("all.growth.n")).isEqualTo(2);
        assertThat(growth.<Object>get("all.growth.p50")).isNull();
        assertThat(growth.getString("all.growth.reason")).contains("at least 5");
        imported("id,title\n", "2019-05-01", "false")
                .statusCode(200)
                .body("errors[0].detail", org.hamcrest.Matchers.startsWith("there is no column"));
        assertThat(
                        Bench.number(
                                "SELECT count(*) FROM audit WHERE tenant_id ="
                                        + " (SELECT id FROM tenant WHERE key = ?) AND action = 'estimates.imported'",
                                bench.tenantKey))
                .isEqualTo(4);
    }
}
