package dev.payoff.connector.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.app.Topics;
import dev.payoff.connector.ConnectorTestBase;
import dev.payoff.connector.StubSystem;
import dev.payoff.connector.StubSystem.Answer;
import dev.payoff.connector.StubSystem.Asked;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a stub of HubSpot's search, written from its documentation. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class HubspotTest extends ConnectorTestBase {

    private static final int RECORDS = 450;
    private static final Instant BASE = Instant.now().minus(Duration.ofDays(3));

    private volatile Answer refusal;
    private final StubSystem server = new StubSystem(this::answer);

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer answer(Asked asked) {
        if (!"Bearer pat-1".equals(asked.header("Authorization"))) {
            return Answer.of(401, "{\"message\":\"Authentication credentials not found\"}");
        }
        if (refusal != null) {
            return refusal;
        }
        try {
            JsonNode body = JSON.readTree(asked.body());
            assertThat(asked.path()).isEqualTo("/crm/v3/objects/feedback_submissions/search");
            assertThat(body.at("/sorts/0/direction").asText()).isEqualTo("ASCENDING");
            JsonNode ours = body.at("/filterGroups/0/filters/1");
            assertThat(ours.path("operator").asText()).isEqualTo("GTE");
            Instant since = Instant.ofEpochMilli(Long.parseLong(ours.path("value").asText()));
            int from = body.path("after").asInt(0);
            ObjectNode answer = JSON.createObjectNode();
            ArrayNode results = answer.putArray("results");
            int place = 0;
            for (int i = 0; i < RECORDS; i++) {
                Instant changed = BASE.plusSeconds(i);
                if (changed.isBefore(since)) {
                    continue;
                }
                if (place >= from && results.size() < body.path("limit").asInt(10)) {
                    ObjectNode record = results.addObject().put("id", "" + i);
                    record.putObject("properties")
                            .put("hs_value", "" + i % 11)
                            .put("hs_submission_timestamp", BASE.toString())
                            .put("hs_lastmodifieddate", changed.toString());
                }
                place++;
            }
            if (from + results.size() < place) {
                answer.putObject("paging")
                        .putObject("next")
                        .put("after", "" + (from + results.size()));
            }
            return Answer.ok(answer.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String connect() {
        return connect(
                "hubspot",
                Map.of(
                        "baseUrl",
                        server.url(),
                        "token",
                        "pat-1",
                        "queries",
                        Map.of(
                                "nps",
                                Map.of(
                                        "object",
                                        "feedback_submissions",
                                        "filters",
                                        List.of(
                                                Map.of(
                                                        "propertyName",
                                                        "hs_survey_type",
                                                        "operator",
                                                        "EQ",
                                                        "value",
                                                        "NPS")),
                                        "value",
                                        "hs_value",
                                        "time",
                                        "hs_submission_timestamp",
                                        "as",
                                        "nps"))));
    }

    @Test
    void answersToASurveyBecomeANetPromoterScore_overPages() throws Exception {
        String id = connect();
        admin().post("/api/v1/connections/" + id + "/test").then().body("ok", equalTo(true));
        feed(id, "nps", "lead");
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(latest(Topics.BUSINESS)).hasSize(RECORDS));
        double mean =
                latest(Topics.BUSINESS).values().stream()
                        .mapToDouble(Double::parseDouble)
                        .average()
                        .orElseThrow();
        // 450 answers, 0 to 10 in turn: 81 promoters and 287 detractors.
        assertThat(mean).isCloseTo(100.0 * (81 - 287) / RECORDS, within(1e-9));

        refusal =
                new Answer(
                        429,
                        Map.of("Retry-After", "120"),
                        "{\"status\":\"error\",\"message\":\"You have reached your secondly limit.\"}");
        admin().contentType(ContentType.JSON)
                .body(Map.of("name", "again " + id))
                .patch("/api/v1/connections/" + id)
                .then()
                .statusCode(200);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        admin().get("/api/v1/connections/" + id)
                                .then()
                                .body("lastError", containsString("secondly limit")));
        String next = admin().get("/api/v1/connections/" + id).then().extract().path("nextPull");
        assertThat(OffsetDateTime.parse(next).toInstant()).isAfter(Instant.now().plusSeconds(60));
        admin().delete("/api/v1/connections/" + id).then().statusCode(204);
    }
}
