package dev.payoff.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cost lines by stage, nature, range and hours. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class CostStageApiTest {

    private final Desk desk = new Desk();

    @BeforeEach
    void prepare() {
        desk.project("p");
    }

    private io.restassured.response.ValidatableResponse cost(String fields) {
        return desk.post(
                "projects/p/costs",
                "{'incurredOn': '2026-02-01', 'category': 'X', " + fields + "}");
    }

    @Test
    void plannedIsShortForTwoOfTheStages() {
        cost("'amount': 1, 'planned': true").body("stage", equalTo("PLANNED"));
        cost("'amount': 1, 'planned': false").body("stage", equalTo("ACTUAL"));
        cost("'amount': 1")
                .statusCode(201)
                .body("stage", equalTo("ACTUAL"))
                .body("nature", nullValue());
        cost("'amount': 1, 'stage': 'FORECAST', 'nature': 'CAPEX', 'low': 0.5, 'high': 2")
                .statusCode(201)
                .body("planned", equalTo(true))
                .body("nature", equalTo("CAPEX"))
                .body("high", equalTo(2));
        desk.get("projects/p/costs?planned=true")
                .body("items.stage", contains("PLANNED", "FORECAST"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'amount': 1, 'stage': 'SPENT' | stage",
                "'amount': 1, 'nature': 'GIFT' | nature",
                "'amount': 1, 'stage': 'ACTUAL', 'planned': true | planned",
                "'amount': 1, 'stage': 'FORECAST', 'low': 1 | high",
                "'amount': 1, 'stage': 'FORECAST', 'low': 2, 'high': 3 | low",
                "'amount': 1, 'low': 1, 'high': 1 | low",
                "'amount': 1, 'labour': {'role': 'x', 'hours': 1} | amount",
                "'labour': {'role': 'nobody', 'hours': 1} | labour.role",
                "'labour': {'role': 'x', 'hours': 0} | labour.hours",
            })
    void whatIsNotValidIsNamed(String fields, String field) {
        cost(fields).statusCode(400).body("violations.field", contains(field));
    }

    @Test
    void hoursBecomeMoneyAtTheRateOfTheirDay() {
        String rates =
                "{'currency': 'EUR', 'rates': [{'from': '2026-01-01', 'perHour': 80}, {'from': '2026-02-01', 'perHour': 85.5}]}";
        desk.admin()
                .body(Desk.json(rates))
                .put("/api/v1/labour-rates/engineer")
                .then()
                .statusCode(200);
        String hours = "'labour': {'role': 'engineer', 'hours': 40}, 'eventId': 'e'";
        cost(hours)
                .statusCode(201)
                .body("amount", equalTo(3420.0f))
                .body("labour.perHour", equalTo(85.5f));
        cost(hours).statusCode(200);
        cost("'labour': {'role': 'engineer', 'hours': 40}, 'currency': 'USD'")
                .statusCode(400)
                .body("violations.field", contains("currency"));
        assertThat(Desk.text("SELECT sum(amount) FROM cost_line WHERE tenant_id = ?", desk.tenant))
                .isEqualTo("3420.0");
    }

    @Test
    void onlyAnAdminTellsWhatFiguresAreComputedBy() {
        String body = Desk.json("{'name': 'B', 'steps': [{'throughYear': 5, 'rate': 0.08}]}");
        desk.as("MANAGER").body(body).put("/api/v1/discount-schedules/b").then().statusCode(403);
        desk.admin().body(body).put("/api/v1/discount-schedules/b").then().statusCode(200);
        desk.as("VIEWER").get("/api/v1/discount-schedules/b").then().statusCode(200);
        desk.get("discount-schedules").body("items.key", contains("b"));
        desk.get("discount-schedules/hmt-green-book").body("builtIn", equalTo(true));
        desk.get("discount-schedules/none").statusCode(404);
        desk.admin()
                .body(
                        Desk.json(
                                "{'name':'B','steps':[{'throughYear':5,'rate':0.1},{'throughYear':5,'rate':0.1}]}"))
                .put("/api/v1/discount-schedules/b")
                .then()
                .statusCode(400)
                .body("violations.field", contains("steps[1].throughYear"));
    }
}
