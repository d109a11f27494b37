package dev.payoff.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.analytics.ChoiceProblem.Decision;
import dev.payoff.analytics.ProjectFacts.Planned;
import dev.payoff.analytics.ScenarioInput.Budget;
import dev.payoff.analytics.ScenarioInput.Option;
import dev.payoff.app.Problem.Violation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Projects in several currencies compete for one budget, at the rates of the tenant. */
class ChoiceOfCurrenciesTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 6, 1);
    private static final LocalDate DUE = LocalDate.of(2027, 3, 1);

    private static BigDecimal of(String number) {
        return new BigDecimal(number);
    }

    private static Conversion rate(String rate, LocalDate from) {
        return new Conversion("USD", "EUR", of(rate), from);
    }

    /** A project that earns an amount a year by plan and has one cost to come, undiscounted. */
    private static ProjectFacts facts(
            String key,
            String currency,
            String perYear,
            @Nullable Conversion today,
            Planned... planned) {
        return new ProjectFacts(
                key,
                key,
                currency,
                "EUR",
                today,
                List.of(Earners.plan(perYear)),
                BigDecimal.ZERO,
                List.of(planned),
                null,
                false,
                Set.of());
    }

    private static ProjectFacts european() {
        return facts("europe", "EUR", "52", null, new Planned(DUE, of("40"), "EUR", null));
    }

    private static ProjectFacts american(@Nullable Conversion today, @Nullable Conversion then) {
        return facts("america", "USD", "100", today, new Planned(DUE, of("80"), "USD", then));
    }

    private static Option option(String key, @Nullable Decision decision, @Nullable String value) {
        return new Option(
                key, value == null ? null : of(value), null, null, decision, null, null, null);
    }

    private static ScenarioProblem problem(
            @Nullable List<Option> candidates, ProjectFacts... facts) {
        Map<String, ProjectFacts> byKey = new LinkedHashMap<>();
        for (ProjectFacts each : facts) {
            byKey.put(each.key(), each);
        }
        return ScenarioProblem.of(
                new ScenarioInput(
                        "S",
                        "EUR",
                        BigDecimal.ONE,
                        List.of(new Budget("money", of("80"), null, null, null)),
                        null,
                        null,
                        candidates,
                        null,
                        null,
                        null),
                byKey,
                TODAY);
    }

    // 80 EUR. Europe: 52 − 40 = 12 for 40. America: 100 − 80 = 20 USD for 80 USD.
    @ParameterizedTest(name = "at {0} EUR for a USD: {1}, worth {2}")
    @CsvSource({
        "0.5, america europe, 22",
        "1.0, america, 20",
        "1.5, europe, 12",
    })
    void theRateDecidesWhichSetIsBest(String eurForUsd, String best, String worth) {
        Conversion rate = rate(eurForUsd, LocalDate.of(2026, 1, 1));
        ScenarioProblem asked = problem(null, european(), american(rate, rate));
        assertThat(asked.violations()).isEmpty();
        ChoiceReport report =
                ChoiceReport.of(asked.problem(), asked.today(), Duration.ofSeconds(5));
        assertThat(
                        report.projects().stream()
                                .filter(ChoiceReport.Line::in)
                                .map(ChoiceReport.Line::project)
                                .sorted())
                .containsExactly(best.split(" "));
        assertThat(report.value()).isEqualByComparingTo(worth);
        assertThat(report.proved()).isTrue();
    }

    @Test
    void benefitIsConvertedAsOfTodayAndACostAsOfItsDay_andTheAnswerNamesBothRates() {
        Conversion today = rate("0.5", LocalDate.of(2026, 1, 1));
        Conversion then = rate("0.6", LocalDate.of(2027, 1, 1));
        Basis america = problem(null, american(today, then)).basis().getFirst();
        // 100 · 0.5 − 80 · 0.6
        assertThat(america.value()).isEqualByComparingTo("2");
        assertThat(america.uses().get("money")).isEqualByComparingTo("48");
        assertThat(america.rates()).containsExactly(today, then);
        assertThat(problem(null, european()).basis().getFirst().rates()).isEmpty();
    }

    @Test
    void withoutARateAProjectIsLeftOutAndTheReasonNamesTheRateAndItsDay() {
        Conversion today = rate("0.5", LocalDate.of(2026, 1, 1));
        assertThat(problem(null, european(), american(null, null)).left())
                .containsExactly(
                        "america needs a rate from USD to EUR on 2026-06-01 and from USD to EUR on"
                                + " 2027-03-01, and there is none.");
        ScenarioProblem later = problem(null, european(), american(today, null));
        assertThat(later.left())
                .containsExactly(
                        "america needs a rate from USD to EUR on 2027-03-01, and there is none.");
        assertThat(later.basis()).extracting(Basis::project).containsExactly("europe");
    }

    @Test
    void aToldValueDoesNotMakeItsCostInAnotherCurrencyFree() {
        ScenarioProblem told =
                problem(List.of(option("america", null, "70")), american(null, null));
        assertThat(told.basis()).isEmpty();
        assertThat(told.left().getFirst()).startsWith("america needs a rate from USD to EUR");
    }

    @Test
    void whatWasDecidedToBeInIsNotLeftOutInSilence() {
        assertThat(
                        problem(List.of(option("america", Decision.IN, null)), american(null, null))
                                .violations())
                .containsExactly(
                        new Violation(
                                "candidates.america",
                                "needs a rate from USD to EUR on 2026-06-01 and from USD to EUR on"
                                        + " 2027-03-01; put it with PUT /api/v1/rates"));
    }

    @Test
    void aRateThatMovesMovesTheFigure() {
        Conversion then = rate("0.5", LocalDate.of(2026, 1, 1));
        Conversion now = rate("0.6", LocalDate.of(2026, 5, 1));
        assertThat(
                        Basis.moves(
                                problem(null, american(then, then)).basis(),
                                problem(null, american(now, now)).basis()))
                .extracting(Basis.Move::figure)
                .containsExactly("value", "money");
    }
}
