package dev.payoff.benefit;

import static dev.payoff.stream.Bench.money;
import static dev.payoff.stream.Bench.number;
import static dev.payoff.stream.Bench.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

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
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A benefit from its profile by way of gate and reviews to the business. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class BenefitApiTest {

    private final Bench bench = new Bench();
    private final Instant hour =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(6));
    private final String value = "projects/cloud/value?asOf=" + hour.plus(Duration.ofHours(3));
    private UUID cost;
    private String owner;

    @BeforeEach
    void prepare() {
        bench.project("cloud");
        cost = bench.level("cloud", "cost", ",'staleness':'PT1H'");
        owner =
                bench.post(
                                "projects/cloud/stakeholders",
                                "{'name':'M. Okafor','role':'Head of operations','influence':3,"
                                        + "'attitude':1,'categories':['COST_REDUCTION']}")
                        .statusCode(201)
                        .extract()
                        .path("id");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private ValidatableResponse put(String path, String body) {
        return bench.admin().body(body.replace('\'', '"')).put("/api/v1/" + path).then();
    }

    private ValidatableResponse profile(String more) {
        return put(
                "metrics/" + cost + "/benefit",
                "{'title':'Lower cost of the data"
                        + " centre','benefitClass':'CASHABLE','description':'Racks go.','owner':'"
                        + owner
                        + "','measure':'Bill','calculation':'50,000 - bill','evidence':'Ledger"
                        + " 4711','attribution':'Only this project.'"
                        + more
                        + "}");
    }

    private ValidatableResponse act(String what, String body) {
        return bench.post("metrics/" + cost + "/benefit/" + what, body);
    }

    private void measure() {
        for (int i = 0; i < 3; i++) {
            bench.send(Topics.BUSINESS, "cloud/cost", "44000", hour.plus(Duration.ofHours(i)), "");
        }
        bench.committed();
    }

    @Test
    void withoutTheGateEverythingCountsAndTheProfileTellsWhatIsMissing() {
        measure();
        JsonPath before = bench.get("metrics/" + cost + "/benefit");
        assertThat(before.<Object>get("profile")).isNull();
        assertThat(before.getBoolean("gatePassed")).isFalse();
        assertThat(before.getBoolean("counted")).isTrue();
        JsonPath earned = bench.get(value);
        assertThat(money(earned, "realised")).isPositive();
        assertThat(money(earned, "uncounted")).isZero();
        assertThat(bench.get("projects/cloud/benefits/risks").getList("risks.kind", String.class))
                .contains("NO_PROFILE", "NO_OWNER");
        profile(",'priority':1").statusCode(200).body("profile.priority", equalTo(1));
        assertThat(bench.get("metrics/" + cost + "/benefit").getList("gate.passed", Boolean.class))
                .containsExactly(true, true, true, false);
    }

    @Test
    void theGateHoldsValueApartUntilFinanceAgreesAndWhatWasKnownStays() {
        measure();
        Instant ungated = Instant.now();
        BigDecimal whole = money(bench.get(value), "realised");
        put("benefit-settings", "{'gate':true}").statusCode(200);
        JsonPath held = bench.get(value);
        assertThat(money(held, "realised")).isZero();
        assertThat(money(held, "uncounted")).isEqualByComparingTo(whole);
        assertThat(held.getBoolean("metrics[0].counted")).isFalse();
        assertThat(money(held, "metrics[0].realised")).isEqualByComparingTo(whole);
        assertThat(money(bench.get(value + "&asKnownAt=" + ungated), "realised"))
                .as("asKnownAt before the gate")
                .isEqualByComparingTo(whole);
        assertThat(money(bench.get("projects/cloud/value/explain"), "children[2].value"))
                .as("the explanation tells it apart")
                .isNotNull();
        assertThat(money(bench.get("portfolio"), "projects[0].realised"))
                .as("the live figure agrees")
                .isZero();

        profile("").statusCode(200).body("counted", equalTo(false));
        act("agreement", "{'note':'Seen.'}")
                .statusCode(200)
                .body("gatePassed", equalTo(true))
                .body("counted", equalTo(true));
        assertThat(money(bench.get(value), "realised")).isEqualByComparingTo(whole);

        bench.patch("metrics/" + cost, "{'baseline':60000}")
                .statusCode(200)
                .body("counted", equalTo(false));
        JsonPath changed = bench.get("metrics/" + cost + "/benefit");
        assertThat(changed.getString("gate[3].missing[0]"))
                .contains("changed after finance agreed");
        put("benefit-settings", "{'gate':false}").statusCode(200);
        assertThat(money(bench.get(value), "realised")).isGreaterThan(whole);
        assertThat(
                        number(
                                "SELECT count(*) FROM audit WHERE tenant_id = ? AND action IN"
                                        + " ('tenant.benefit_gate','benefit.profiled','benefit.agreed')",
                                bench.tenant))
                .isEqualTo(4);
    }

    @Test
    void statesFollowEachOtherAndTheEndEndsTheValue() {
        act("state", "{'state':'IN_DELIVERY'}").statusCode(409).body("code", equalTo("NO_PROFILE"));
        profile("").statusCode(200);
        act("state", "{'state':'REALISING'}").statusCode(409).body("code", equalTo("NO_SUCH_STEP"));
        act("state", "{'state':'IN_DELIVERY'}").statusCode(200).body("next", hasItems("REALISING"));
        act("state", "{'state':'REALISING'}")
                .statusCode(409)
                .body("detail", containsString("measured"));
        measure();
        act("state", "{'state':'REALISING'}").statusCode(200);
        act("state", "{'state':'SUSTAINED'}").statusCode(409);
        act("reviews", "{'label':'GO_LIVE_6M','outcome':'CONFIRMED'}").statusCode(200);
        act("reviews", "{'label':'GO_LIVE_6M','outcome':'CONFIRMED'}")
                .statusCode(409)
                .body("code", equalTo("ALREADY_HELD"));
        act("reviews", "{'label':'SOME_DAY','outcome':'CONFIRMED'}")
                .statusCode(409)
                .body("code", equalTo("NO_SUCH_REVIEW"));
        act("state", "{'state':'SUSTAINED'}").statusCode(200);
        act("state", "{'state':'RETIRED'}").statusCode(200).body("next", hasSize(0));
        assertThat(text("SELECT benefit_end::text FROM metric WHERE id = ?", cost)).isNotNull();
        assertThat(
                        text(
                                "SELECT definition->>'benefitEnd' FROM metric_version WHERE"
                                        + " metric_id = ? ORDER BY version DESC LIMIT 1",
                                cost))
                .isNotNull();
        assertThat(money(bench.get("projects/cloud/value"), "earningPerHour")).isZero();
        bench.get("projects/cloud/benefits/risks")
                .getList("risks")
                .forEach(risk -> assertThat(risk).isNull());
    }

    @Test
    void closureHandsOverToOwnersAndReviewsGoOn() {
        bench.post("projects/cloud/closure", "{'closedOn':'2026-11-01'}")
                .statusCode(409)
                .body("code", equalTo("NO_OWNER"))
                .body("violations.field", contains("cloud/cost"));
        profile(",'measuredYears':3").statusCode(200).body("custody", equalTo("PROJECT"));
        bench.post("projects/cloud/closure", "{'closedOn':'2026-11-01'}")
                .statusCode(200)
                .body("measuredUntil", equalTo("2029-11-01"));
        JsonPath after = bench.get("metrics/" + cost + "/benefit");
        assertThat(after.getString("custody")).isEqualTo("BUSINESS");
        assertThat(after.getList("reviews.label", String.class))
                .contains("CLOSURE_6M", "CLOSURE_12M", "CLOSURE_24M");
        bench.post("projects/cloud/closure", "{'closedOn':'2026-11-01'}").statusCode(409);
        bench.send(Topics.BUSINESS, "cloud/cost", "44000", hour, "");
        bench.committed();
        assertThat(money(bench.get("projects/cloud/value"), "realised"))
                .as("measuring goes on")
                .isPositive();
        assertThat(bench.get("projects/cloud/benefits").getList("items.metric", String.class))
                .containsExactly("cloud/cost");
    }

    @Test
    void refusesOwnersFromElsewhereAndEditsOverSomebodyElses() {
        put(
                        "metrics/" + cost + "/benefit",
                        "{'title':'T','benefitClass':'CASHABLE','owner':'"
                                + UUID.randomUUID()
                                + "'}")
                .statusCode(400)
                .body("violations.field", contains("owner"));
        profile("").statusCode(200);
        bench.admin()
                .header("If-Match", "\"7\"")
                .body("{\"title\":\"T\",\"benefitClass\":\"CASHABLE\"}")
                .put("/api/v1/metrics/" + cost + "/benefit")
                .then()
                .statusCode(412);
    }
}
