package dev.payoff.connector.hr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.payoff.connector.CostPullTestBase;
import dev.payoff.connector.StubSystem;
import dev.payoff.connector.StubSystem.Answer;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files and a stub system against real PostgreSQL and Kafka. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class HrTest extends CostPullTestBase {

    private static final List<Map<String, Object>> RATES =
            List.of(
                    Map.of(
                            "role",
                            "Developer",
                            "from",
                            "2020-01-01",
                            "perHour",
                            80,
                            "currency",
                            "EUR"));

    private static ValidatableResponse upload(String connection, boolean dryRun, String file) {
        return admin().queryParam("connection", connection)
                .queryParam("dryRun", dryRun)
                .contentType("text/csv")
                .body(file)
                .post("/api/v1/imports/hr")
                .then();
    }

    @Test
    void aFileSaysAllOfItsMonths_againItAddsNothing_andAnotherCorrects() throws Exception {
        String id = connect("hr", Map.of("rates", RATES));
        String file =
                "Month,Role,Project,Employee,Hours\n2026-02,Developer,%1$s,Ada,10\n2026-02,Developer,%1$s,Grace,5\n2026-03,Developer,%1$s,Ada,1\n2026-03,Developer,nowhere,Ada,1\n"
                        .formatted(project);
        upload(id, true, file)
                .statusCode(200)
                .body("booked", equalTo(false))
                .body("rows", equalTo(4))
                .body("withoutProject", equalTo(1))
                .body("totals[0].amount", equalTo(1280))
                .body("problems[0]", containsString("no project 'nowhere'"));
        assertThat(costs()).isEmpty();

        upload(id, false, file)
                .statusCode(200)
                .body("booked", equalTo(true))
                .body("changes", equalTo(2));
        assertThat(sums()).isEqualTo(Map.of("EUR Labour: Developer", new BigDecimal("1.28E+3")));
        assertThat(costs().values()).noneMatch(cost -> cost.toString().contains("Ada"));
        upload(id, false, file).statusCode(200).body("changes", equalTo(0));
        assertThat(costs()).hasSize(2);

        upload(id, false, "month,role,project,hours\n2026-02,Developer,%s,16\n".formatted(project))
                .statusCode(200)
                .body("changes", equalTo(1));
        assertThat(sums())
                .as("March is not in the file, and stays")
                .isEqualTo(Map.of("EUR Labour: Developer", new BigDecimal("1.36E+3")));

        String errors =
                upload(
                                id,
                                false,
                                "month,role,project,hours\n2026-02,Gardener,%s,16\n"
                                        .formatted(project))
                        .statusCode(200)
                        .body("booked", equalTo(false))
                        .body("rejected", equalTo(1))
                        .extract()
                        .path("errors");
        assertThat(admin().get(errors).then().extract().asString()).contains("2,role,NO_RATE");
        assertThat(sums()).isEqualTo(Map.of("EUR Labour: Developer", new BigDecimal("1.36E+3")));
        upload(id, false, "month,role\n").statusCode(400).body("code", equalTo("NO_COLUMN"));
    }

    @Test
    void aSystemIsAskedByAMapping_overItsPages() throws Exception {
        YearMonth now = YearMonth.now(ZoneOffset.UTC);
        try (StubSystem server =
                new StubSystem(asked -> {
                    if (!"Bearer t".equals(asked.header("Authorization"))) {
                        return Answer.of(401, "{}");
                    }
                    boolean second = "2".equals(asked.query().get("page"));
                    String element =
                            "{\"job\": {\"title\": \"Developer\"}, \"project\": \"%s\", \"share\": 0.5, \"who\": \"Ada\"}"
                                    .formatted(project);
                    return Answer.ok(
                            "{\"items\": [%s], \"next\": %s}"
                                    .formatted(
                                            now.toString().equals(asked.query().get("month"))
                                                    ? element
                                                    : "",
                                            second
                                                    ? "null"
                                                    : "\"/v1/efforts?month=%s&page=2\""
                                                            .formatted(
                                                                    asked.query().get("month"))));
                })) {
            Map<String, Object> config = new HashMap<>();
            config.put("rates", RATES);
            config.put("baseUrl", server.url());
            config.put("path", "/v1/efforts?month={month}");
            config.put("token", "t");
            config.put("backfillMonths", 1);
            config.put(
                    "mapping",
                    Map.of(
                            "each",
                            "/items",
                            "next",
                            "/next",
                            "role",
                            "/job/title",
                            "project",
                            "/project",
                            "fte",
                            "/share"));
            String id = connect("hr", config);
            admin().post("/api/v1/connections/" + id + "/test").then().body("ok", equalTo(true));
            soon(() ->
                    assertThat(sums())
                            .as(() ->
                                    admin().get("/api/v1/connections/" + id + "/deliveries")
                                            .asString())
                            .isEqualTo(Map.of("EUR Labour: Developer", new BigDecimal("1.28E+4"))));
            upload(id, true, "month,role,hours\n")
                    .statusCode(400)
                    .body("detail", containsString("asks a system"));
            admin().delete("/api/v1/connections/" + id).then().statusCode(204);
        }
    }
}
