package dev.payoff.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(StackResource.class)
class MetricApiTest {

    private final Desk desk = new Desk();

    @Test
    void theContractsExamplesAreMadeAsTheyStand() {
        desk.project("p");
        String id =
                desk.post("projects/p/metrics", MetricInput.EXAMPLE)
                        .statusCode(201)
                        .header("ETag", "\"1\"")
                        .body("fullKey", equalTo("p/infra-cost"))
                        .body("frequency", equalTo("PT1H"))
                        .body("staleness", equalTo("PT3H"))
                        .body("confidence", equalTo(1))
                        .body("share", equalTo(1))
                        .body("valuation.amount", equalTo(1))
                        .body("valuation.per", equalTo("MONTH"))
                        .body("flowPer", nullValue())
                        .body("disbenefit", equalTo(false))
                        .body("reasons", empty())
                        .extract()
                        .path("id");
        desk.post("projects/p/metrics", MetricInput.FLOW_EXAMPLE)
                .statusCode(201)
                .body("flowPer", equalTo("MONTH"))
                .body("valuation.per", equalTo("UNIT"));
        desk.get("metrics/" + id).statusCode(200).body("fullKey", equalTo("p/infra-cost"));
        desk.get("metrics?key=p/infra-cost").body("items.id", contains(id));
        desk.get("metrics?key=p/nothing").statusCode(200).body("items", empty());
        desk.get("projects/p/metrics").body("items.key", contains("infra-cost", "deflected"));
        desk.get("metrics?limit=1").body("items", hasSize(1));
        assertThat(desk.auditRows()).isEqualTo(3);
    }

    @Test
    void decimalsAreKeptToTheLastDigit() {
        desk.project("p");
        String id =
                desk.post(
                                "projects/p/metrics",
                                Desk.metric(
                                        "m",
                                        ", 'confidence': 0.123456789012345678, 'maximum': 123456789012345678.5"))
                        .statusCode(201)
                        .extract()
                        .path("id");
        assertThat(
                        new BigDecimal(
                                Desk.text("SELECT confidence FROM metric WHERE id = ?::uuid", id)))
                .isEqualTo(new BigDecimal("0.123456789012345678"));
        assertThat(
                        Desk.text(
                                "SELECT definition->>'maximum' FROM metric_version WHERE metric_id = ?::uuid",
                                id))
                .isEqualTo("123456789012345678.5");
        assertThat(desk.get("metrics/" + id).extract().asString())
                .contains("0.123456789012345678")
                .contains("123456789012345678.5");
    }

    @Test
    void eachStateIsKeptAsItWasKnown() {
        desk.project("p");
        String id = desk.post("projects/p/metrics", Desk.metric("m", "")).extract().path("id");
        desk.patch("metrics/" + id, "{'target': 33000, 'frequency': 'PT6H'}")
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("target", equalTo(33000))
                .body("baseline", equalTo(50000))
                .body("staleness", equalTo("PT18H"));
        desk.patch("metrics/" + id, "{'valuation': null}")
                .statusCode(200)
                .body("reasons", contains("NO_VALUATION"));
        desk.delete("metrics/" + id).statusCode(200).body("version", equalTo(4));
        assertThat(
                        Desk.text(
                                "SELECT string_agg(coalesce(definition->>'target', '-') || ' ' || coalesce(definition#>>'{valuation,per}', '-')"
                                        + " || ' ' || (definition->>'archivedAt' IS NOT NULL), ', ' ORDER BY version) FROM metric_version WHERE metric_id = ?::uuid",
                                id))
                .isEqualTo("35000 MONTH false, 33000 MONTH false, 33000 - false, 33000 - true");
        desk.patch("metrics/" + id, "{'target': 1}")
                .statusCode(409)
                .body("code", equalTo("ARCHIVED"));
        desk.get("projects/p/metrics").body("items", empty());
        desk.get("projects/p/metrics?archived=true").body("items.key", contains("m"));
        assertThat(desk.auditRows()).isEqualTo(5);
    }

    @Test
    void whoeverEditsAnOldStateIsTold() {
        desk.project("p");
        String id = desk.post("projects/p/metrics", Desk.metric("m", "")).extract().path("id");
        desk.admin()
                .header("If-Match", "\"7\"")
                .body("{\"target\": 1}")
                .patch("/api/v1/metrics/" + id)
                .then()
                .statusCode(412);
        desk.admin()
                .header("If-Match", "\"7\"")
                .delete("/api/v1/metrics/" + id)
                .then()
                .statusCode(412);
        desk.admin()
                .header("If-Match", "\"1\"")
                .body("{\"target\": 1}")
                .patch("/api/v1/metrics/" + id)
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'valuation': {'amount': 1, 'per': 'UNIT'} | valuation.per",
                "'kind': 'FLOW' | valuation.per",
                "'confidence': 2 | confidence",
                "'frequency': 'often' | frequency",
                "'type': 'PERCENTAGE' | baseline",
                "'flowPer': 'WEEK' | flowPer"
            })
    void whatIsNotValidIsNamed(String more, String field) {
        desk.project("p");
        ObjectNode body = tree(Desk.metric("m", ""));
        tree("{" + more + "}").properties().forEach(p -> body.set(p.getKey(), p.getValue()));
        desk.post("projects/p/metrics", body.toString())
                .statusCode(400)
                .body("code", equalTo("VALIDATION"))
                .body("violations.field", hasItem(field));
        assertThat(desk.auditRows()).isEqualTo(1);
    }

    private static ObjectNode tree(String json) {
        return Bodies.tree(Desk.json(json).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keyAndKindStay() {
        desk.project("p");
        String id = desk.post("projects/p/metrics", Desk.metric("m", "")).extract().path("id");
        desk.patch("metrics/" + id, "{'key': 'n', 'kind': 'FLOW', 'valuation': null}")
                .statusCode(400)
                .body("violations.field", contains("key", "kind"));
        desk.post("projects/p/metrics", Desk.metric("m", ""))
                .statusCode(409)
                .body("code", equalTo("ALREADY_EXISTS"));
    }

    @Test
    void sharesOfOneSeriesNeverExceedOne() {
        desk.project("p");
        desk.project("q");
        String first =
                desk.post(
                                "projects/p/metrics",
                                Desk.metric("m", ", 'series': 'bill', 'share': 0.6"))
                        .statusCode(201)
                        .extract()
                        .path("id");
        desk.post("projects/q/metrics", Desk.metric("m", ", 'series': 'bill', 'share': 0.5"))
                .statusCode(409)
                .body("code", equalTo("SHARE_EXCEEDED"))
                .body("violations.field", contains("p/m"))
                .body("violations.message", contains("claims 0.6"))
                .body("detail", containsString("0.4"));
        String second =
                desk.post(
                                "projects/q/metrics",
                                Desk.metric("m", ", 'series': 'bill', 'share': 0.4"))
                        .statusCode(201)
                        .extract()
                        .path("id");
        desk.patch("metrics/" + second, "{'share': 0.41}").statusCode(409);
        desk.get("metrics/" + second).body("share", equalTo(0.4f)).body("version", equalTo(1));
        desk.delete("metrics/" + first).statusCode(200);
        desk.patch("metrics/" + second, "{'share': 1}").statusCode(200);
        assertThat(desk.auditRows()).isEqualTo(6);
    }

    @Test
    void archivedProjectGivesItsSharesBack() {
        desk.project("p");
        desk.project("q");
        desk.post("projects/p/metrics", Desk.metric("m", ", 'series': 'bill'")).statusCode(201);
        desk.post("projects/q/metrics", Desk.metric("m", ", 'series': 'bill'")).statusCode(409);
        desk.delete("projects/p").statusCode(200);
        desk.post("projects/q/metrics", Desk.metric("m", ", 'series': 'bill'")).statusCode(201);
    }

    @Test
    void twentyWhoClaimAtOnceGetNoMoreThanOneTogether() throws Exception {
        IntStream.range(0, 20).forEach(i -> desk.project("p" + i));
        List<Callable<Integer>> claims =
                IntStream.range(0, 20)
                        .<Callable<Integer>>mapToObj(i ->
                                () ->
                                        desk.post(
                                                        "projects/p" + i + "/metrics",
                                                        Desk.metric(
                                                                "m",
                                                                ", 'series': 'bill', 'share': 0.15"))
                                                .extract()
                                                .statusCode())
                        .toList();
        List<Integer> answers;
        try (var pool = Executors.newFixedThreadPool(20)) {
            answers = pool.invokeAll(claims).stream().map(f -> f.resultNow()).toList();
        }
        assertThat(answers).containsOnly(201, 409);
        assertThat(answers.stream().filter(status -> status == 201)).hasSize(6);
        assertThat(Desk.text("SELECT sum(share) FROM metric WHERE tenant_id = ?", desk.tenant))
                .isEqualTo("0.90");
        assertThat(desk.auditRows()).isEqualTo(26);
    }

    @Test
    void seriesOfAnotherTenantIsAnother() {
        desk.project("p");
        desk.post("projects/p/metrics", Desk.metric("m", ", 'series': 'bill'")).statusCode(201);
        Desk other = new Desk();
        other.project("p");
        other.post("projects/p/metrics", Desk.metric("m", ", 'series': 'bill'")).statusCode(201);
    }
}
