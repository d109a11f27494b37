package dev.payoff.value;

import static dev.payoff.value.Terms.COST;
import static dev.payoff.value.Terms.at;
import static dev.payoff.value.Terms.hour;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueStateTest {

    private static final HourWindow A = hour(0, 1, "44000");
    private static final HourWindow B = hour(1, 1, "45000");
    private static final HourWindow C = hour(5, 2, "80000");
    private static final HourWindow D = hour(7, 1, "46000");
    private static final HourWindow E = hour(8, 1, "47000");

    private static ValueState of(HourWindow... hours) {
        return ValueState.of(COST, List.of(hours));
    }

    private static ValueState replace(
            ValueState state, List<HourWindow> before, List<HourWindow> after, boolean toEnd) {
        return state.replace(COST, before, after, toEnd);
    }

    @Test
    void tailIsTheLastTwoMeasuredHours() {
        assertThat(of()).isEqualTo(ValueState.EMPTY);
        assertThat(of(A).tail()).containsExactly(A);
        assertThat(of(A, B).settled()).isEqualTo(BigDecimal.ZERO);
        assertThat(of(A, B, C, D).tail()).containsExactly(C, D);
    }

    @Test
    void settledIsAllButTheTailUncutByAsOf() {
        Earned settled = RealisedValue.earned(COST, List.of(A, B, C), C.start());
        assertThat(of(A, B, C, D).settled()).isEqualTo(settled.value());
        assertThat(of(A, B, C, D).settledWeighted()).isEqualTo(settled.weighted());
    }

    @Test
    void figureAtAnyTimeOfTheTailEqualsTheRecount() {
        List<HourWindow> all = List.of(A, B, C, D);
        for (double hours : new double[] {5, 5.5, 6, 6.9, 7, 7.1, 8, 10.9, 11, 50}) {
            Instant asOf = at(hours);
            assertThat(of(A, B, C, D).at(COST, asOf))
                    .isEqualTo(RealisedValue.earned(COST, all, asOf));
        }
    }

    @Test
    void firstReadingsMakeTheTail() {
        assertThat(replace(ValueState.EMPTY, List.of(), List.of(A), true)).isEqualTo(of(A));
        assertThat(replace(ValueState.EMPTY, List.of(), List.of(A, B, C), true))
                .isEqualTo(of(A, B, C));
    }

    @Test
    void newHoursPushOldOnesIntoTheSettled() {
        assertThat(replace(of(A), List.of(A), List.of(A, B), true)).isEqualTo(of(A, B));
        assertThat(replace(of(A, B, C), List.of(B, C), List.of(B, C, D, E), true))
                .isEqualTo(of(A, B, C, D, E));
    }

    @Test
    void lateHourBeforeEverythingThatIsKnown() {
        assertThat(replace(of(B, C, D, E), List.of(B), List.of(A, B), false))
                .isEqualTo(of(A, B, C, D, E));
        assertThat(replace(of(B), List.of(B), List.of(A, B), false)).isEqualTo(of(A, B));
        assertThat(replace(of(C, D), List.of(C), List.of(A, B, C), false))
                .isEqualTo(of(A, B, C, D));
    }

    @Test
    void lateHourInsideTheTail() {
        assertThat(replace(of(A, B, C, E), List.of(C, E), List.of(C, D, E), false))
                .isEqualTo(of(A, B, C, D, E));
    }

    @Test
    void correctionDeepInThePastLeavesTheTail() {
        HourWindow corrected = hour(1, 2, "91000");
        assertThat(replace(of(A, B, C, D, E), List.of(A, B, C), List.of(A, corrected, C), false))
                .isEqualTo(of(A, corrected, C, D, E));
    }

    @Test
    void everythingMayVanish() {
        assertThat(replace(of(A, B), List.of(A, B), List.of(), true)).isEqualTo(ValueState.EMPTY);
        assertThat(replace(of(A, B), List.of(A, B), List.of(B), false)).isEqualTo(of(B));
    }

    @Test
    void vanishedEndLeavesAShortTailWithRightFiguresUntilTheNextHour() {
        ValueState shortened = replace(of(A, B, C, D), List.of(B, C, D), List.of(B), true);
        assertThat(shortened.tail()).containsExactly(B);
        assertThat(shortened.at(COST, at(3.5)))
                .isEqualTo(RealisedValue.earned(COST, List.of(A, B), at(3.5)));

        assertThat(replace(shortened, List.of(B), List.of(B, C), true)).isEqualTo(of(A, B, C));
        HourWindow between = new HourWindow(at(1), 1, B.sum(), BigDecimal.ZERO, 0);
        ValueState late = replace(of(A, C), List.of(A, C), List.of(A, between, C), false);
        assertThat(late).isEqualTo(of(A, between, C));
    }

    @Test
    void insertionBeforeAShortTailMakesItWholeAgain() {
        ValueState shortened = replace(of(A, C, D, E), List.of(C, D, E), List.of(C), true);
        assertThat(replace(shortened, List.of(A, C), List.of(A, B, C), false))
                .isEqualTo(of(A, B, C));
    }

    @Test
    void unfitNeighbourhoodsAreRefused() {
        ValueState state = of(A, B, C, D);
        assertRefused(state, List.of(B, C), List.of(B, C, E), true);
        assertRefused(state, List.of(D), List.of(D, E), true);
        assertRefused(state, List.of(A, B), List.of(A, hour(1, 2, "1")), false);
        assertRefused(state, List.of(), List.of(A), false);
        assertRefused(state, List.of(A), List.of(), false);
        assertRefused(ValueState.EMPTY, List.of(A), List.of(A, B), true);
        assertRefused(ValueState.EMPTY, List.of(B), List.of(A, B), false);
        assertThatThrownBy(() -> new ValueState(BigDecimal.ZERO, BigDecimal.ZERO, List.of(A, B, C)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(
            ValueState state, List<HourWindow> before, List<HourWindow> after, boolean toEnd) {
        assertThatThrownBy(() -> replace(state, before, after, toEnd))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
