package dev.payoff.benefit;

import static dev.payoff.stream.Bench.money;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.payoff.app.Shown;
import dev.payoff.app.Topics;
import dev.payoff.devstack.StackResource;
import dev.payoff.stream.Bench;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The map of a project's benefits, what slips cost, and what matters to whom. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class MapApiTest {

    private final Bench bench = new Bench();
    private String deliverable;

    @BeforeEach
    void prepare() {
        bench.project("cloud");
        bench.level("cloud", "cost", "");
        deliverable =
                bench.post(
                                "projects/cloud/deliverables",
                                "{'name':'Racks off','dueOn':'%s','metricKeys':['cost']}"
                                        .formatted(LocalDate.now().minusDays(10)))
                        .statusCode(201)
                        .extract()
                        .path("id");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private ValidatableResponse put(String body) {
        return bench.admin()
                .body(body.replace('\'', '"'))
                .put("/api/v1/projects/cloud/benefit-map")
                .then();
    }

    @Test
    void isDerivedFromDeliverablesUntilSomebodyDrawsIt() {
        JsonPath derived = bench.get("projects/cloud/benefit-map");
        assertThat(derived.getBoolean("derived")).isTrue();
        assertThat(derived.getList("edges.to", String.class)).containsExactly("metric:cost");
        put("{'nodes':[{'id':'r','kind':'DELIVERABLE','title':'Racks','deliverable':'%s'},"
                                .formatted(deliverable)
                        + "{'id':'o','kind':'CHANGE','title':'Ops in the"
                        + " cloud'},{'id':'b','kind':'BENEFIT','title':'Lower"
                        + " cost','metric':'cost'},{'id':'m','kind':'OBJECTIVE','title':'Margin'}],"
                        + "'edges':[{'from':'r','to':'o'},{'from':'o','to':'b'},{'from':'b','to':'m'}]}")
                .statusCode(200)
                .body("derived", equalTo(false))
                .body("version", equalTo(1));
        put("{'nodes':[{'id':'a','kind':'CHANGE','title':'A'},{'id':'b','kind':'CHANGE','title':'B'}],"
                        + "'edges':[{'from':'a','to':'b'},{'from':'b','to':'a'}]}")
                .statusCode(400)
                .body("violations[0].message", containsString("circle"));
        assertThat(bench.get("projects/cloud/benefit-map").getList("nodes")).hasSize(4);
    }

    @Test
    void aSlipCostsWhatIsPromisedAndThenWhatIsEarned() {
        JsonPath promised = bench.get("projects/cloud/benefit-map/slippage");
        assertThat(promised.getString("deliverables[0].benefits[0].rate")).isEqualTo("PROMISED");
        assertThat(money(promised, "deliverables[0].lostPerDay"))
                .as("15,000 a month of 730.5 h, for 24 h")
                .isEqualByComparingTo("492.8131416838");
        assertThat(promised.getInt("deliverables[0].daysLate")).isBetween(9, 11);
        bench.send(Topics.BUSINESS, "cloud/cost", "44000", Instant.now(), "");
        bench.committed();
        JsonPath live = bench.get("projects/cloud/benefit-map/slippage");
        assertThat(live.getString("deliverables[0].benefits[0].rate")).isEqualTo("LIVE");
        assertThat(money(live, "deliverables[0].lostPerDay"))
                .as("6,000 a month")
                .isEqualByComparingTo("197.1252566735");
    }

    @Test
    void aStakeholderIsToldWhatMattersToThem() {
        bench.send(
                Topics.BUSINESS,
                "cloud/cost",
                "44000",
                Instant.now().minus(Duration.ofHours(2)),
                "");
        bench.committed();
        String finance = stakeholder("Finance", "3,'attitude':-1,'categories':['COST_REDUCTION']");
        String staff = stakeholder("Staff", "1,'attitude':0,'categories':['SATISFACTION']");
        JsonPath told = bench.get("projects/cloud/stakeholders/" + finance + "/report");
        assertThat(told.getString("approach")).isEqualTo("WIN_OVER");
        assertThat(told.getString("benefits[0].because")).isEqualTo("COST_REDUCTION");
        assertThat(money(told, "realised")).isPositive();
        assertThat(told.getList("risks.kind", String.class)).contains("NO_PROFILE");
        JsonPath proof = bench.get("projects/cloud/stakeholders/" + finance + "/report/explain");
        assertThat(money(proof, "value"))
                .as("what it adds up, rounded as figures are shown")
                .isEqualByComparingTo(Shown.figure(new BigDecimal(proof.getString("proof.exact"))));
        JsonPath own = bench.get(proof.getString("proof.parts[0].readings").substring(8));
        assertThat(proof.getString("proof.parts[0].exact"))
                .as("its part, where that is proved in turn")
                .isEqualTo(
                        own.getString(
                                "children[0].children.find { it.label.contains('("
                                        + proof.getString("proof.parts[0].facts.metric")
                                        + ")') }.exact"));
        assertThat(
                        bench.get("projects/cloud/stakeholders/" + staff + "/report/explain")
                                .getList("proof.parts"))
                .isEmpty();
        assertThat(
                        bench.get("projects/cloud/stakeholders/" + staff + "/report")
                                .getList("benefits"))
                .isEmpty();
    }

    private String stakeholder(String role, String more) {
        return bench.post(
                        "projects/cloud/stakeholders",
                        "{'role':'" + role + "','influence':" + more + "}")
                .statusCode(201)
                .extract()
                .path("id");
    }
}
