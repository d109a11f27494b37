package dev.payoff.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(StackResource.class)
class CostApiTest {

    private static final String LINE =
            "{'amount': 4000.50, 'incurredOn': '2026-02-01', 'category': 'LABOUR', 'eventId': 'inv-1'}";

    /** What listeners are told. */
    @ApplicationScoped
    static class Told {
        private final ConcurrentLinkedQueue<ProjectChanged> changes = new ConcurrentLinkedQueue<>();

        // A method, for a field of the client proxy is not the bean's.
        List<ProjectChanged> of(UUID tenant) {
            return changes.stream().filter(change -> change.tenantId().equals(tenant)).toList();
        }

        void on(@ObservesAsync ProjectChanged change) {
            changes.add(change);
        }
    }

    @Inject Told told;

    private final Desk desk = new Desk();

    @Test
    void lineIsAddedOnceForOneEvent() {
        UUID project = UUID.fromString(desk.project("p"));
        String id =
                desk.post("projects/p/costs", LINE)
                        .statusCode(201)
                        .body("currency", equalTo("EUR"))
                        .body("planned", equalTo(false))
                        .body("source", equalTo("manual"))
                        .extract()
                        .path("id");
        desk.post("projects/p/costs", LINE.replace("4000.50", "4000.5"))
                .statusCode(200)
                .body("id", equalTo(id));
        desk.post("projects/p/costs", LINE.replace("4000.50", "4001"))
                .statusCode(409)
                .body("code", equalTo("CONFLICT"));
        assertThat(costRevision()).isEqualTo(1);
        assertThat(desk.auditRows()).isEqualTo(2);
        desk.get("projects/p/costs/" + id).statusCode(200).body("amount", equalTo(4000.5f));
        ProjectChanged made = new ProjectChanged(desk.tenant, project);
        await().untilAsserted(() ->
                assertThat(told.of(desk.tenant))
                        .as("one for the project, one for the new line")
                        .containsExactly(made, made));
    }

    @Test
    void voidedLineIsKeptAndCountsNoMore() {
        desk.project("p");
        String id = desk.post("projects/p/costs", LINE).extract().path("id");
        desk.delete("projects/p/costs/" + id).statusCode(200).body("voidedAt", notNullValue());
        desk.delete("projects/p/costs/" + id).statusCode(200);
        assertThat(costRevision()).isEqualTo(2);
        assertThat(desk.auditRows()).isEqualTo(3);
        desk.get("projects/p/costs").body("items", empty());
        desk.get("projects/p/costs?voided=true").body("items.id", contains(id));
        desk.post("projects/p/costs", LINE).statusCode(409);
    }

    @Test
    void listsAreNarrowedAndPaged() {
        desk.project("p");
        for (int i = 0; i < 3; i++) {
            desk.post(
                            "projects/p/costs",
                            "{'amount': "
                                    + i
                                    + ", 'incurredOn': '2026-02-01', 'category': 'X', 'planned': "
                                    + (i == 1)
                                    + "}")
                    .statusCode(201);
        }
        desk.get("projects/p/costs?planned=true").body("items.amount", contains(1));
        desk.get("projects/p/costs?planned=false").body("items.amount", contains(0, 2));
        String next =
                desk.get("projects/p/costs?limit=2")
                        .body("items", hasSize(2))
                        .extract()
                        .path("nextCursor");
        desk.get("projects/p/costs?limit=2&cursor=" + next).body("items.amount", contains(2));
    }

    @Test
    void editOfAProjectCoversNoCostRevision() {
        desk.project("p");
        desk.post("projects/p/costs", LINE).statusCode(201);
        desk.patch("projects/p", "{'name': 'Q'}").statusCode(200);
        assertThat(costRevision()).isEqualTo(1);
    }

    @Test
    void manyAtOnceAreAllCounted() throws Exception {
        desk.project("p");
        List<Callable<Integer>> adding =
                IntStream.range(0, 20)
                        .<Callable<Integer>>mapToObj(i ->
                                () ->
                                        desk.post(
                                                        "projects/p/costs",
                                                        LINE.replace("inv-1", "inv-" + i / 2))
                                                .extract()
                                                .statusCode())
                        .toList();
        List<Integer> answers;
        try (var pool = Executors.newFixedThreadPool(20)) {
            answers = pool.invokeAll(adding).stream().map(f -> f.resultNow()).toList();
        }
        assertThat(answers.stream().filter(status -> status == 201)).hasSize(10);
        assertThat(answers.stream().filter(status -> status == 200)).hasSize(10);
        assertThat(costRevision()).isEqualTo(10);
        assertThat(desk.auditRows()).isEqualTo(11);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4000.50 | null | amount",
                "4000.50 | 1e999999999 | amount",
                "'2026-02-01' | '2026-02-31' | incurredOn",
                "'2026-02-01' | '0000-01-01' | incurredOn",
                "'LABOUR' | ' ' | category",
                "'inv-1' | '' | eventId"
            })
    void whatIsNotValidIsNamed(String was, String is, String field) {
        desk.project("p");
        desk.post("projects/p/costs", LINE.replace(was, is))
                .statusCode(400)
                .body("violations.field", contains(field));
        assertThat(costRevision()).isZero();
    }

    @Test
    void rateIsSupersededAndMovesProjectsWithForeignCosts() {
        desk.project("p");
        desk.project("q");
        desk.post(
                        "projects/p/costs",
                        "{'amount': 10, 'currency': 'USD', 'incurredOn': '2026-02-01', 'category': 'CLOUD'}")
                .statusCode(201);
        desk.post("projects/q/costs", LINE).statusCode(201);
        put("{'base': 'USD', 'quote': 'EUR', 'validFrom': '2026-01-01', 'rate': 0.92}")
                .statusCode(200)
                .body("rate", equalTo(0.92f));
        put("{'base': 'USD', 'quote': 'EUR', 'validFrom': '2026-01-01', 'rate': 0.920}")
                .statusCode(200);
        put("{'base': 'USD', 'quote': 'EUR', 'validFrom': '2026-01-01', 'rate': 0.93}")
                .statusCode(200);
        desk.get("rates").body("items.rate", contains(0.93f));
        assertThat(
                        Desk.text(
                                "SELECT string_agg(rate || ' ' || (superseded_at IS NULL), ', ' ORDER BY recorded_at) FROM exchange_rate WHERE tenant_id = ?",
                                desk.tenant))
                .isEqualTo("0.92 false, 0.93 true");
        assertThat(costRevision("p")).isEqualTo(3);
        assertThat(costRevision("q")).isEqualTo(1);
        assertThat(desk.auditRows()).isEqualTo(6);
        put("{'base': 'EUR', 'quote': 'EUR', 'validFrom': '2026-01-01', 'rate': 1}")
                .statusCode(400)
                .body("violations.field", contains("quote"));
        put("{'base': 'USD', 'quote': 'EUR', 'validFrom': '2026-01-01', 'rate': 0}")
                .statusCode(400)
                .body("violations.field", contains("rate"));
    }

    private io.restassured.response.ValidatableResponse put(String body) {
        return desk.admin().body(Desk.json(body)).put("/api/v1/rates").then();
    }

    private long costRevision() {
        return costRevision("p");
    }

    private long costRevision(String project) {
        return Desk.number(
                "SELECT cost_revision FROM project WHERE tenant_id = ? AND key = ?",
                desk.tenant,
                project);
    }
}
