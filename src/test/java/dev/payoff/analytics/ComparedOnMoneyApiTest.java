package dev.payoff.analytics;

import static dev.payoff.stream.Bench.money;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import dev.payoff.portfolio.MoneyMeasure;
import dev.payoff.stream.Bench;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Projects compared, rolled up and classed by figures of money. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class ComparedOnMoneyApiTest {

    private static final String ALL = String.join(",", MoneyMeasure.labels());
    private static final String DEEP =
            "npv,irr,mirr,bcr,paybackMonths,realisationToTotal,riskAdjustedNpv";

    private final Bench bench = new Bench();
    private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);

    @AfterEach
    void close() {
        bench.close();
    }

    private void project(String key, String currency, String more) {
        bench.post(
                        "projects",
                        "{'key':'%s','name':'P','type':'SOFTWARE','currency':'%s','goLive':'2026-01-01T00:00:00Z','discountRate':0.08%s}"
                                .formatted(key, currency, more))
                .statusCode(201);
    }

    private void metric(String project, String key, String amount, String more) {
        bench.post(
                        "projects/" + project + "/metrics",
                        """
                        {'key':'%s','name':'Cost','category':'COST_REDUCTION','type':'CURRENCY','kind':'LEVEL',
                         'baseline':50000,'target':35000,'valuation':{'amount':%s,'per':'MONTH'},'confidence':0.8,
                         'frequency':'PT1H','benefitStart':'2026-01-01T00:00:00Z'%s}
                        """
                                .formatted(key, amount, more))
                .statusCode(201);
    }

    private void cost(String project, String amount, String day, String more) {
        bench.post(
                        "projects/" + project + "/costs",
                        "{'amount':%s,'incurredOn':'%s','category':'build'%s}"
                                .formatted(amount, day, more))
                .statusCode(201);
    }

    private static void same(
            JsonPath compared, String project, String measure, JsonPath alone, String path) {
        String at = "projects.find { it.project == '%s' }".formatted(project);
        BigDecimal told = money(compared, at + ".figures." + measure);
        BigDecimal expected = money(alone, path);
        if (expected == null) {
            assertThat(told).as("%s of %s", measure, project).isNull();
            assertThat(compared.getString(at + ".reasons." + measure))
                    .as("%s of %s", measure, project)
                    .endsWith(".");
        } else {
            // The present moved on between the two questions.
            assertThat(told)
                    .as("%s of %s", measure, project)
                    .isCloseTo(expected, withinPercentage(0.01));
        }
    }

    @Test
    void eachFigureIsTheOneThatTheProjectHasByItself() {
        project("live", "EUR", "");
        metric("live", "cost", "1", "");
        cost("live", "90000", "2026-01-05", ",'stage':'PLANNED'");
        cost("live", "60000", "2026-01-05", ",'stage':'ACTUAL'");
        cost(
                "live",
                "30000",
                hour.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(40).toString(),
                ",'stage':'FORECAST','low':20000,'high':70000");
        bench.post(
                        "projects/live/deliverables",
                        "{'name':'One','dueOn':'2026-02-01','doneOn':'2026-02-01'}")
                .statusCode(201);
        bench.post("projects/live/deliverables", "{'name':'Two','dueOn':'2026-06-01'}")
                .statusCode(201);
        for (int i = 1; i <= 5; i++) {
            bench.send(
                    Topics.BUSINESS,
                    "live/cost",
                    "4" + (3_000 + i),
                    hour.minus(Duration.ofHours(2L * i)),
                    "");
        }
        project("idle", "EUR", "");
        project("abroad", "USD", "");
        metric("abroad", "cost", "2", ",'benefitEnd':'2026-06-01T00:00:00Z'");
        cost("abroad", "10", "2026-01-05", ",'currency':'JPY'");
        bench.committed();

        for (String basis : List.of("TO_DATE", "PLAN", "OUTLOOK")) {
            JsonPath compared =
                    bench.get("portfolio/compare?figures=" + ALL + ",net&basis=" + basis);
            assertThat(compared.getList("projects.project"))
                    .containsExactly("abroad", "idle", "live");
            for (String project : List.of("live", "idle", "abroad")) {
                JsonPath alone = bench.get("projects/" + project + "/money");
                String case_ =
                        basis.equals("TO_DATE") ? "toDate." : basis.toLowerCase(Locale.ROOT) + ".";
                for (String figure :
                        List.of(
                                "npv",
                                "riskAdjustedNpv",
                                "roiDiscounted",
                                "irr",
                                "mirr",
                                "bcr",
                                "profitabilityIndex",
                                "paybackMonths",
                                "discountedPaybackMonths")) {
                    same(compared, project, figure, alone, case_ + figure + ".value");
                }
                same(compared, project, "realisationToDate", alone, "realisation.toDate.value");
                same(compared, project, "realisationToTotal", alone, "realisation.toTotal.value");
                JsonPath work = bench.get("projects/" + project + "/money/earned-value");
                same(compared, project, "cpi", work, "cpi.value");
                same(compared, project, "spi", work, "spi.value");
                same(compared, project, "eac", work, "eacAtCpi.value");
                same(
                        compared,
                        project,
                        "probabilityNegative",
                        bench.get(
                                "projects/%s/money/simulation?runs=1000&basis=%s"
                                        .formatted(project, basis)),
                        "probabilityNegative");
            }
        }
        JsonPath delays = bench.get("portfolio/compare?figures=costOfDelayPerWeek");
        // 50,000 − 43,001 a month, in a week of 168 h.
        assertThat(
                        money(
                                delays,
                                "projects.find { it.project == 'live' }.figures.costOfDelayPerWeek"))
                .isCloseTo(new BigDecimal("1609.6208"), withinPercentage(0.001));
        assertThat(
                        delays.getString(
                                "projects.find { it.project == 'idle' }.reasons.costOfDelayPerWeek"))
                .contains("nobody told");
        bench.admin()
                .get("/api/v1/portfolio/compare?figures=npv&basis=LUCK")
                .then()
                .statusCode(400);
        bench.admin()
                .get("/api/v1/portfolio/compare?figures=npv&projects=nobody")
                .then()
                .statusCode(404);
        bench.admin().get("/api/v1/portfolio/compare?figures=npv&rate=x").then().statusCode(400);
    }

    @Test
    void aGroupIsOneProjectWithAllItsFlows() {
        project("in-eur", "EUR", ",'programme':'Cloud'");
        metric("in-eur", "cost", "1", "");
        cost("in-eur", "300000", "2026-01-05", ",'planned':true");
        project("in-usd", "USD", ",'programme':'Cloud'");
        metric("in-usd", "cost", "2", "");
        cost("in-usd", "200000", "2026-03-05", ",'planned':true");
        project("both", "EUR", "");
        metric("both", "one", "1", "");
        metric("both", "other", "1.8", "");
        cost("both", "300000", "2026-01-05", ",'planned':true");
        cost("both", "180000", "2026-03-05", ",'planned':true");
        bench.admin()
                .body(
                        "{\"base\":\"USD\",\"quote\":\"EUR\",\"validFrom\":\"2026-01-01\",\"rate\":0.9}")
                .put("/api/v1/rates")
                .then()
                .statusCode(200);
        JsonPath rolled = bench.get("portfolio/rollup?by=programme&basis=PLAN&figures=" + ALL);
        JsonPath one = bench.get("portfolio/compare?basis=PLAN&projects=both&figures=" + ALL);
        String group = "groups.find { it.group == 'Cloud' }.figures.";
        for (MoneyMeasure measure : MoneyMeasure.values()) {
            String name = measure.label();
            BigDecimal whole = money(one, "projects[0].figures." + name);
            BigDecimal together = money(rolled, group + name + ".value");
            if (whole == null || measure == MoneyMeasure.PROBABILITY_NEGATIVE) {
                assertThat(together).as(name).isNull();
                assertThat(rolled.getString(group + name + ".reason")).as(name).endsWith(".");
            } else {
                assertThat(together).as(name).isCloseTo(whole, withinPercentage(1e-7));
            }
        }
        assertThat(money(rolled, group + "irr.value")).isGreaterThan(BigDecimal.ZERO);
        assertThat(
                        bench.get("portfolio/rollup?by=category&figures=npv")
                                .getString("groups[0].figures.npv.reason"))
                .contains("belong to no category");
        assertThat(bench.get("portfolio/rollup?by=programme").<Object>get("groups[0].figures"))
                .isEqualTo(Map.of());
        bench.patch("projects/in-usd", "{'discountRate':0.05}").statusCode(200);
        assertThat(
                        bench.get("portfolio/rollup?by=programme&figures=npv")
                                .getString(group + "npv.reason"))
                .contains("different rates");
        assertThat(
                        money(
                                bench.get("portfolio/rollup?by=programme&figures=npv&rate=0.04"),
                                group + "npv.value"))
                .isNotNull();
    }

    @Test
    void twoHundredProjectsAreOneQuestion() {
        StringBuilder rows = new StringBuilder("id,title\n");
        for (int i = 0; i < 200; i++) {
            rows.append("p-%03d,Project %d\n".formatted(i, i));
        }
        bench.admin()
                .contentType("text/csv")
                .queryParam("asOf", "2026-01-01")
                .queryParam("source", "test")
                .queryParam("mapping", "{\"key\":\"id\",\"name\":\"title\"}")
                .queryParam("set", "{\"type\":\"SOFTWARE\",\"currency\":\"EUR\"}")
                .body(rows.toString())
                .post("/api/v1/imports/projects")
                .then()
                .statusCode(200);
        for (int i = 0; i < 200; i++) {
            metric("p-%03d".formatted(i), "cost", "1", "");
            metric("p-%03d".formatted(i), "other", "0.5", "");
        }
        // A year of a reading a day for each metric, and a bill a week for each project.
        Instant first = hour.minus(Duration.ofDays(365));
        Bench.update(
                """
                INSERT INTO metric_window (metric_id, size, start_at, tenant_id, end_at, count, sum, sum_squares, minimum, maximum,
                                           last_value, last_observed, last_partition, last_offset, confidence_sum, confidence_count, recorded_at)
                SELECT m.id, 2, at, m.tenant_id, at + interval '1 hour', 1, v, v * v, v, v, v, at, 0, 0, 0, 0, now()
                  FROM metric m, generate_series(0, 364) AS d, LATERAL (SELECT ?::timestamptz + d * interval '1 day' AS at,
                       (40000 + (d * 37 + length(m.full_key)) % 9000)::numeric AS v) AS x
                 WHERE m.tenant_id = ?
                """,
                first, bench.tenant);
        Bench.update(
                """
                INSERT INTO cost_line (id, tenant_id, project_id, event_key, amount, currency, incurred_on, category, planned, source, recorded_at)
                SELECT gen_random_uuid(), p.tenant_id, p.id, gen_random_uuid(), 900 + d, 'EUR', ?::date + d * 7, 'run', false, 'test', now()
                  FROM project p, generate_series(0, 51) AS d WHERE p.tenant_id = ?
                """,
                LocalDate.ofInstant(first, ZoneOffset.UTC).toString(),
                bench.tenant);
        long known = 0;
        List<Long> took = new ArrayList<>();
        for (String figures : List.of(DEEP, ALL)) {
            long start = System.nanoTime();
            JsonPath compared = bench.get("portfolio/compare?figures=" + figures);
            took.add((System.nanoTime() - start) / 1_000_000);
            known =
                    compared.<Object>getList("projects.figures.npv").stream()
                            .filter(it -> it != null)
                            .count();
        }
        System.out.printf("200 projects, 146,000 measured hours, 10,400 cost lines: %s ms%n", took);
        assertThat(known).isEqualTo(200);
        assertThat(took).allMatch(millis -> millis < 30_000);

        JsonPath page = bench.get("portfolio/compare?figures=npv&limit=150");
        assertThat(page.getList("projects")).hasSize(150);
        JsonPath rest =
                bench.get(
                        "portfolio/compare?figures=npv&limit=150&cursor="
                                + page.getString("nextCursor"));
        assertThat(rest.getList("projects.project")).hasSize(50).contains("p-150", "p-199");
        assertThat(rest.getString("nextCursor")).isNull();
        JsonPath own = bench.get("benchmarks/own?figure=bcr&by=type");
        assertThat(own.getInt("all.n")).isEqualTo(200);
        assertThat(own.getInt("unknown")).isZero();
        assertThat(money(own, "all.p50")).isPositive();
    }
}
