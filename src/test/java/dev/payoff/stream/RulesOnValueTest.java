package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules on what was planned, from their definition to the episode that tells what is missing. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class RulesOnValueTest {

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private void rule(String figure, String metric, String more) {
        bench.post(
                        "rules",
                        "{'name':'%s','metric':'cloud/%s','figure':'%s'%s,'severity':'WARNING'}"
                                .formatted(figure, metric, figure, more))
                .statusCode(201);
    }

    private Map<String, Map<String, Object>> firing() {
        List<Map<String, Object>> items = bench.get("alerts?state=FIRING").getList("items");
        return items.stream()
                .collect(
                        java.util.stream.Collectors.toMap(
                                it -> it.get("name").toString(), it -> it));
    }

    @Test
    void whatIsMissingIsToldInMoneyAndIsOverWhenItIsThere() {
        // The fiscal year ends with the month that is over some three months from now.
        LocalDate due =
                YearMonth.from(LocalDate.now(java.time.ZoneOffset.UTC).plusDays(90)).atEndOfMonth();
        bench.admin()
                .body(
                        "{\"firstMonth\":%d,\"namedByEnd\":true,\"label\":\"FY{yyyy}\"}"
                                .formatted(due.plusDays(1).getMonthValue()))
                .put("/api/v1/fiscal-calendar")
                .then()
                .statusCode(200);
        bench.project("cloud");
        bench.level("cloud", "cost", ",'targetDate':'" + due + "'");
        bench.level("cloud", "forgotten", "");
        bench.send(
                Topics.BUSINESS,
                "cloud/cost",
                "49999",
                Instant.now().minus(Duration.ofMinutes(5)),
                "");
        bench.committed();
        rule("FORECAST", "cost", ",'comparator':'<','threshold':0.9");
        rule("REALISATION", "cost", ",'comparator':'<','threshold':0.9");
        rule("UNMEASURED", "forgotten", "");
        rule("NO_OWNER", "forgotten", "");
        bench.post(
                        "rules",
                        "{'name':'whole','project':'cloud','figure':'REALISATION','comparator':'<','threshold':0.5,'severity':'INFO'}")
                .statusCode(201);

        Bench.soon()
                .untilAsserted(() ->
                        assertThat(firing())
                                .containsOnlyKeys(
                                        "FORECAST",
                                        "REALISATION",
                                        "UNMEASURED",
                                        "NO_OWNER",
                                        "whole"));
        Map<String, Map<String, Object>> told = firing();
        assertThat(told.get("FORECAST").get("detail").toString())
                .startsWith("At this pace the fourth quarter of FY" + due.getYear() + " ends ")
                .contains(" % short, ")
                .endsWith(" EUR.");
        assertThat(told.get("REALISATION").get("detail").toString())
                .startsWith("Value to date is ")
                .contains(" % short of plan, ");
        assertThat(told.get("UNMEASURED").get("detail").toString())
                .startsWith("Its benefit began on 1 January 2026. ")
                .endsWith(" EUR planned to date are not measured.");
        assertThat(told.get("NO_OWNER").get("detail").toString()).endsWith("have no owner.");

        bench.patch("metrics/" + metric("forgotten"), "{'owner':'Ann'}").statusCode(200);
        bench.send(Topics.BUSINESS, "cloud/forgotten", "35000", Instant.now(), "");
        bench.committed();
        Bench.soon()
                .untilAsserted(
                        () -> assertThat(firing()).doesNotContainKeys("UNMEASURED", "NO_OWNER"));
    }

    @Test
    void valueThatBurnsOverBothWindowsIsToldOfAMetricAndOfTheWholeProject() {
        bench.project("cloud");
        String due = LocalDate.now(java.time.ZoneOffset.UTC).plusDays(90).toString();
        bench.level("cloud", "cost", ",'targetDate':'" + due + "'");
        for (int hour = 30; hour >= 0; hour--) {
            Instant at = Instant.now().minus(Duration.ofHours(hour)).minusSeconds(1);
            bench.send(Topics.BUSINESS, "cloud/cost", "49999", at, "");
        }
        bench.committed();
        String burn =
                ",'longWindow':'PT24H','shortWindow':'PT2H','allowance':0.1,'comparator':'>=','threshold':";
        rule("BURN_RATE", "cost", burn + "6");
        bench.post(
                        "rules",
                        "{'name':'whole','project':'cloud','figure':'BURN_RATE','severity':'INFO'%s9}"
                                .formatted(burn))
                .statusCode(201)
                .body("longWindow", org.hamcrest.Matchers.equalTo("PT24H"));
        bench.post(
                        "rules",
                        "{'name':'too much','metric':'cloud/cost','figure':'BURN_RATE','severity':'INFO'%s10.5}"
                                .formatted(burn))
                .statusCode(201);

        Bench.soon()
                .untilAsserted(() -> assertThat(firing()).containsOnlyKeys("BURN_RATE", "whole"));
        Map<String, Object> told = firing().get("BURN_RATE");
        assertThat(new java.math.BigDecimal(told.get("value").toString()))
                .as("one of thousands is there: nearly 1 / 0.1")
                .isBetween(new java.math.BigDecimal("9.9"), java.math.BigDecimal.TEN);
        assertThat(told.get("detail").toString())
                .startsWith("The last 24 hours brought 99")
                .contains(" less than planned, ")
                .contains(" that may be missing at the end of ")
                .contains(" are used up");

        String id = bench.get("rules?metric=cloud/cost").getString("items[0].id");
        bench.patch("rules/" + id, "{'threshold':11}").statusCode(200);
        Bench.soon().untilAsserted(() -> assertThat(firing()).doesNotContainKeys("BURN_RATE"));
    }

    @Test
    void theOwnerThatABenefitsProfileNamesIsItsOwner() {
        bench.project("cloud");
        bench.level("cloud", "cost", "");
        rule("NO_OWNER", "cost", "");
        Bench.soon().untilAsserted(() -> assertThat(firing()).containsOnlyKeys("NO_OWNER"));
        String owner =
                bench.post(
                                "projects/cloud/stakeholders",
                                "{'role':'Head of operations','influence':3}")
                        .statusCode(201)
                        .extract()
                        .path("id");
        bench.admin()
                .body(
                        "{\"title\":\"Lower cost\",\"benefitClass\":\"CASHABLE\",\"owner\":\"%s\"}"
                                .formatted(owner))
                .put("/api/v1/metrics/" + metric("cost") + "/benefit")
                .then()
                .statusCode(200);
        Bench.soon().untilAsserted(() -> assertThat(firing()).isEmpty());
        bench.admin().delete("/api/v1/projects/cloud/stakeholders/" + owner).then().statusCode(204);
        Bench.soon().untilAsserted(() -> assertThat(firing()).containsOnlyKeys("NO_OWNER"));
    }

    private String metric(String key) {
        return Bench.text(
                "SELECT id FROM metric WHERE tenant_id = ? AND full_key = ?",
                bench.tenant,
                "cloud/" + key);
    }
}
