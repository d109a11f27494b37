package dev.payoff.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.analytics.ChoiceProblem.Candidate;
import dev.payoff.analytics.ChoiceProblem.Decision;
import dev.payoff.analytics.ChoiceProblem.Exclusion;
import dev.payoff.analytics.ChoiceReport.Line;
import dev.payoff.analytics.ChoiceReport.Price;
import dev.payoff.analytics.ChoiceReport.Why;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Why a project is in or out, what one unit more would bring, and what today's set forgoes. */
class ChoiceReportTest {

    private static final Duration TIME = Duration.ofSeconds(5);

    private static Candidate of(String key, int value, int money, Decision as, String... needs) {
        return new Candidate(
                key,
                new BigDecimal(value),
                Map.of("money", new BigDecimal(money)),
                Set.of(needs),
                as);
    }

    private static ChoiceProblem knapsack(int limit) {
        return new ChoiceProblem(
                List.of(
                        of("a", 60, 10, Decision.FREE),
                        of("b", 100, 20, Decision.FREE),
                        of("c", 120, 30, Decision.FREE)),
                List.of(Problems.resource("money", new BigDecimal(limit))),
                List.of());
    }

    /** In parts, the last unit buys 1/30 of c: 4. As wholes, one more of 50 buys nothing. */
    @Test
    void aUnitIsWorthItsDualPriceInPartsAndWhatSolvingAgainSaysInWholes() {
        Price at50 = ChoiceReport.of(knapsack(50), Set.of(), TIME).resources().getFirst();
        assertThat(at50.price()).isEqualByComparingTo("4");
        assertThat(at50.oneMore()).isEqualByComparingTo("0");
        assertThat(at50.oneLess()).isEqualByComparingTo("40");
        assertThat(at50.used()).isEqualByComparingTo("50");
        assertThat(at50.proved()).isTrue();

        Price at59 = ChoiceReport.of(knapsack(59), Set.of(), TIME).resources().getFirst();
        assertThat(at59.oneMore()).isEqualByComparingTo("60");
        assertThat(at59.oneLess()).isEqualByComparingTo("0");
    }

    @Test
    void afterPricesIsWhatAProjectLeavesOverWhatItTakes() {
        ChoiceReport report = ChoiceReport.of(knapsack(50), Set.of(), TIME);
        assertThat(report.projects())
                .extracting(Line::afterPrices)
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal(20), new BigDecimal(20), BigDecimal.ZERO);
    }

    /**
     * One year has room to spare where the other lacks ten: moving them lets the third project in.
     */
    @Test
    void aUnitMovedToWhereItBringsMost() {
        ChoiceProblem problem =
                new ChoiceProblem(
                        List.of(
                                twoYears("a", 60, 10, 10),
                                twoYears("b", 100, 20, 10),
                                twoYears("c", 120, 30, 10)),
                        List.of(
                                new ChoiceProblem.Resource(
                                        "2027",
                                        ChoiceProblem.ResourceKind.BUDGET,
                                        new BigDecimal(50),
                                        BigDecimal.TEN),
                                new ChoiceProblem.Resource(
                                        "2028",
                                        ChoiceProblem.ResourceKind.BUDGET,
                                        new BigDecimal(40),
                                        BigDecimal.TEN)),
                        List.of());
        ChoiceReport report = ChoiceReport.of(problem, Set.of(), TIME);
        assertThat(report.shifts())
                .singleElement()
                .satisfies(shift -> {
                    assertThat(shift.from()).isEqualTo("2028");
                    assertThat(shift.to()).isEqualTo("2027");
                    assertThat(shift.gain()).isEqualByComparingTo("60");
                    assertThat(shift.proved()).isTrue();
                });
        assertThat(report.resources().getFirst().allocation())
                .extracting(ChoiceReport.Part::project)
                .containsExactly("c", "b");
    }

    private static Candidate twoYears(String key, int value, int first, int second) {
        return new Candidate(
                key,
                new BigDecimal(value),
                Map.of("2027", new BigDecimal(first), "2028", new BigDecimal(second)),
                Set.of(),
                Decision.FREE);
    }

    @Test
    void todayForgoesWhatTheBestSetBringsMore() {
        ChoiceReport.Today today = ChoiceReport.of(knapsack(50), Set.of("a", "b"), TIME).today();
        assertThat(today).isNotNull();
        assertThat(today.value()).isEqualByComparingTo("160");
        assertThat(today.regret()).isEqualByComparingTo("60");
        assertThat(today.start()).containsExactly("c");
        assertThat(today.stop()).containsExactly("a");
        assertThat(today.broken()).isEmpty();
        assertThat(ChoiceReport.of(knapsack(50), Set.of(), TIME).today()).isNull();
    }

    @Test
    void aSetOfTodayThatTakesTooMuchSaysSoAndMayBeWorthMore() {
        ChoiceReport.Today today =
                ChoiceReport.of(knapsack(50), Set.of("a", "b", "c"), TIME).today();
        assertThat(today).isNotNull();
        assertThat(today.regret()).isEqualByComparingTo("-60");
        assertThat(today.broken()).containsExactly("It takes 60 of money, of which there is 50.");
    }

    @Test
    void everyProjectHasAReason() {
        ChoiceProblem problem =
                new ChoiceProblem(
                        List.of(
                                of("law", -5, 10, Decision.IN, "archive"),
                                of("archive", -1, 5, Decision.FREE),
                                of("platform", -10, 5, Decision.FREE),
                                of("shop", 90, 5, Decision.FREE, "platform"),
                                of("crm-a", 50, 10, Decision.FREE),
                                of("crm-b", 40, 10, Decision.FREE),
                                of("toy", -3, 0, Decision.FREE),
                                of("stopped", 10, 5, Decision.OUT),
                                of("follow-up", 10, 5, Decision.FREE, "stopped"),
                                of("giant", 500, 90, Decision.FREE),
                                of("small", 1, 10, Decision.FREE)),
                        List.of(Problems.resource("money", new BigDecimal(40))),
                        List.of(new Exclusion("CRM", Set.of("crm-a", "crm-b"), 1)));
        assertThat(ChoiceReport.of(problem, Set.of(), TIME).projects())
                .extracting(Line::why)
                .containsExactly(
                        Why.DECIDED_IN,
                        Why.NEEDED_BY_WHAT_IS_DECIDED,
                        Why.PAYS_FOR_OTHERS,
                        Why.CHOSEN,
                        Why.CHOSEN,
                        Why.EXCLUDED_BY_ANOTHER,
                        Why.ADDS_NO_VALUE,
                        Why.DECIDED_OUT,
                        Why.NEEDS_WHAT_IS_OUT,
                        Why.NO_ROOM_EVEN_ALONE,
                        Why.OTHERS_BRING_MORE);
        assertThat(ChoiceReport.of(problem, Set.of(), TIME).projects().getLast().sentence())
                .isEqualTo("Others bring more with what it takes: 10 of money (5 is left).");
    }

    @Test
    void whereNothingMayBeDoneTheReportSaysWhy() {
        ChoiceReport report =
                ChoiceReport.of(
                        new ChoiceProblem(
                                List.of(of("a", 1, 9, Decision.IN)),
                                List.of(Problems.resource("money", BigDecimal.ONE)),
                                List.of()),
                        Set.of(),
                        TIME);
        assertThat(report.possible()).isFalse();
        assertThat(report.reasons()).containsExactly("It takes 9 of money, of which there is 1.");
        assertThat(report.value()).isNull();
    }
}
