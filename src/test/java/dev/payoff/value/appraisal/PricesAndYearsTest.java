package dev.payoff.value.appraisal;

import static dev.payoff.value.appraisal.Numbers.assertPrinted;
import static dev.payoff.value.appraisal.Numbers.dec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricesAndYearsTest {

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    private static PriceIndex index() {
        return new PriceIndex(
                new TreeMap<>(
                        Map.of(
                                day("2024-01-01"), dec("100"),
                                day("2025-01-01"), dec("105"),
                                day("2026-01-01"), dec("110.25"))));
    }

    @Test
    void realMoneyIsNominalMoneyAtThePricesOfABaseDay() {
        BigDecimal factor = index().toPricesOf(day("2024-06-30"), day("2026-03-01"));
        assertPrinted(dec("1000").multiply(factor), "907.029");
        assertThat(index().toPricesOf(day("2025-05-05"), day("2025-12-31"))).isEqualTo(dec("1"));
        assertThat(index().on(day("2030-01-01"))).as("the last holds").isEqualTo(dec("110.25"));
    }

    @Test
    void beforeItsFirstDayAnIndexKnowsNothing() {
        assertThat(index().toPricesOf(day("2026-01-01"), day("2023-12-31"))).isNull();
        assertThat(index().toPricesOf(day("2023-12-31"), day("2026-01-01"))).isNull();
        assertThatThrownBy(() -> new PriceIndex(new TreeMap<>()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "{0}: {4} is {3} {5}, period {6}")
    @CsvSource({
        "1,  false, '{yyyy}',       2026,      2026-03-31, Q1, 3",
        "4,  true,  'FY{yyyy}',     FY2026,    2026-03-31, Q4, 12",
        "4,  true,  'FY{yyyy}',     FY2027,    2026-04-01, Q1, 1",
        "4,  false, '{yyyy}-{nn}',  2025-26,   2026-01-15, Q4, 10",
        "10, true,  'FY{yy}',       FY27,      2026-10-01, Q1, 1",
        "7,  false, '{yyyy}-{nn}',  2099-00,   2100-06-30, Q4, 12",
    })
    void aYearBeginsWithItsFirstMonthAndHasANameOfItsOwn(
            int first,
            boolean byEnd,
            String label,
            String name,
            LocalDate day,
            String quarter,
            int period) {
        FiscalCalendar calendar = new FiscalCalendar(first, byEnd, label);
        assertThat(calendar.year(day).label()).isEqualTo(name);
        assertThat(calendar.quarter(day).label()).isEqualTo(name + " " + quarter);
        assertThat(calendar.period(day)).isEqualTo(period);
        FiscalCalendar.Span year = calendar.year(day);
        assertThat(day).isBetween(year.from(), year.until());
        assertThat(year.from().plusYears(1)).isEqualTo(year.until().plusDays(1));
        assertThat(calendar.year(year.until().plusDays(1)).from())
                .isEqualTo(year.until().plusDays(1));
        assertThat(calendar.quarter(day).from().plusMonths(3))
                .isEqualTo(calendar.quarter(day).until().plusDays(1));
    }

    @Test
    void thereIsNoThirteenthMonth() {
        assertThatThrownBy(() -> new FiscalCalendar(13, false, "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
