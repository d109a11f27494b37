package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
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
        bench.project("cloud");
        bench.level(
                "cloud",
                "cost",
                ",'targetDate':'" + LocalDate.now(java.time.ZoneOffset.UTC).plusDays(90) + "'");
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
                .startsWith("At this pace ")
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

    private String metric(String key) {
        return Bench.text(
                "SELECT id FROM metric WHERE tenant_id = ? AND full_key = ?",
                bench.tenant,
                "cloud/" + key);
    }
}
