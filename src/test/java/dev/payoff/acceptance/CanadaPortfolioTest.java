package dev.payoff.acceptance;

import static dev.payoff.stream.Bench.money;
import static dev.payoff.stream.Bench.rounded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.payoff.devstack.StackResource;
import dev.payoff.stream.Bench;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The projects of the Government of Canada as reported to its parliament in 2016 and in 2019
 * (sessional papers 8555-421-266 and 8555-421-2460), as a portfolio: taken in, rolled up, compared,
 * and chosen from. The expected numbers were counted from the files by another program.
 */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class CanadaPortfolioTest {

    private static final String MAPPING =
            """
            {"key": "uniqueId", "name": "projectName", "programme": "department", "description": "description",
             "budget": "totalBudget", "completesOn": "estimatedCompletionDate"}\
            """;

    private final Path data =
            Path.of(System.getProperty("payoff.data", "absent")).resolve("portfolio");
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void twoReportsBecomeAPortfolioWithGrowthClassesAndAChoice() throws IOException {
        assumeTrue(Files.isDirectory(data), "skipped: no real data at " + data);
        Bench.update("UPDATE tenant SET currency = 'CAD' WHERE key = ?", bench.tenantKey);
        take("canada-it-projects-2016.csv", "2016-06-09", "8555-421-266", 398, 398);
        take("canada-it-projects-2019.csv", "2019-05-01", "8555-421-2460", 463, 363);
        take("canada-it-projects-2019.csv", "2019-05-01", "8555-421-2460", 463, 0);

        JsonPath growth = bench.get("portfolio/growth?from=2016-06-09&to=2019-05-01");
        assertThat(growth.getInt("all.growth.n")).isEqualTo(99);
        assertThat(rounded(money(growth, "all.growth.p10"), 6)).isEqualByComparingTo("-0.274197");
        assertThat(rounded(money(growth, "all.growth.p50"), 6)).isEqualByComparingTo("0.234317");
        assertThat(rounded(money(growth, "all.growth.p80"), 6)).isEqualByComparingTo("1.460437");
        assertThat(rounded(money(growth, "all.growth.p95"), 6)).isEqualByComparingTo("6.020863");
        assertThat(growth.getInt("all.slipDays.n")).isEqualTo(96);
        assertThat(money(growth, "all.slipDays.p50")).isEqualByComparingTo("724");
        assertThat(growth.getList("projects")).hasSize(99);
        assertThat(growth.getList("classes")).hasSizeGreaterThan(10);

        JsonPath byDepartment = bench.get("portfolio/rollup?by=programme");
        assertThat(byDepartment.getList("groups").size()).isGreaterThan(40);
        assertThat(bench.get("portfolio/compare?figures=budget").getList("projects"))
                .hasSize(398 + 363);

        choose(growth);
    }

    private void take(String file, String asOf, String source, int rows, int created)
            throws IOException {
        bench.admin()
                .contentType("text/csv")
                .queryParam("asOf", asOf)
                .queryParam("source", source)
                .queryParam("mapping", MAPPING)
                .queryParam("set", "{\"type\": \"SOFTWARE\", \"currency\": \"CAD\"}")
                .body(Files.readAllBytes(data.resolve(file)))
                .post("/api/v1/imports/projects")
                .then()
                .statusCode(200)
                .body("rows", equalTo(rows))
                .body("rejected", equalTo(0))
                .body("created", equalTo(created));
    }

    /**
     * Had each project been worth what was approved for it in 2016: which of them does that money
     * buy at the prices of 2019?
     */
    private void choose(JsonPath growth) {
        List<Map<String, Object>> projects = growth.getList("projects");
        List<String> candidates = new ArrayList<>();
        BigDecimal then = BigDecimal.ZERO;
        BigDecimal now = BigDecimal.ZERO;
        for (Map<String, Object> each : projects) {
            BigDecimal was = new BigDecimal(each.get("budgetThen").toString());
            BigDecimal is = new BigDecimal(each.get("budgetNow").toString());
            then = then.add(was);
            now = now.add(is);
            candidates.add(
                    "{'project': '%s', 'value': %s, 'uses': {'money': %s}, 'current': true}"
                            .formatted(
                                    each.get("project"), was.toPlainString(), is.toPlainString()));
        }
        assertThat(then).isEqualByComparingTo("2546867837");
        assertThat(now).isEqualByComparingTo("3649102380");
        long begun = System.nanoTime();
        JsonPath made =
                bench.post(
                                "scenarios",
                                """
                                {'name': 'The money of 2016 at the prices of 2019', 'currency': 'CAD', 'seconds': 10,
                                 'budgets': [{'name': 'money', 'limit': %s, 'unit': 10000000}],
                                 'candidates': [%s]}
                                """
                                        .formatted(then, String.join(",", candidates)))
                        .statusCode(201)
                        .extract()
                        .jsonPath();
        String choice = "result.choice.";
        int chosen = made.getList(choice + "projects.findAll { it.in }").size();
        System.out.printf(
                "Canada: %d of 99 projects, worth %s of %s, gap %s, 10 million more bring %s, %d ms%n",
                chosen,
                money(made, choice + "value"),
                then,
                money(made, choice + "gap"),
                money(made, choice + "resources[0].oneMore"),
                (System.nanoTime() - begun) / 1_000_000);
        assertThat(chosen).isBetween(50, 98);
        assertThat(money(made, choice + "resources[0].used")).isLessThanOrEqualTo(then);
        assertThat(money(made, choice + "gap")).isLessThan(new BigDecimal("0.001"));
        assertThat(money(made, choice + "resources[0].oneMore")).isPositive();
        assertThat(money(made, choice + "today.regret")).isNegative();
        assertThat(made.getString(choice + "today.broken[0]"))
                .isEqualTo("It takes 3,649,102,380 of money, of which there is 2,546,867,837.");
    }
}
