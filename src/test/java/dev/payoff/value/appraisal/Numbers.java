package dev.payoff.value.appraisal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.payoff.value.DatedAmount;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Shorthand for numbers, flows and what is printed of them. */
final class Numbers {

    static BigDecimal dec(String number) {
        return new BigDecimal(number);
    }

    static List<BigDecimal> flows(String amounts) {
        return Arrays.stream(amounts.trim().split(" +")).map(BigDecimal::new).toList();
    }

    static DatedAmount on(String date, String amount) {
        return new DatedAmount(LocalDate.parse(date), dec(amount));
    }

    /** Flows that lie 365 days apart, so that a year's factor is exactly 1 / (1 + rate). */
    static List<DatedAmount> yearly(String amounts) {
        List<DatedAmount> dated = new ArrayList<>();
        List<BigDecimal> flows = flows(amounts);
        for (int i = 0; i < flows.size(); i++) {
            dated.add(new DatedAmount(LocalDate.of(2026, 1, 1).plusDays(365L * i), flows.get(i)));
        }
        return dated;
    }

    /** Equal to as many decimals as the expected number is printed with. */
    static void assertPrinted(BigDecimal actual, String expected) {
        BigDecimal number = dec(expected);
        assertThat(actual).isCloseTo(number, within(number.ulp().multiply(dec("0.51"))));
    }

    private Numbers() {}
}
