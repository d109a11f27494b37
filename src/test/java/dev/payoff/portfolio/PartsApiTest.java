package dev.payoff.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import dev.payoff.devstack.StackResource;
import dev.payoff.identity.TenantDb;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(StackResource.class)
class PartsApiTest {

    @Inject Registry registry;
    @Inject TenantDb db;

    private final Desk desk = new Desk();

    @Test
    void stakeholdersComeAndGoAndTheTrailHoldsNoWordAboutThem() {
        desk.project("p");
        String id =
                desk.post("projects/p/stakeholders", StakeholderInput.EXAMPLE)
                        .statusCode(201)
                        .header("ETag", "\"1\"")
                        .body("categories", contains("COST_REDUCTION"))
                        .extract()
                        .path("id");
        desk.admin()
                .header("If-Match", "\"1\"")
                .body("{\"attitude\": -1}")
                .patch("/api/v1/projects/p/stakeholders/" + id)
                .then()
                .statusCode(200)
                .body("attitude", equalTo(-1))
                .body("name", equalTo("M. Okafor"))
                .header("ETag", "\"2\"");
        desk.admin()
                .header("If-Match", "\"1\"")
                .delete("/api/v1/projects/p/stakeholders/" + id)
                .then()
                .statusCode(412);
        desk.delete("projects/p/stakeholders/" + id).statusCode(204);
        desk.get("projects/p/stakeholders/" + id).statusCode(404);
        desk.get("projects/p/stakeholders").body("items", empty());
        desk.post("projects/p/stakeholders", "{'role': 'R', 'influence': 4, 'categories': ['FUN']}")
                .statusCode(400)
                .body("violations", hasSize(2));
        assertThat(desk.auditRows()).isEqualTo(4);
        assertThat(
                        Desk.number(
                                "SELECT count(*) FROM audit WHERE tenant_id = ? AND detail::text LIKE '%Okafor%'",
                                desk.tenant))
                .isZero();
    }

    @Test
    void deliverableNamesTheMetricsItMoves() {
        desk.project("p");
        desk.post("projects/p/metrics", Desk.metric("m", "")).statusCode(201);
        desk.post("projects/p/deliverables", "{'name': 'D', 'metricKeys': ['other']}")
                .statusCode(400)
                .body("violations.field", contains("metricKeys"));
        String id =
                desk.post(
                                "projects/p/deliverables",
                                "{'name': 'D', 'dueOn': '2026-09-30', 'metricKeys': ['m']}")
                        .statusCode(201)
                        .extract()
                        .path("id");
        desk.patch("projects/p/deliverables/" + id, "{'doneOn': '2026-09-12'}")
                .statusCode(200)
                .body("doneOn", equalTo("2026-09-12"))
                .body("metricKeys", contains("m"));
        desk.patch("projects/p/deliverables/" + id, "{'doneOn': 'soon'}").statusCode(400);
        desk.get("projects/p/deliverables/" + id).header("ETag", "\"2\"");
        desk.delete("projects/p/deliverables/" + id).statusCode(204);
        assertThat(desk.auditRows()).isEqualTo(5);
    }

    @Test
    void circleIsRefusedWithItsPath() {
        for (String key : List.of("a", "b", "c")) {
            desk.project(key);
        }
        desk.post("projects/a/dependencies", "{'dependsOn': 'b'}")
                .statusCode(201)
                .body("dependsOn", equalTo("b"));
        String id =
                desk.post("projects/b/dependencies", "{'dependsOn': 'c', 'note': 'n'}")
                        .statusCode(201)
                        .extract()
                        .path("id");
        desk.post("projects/c/dependencies", "{'dependsOn': 'a'}")
                .statusCode(409)
                .body("code", equalTo("DEPENDENCY_CYCLE"))
                .body("detail", containsString("c → a → b → c"));
        desk.post("projects/a/dependencies", "{'dependsOn': 'a'}")
                .statusCode(409)
                .body("detail", containsString("a → a"));
        desk.post("projects/a/dependencies", "{'dependsOn': 'b'}")
                .statusCode(409)
                .body("code", equalTo("ALREADY_EXISTS"));
        desk.post("projects/a/dependencies", "{'dependsOn': 'nothing'}").statusCode(404);
        desk.get("projects/a/dependencies").body("items.dependsOn", contains("b"));
        desk.delete("projects/b/dependencies/" + id).statusCode(204);
        desk.post("projects/c/dependencies", "{'dependsOn': 'a'}").statusCode(201);
        assertThat(desk.auditRows()).isEqualTo(7);
    }

    @Test
    void twoHalvesOfACircleCannotBothPass() throws Exception {
        desk.project("a");
        desk.project("b");
        List<Callable<Integer>> halves =
                List.of(
                        () ->
                                desk.post("projects/a/dependencies", "{'dependsOn': 'b'}")
                                        .extract()
                                        .statusCode(),
                        () ->
                                desk.post("projects/b/dependencies", "{'dependsOn': 'a'}")
                                        .extract()
                                        .statusCode());
        try (var pool = Executors.newFixedThreadPool(2)) {
            assertThat(pool.invokeAll(halves).stream().map(f -> f.resultNow()))
                    .containsExactlyInAnyOrder(201, 409);
        }
    }

    @Test
    void tenantsOwnTemplateGivesItsOwnType() {
        desk.get("templates")
                .body(
                        "items.key",
                        contains("infrastructure", "software", "digital-transformation"));
        desk.get("templates/software")
                .statusCode(200)
                .body("builtIn", equalTo(true))
                .body("template.metrics.key", hasItems("higher-user-adoption"));
        desk.post("projects", "{'key': 'p', 'name': 'P', 'type': 'DATA_PLATFORM'}").statusCode(400);
        desk.post("templates", TemplateInput.EXAMPLE).statusCode(201).header("ETag", "\"1\"");
        desk.post("templates", TemplateInput.EXAMPLE).statusCode(409);
        desk.post("templates", TemplateInput.EXAMPLE.replace("data-platform", "software"))
                .statusCode(409)
                .body("code", equalTo("BUILT_IN"));
        desk.post("projects", "{'key': 'p', 'name': 'P', 'template': 'data-platform'}")
                .statusCode(201)
                .body("type", equalTo("DATA_PLATFORM"));
        desk.get("projects/p/metrics")
                .body("items.key", contains("fresher-reports"))
                .body("items.note[0]", containsString("Editorial"));
        desk.admin()
                .header("If-Match", "\"2\"")
                .body(TemplateInput.EXAMPLE)
                .put("/api/v1/templates/data-platform")
                .then()
                .statusCode(412);
        desk.admin()
                .header("If-Match", "\"1\"")
                .body(TemplateInput.EXAMPLE.replace("Fresher", "Quicker"))
                .put("/api/v1/templates/data-platform")
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"");
        desk.get("templates/data-platform")
                .body("template.metrics.name", contains("Quicker reports"));
        desk.delete("templates/data-platform").statusCode(204);
        desk.get("templates/data-platform").statusCode(404);
        desk.post("templates", TemplateInput.EXAMPLE).statusCode(201);
        desk.delete("templates/software").statusCode(409);
        assertThat(desk.auditRows()).isEqualTo(5);
    }

    @Test
    void anotherTenantSeesAndTouchesNothing() {
        String project = desk.project("p");
        String metric = desk.post("projects/p/metrics", Desk.metric("m", "")).extract().path("id");
        String cost =
                desk.post(
                                "projects/p/costs",
                                "{'amount': 1, 'incurredOn': '2026-01-01', 'category': 'X'}")
                        .extract()
                        .path("id");
        String who =
                desk.post("projects/p/stakeholders", StakeholderInput.EXAMPLE).extract().path("id");
        String what = desk.post("projects/p/deliverables", "{'name': 'D'}").extract().path("id");
        desk.post("templates", TemplateInput.EXAMPLE).statusCode(201);
        long before = desk.auditRows();
        Desk other = new Desk();
        other.project("q");
        for (String path :
                List.of(
                        "projects/p",
                        "projects/" + project,
                        "metrics/" + metric,
                        "projects/p/metrics",
                        "projects/p/costs",
                        "projects/" + project + "/costs/" + cost,
                        "projects/q/costs/" + cost,
                        "projects/q/stakeholders/" + who,
                        "projects/q/deliverables/" + what,
                        "templates/data-platform")) {
            other.get(path).statusCode(404);
        }
        other.get("metrics?key=p/m").body("items", empty());
        other.get("projects").body("items.key", contains("q"));
        for (String path :
                List.of(
                        "projects/" + project,
                        "metrics/" + metric,
                        "projects/q/stakeholders/" + who,
                        "projects/q/deliverables/" + what)) {
            other.patch(path, "{'name': 'X'}").statusCode(404);
            other.delete(path).statusCode(404);
        }
        other.delete("projects/q/costs/" + cost).statusCode(404);
        other.delete("templates/data-platform").statusCode(404);
        other.post("projects/" + project + "/metrics", Desk.metric("x", "")).statusCode(404);
        other.post(
                        "projects/" + project + "/costs",
                        "{'amount': 1, 'incurredOn': '2026-01-01', 'category': 'X'}")
                .statusCode(404);
        other.post("projects/q/dependencies", "{'dependsOn': '" + project + "'}").statusCode(404);
        assertThat(desk.auditRows()).isEqualTo(before);
        assertThat(other.auditRows()).isEqualTo(1);
    }

    @Test
    void withoutCredentialNothingIsAnswered() {
        for (String path : List.of("projects", "metrics", "templates", "rates")) {
            io.restassured.RestAssured.given()
                    .request(Method.GET, "/api/v1/" + path)
                    .then()
                    .statusCode(401);
        }
    }

    @Test
    void registryAnswersOtherPackages() {
        String project = desk.project("p");
        String id =
                desk.post("projects/p/metrics", Desk.metric("m", ", 'minimum': 0"))
                        .extract()
                        .path("id");
        MetricRef metric = metric(desk, "p/m").orElseThrow();
        assertThat(metric.id()).hasToString(id);
        assertThat(metric.projectId()).hasToString(project);
        assertThat(metric.minimum()).isEqualByComparingTo("0");
        assertThat(metric.maximum()).isNull();
        assertThat(metric.currency()).isEqualTo("EUR");
        assertThat(metric.archived()).isFalse();
        assertThat(metric(desk, id)).contains(metric);
        ProjectRef ref = project(desk, "p").orElseThrow();
        assertThat(ref.id()).hasToString(project);
        assertThat(ref.goLive()).hasToString("2025-12-31T23:00:00Z");
        List<MetricRef> all =
                ask(
                        db.inTransaction(
                                desk.tenant, tx -> registry.metricsOf(tx, desk.tenant, ref.id())));
        assertThat(all).containsExactly(metric);
        assertThat(metric(new Desk(), id)).isEmpty();
        desk.delete("projects/p").statusCode(200);
        assertThat(metric(desk, id).orElseThrow().archived()).isTrue();
    }

    private Optional<MetricRef> metric(Desk of, String idOrKey) {
        return ask(db.inTransaction(of.tenant, tx -> registry.metric(tx, of.tenant, idOrKey)));
    }

    private Optional<ProjectRef> project(Desk of, String idOrKey) {
        return ask(db.inTransaction(of.tenant, tx -> registry.project(tx, of.tenant, idOrKey)));
    }

    private static <T> T ask(Uni<T> question) {
        return question.await().atMost(Duration.ofSeconds(10));
    }
}
