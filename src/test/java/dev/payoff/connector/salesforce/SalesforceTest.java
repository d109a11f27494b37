package dev.payoff.connector.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.app.Topics;
import dev.payoff.connector.ConnectorTestBase;
import dev.payoff.connector.StubSystem;
import dev.payoff.connector.StubSystem.Answer;
import dev.payoff.connector.StubSystem.Asked;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a stub of Salesforce's query and token resources, written from their documentation. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class SalesforceTest extends ConnectorTestBase {

    private static final String SOQL =
            "SELECT Id, CSAT__c, ClosedDate, SystemModstamp FROM Case WHERE SystemModstamp >= {since}"
                    + " ORDER BY SystemModstamp";

    private final Instant base =
            Instant.now().minus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    private volatile int firstScore = 5;
    private volatile Instant firstChanged = base;
    private volatile String usage = "api-usage=18/5000";
    private final StubSystem server = new StubSystem(this::answer);

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer answer(Asked asked) {
        if (asked.path().equals("/services/oauth2/token")) {
            return asked.body().contains("grant_type=client_credentials")
                    ? Answer.ok("{\"access_token\":\"00D!t\",\"token_type\":\"Bearer\"}")
                    : Answer.of(400, "{\"error\":\"unsupported_grant_type\"}");
        }
        if (!"Bearer 00D!t".equals(asked.header("Authorization"))) {
            return Answer.of(
                    401,
                    "[{\"message\":\"Session expired or invalid\",\"errorCode\":\"INVALID_SESSION_ID\"}]");
        }
        boolean second = asked.path().endsWith("/query/01g-2");
        String soql = asked.query().getOrDefault("q", "");
        if (!second && soql.contains("Nope__c")) {
            return Answer.of(
                    400,
                    "[{\"message\":\"No such column 'Nope__c'\",\"errorCode\":\"INVALID_FIELD\"}]");
        }
        Instant since =
                second
                        ? Instant.EPOCH
                        : Instant.parse(soql.replaceAll(".*>= (\\S+) ORDER.*", "$1"));
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Instant changed = i == 0 ? firstChanged : base.plusSeconds(i);
            if (!changed.isBefore(since) && (i < 3) != second) {
                records.add(
                        """
                        {"attributes": {"type": "Case"}, "Id": "500-%d", "CSAT__c": %s, "ClosedDate": "%s",
                         "SystemModstamp": "%s"}
                        """
                                .formatted(
                                        i,
                                        i == 4 ? "null" : String.valueOf(i == 0 ? firstScore : i),
                                        salesforce(base),
                                        salesforce(changed)));
            }
        }
        boolean more = !second && since.isBefore(base.plusSeconds(3));
        return new Answer(
                200,
                Map.of("Sforce-Limit-Info", usage),
                "{\"totalSize\": 6, \"done\": "
                        + !more
                        + (more ? ", \"nextRecordsUrl\": \"/services/data/v60.0/query/01g-2\"" : "")
                        + ", \"records\": ["
                        + String.join(",", records)
                        + "]}");
    }

    private static String salesforce(Instant at) {
        return at.toString().replace("Z", ".000+0000");
    }

    private String connect(String soql) {
        return connect(
                "salesforce",
                Map.of(
                        "baseUrl",
                        server.url(),
                        "clientId",
                        "app",
                        "clientSecret",
                        "s3cret",
                        "queries",
                        Map.of(
                                "csat",
                                Map.of(
                                        "soql",
                                        soql,
                                        "value",
                                        "CSAT__c",
                                        "time",
                                        "ClosedDate",
                                        "as",
                                        "csat",
                                        "satisfiedFrom",
                                        3))));
    }

    private Map<String, Integer> revisions() throws Exception {
        Map<String, Integer> revisions = new java.util.TreeMap<>();
        for (JsonNode reading : records(Topics.BUSINESS)) {
            revisions.merge(
                    reading.path("eventId").asText(), reading.path("revision").asInt(), Math::max);
        }
        return revisions;
    }

    private List<String> values() throws Exception {
        return latest(Topics.BUSINESS).values().stream().sorted().toList();
    }

    @Test
    void recordsOfOneMomentAllCount_overPages_andOneThatChangesIsCorrected() throws Exception {
        String id = connect(SOQL);
        admin().post("/api/v1/connections/" + id + "/test").then().body("ok", equalTo(true));
        feed(id, "csat", "lead");
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () -> assertThat(values()).containsExactly("0", "0", "100", "100", "100"));
        assertThat(Set.copyOf(revisions().values())).containsExactly(0);
        admin().get("/api/v1/connections/" + id + "/feeds").then().body("[0].skipped", equalTo(1));

        firstScore = 1;
        firstChanged = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        usage = "api-usage=4000/5000";
        admin().contentType(ContentType.JSON)
                .body(Map.of("name", "again " + id))
                .patch("/api/v1/connections/" + id)
                .then()
                .statusCode(200);
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () -> assertThat(values()).containsExactly("0", "0", "0", "100", "100"));
        assertThat(revisions().values()).contains(1);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> {
                    String next =
                            admin().get("/api/v1/connections/" + id)
                                    .then()
                                    .extract()
                                    .path("nextPull");
                    assertThat(java.time.OffsetDateTime.parse(next).toInstant())
                            .as("four fifths of the calls are used: the rest is for others")
                            .isAfter(Instant.now().plusSeconds(3_000));
                });
        admin().delete("/api/v1/connections/" + id).then().statusCode(204);
    }

    @Test
    void aWrongQueryIsToldWhenItIsTried_andAnUnboundedOneIsRefused() {
        String id = connect(SOQL.replace("CSAT__c", "Nope__c"));
        admin().post("/api/v1/connections/" + id + "/test")
                .then()
                .body("ok", equalTo(false))
                .body(
                        "detail",
                        containsString("It says: No such column 'Nope__c' (INVALID_FIELD)"));
        admin().delete("/api/v1/connections/" + id).then().statusCode(204);

        admin().contentType(ContentType.JSON)
                .body(
                        Map.of(
                                "kind",
                                "salesforce",
                                "name",
                                "unbounded",
                                "config",
                                Map.of(
                                        "baseUrl",
                                        server.url(),
                                        "clientId",
                                        "app",
                                        "clientSecret",
                                        "s",
                                        "queries",
                                        Map.of(
                                                "all",
                                                Map.of(
                                                        "soql",
                                                        "SELECT Id FROM Case",
                                                        "value",
                                                        "X",
                                                        "time",
                                                        "Y")))))
                .post("/api/v1/connections")
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo("config.queries.all.soql"));
    }

    @ParameterizedTest
    @CsvSource({
        "api-usage=18/5000, 80, false",
        "api-usage=4000/5000, 80, true",
        "'api-usage=25/5000; per-app-api-usage=17/250(appName=x)', 80, false",
        "'', 80, false"
    })
    void theDaysCallsAreShared(String info, int percent, boolean used) {
        assertThat(SalesforceConnector.usedUp(info, percent)).isEqualTo(used);
    }
}
