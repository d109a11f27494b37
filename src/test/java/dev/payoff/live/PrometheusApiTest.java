package dev.payoff.live;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import dev.payoff.stream.Bench;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our figures as series: the same as our own API tells, in the form that Grafana reads. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class PrometheusApiTest {

    private static final String API = "/api/v1/prometheus/api/v1/";

    private final Bench bench = new Bench();
    private UUID cost;
    private final Instant hour =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(30));

    @BeforeEach
    void prepare() {
        bench.project("cloud");
        cost = bench.level("cloud", "cost", "");
        bench.flow("cloud", "tickets", hour.minus(Duration.ofHours(2)));
        bench.post(
                        "projects/cloud/costs",
                        "{'amount':4000,'incurredOn':'2026-01-02','category':'labour'}")
                .statusCode(201);
        int[] levels = {44_000, 46_000, 41_000, 45_500};
        for (int i = 0; i < levels.length; i++) {
            reading("cost", levels[i], Duration.ofMinutes(i * 90L + 20));
        }
        reading("tickets", 5, Duration.ofMinutes(10));
        reading("tickets", 7, Duration.ofMinutes(130));
        bench.committed();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void reading(String metric, int value, Duration after) {
        bench.send(Topics.BUSINESS, "cloud/" + metric, String.valueOf(value), hour.plus(after), "");
    }

    private RequestSpecification reader() {
        return given().header("Authorization", "Bearer " + bench.key());
    }

    private ValidatableResponse query(String query, Instant at) {
        return reader().queryParam("query", query)
                .queryParam("time", at.toString())
                .get(API + "query")
                .then();
    }

    private JsonPath range(String query, Instant from, Instant to, String step) {
        return reader().formParam("query", query)
                .formParam("start", from.getEpochSecond())
                .formParam("end", to.getEpochSecond())
                .formParam("step", step)
                .post(API + "query_range")
                .then()
                .statusCode(200)
                .body("status", equalTo("success"))
                .body("data.resultType", equalTo("matrix"))
                .extract()
                .jsonPath();
    }

    private BigDecimal one(String query, Instant at) {
        JsonPath found = query(query, at).statusCode(200).extract().jsonPath();
        List<List<Object>> values = found.getList("data.result.value");
        assertThat(values).as("%s: %s", query, found.prettify()).hasSize(1);
        return new BigDecimal(values.getFirst().get(1).toString());
    }

    @Test
    void grafanasSaveAndTestPasses() {
        reader().formParam("query", "1+1")
                .formParam("time", "4")
                .post(API + "query")
                .then()
                .statusCode(200)
                .body("status", equalTo("success"))
                .body("data.resultType", equalTo("scalar"))
                .body("data.result[0]", equalTo(4))
                .body("data.result[1]", equalTo("2"));
        reader().get(API + "status/buildinfo")
                .then()
                .statusCode(200)
                .body("data.version", notNullValue())
                .body("data.features", equalTo(null));
    }

    @Test
    void moneyAtEachMomentIsWhatTheValueOfTheProjectIsAsOfThen() {
        for (int h : new int[] {1, 2, 3, 5, 6, 9, 20, 29}) {
            Instant at = hour.plus(Duration.ofHours(h));
            JsonPath value = bench.get("projects/cloud/value?asOf=" + at);
            for (Map.Entry<String, String> pair :
                    Map.of(
                                    "payoff_project_realised_value", "realised",
                                    "payoff_project_weighted_value", "weighted",
                                    "payoff_project_cost", "cost",
                                    "payoff_project_roi_simple", "roiSimple",
                                    "payoff_project_earning_per_hour", "earningPerHour",
                                    "payoff_metric_realised_value{metric=\"tickets\"}",
                                            "metrics.find{it.key=='cloud/tickets'}.realised")
                            .entrySet()) {
                assertThat(one(pair.getKey(), at))
                        .as("%s after %d h", pair.getKey(), h)
                        .isCloseTo(
                                Bench.money(value, pair.getValue()),
                                within(new BigDecimal("0.00000001")));
            }
        }
    }

    @Test
    void aRangeTellsTheSameAsItsMoments() {
        Instant to = hour.plus(Duration.ofHours(6));
        for (String query :
                List.of(
                        "payoff_project_realised_value",
                        "payoff_project_earning_per_hour",
                        "payoff_metric_mean{metric=\"cost\"}",
                        "payoff_metric_sum{metric=\"tickets\"}",
                        "(payoff_project_realised_value - payoff_project_cost) / payoff_project_cost",
                        "delta(payoff_project_realised_value[1h])")) {
            List<List<Object>> points =
                    range(query, hour.plus(Duration.ofHours(2)), to, "30m")
                            .getList("data.result[0].values");
            assertThat(points).as(query).hasSizeGreaterThan(3);
            for (List<Object> point : points) {
                Instant at = Instant.ofEpochSecond(((Number) point.getFirst()).longValue());
                assertThat(new BigDecimal(point.get(1).toString()))
                        .as("%s at %s", query, at)
                        .isCloseTo(one(query, at), within(new BigDecimal("0.0000001")));
            }
        }
    }

    @Test
    void windowsAreThoseOfOurOwnApi() {
        for (String size : List.of("hour", "day", "month")) {
            Map<String, Object> window =
                    bench.get("metrics/" + cost + "/windows?size=" + size).getMap("windows[0]");
            Instant at = Instant.parse(window.get("start").toString());
            for (String figure : List.of("mean", "min", "max", "sum", "count")) {
                assertThat(
                                one(
                                        "payoff_metric_%s{metric='cost',window='%s'}"
                                                .formatted(figure, size),
                                        at))
                        .as("%s of the first %s", figure, size)
                        .isCloseTo(
                                new BigDecimal(window.get(figure).toString()),
                                within(new BigDecimal("0.0000001")));
            }
        }
    }

    @Test
    void aReadingHoldsUntilItsMetricIsStale() {
        Instant last = hour.plus(Duration.ofMinutes(3 * 90 + 20));
        Instant reach = last.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1 + 3));
        String query = "payoff_metric_value{metric=\"cost\"}";
        assertThat(one(query, last.minusSeconds(1))).isEqualByComparingTo("41000");
        assertThat(one(query, last)).isEqualByComparingTo("45500");
        assertThat(one(query, reach.minusSeconds(1))).isEqualByComparingTo("45500");
        query(query, reach).statusCode(200).body("data.result", hasSize(0));
        assertThat(one("payoff_metric_target{metric=\"cost\"}", reach))
                .isEqualByComparingTo("35000");
    }

    @Test
    void whatFiresIsCountedFromWhenItFiredOn() {
        bench.post(
                        "rules",
                        "{'name':'Too dear','metric':'cloud/cost','figure':'VALUE','comparator':'>','threshold':48000,'severity':'CRITICAL'}")
                .statusCode(201);
        bench.send(Topics.BUSINESS, "cloud/cost", "49000", Instant.now().minusSeconds(30), "");
        bench.committed();
        Bench.soon()
                .untilAsserted(() ->
                        assertThat(
                                        one(
                                                "sum(payoff_alerts_firing{project=\"cloud\",severity=\"critical\"})",
                                                Instant.now()))
                                .isEqualByComparingTo("1"));
        query("payoff_alerts_firing", hour).statusCode(200).body("data.result", hasSize(0));
    }

    @Test
    void editorsOfQueriesCompleteFromLabels() {
        reader().get(API + "labels")
                .then()
                .statusCode(200)
                .body("data", hasItems("__name__", "project", "metric", "currency", "window"));
        reader().get(API + "label/__name__/values")
                .then()
                .body("data", hasItems("payoff_metric_value", "payoff_project_realised_value"));
        reader().queryParam("match[]", "payoff_metric_value{metric=~\"c.*\"}")
                .get(API + "label/metric/values")
                .then()
                .body("data", equalTo(List.of("cost")));
        reader().formParam("match[]", "payoff_project_cost")
                .post(API + "series")
                .then()
                .body("data", hasSize(1))
                .body("data[0].project", equalTo("cloud"))
                .body("data[0].currency", equalTo("EUR"));
        reader().get(API + "metadata")
                .then()
                .body("data.payoff_project_cost[0].type", equalTo("gauge"));
        reader().get(API + "label/nothing/values")
                .then()
                .statusCode(404)
                .body("errorType", equalTo("not_found"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '$',
            value = {
                "rate(payoff_project_cost[5m])|400|bad_data|rate is not answered",
                "payoff_metric_value{|400|bad_data|cannot be read at character",
                "|400|bad_data|query is missing",
                "payoff_metric_value{metric=~\"(\"}|400|bad_data|RE2",
                "payoff_project_cost + {project=\"cloud\"}|422|execution|several series have the same labels",
            })
    void errorsHavePrometheusForm(String query, int status, String type, String told) {
        query(query == null ? "" : query, hour)
                .statusCode(status)
                .contentType("application/json")
                .body("status", equalTo("error"))
                .body("errorType", equalTo(type))
                .body("error", containsString(told));
    }

    @Test
    void aQueryOfTooManyMomentsIsRefused() {
        reader().queryParam("query", "payoff_metric_value")
                .queryParam("start", "0")
                .queryParam("end", "11001")
                .queryParam("step", "1")
                .get(API + "query_range")
                .then()
                .statusCode(400)
                .body("error", containsString("at most 11000"));
    }

    @Test
    void aTenantSeesItsOwnSeriesOnlyAndAStrangerNone() {
        try (Bench other = new Bench()) {
            other.project("elsewhere");
            given().header("Authorization", "Bearer " + other.key())
                    .queryParam("query", "{__name__=~\"payoff_.*\", project=\"cloud\"}")
                    .get(API + "query")
                    .then()
                    .statusCode(200)
                    .body("data.result", hasSize(0));
            given().header("Authorization", "Bearer " + other.key())
                    .get(API + "label/project/values")
                    .then()
                    .body("data", equalTo(List.of("elsewhere")));
        }
        given().queryParam("query", "1").get(API + "query").then().statusCode(401);
    }

    @Test
    void aKeyThatOnlyReadsMayAskByFormAndOneThatOnlySendsMayNot() {
        String reads = key("VIEWER", "read");
        String sends = key("CONTRIBUTOR", "ingest");
        given().header("Authorization", "Bearer " + reads)
                .formParam("query", "payoff_project_cost")
                .post(API + "query")
                .then()
                .statusCode(200);
        for (String path : List.of("query", "query_range", "series", "labels")) {
            given().header("Authorization", "Bearer " + sends)
                    .formParam("query", "1")
                    .post(API + path)
                    .then()
                    .statusCode(403);
        }
    }

    private String key(String role, String scope) {
        return bench.post(
                        "keys",
                        "{'name':'grafana','role':'%s','scopes':['%s']}".formatted(role, scope))
                .statusCode(201)
                .extract()
                .path("secret");
    }

    /** Every family has a sample of a project that has all there is, so none of them is idle. */
    @Test
    void everyFamilyIsAnswered() {
        Stream.of(SeriesFamily.values())
                .filter(it -> it != SeriesFamily.ALERTS_FIRING)
                .forEach(it ->
                        query(it.told(), hour.plus(Duration.ofHours(2)))
                                .statusCode(200)
                                .body("data.result.size()", org.hamcrest.Matchers.greaterThan(0)));
    }
}
