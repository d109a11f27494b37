package dev.payoff.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.payoff.devstack.StackResource;
import dev.payoff.stream.Bench;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Public facts, the tenant's own classes, and the comparison of those who take part. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class PeersApiTest {

    private final Bench bench = new Bench();

    @Inject PeersRound round;

    @AfterEach
    void close() {
        Bench.update("DELETE FROM benchmark_cell");
        Bench.update("DELETE FROM benchmark_member");
        bench.close();
    }

    /** A tenant that takes part, with one project whose budget grew by a tenth. */
    private static void member(int number) {
        UUID tenant = UUID.randomUUID();
        UUID project = UUID.randomUUID();
        Bench.update(
                "INSERT INTO tenant (id, key, name, zone, currency, created_at) VALUES (?, ?, 'T', 'UTC', 'EUR', now())",
                tenant,
                "peer-" + tenant.toString().substring(0, 13));
        Bench.update("INSERT INTO benchmark_member (tenant_id, since) VALUES (?, now())", tenant);
        Bench.update(
                "INSERT INTO project (id, tenant_id, key, name, type, currency, created_at)"
                        + " VALUES (?, ?, 'p', 'P', 'SOFTWARE', 'EUR', now())",
                project,
                tenant);
        for (int year = 2025; year <= 2026; year++) {
            Bench.update(
                    "INSERT INTO project_estimate (id, tenant_id, project_id, as_of, budget, source, recorded_at)"
                            + " VALUES (?, ?, ?, make_date(?, 1, 1), ?, 'test', now())",
                    UUID.randomUUID(),
                    tenant,
                    project,
                    year,
                    year == 2025 ? 1000 : 1000 + number);
        }
    }

    @Test
    void twentyAreToldAndNineteenAreNot() {
        for (int i = 0; i < 19; i++) {
            member(i);
        }
        bench.admin()
                .get("/api/v1/benchmarks/peers")
                .then()
                .statusCode(200)
                .body("memberSince", nullValue())
                .body("cells", hasSize(0));
        bench.admin()
                .put("/api/v1/benchmarks/peers")
                .then()
                .statusCode(200)
                .body("memberSince", notNullValue());
        round.round().await().atMost(Duration.ofSeconds(20));
        bench.admin().get("/api/v1/benchmarks/peers").then().body("cells", hasSize(0));

        member(19);
        round.round().await().atMost(Duration.ofSeconds(20));
        String median =
                bench.admin()
                        .get("/api/v1/benchmarks/peers")
                        .then()
                        .statusCode(200)
                        .body("cells", hasSize(1))
                        .body("cells[0].of", equalTo("SOFTWARE"))
                        .body("cells[0].tenants", equalTo(20))
                        .extract()
                        .path("cells[0].p50")
                        .toString();
        round.round().await().atMost(Duration.ofSeconds(20));
        assertThat(
                        bench.admin()
                                .get("/api/v1/benchmarks/peers")
                                .then()
                                .extract()
                                .path("cells[0].p50")
                                .toString())
                .as("a month is drawn once")
                .isEqualTo(median);
        bench.admin().delete("/api/v1/benchmarks/peers").then().statusCode(204);
        bench.admin().get("/api/v1/benchmarks/peers").then().body("cells", hasSize(0));
        assertThat(
                        Bench.number(
                                "SELECT count(*) FROM audit WHERE tenant_id = (SELECT id FROM tenant WHERE key = ?)"
                                        + " AND action IN ('benchmark.joined', 'benchmark.left')",
                                bench.tenantKey))
                .isEqualTo(2);
    }

    /** Ends that moved by half of what was left, and cost without value: −1, whatever the noise. */
    @Test
    void endsAndReturnsAreComparedEachWithinItsRange() {
        for (int i = 0; i < 25; i++) {
            member(i);
        }
        Bench.update(
                """
                UPDATE project_estimate SET completes_on = CASE WHEN as_of = '2025-01-01' THEN date '2026-01-01' ELSE date '2026-07-02' END
                 WHERE tenant_id IN (SELECT tenant_id FROM benchmark_member)
                """);
        Bench.update(
                """
                INSERT INTO cost_line (id, tenant_id, project_id, event_key, amount, currency, incurred_on, category, planned, source, recorded_at)
                SELECT gen_random_uuid(), p.tenant_id, p.id, gen_random_uuid(), 100, 'EUR', '2026-01-02', 'run', false, 'test', now()
                  FROM project p WHERE p.tenant_id IN (SELECT tenant_id FROM benchmark_member)
                """);
        bench.admin().put("/api/v1/benchmarks/peers").then().statusCode(200);
        round.round().await().atMost(Duration.ofSeconds(20));
        JsonPath told = bench.get("benchmarks/peers");
        assertThat(told.getList("cells.figure"))
                .containsExactly("budgetGrowth", "roiSimple", "scheduleGrowth");
        for (String figure : java.util.List.of("roiSimple", "scheduleGrowth")) {
            String cell = "cells.find { it.figure == '" + figure + "' }";
            assertThat(told.getInt(cell + ".tenants")).isEqualTo(25);
            assertThat(Bench.money(told, cell + ".epsilon")).isEqualByComparingTo("0.25");
            assertThat(Bench.money(told, cell + ".p25")).isBetween(of("-1"), of("10"));
            assertThat(Bench.money(told, cell + ".p75")).isBetween(of("-1"), of("10"));
        }
    }

    private static BigDecimal of(String number) {
        return new BigDecimal(number);
    }

    @Test
    void publicFactsHaveTheirSourceAndOwnClassesTheirQuantiles() {
        bench.admin()
                .get("/api/v1/benchmarks/reference")
                .then()
                .statusCode(200)
                .body("source", hasItem("Government Digital Service, cost per transaction"))
                .body("findAll { it.source == null || it.vintage == null }", hasSize(0));
        for (int i = 1; i <= 5; i++) {
            bench.project("p" + i);
            bench.post(
                            "projects/p" + i + "/costs",
                            "{'amount':%d,'incurredOn':'2026-01-02','category':'build'}"
                                    .formatted(i * 100))
                    .statusCode(201);
        }
        JsonPath own = bench.get("benchmarks/own?figure=cost&by=type");
        assertThat(own.getInt("all.n")).isEqualTo(5);
        assertThat(own.getString("classes[0].group")).isEqualTo("SOFTWARE");
        assertThat(Bench.money(own, "classes[0].quantiles.p50")).isEqualByComparingTo("300");
        bench.admin().get("/api/v1/benchmarks/own?figure=luck").then().statusCode(400);
    }
}
