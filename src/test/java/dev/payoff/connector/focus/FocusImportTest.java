package dev.payoff.connector.focus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.app.Topics;
import dev.payoff.connector.ConnectorTestBase;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(StackResource.class)
class FocusImportTest extends ConnectorTestBase {

    private static final String HEADER =
            "ServiceCategory,EffectiveCost,BilledCost,BillingCurrency,ChargePeriodStart,SubAccountId,ServiceName,Tags\n";

    @Test
    void errorsAreAFile_whoseCellsAreNoFormulas() {
        String connection = connect("focus", Map.of("defaultProject", project));
        String errors =
                admin().contentType("text/csv")
                        .body(
                                HEADER
                                        + "Compute,1.5,1,USD,2024-09-18,a,s,NULL\n"
                                        + "Compute,=cmd|' /C calc'!A0,1,USD,2024-09-18,a,s,NULL\n"
                                        + "Compute,0,1,USD,2024-09-18,a,s,NULL\n")
                        .post("/api/v1/imports/focus?connection=" + connection)
                        .then()
                        .statusCode(200)
                        .body("rows", equalTo(3))
                        .body("accepted", equalTo(1))
                        .body("skipped", equalTo(1))
                        .body("rejected", equalTo(1))
                        .extract()
                        .path("errors");
        admin().get(errors)
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .body(containsString("3,EffectiveCost,NOT_A_NUMBER"))
                .body(containsString(",'=cmd|"));
    }

    @Test
    void whatIsNoFocusFileIsRefused() {
        String connection = connect("focus", Map.of("defaultProject", project));
        String path = "/api/v1/imports/focus?connection=" + connection;
        admin().contentType("text/csv")
                .body("a,b\n1,2\n")
                .post(path)
                .then()
                .statusCode(400)
                .body("code", equalTo("NOT_FOCUS"));
        admin().contentType("text/csv")
                .body(new byte[] {0x1f, (byte) 0x8b, 8, 0})
                .post(path)
                .then()
                .statusCode(415);
        admin().contentType("text/csv")
                .body(HEADER)
                .post("/api/v1/imports/focus")
                .then()
                .statusCode(400);
        admin().contentType("text/csv")
                .queryParam("mapping", "{\"defaultProject\":\"absent\"}")
                .body(HEADER)
                .post("/api/v1/imports/focus")
                .then()
                .statusCode(400)
                .body("code", equalTo("UNKNOWN_PROJECT"));
    }

    @Test
    void theRealFile_twice_andAsAForm_addsUpToARecount() throws Exception {
        Path file =
                Path.of(System.getProperty("payoff.data", "absent"), "focus", "focus_sample.csv");
        assumeTrue(Files.isReadable(file), "skipped: no FOCUS sample at " + file);
        String connection =
                connect("focus", Map.of("defaultProject", project, "amount", "BilledCost"));
        String path = "/api/v1/imports/focus?connection=" + connection;

        admin().contentType("text/csv")
                .body(Files.readAllBytes(file))
                .post(path + "&dryRun=true")
                .then()
                .statusCode(200)
                .body("rows", equalTo(1000))
                .body("rejected", equalTo(0));
        assertThat(records(Topics.BUSINESS)).isEmpty();

        admin().contentType("text/csv")
                .body(Files.readAllBytes(file))
                .post(path)
                .then()
                .statusCode(200);
        admin().multiPart("file", file.toFile(), "text/csv").post(path).then().statusCode(200);

        Map<String, BigDecimal> sent = new HashMap<>();
        Set<String> ids = new HashSet<>();
        List<JsonNode> records = records(Topics.BUSINESS);
        for (JsonNode cost : records) {
            if (ids.add(cost.path("eventId").asText())) {
                sent.merge(
                        cost.path("category").asText(),
                        cost.path("amount").decimalValue(),
                        BigDecimal::add);
            }
        }
        Map<String, BigDecimal> recount = new HashMap<>();
        List<List<String>> lines = Recount.cells(Files.readString(file));
        int category = lines.getFirst().indexOf("ServiceCategory");
        int billed = lines.getFirst().indexOf("BilledCost");
        int costly = 0;
        for (List<String> line : lines.subList(1, lines.size())) {
            BigDecimal amount = new BigDecimal(line.get(billed));
            if (amount.signum() != 0) {
                costly++;
                recount.merge(line.get(category), amount, BigDecimal::add);
            }
        }
        assertThat(records).hasSize(2 * costly);
        assertThat(ids).hasSize(costly);
        assertThat(sent.keySet()).isEqualTo(recount.keySet());
        sent.forEach(
                (key, amount) -> assertThat(amount).as(key).isEqualByComparingTo(recount.get(key)));
    }
}
