package dev.payoff.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.payoff.analytics.ChoiceProblem.Decision;
import dev.payoff.analytics.ProjectFacts.Planned;
import dev.payoff.analytics.ScenarioInput.Budget;
import dev.payoff.analytics.ScenarioInput.Option;
import dev.payoff.app.ProblemException;
import dev.payoff.live.money.Recomputed;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A choice's figures, computed again from nothing but their proofs as JSON. */
class ScenarioProofTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
    private static final Conversion RATE =
            new Conversion("USD", "EUR", new BigDecimal("0.9137"), LocalDate.of(2026, 1, 1));

    private static Option told(String key, String value, String money) {
        return new Option(
                key,
                new BigDecimal(value),
                Map.of("money", new BigDecimal(money)),
                null,
                Decision.FREE,
                key.equals("a"),
                null,
                null);
    }

    private static Option known(String key) {
        return new Option(
                key,
                null,
                Map.of("money", new BigDecimal("17")),
                null,
                null,
                key.equals("ramp"),
                null,
                null);
    }

    private static ProjectFacts facts(String key, Earner... earners) {
        return new ProjectFacts(
                key,
                key,
                "USD",
                "EUR",
                RATE,
                List.of(earners),
                new BigDecimal("0.07"),
                List.of(
                        new Planned(TODAY.plusDays(9), new BigDecimal("3.33"), "USD", RATE),
                        new Planned(TODAY.minusDays(9), new BigDecimal("100"), "USD", RATE),
                        new Planned(TODAY.plusDays(99), new BigDecimal("0.1"), "EUR", null)),
                null,
                false,
                Set.of());
    }

    /** Told, live and promised, with what was planned in two currencies. */
    private static Scenario solved(Map<String, ChoiceWorkings> kept) {
        Map<String, ProjectFacts> facts = new LinkedHashMap<>();
        facts.put("live", facts("live", Earners.live("0.00713"), Earners.plan("21.7")));
        facts.put("ramp", facts("ramp", Earners.ramp("31.1", "0.7")));
        ScenarioInput input =
                new ScenarioInput(
                        "S",
                        "EUR",
                        new BigDecimal("2.5"),
                        List.of(
                                new Budget(
                                        "money", new BigDecimal(50), BigDecimal.ONE, null, null)),
                        null,
                        null,
                        List.of(
                                told("a", "60", "10"),
                                told("b", "100", "20"),
                                told("c", "120", "30"),
                                known("live"),
                                known("ramp")),
                        null,
                        null,
                        null);
        ScenarioProblem asked = ScenarioProblem.of(input, facts, TODAY);
        assertThat(asked.violations()).isEmpty();
        ScenarioResult.Worked worked = ScenarioResult.of(asked, input, Duration.ofSeconds(5));
        // As they come back from the database.
        kept.put(
                "workings",
                Json.read(Json.text(worked.workings()), new TypeReference<ChoiceWorkings>() {}));
        for (Basis it : asked.basis()) {
            BigDecimal proved =
                    it.valueFrom() == ProjectFacts.Source.TOLD
                            ? it.value()
                            : asked.proofs().get(it.project()).number();
            assertThat(proved).as(it.project()).isEqualByComparingTo(it.value());
        }
        return new Scenario(
                new UUID(0, 1),
                "S",
                "EUR",
                input,
                asked.basis(),
                worked.result(),
                false,
                List.of(),
                1,
                "me",
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null);
    }

    @Test
    void everyFigureComesOutAgainDigitByDigit() {
        Map<String, ChoiceWorkings> kept = new LinkedHashMap<>();
        Scenario scenario = solved(kept);
        ChoiceReport choice = scenario.result().choice();
        Map<String, BigDecimal> expected =
                Map.of(
                        "value", choice.value(),
                        "today", choice.today().value(),
                        "regret", choice.today().regret(),
                        "oneMore", choice.resources().getFirst().oneMore(),
                        "oneLess", choice.resources().getFirst().oneLess());
        for (String figure : ScenarioProof.FIGURES) {
            ScenarioProof told = ScenarioProof.of(scenario, kept.get("workings"), figure, "money");
            JsonPath json =
                    JsonPath.from(Json.text(told))
                            .using(
                                    JsonPathConfig.jsonPathConfig()
                                            .numberReturnType(
                                                    JsonPathConfig.NumberReturnType.BIG_DECIMAL));
            BigDecimal again = new Recomputed(json).figure(json);
            assertThat(again)
                    .as(figure)
                    .isEqualByComparingTo(
                            told.value().setScale(10, java.math.RoundingMode.HALF_EVEN));
            if (expected.containsKey(figure)) {
                assertThat(told.value()).as(figure).isEqualByComparingTo(expected.get(figure));
            }
        }
        assertThat(choice.today().regret()).isPositive();
    }

    /**
     * What the prices prove is no less than the best set, and what parts of projects could bring.
     */
    @Test
    void theBoundOfThePricesHolds() {
        Map<String, ChoiceWorkings> kept = new LinkedHashMap<>();
        Scenario scenario = solved(kept);
        ScenarioProof bound = ScenarioProof.of(scenario, kept.get("workings"), "bound", null);
        assertThat(bound.value()).isGreaterThanOrEqualTo(scenario.result().choice().value());
        ChoiceProblem three =
                Problems.knapsack(
                        new double[] {60, 100, 120},
                        new double[][] {{10, 20, 30}},
                        new double[] {50});
        ChoiceWorkings workings =
                ChoiceReport.worked(three, Set.of(), Duration.ofSeconds(5)).workings();
        // By ratio 60 and 100 whole and two thirds of 120: 240, at 4 a unit.
        assertThat(workings.rows().getFirst().price()).isEqualByComparingTo("4");
        assertThat(workings.sets().get("r0").more()).isNotEmpty();
    }

    @Test
    void whatIsNotKnownSaysWhy() {
        Map<String, ChoiceWorkings> kept = new LinkedHashMap<>();
        Scenario scenario = solved(kept);
        assertThat(ScenarioProof.of(scenario, null, "value", null).reason())
                .contains("solve it again");
        assertThatThrownBy(
                        () -> ScenarioProof.of(scenario, kept.get("workings"), "oneMore", "time"))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> ScenarioProof.of(scenario, null, "luck", null))
                .isInstanceOf(ProblemException.class);
    }
}
