package dev.payoff.connector.xlsx;

import static dev.payoff.connector.xlsx.Workbooks.parts;
import static dev.payoff.connector.xlsx.Workbooks.row;
import static dev.payoff.connector.xlsx.Workbooks.workbook;
import static dev.payoff.connector.xlsx.Workbooks.zip;
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
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Workbooks against real PostgreSQL and Kafka. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class XlsxImportTest extends ConnectorTestBase {

    private static ValidatableResponse upload(Map<String, Object> query, byte[] file) {
        return admin().queryParams(query)
                .contentType("application/octet-stream")
                .body(file)
                .post("/api/v1/imports/xlsx")
                .then();
    }

    @Test
    void aTrialSendsNothing_theSameRowsCountOnce_asWorkbookOrAsCsv() throws Exception {
        String connection = connect("xlsx", Map.of("metric", project + "/cpu", "sheet", "Hours"));
        byte[] file =
                workbook(
                        "Hours",
                        sheet -> {
                            sheet.value(0, 0, "Date");
                            sheet.value(0, 1, "Value");
                            sheet.value(1, 0, LocalDate.of(2026, 3, 2));
                            sheet.value(1, 1, 6.5);
                            sheet.value(2, 0, LocalDate.of(2026, 3, 3));
                            sheet.formula(2, 1, "B2*2");
                        });
        upload(Map.of("connection", connection, "dryRun", true), file)
                .statusCode(200)
                .body("rows", equalTo(2))
                .body("accepted", equalTo(1))
                .body("rejected", equalTo(1))
                .body("recognised.sheet", equalTo("Hours"));
        assertThat(records(Topics.BUSINESS)).isEmpty();

        String errors =
                upload(Map.of("connection", connection), file)
                        .statusCode(200)
                        .extract()
                        .path("errors");
        assertThat(admin().get(errors).then().statusCode(200).extract().asString())
                .contains("3,value,FORMULA");
        upload(Map.of("connection", connection), file).statusCode(200);
        admin().queryParam("metric", project + "/cpu")
                .contentType("text/csv")
                .body("Date,Value\n2026-03-02,6.50\n")
                .post("/api/v1/imports/csv")
                .then()
                .statusCode(200);
        List<JsonNode> readings = records(Topics.BUSINESS);
        assertThat(readings).hasSize(3);
        assertThat(readings.stream().map(r -> r.path("eventId").asText()).distinct()).hasSize(1);
        assertThat(readings.getFirst().path("observedAt").asText())
                .isEqualTo("2026-03-02T00:00:00Z");
    }

    @Test
    void whatIsRefusedHasACodeAndASentence() {
        Map<String, String> linked = parts(row("time", "value"));
        linked.put("xl/externalLinks/externalLink1.xml", "<x/>");
        upload(Map.of("metric", "m"), zip(linked))
                .statusCode(400)
                .body("code", equalTo("EXTERNAL_LINKS"))
                .body("detail", containsString("break the links"));
        upload(Map.of("metric", "m"), zip(parts(row("a", " ".repeat(30 * 1024 * 1024)))))
                .statusCode(400)
                .body("code", equalTo("ZIP_BOMB"));
    }
}
