package dev.payoff.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.app.Topics;
import dev.payoff.connector.ConnectorTestBase;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Files against real PostgreSQL and Kafka. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class CsvImportTest extends ConnectorTestBase {

    private static ValidatableResponse upload(Map<String, Object> query, String file) {
        return admin().queryParams(query)
                .contentType("text/csv")
                .body(file)
                .post("/api/v1/imports/csv")
                .then();
    }

    @Test
    void aTrialTellsAllAndSendsNothing_thenTheSameFileTwiceHasTheSameIdentities() throws Exception {
        String connection = connect("csv", Map.of("zone", "Europe/Berlin"));
        String file =
                "Datum;Metric;Wert\n31.01.2026;%1$s/cpu;1,5\n01.02.2026;%1$s/cpu;=2+3\n02.02.2026;%1$s/none;3\n03.02.2999;%1$s/cpu;4\n"
                        .formatted(project);
        upload(Map.of("connection", connection, "dryRun", true), file)
                .statusCode(200)
                .body("rows", equalTo(4))
                .body("accepted", equalTo(1))
                .body("rejected", equalTo(3))
                .body("recognised.decimal", equalTo("comma"))
                .body("recognised.delimiter", equalTo(";"));
        assertThat(records(Topics.BUSINESS)).isEmpty();

        String errors =
                upload(Map.of("connection", connection), file)
                        .statusCode(200)
                        .body("accepted", equalTo(1))
                        .extract()
                        .path("errors");
        upload(Map.of("connection", connection), file).statusCode(200);
        List<JsonNode> readings = records(Topics.BUSINESS);
        assertThat(readings).hasSize(2);
        assertThat(
                        readings.stream()
                                .map(r -> r.path("eventId").asText())
                                .collect(Collectors.toSet()))
                .hasSize(1);
        assertThat(readings.getFirst().path("observedAt").asText())
                .isEqualTo("2026-01-30T23:00:00Z");
        assertThat(admin().get(errors).then().statusCode(200).extract().asString())
                .contains("3,value,NOT_A_NUMBER", "'=2+3")
                .contains("4,,UNKNOWN_METRIC")
                .contains("5,,");
    }

    @Test
    void aMendedFileCorrectsUnderAHigherRevision() throws Exception {
        String file = "time,value\n2026-03-01,%s\n";
        Map<String, Object> query = Map.of("metric", project + "/cpu");
        upload(query, file.formatted("1")).statusCode(200);
        upload(Map.of("metric", project + "/cpu", "revision", 1), file.formatted("2"))
                .statusCode(200);
        List<JsonNode> readings = records(Topics.BUSINESS);
        assertThat(readings).extracting(r -> r.path("eventId").asText()).hasSize(2);
        assertThat(latest(Topics.BUSINESS)).hasSize(1).containsValue("2");
    }

    @Test
    void whatIsWrongWithTheWholeIsSaid() {
        upload(Map.of(), "time,value\n2026-03-01,1\n")
                .statusCode(400)
                .body("detail", containsString("set metric"));
        upload(Map.of("metric", "m", "settings", "{\"zone\":\"Mars\"}"), "time,value\n")
                .statusCode(400)
                .body("detail", containsString("time zone"));
        upload(Map.of("metric", "m", "settings", "{\"zone\":7}"), "time,value\n").statusCode(400);
        upload(Map.of("metric", "m", "settings", "["), "time,value\n").statusCode(400);
        upload(Map.of("metric", "m", "revision", -1), "time,value\n").statusCode(400);
        upload(Map.of("connection", "00000000-0000-7000-8000-000000000001"), "time,value\n")
                .statusCode(404);
        upload(Map.of("metric", "m"), "PK\u0003\u0004").statusCode(400);
    }

    @Test
    void manyRowsGoInBatches() throws Exception {
        StringBuilder file = new StringBuilder("time,value\n");
        for (int i = 0; i < 1_750; i++) {
            file.append(1772445600 + i).append(',').append(i).append('\n');
        }
        upload(Map.of("metric", project + "/cpu"), file.toString())
                .statusCode(200)
                .body("accepted", equalTo(1_750));
        assertThat(records(Topics.BUSINESS)).hasSize(1_750);
    }
}
