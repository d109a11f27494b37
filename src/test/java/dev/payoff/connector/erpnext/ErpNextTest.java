package dev.payoff.connector.erpnext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.connector.CostPullTestBase;
import dev.payoff.connector.StubSystem;
import dev.payoff.connector.StubSystem.Answer;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a stub written from the documentation, on a loopback server. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class ErpNextTest extends CostPullTestBase {

    private final ErpNextStub erp = new ErpNextStub();
    private final StubSystem server = new StubSystem(erp);
    private final LocalDate first = LocalDate.now(ZoneOffset.UTC).minusMonths(1).withDayOfMonth(1);

    @AfterEach
    void stop() {
        server.close();
    }

    private String connect() {
        return connect(
                "erpnext",
                Map.of(
                        "baseUrl",
                        server.url() + "/",
                        "apiKey",
                        "key",
                        "apiSecret",
                        "s3cret",
                        "company",
                        "Acme GmbH",
                        "backfillMonths",
                        1,
                        "rules",
                        List.of(
                                Map.of("when", Map.of("cost_center", "Shop*"), "project", project),
                                Map.of(
                                        "when",
                                        Map.of("cost_center", "Gone - A"),
                                        "project",
                                        "no-such-project"))));
    }

    @Test
    void costsComeByCostCentre_overPages_andAgainAddNothing_andCorrectionsCorrect()
            throws Exception {
        for (int i = 0; i < 2_300; i++) {
            boolean ours = i % 1_000 == 0;
            erp.book(
                    "GL-%05d".formatted(i),
                    first.plusDays(i % 20),
                    ours ? "Hosting - A" : "Debtors - A",
                    "Shop - A",
                    "100.25",
                    "0");
        }
        erp.book("GL-A", first.plusDays(2), "Travel - A", "Shop EU - A", "0", "20.5");
        erp.book("GL-B", first.plusDays(2), "Travel - A", "Other - A", "77", "0");
        erp.book("GL-C", first.plusDays(2), "Travel - A", "Gone - A", "1", "0");
        erp.brokenAfter = "GL-00999";
        String id = connect();
        admin().post("/api/v1/connections/" + id + "/test").then().body("ok", equalTo(true));
        soon(() ->
                admin().get("/api/v1/connections/" + id)
                        .then()
                        .body("lastError", containsString("HTTP 503")));
        assertThat(costs()).as("the page before the outage").hasSize(1);
        erp.brokenAfter = null;
        again(id);

        soon(() ->
                assertThat(sums())
                        .isEqualTo(
                                Map.of(
                                        "EUR Hosting - A", new BigDecimal("300.75"),
                                        "EUR Travel - A", new BigDecimal("-20.5"))));
        JsonNode line =
                costs().values().stream()
                        .filter(cost -> cost.path("amount").decimalValue().signum() < 0)
                        .findFirst()
                        .orElseThrow();
        assertThat(line.path("incurredOn").asText()).isEqualTo(first.plusDays(2).toString());
        assertThat(line.path("note").asText()).isEqualTo("Purchase Invoice ACC-PINV-GL-A");
        admin().get("/api/v1/connections/" + id + "/deliveries")
                .then()
                .body(
                        "find { it.status == 'TAKEN' && it.reason.contains('no-such-project') }.event",
                        equalTo("costs of " + first.toString().substring(0, 7)));

        int lines = costs().size();
        int asked = server.asked().size();
        again(id);
        soon(() -> assertThat(upToDate(id, asked)).isTrue());
        assertThat(costs()).as("the same again adds nothing").hasSize(lines);

        erp.cancel("GL-00000");
        erp.book("GL-01000", first.plusDays(3), "Hosting - A", "Shop - A", "90", "0");
        erp.delete("GL-02000");
        again(id);
        soon(() ->
                assertThat(sums())
                        .isEqualTo(
                                Map.of(
                                        "EUR Hosting - A", new BigDecimal("9E+1"),
                                        "EUR Travel - A", new BigDecimal("-20.5"))));
        admin().delete("/api/v1/connections/" + id).then().statusCode(204);
    }

    /** Whether the connection was asked since, and has nothing left to do. */
    private boolean upToDate(String id, int askedBefore) {
        String next = admin().get("/api/v1/connections/" + id).then().extract().path("nextPull");
        return server.asked().size() > askedBefore
                && OffsetDateTime.parse(next).toInstant().isAfter(Instant.now().plusSeconds(600));
    }

    @Test
    void whoAsksForTimeGetsIt_andWrongCredentialsAreTold() {
        erp.refusal =
                new Answer(429, Map.of("Retry-After", "3600"), "{\"exception\":\"slow down\"}");
        String id = connect();
        soon(() ->
                admin().get("/api/v1/connections/" + id)
                        .then()
                        .body("lastError", containsString("asked too often. It says: slow down")));
        String next = admin().get("/api/v1/connections/" + id).then().extract().path("nextPull");
        assertThat(OffsetDateTime.parse(next).toInstant())
                .isAfter(Instant.now().plusSeconds(3_000));

        change(id, Map.of("config", Map.of("apiSecret", "guess")));
        admin().post("/api/v1/connections/" + id + "/test")
                .then()
                .body("ok", equalTo(false))
                .body("detail", containsString("HTTP 401"));
        admin().delete("/api/v1/connections/" + id).then().statusCode(204);
    }
}
