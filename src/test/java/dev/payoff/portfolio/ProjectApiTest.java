package dev.payoff.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(StackResource.class)
class ProjectApiTest {

    private final Desk desk = new Desk();

    @Test
    void projectIsMadeWithTheTenantsDefaults() {
        desk.post(
                        "projects",
                        "{'key': 'p', 'name': 'P', 'type': 'INFRASTRUCTURE', 'goLive': '2026-07-01'}")
                .statusCode(201)
                .header("Location", containsString("/api/v1/projects/p"))
                .header("ETag", "\"1\"")
                .body("currency", equalTo("EUR"))
                .body("goLive", equalTo("2026-06-30T22:00:00Z"))
                .body("discountRate", equalTo(0.08f))
                .body("version", equalTo(1));
        String id = desk.get("projects/p").statusCode(200).extract().path("id");
        desk.get("projects/" + id).statusCode(200).body("key", equalTo("p"));
        assertThat(desk.auditRows()).isEqualTo(1);
    }

    @Test
    void everyStateIsKeptWithTheTimeItWasKnownFrom() {
        String id = desk.project("p");
        desk.patch("projects/p", "{'goLive': '2026-02-01T00:00:00+01:00'}")
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("goLive", equalTo("2026-01-31T23:00:00Z"));
        assertThat(
                        Desk.text(
                                "SELECT definition->>'goLive' FROM project_version WHERE project_id = ?::uuid AND version = 1",
                                id))
                .isEqualTo("2025-12-31T23:00:00Z");
        assertThat(
                        Desk.text(
                                "SELECT definition->>'goLive' FROM project_version WHERE project_id = ?::uuid AND version = 2",
                                id))
                .isEqualTo("2026-01-31T23:00:00Z");
        assertThat(
                        Desk.text(
                                "SELECT bool_and(b.known_from > a.known_from) FROM project_version a JOIN project_version b"
                                        + " ON b.project_id = a.project_id AND b.version = a.version + 1 WHERE a.project_id = ?::uuid",
                                id))
                .isEqualTo("t");
        assertThat(desk.auditRows()).isEqualTo(2);
        assertThat(
                        Desk.text(
                                "SELECT detail->'goLive'->>'to' FROM audit WHERE tenant_id = ? AND action = 'project.changed'",
                                desk.tenant))
                .isEqualTo("2026-01-31T23:00:00Z");
    }

    @Test
    void patchThatChangesNothingLeavesNoTrace() {
        desk.project("p");
        desk.patch("projects/p", "{'name': 'P', 'goLive': '2026-01-01'}")
                .statusCode(200)
                .header("ETag", "\"1\"");
        assertThat(desk.auditRows()).isEqualTo(1);
    }

    @Test
    void editorWithAnOldEtagIsTold() {
        desk.project("p");
        desk.admin()
                .header("If-Match", "\"1\"")
                .body("{\"name\": \"Q\"}")
                .patch("/api/v1/projects/p")
                .then()
                .statusCode(200);
        desk.admin()
                .header("If-Match", "\"1\"")
                .body("{\"name\": \"R\"}")
                .patch("/api/v1/projects/p")
                .then()
                .statusCode(412)
                .contentType("application/problem+json")
                .body("code", equalTo("CHANGED_MEANWHILE"));
        desk.admin()
                .header("If-Match", "\"1\"")
                .delete("/api/v1/projects/p")
                .then()
                .statusCode(412);
        desk.get("projects/p").body("name", equalTo("Q"));
        assertThat(desk.auditRows()).isEqualTo(2);
    }

    @Test
    void archivedProjectStaysReadableAndTakesNoMoreChanges() {
        desk.project("p");
        desk.delete("projects/p").statusCode(200).body("archivedAt", notNullValue());
        desk.get("projects/p").statusCode(200).body("version", equalTo(2));
        desk.get("projects").body("items", empty());
        desk.get("projects?archived=true").body("items.key", contains("p"));
        desk.patch("projects/p", "{'name': 'Q'}").statusCode(409).body("code", equalTo("ARCHIVED"));
        desk.delete("projects/p").statusCode(409);
        desk.post("projects/p/metrics", Desk.metric("m", "")).statusCode(409);
        desk.post("projects/p/costs", "{'amount': 1, 'incurredOn': '2026-01-01', 'category': 'X'}")
                .statusCode(409);
        desk.post("projects", "{'key': 'p', 'name': 'P', 'type': 'SOFTWARE'}")
                .statusCode(409)
                .body("code", equalTo("ALREADY_EXISTS"));
        assertThat(desk.auditRows()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name': 'P', 'type': 'SOFTWARE'} | key",
                "{'key': 'p', 'type': 'SOFTWARE'} | name",
                "{'key': 'p', 'name': 'P'} | type",
                "{'key': 'P', 'name': 'P', 'type': 'SOFTWARE'} | key",
                "{'key': 'p', 'name': 'P', 'type': 'FUN'} | type",
                "{'key': 'p', 'name': 'P', 'type': 'SOFTWARE', 'currency': 'EURO'} | currency",
                "{'key': 'p', 'name': 'P', 'type': 'SOFTWARE', 'currency': 'EUX'} | currency",
                "{'key': 'p', 'name': 'P', 'type': 'SOFTWARE', 'goLive': 'soon'} | goLive",
                "{'key': 'p', 'name': 'P', 'type': 'SOFTWARE', 'goLive': '2026-01-01T00:00:00'} | goLive",
                "{'key': 'p', 'name': 'P', 'type': 'SOFTWARE', 'discountRate': 1.5} | discountRate",
                "{'key': 'p', 'name': 'P', 'type': 'SOFTWARE', 'discountRate': 1e999999999} | discountRate",
                "{'key': 'p', 'name': 'P', 'type': 'SOFTWARE', 'template': 'nothing'} | template"
            })
    void whatIsNotValidIsNamed(String body, String field) {
        desk.post("projects", body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("VALIDATION"))
                .body("violations.field", hasItem(field))
                .body("violations.field", everyItem(equalTo(field)));
        assertThat(desk.auditRows()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'key': 'p', 'tenantId': 'x'}",
                "{'key': ",
                "[]",
                "{'key': 'p', 'key': 'q'}",
                "{'key': 'p', 'discountRate': '0.1'}"
            })
    void whatIsMalformedIsRefused(String body) {
        desk.post("projects", body).statusCode(400).body("code", equalTo("MALFORMED_JSON"));
    }

    @Test
    void keyCurrencyAndTemplateStay() {
        desk.project("p");
        desk.patch("projects/p", "{'key': 'q', 'currency': 'USD', 'template': 'software'}")
                .statusCode(400)
                .body("violations.field", containsInAnyOrder("key", "currency", "template"));
    }

    @Test
    void listsPageByCursor() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            desk.project("p" + i);
            made.add("p" + i);
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonPath page =
                    desk.get("projects?limit=2" + cursor).statusCode(200).extract().jsonPath();
            seen.addAll(page.getList("items.key"));
            cursor =
                    page.getString("nextCursor") == null
                            ? null
                            : "&cursor=" + page.getString("nextCursor");
            pages++;
        } while (cursor != null);
        assertThat(seen).containsExactlyElementsOf(made);
        assertThat(pages).isEqualTo(3);
        desk.get("projects?cursor=nonsense")
                .statusCode(400)
                .body("code", equalTo("INVALID_CURSOR"));
        desk.get("projects?limit=0").statusCode(400);
        desk.get("projects?limit=1000").statusCode(400);
    }

    @ParameterizedTest
    @CsvSource({"infrastructure", "software", "DIGITAL_TRANSFORMATION"})
    void templateBringsItsPartsInOneChange(String template) {
        desk.post("projects", "{'key': 'p', 'name': 'P', 'template': '" + template + "'}")
                .statusCode(201)
                .body("template", equalTo(template.toLowerCase().replace('_', '-')))
                .body("type", equalTo(template.toUpperCase()));
        int metrics =
                desk.get("projects/p/metrics?limit=200")
                        .statusCode(200)
                        .body("items.reasons", everyItem(hasItem("NO_BASELINE")))
                        .body("items.baseline", everyItem(nullValue()))
                        .body("items.version", everyItem(equalTo(1)))
                        .body(
                                "items.findAll { it.type == 'PERCENTAGE' }.maximum",
                                everyItem(equalTo(100)))
                        .extract()
                        .jsonPath()
                        .getList("items")
                        .size();
        assertThat(metrics).isGreaterThan(15);
        desk.get("projects/p/stakeholders")
                .body("items", hasSize(greaterThan(9)))
                .body("items.name", everyItem(nullValue()));
        desk.get("projects/p/deliverables").body("items", hasSize(greaterThan(9)));
        assertThat(desk.auditRows()).isEqualTo(1);
        assertThat(
                        Desk.number(
                                "SELECT count(*) FROM metric_version WHERE tenant_id = ?",
                                desk.tenant))
                .isEqualTo(metrics);
        // The project's people put their own beside them.
        desk.post("projects/p/metrics", Desk.metric("infra-cost", ""))
                .statusCode(201)
                .body("reasons", contains("NO_BENEFIT_START"));
    }

    @Test
    void rolesMayDoWhatThePackageSays() {
        desk.project("p");
        String project = "{\"key\": \"q\", \"name\": \"Q\", \"type\": \"SOFTWARE\"}";
        String cost = "{\"amount\": 1, \"incurredOn\": \"2026-01-01\", \"category\": \"X\"}";
        desk.as("VIEWER").get("/api/v1/projects/p").then().statusCode(200);
        desk.as("VIEWER").body(cost).post("/api/v1/projects/p/costs").then().statusCode(403);
        desk.as("CONTRIBUTOR").body(cost).post("/api/v1/projects/p/costs").then().statusCode(201);
        desk.as("CONTRIBUTOR").body(project).post("/api/v1/projects").then().statusCode(403);
        desk.as("MANAGER").body(project).post("/api/v1/projects").then().statusCode(201);
        desk.as("MANAGER")
                .body(TemplateInput.EXAMPLE)
                .post("/api/v1/templates")
                .then()
                .statusCode(403);
        desk.as("MANAGER").body(RateInput.EXAMPLE).put("/api/v1/rates").then().statusCode(403);
        desk.as("MANAGER").get("/api/v1/rates").then().statusCode(200);
    }
}
