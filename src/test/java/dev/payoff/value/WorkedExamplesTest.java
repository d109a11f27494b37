package dev.payoff.value;

import static dev.payoff.value.Terms.COST;
import static dev.payoff.value.Terms.TICKETS;
import static dev.payoff.value.Terms.at;
import static dev.payoff.value.Terms.dec;
import static dev.payoff.value.Terms.hour;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The worked examples of Payoff's design, to the digit. */
class WorkedExamplesTest {

    private static final List<HourWindow> MONTH_AT_44000 =
            IntStream.range(0, 730).mapToObj(i -> hour(i, 1, "44000")).toList();

    @Test
    void exampleA_aLevelThatHoldsForAMonth() {
        Earned earned = RealisedValue.earned(COST, MONTH_AT_44000, at(730));

        assertThat(nineDigits(earned.value())).isEqualTo(dec("5995.893224"));
        assertThat(earned.weighted()).isEqualTo(earned.value());
        assertThat(RealisedValue.earningPerHour(COST, MONTH_AT_44000.getLast(), at(730)))
                .isEqualTo(dec("6000").divide(dec("730.5"), Decimals.DIGITS));
        assertThat(nineDigits(Finance.roiSimple(earned.value(), dec("4000"))))
                .isEqualTo(dec("0.498973306"));
    }

    @Test
    void exampleA_withConfidenceOfFourFifths() {
        MetricTerms doubted = Terms.valued(COST, COST.valuation(), "1", "0.8");
        Earned earned = RealisedValue.earned(doubted, MONTH_AT_44000, at(730));

        assertThat(nineDigits(earned.value())).isEqualTo(dec("5995.893224"));
        assertThat(nineDigits(earned.weighted())).isEqualTo(dec("4796.714579"));
    }

    @Test
    void exampleB_anHourOfFiveTickets() {
        Earned earned = RealisedValue.earned(TICKETS, List.of(hour(0, 5, "5")), at(1));

        assertThat(earned.value().setScale(6, RoundingMode.DOWN)).isEqualTo(dec("58.357289"));
    }

    @Test
    void exampleC_aLateReadingMovesItsHour() {
        List<HourWindow> corrected = new ArrayList<>(MONTH_AT_44000);
        corrected.set(100, hour(100, 2, "90000"));

        BigDecimal before = RealisedValue.earned(COST, MONTH_AT_44000, at(730)).value();
        BigDecimal after = RealisedValue.earned(COST, corrected, at(730)).value();

        assertThat(before.subtract(after).setScale(20, RoundingMode.HALF_EVEN))
                .isEqualTo(dec("1000").divide(dec("730.5"), 20, RoundingMode.HALF_EVEN));
        assertThat(ValueState.of(COST, corrected).at(COST, at(730)).value()).isEqualTo(after);
    }

    private static BigDecimal nineDigits(BigDecimal number) {
        int decimals = number.compareTo(BigDecimal.ONE) < 0 ? 9 : 6;
        return number.setScale(decimals, RoundingMode.HALF_EVEN);
    }
}
