package dev.payoff.live.money;

import static dev.payoff.stream.Bench.money;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import dev.payoff.stream.Bench;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cost of delay over the wire: as told, as measured, as promised. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class DelayApiTest {

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private void priority(String project, String body) {
        bench.admin()
                .body(body.replace('\'', '"'))
                .put("/api/v1/projects/" + project + "/priority")
                .then()
                .statusCode(200);
    }

    @Test
    void threeJobsOfTheOraclesByMoneyAndByPoints() {
        String[][] jobs = {{"a", "10000", "4"}, {"b", "20000", "10"}, {"c", "3000", "1"}};
        for (String[] job : jobs) {
            bench.project(job[0]);
            priority(
                    job[0],
                    "{'costOfDelayPerWeek':%s,'durationWeeks':%s,'businessValue':%s,'timeCriticality':0,'riskReduction':0,'jobSize':1}"
                            .formatted(job[1], job[2], job[2]));
        }
        JsonPath it = bench.get("portfolio/delay");
        assertThat(it.<String>getList("order.project")).containsExactly("c", "a", "b");
        assertThat(money(it, "totalDelayCost")).isEqualByComparingTo("353000");
        assertThat(it.<String>getList("order.source")).containsOnly("TOLD");
        // Points that follow size alone put the long job first.
        assertThat(it.<String>getList("safeOrder")).containsExactly("b", "a", "c");
        assertThat(money(it, "totalDelayCostBySafe")).isEqualByComparingTo("385000");
    }

    @Test
    void aLiveProjectIsMeasuredAndAnotherTakesWhatItPromises() {
        bench.project("live");
        bench.level("live", "cost", "");
        bench.send(Topics.BUSINESS, "live/cost", "44000", Instant.now(), "");
        bench.committed();
        bench.project("next");
        bench.level("next", "cost", "");
        bench.project("silent");
        bench.project("done");
        bench.level("done", "cost", "");
        priority("live", "{'durationWeeks':2}");
        priority("next", "{'durationWeeks':2}");
        priority("silent", "{'durationWeeks':2}");
        JsonPath it = bench.get("portfolio/delay");
        // 15,000 and 6,000 a month of 730.5 hours
        assertThat(it.<String>getList("order.project")).containsExactly("next", "live");
        assertThat(it.<String>getList("order.source")).containsExactly("PROMISED", "MEASURED");
        assertThat(money(it, "order[0].costOfDelayPerWeek"))
                .isCloseTo(new BigDecimal("3449.6919917864"), within(new BigDecimal("1e-9")));
        assertThat(money(it, "order[1].costOfDelayPerWeek"))
                .isCloseTo(new BigDecimal("1379.8767967146"), within(new BigDecimal("1e-9")));
        assertThat(money(it, "order[1].promisedPerWeek"))
                .isEqualByComparingTo(money(it, "order[0].costOfDelayPerWeek"));
        assertThat(it.<String>getList("notOrdered.project")).containsExactly("done", "silent");
        assertThat(it.<String>getList("notOrdered.reason"))
                .satisfies(
                        reasons -> assertThat(List.copyOf(reasons)).allMatch(r -> r.endsWith(".")));
        assertThat(it.<String>getList("safeOrder")).isEmpty();
    }

    @Test
    void pointsAndAnExperimentAreScoredWhetherOrNotTheWorkHasAPlace() {
        bench.project("shop");
        bench.project("search");
        bench.project("plain");
        priority("shop", "{'reach':2000,'impact':2,'confidence':0.8,'effort':4}");
        // GrowthBook, issue 210: 10 % of 5 for 1,000 users, 40 % of the traffic, half treated.
        priority(
                "search",
                "{'experiment':{'lift':0.1,'base':5,'users':1000,'traffic':0.4,'treated':0.5,'effectiveDays':14}}");
        JsonPath it = bench.get("portfolio/delay");
        assertThat(it.<String>getList("scores.project")).containsExactly("shop", "search");
        assertThat(money(it, "scores[0].rice")).isEqualByComparingTo("800");
        assertThat(money(it, "scores[1].impactPerYear"))
                .isCloseTo(new BigDecimal("65178.5714285714"), within(new BigDecimal("1e-9")));
        assertThat(it.<Object>get("scores[1].rice")).isNull();
        bench.admin()
                .body("{\"confidence\":1.5}")
                .put("/api/v1/projects/shop/priority")
                .then()
                .statusCode(400);
    }
}
