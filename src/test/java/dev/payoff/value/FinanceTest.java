package dev.payoff.value;

import static dev.payoff.value.Terms.dec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Finance against published numbers; each test names where its numbers come from. */
class FinanceTest {

    /**
     * Gitman, Principles of Managerial Finance, p. 346; also in numpy-financial's documentation.
     */
    private static final List<BigDecimal> GITMAN = flows("-40000 5000 8000 12000 30000");

    /** The XNPV and XIRR example of Excel's documentation. */
    static final List<DatedAmount> EXCEL_DATED =
            List.of(
                    on("2008-01-01", "-10000"),
                    on("2008-03-01", "2750"),
                    on("2008-10-30", "4250"),
                    on("2009-02-15", "3250"),
                    on("2009-04-01", "2750"));

    static List<BigDecimal> flows(String amounts) {
        return Arrays.stream(amounts.split(" ")).map(BigDecimal::new).toList();
    }

    static DatedAmount on(String date, String amount) {
        return new DatedAmount(LocalDate.parse(date), dec(amount));
    }

    /** Equal to as many decimals as the expected number is printed with. */
    static void assertPrinted(BigDecimal actual, String expected) {
        BigDecimal number = dec(expected);
        assertThat(actual).isCloseTo(number, within(number.ulp().multiply(dec("0.51"))));
    }

    @Nested
    class PresentValue {

        @ParameterizedTest(name = "{3}: {0} of {1} is {2}")
        @CsvSource({
            "0.08, -40000 5000 8000 12000 30000,           3065.22267,  Gitman p. 346",
            "0.05, -15000 1500 2500 3500 4500 6000,        122.894855,  numpy-financial test",
            "0,    -4000 500 800,                          -2700,       numpy-financial doc",
            "0.05, -4000 500 800,                          -2798.19,    numpy-financial doc",
            "0.10, -4000 500 800,                          -2884.30,    numpy-financial doc",
            "0.08, -40000 8000 9200 10000 12000 14500,     1922.0616,   Excel doc example",
            "0.08, -40000 8000 9200 10000 12000 14500 -9000, -3749.4651, Excel doc example",
            "0.10, 0 -10000 3000 4200 6800,                1188.4434,   Excel NPV discounts the first",
        })
        void matchesThePublishedNumber(
                BigDecimal rate, String amounts, String expected, String source) {
            assertPrinted(Finance.npv(rate, flows(amounts)), expected);
        }

        @Test
        void atMinusOneAndBelowItIsUndefined() {
            // numpy-financial's test has NaN here.
            assertThat(Finance.npv(dec("-1"), GITMAN)).isNull();
            assertThat(Finance.npv(dec("-1.5"), GITMAN)).isNull();
            assertThat(Finance.xnpv(dec("-1"), EXCEL_DATED)).isNull();
        }

        @Test
        void ofNothingItIsNothing() {
            assertThat(Finance.npv(dec("0.1"), List.of())).isEqualTo(dec("0"));
            assertThat(Finance.xnpv(dec("0.1"), List.of())).isEqualTo(dec("0"));
        }

        @Test
        void ofDatedFlowsMatchesExcel() {
            assertPrinted(Finance.xnpv(dec("0.09"), EXCEL_DATED), "2086.647602");
        }

        @Test
        void ofDatedFlowsDoesNotDependOnTheirOrder() {
            assertThat(Finance.xnpv(dec("0.09"), EXCEL_DATED.reversed()))
                    .isEqualTo(Finance.xnpv(dec("0.09"), EXCEL_DATED));
        }

        @Test
        void ofFlowsAYearOfDaysApartIsTheUndatedOne() {
            List<DatedAmount> yearly =
                    List.of(
                            on("2021-01-01", "-4000"),
                            on("2022-01-01", "500"),
                            on("2023-01-01", "800"));
            BigDecimal expected = Finance.npv(dec("0.07"), flows("-4000 500 800"));
            assertThat(Finance.xnpv(dec("0.07"), yearly)).isCloseTo(expected, within(dec("1e-28")));
        }
    }

    @Nested
    class DecliningRates {

        /** HM Treasury's Green Book, standard schedule. */
        private final DiscountSchedule greenBook =
                new DiscountSchedule(
                        List.of(
                                step(30, "0.035"),
                                step(75, "0.03"),
                                step(125, "0.025"),
                                step(200, "0.02"),
                                step(300, "0.015"),
                                step(301, "0.01")));

        private static DiscountSchedule.Step step(int throughYear, String rate) {
            return new DiscountSchedule.Step(throughYear, dec(rate));
        }

        @ParameterizedTest(name = "year {0}: {1}")
        @CsvSource({
            "0, 1",
            "1, 0.966184",
            "5, 0.841973",
            "10, 0.708919",
            "30, 0.356278",
            "31, 0.345901",
            "75, 0.094214",
            "76, 0.091916"
        })
        void factorsMatchTheGreenBookPackageOfR(int year, String factor) {
            assertPrinted(greenBook.factor(year), factor);
        }

        @Test
        void presentValueMatchesTheGreenBookPackageOfR() {
            assertPrinted(greenBook.npv(flows("-100 30 30 30 30 30")), "35.451571");
        }

        @Test
        void lastRateHoldsForEver() {
            BigDecimal ratio = greenBook.factor(400).divide(greenBook.factor(401), Decimals.DIGITS);
            assertThat(ratio).isCloseTo(dec("1.01"), within(dec("1e-30")));
        }

        @Test
        void impossibleSchedulesAndYearsAreRefused() {
            assertThatThrownBy(() -> new DiscountSchedule(List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new DiscountSchedule(List.of(step(5, "0.1"), step(5, "0.2"))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> greenBook.factor(-1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class ReturnOnInvestment {

        // Recomputed from the definitions (simple: ServiceNow; discounted: Clarity 27225).
        private final List<BigDecimal> benefits = flows("0 500 500 500");
        private final List<BigDecimal> costs = flows("1000 50 50 50");
        private final BigDecimal rate = dec("0.10");

        @Test
        void simpleAndDiscountedAreTwoDifferentFigures() {
            assertPrinted(Finance.roiSimple(dec("1500"), dec("1150")), "0.304347826");
            assertPrinted(Finance.roiDiscounted(rate, benefits, costs), "0.105913799");
            assertPrinted(Finance.bcr(rate, benefits, costs), "1.105913799");
            assertPrinted(Finance.npv(rate, flows("-1000 450 450 450")), "119.083396");
        }

        @Test
        void serviceNowsTextExample() {
            // 500k on 300k is 67 %.
            assertPrinted(Finance.roiSimple(dec("500000"), dec("300000")), "0.67");
        }

        @Test
        void withoutCostThereIsNone() {
            assertThat(Finance.roiSimple(dec("1"), dec("0.00"))).isNull();
            assertThat(Finance.roiSimple(dec("1"), dec("-5"))).isNull();
            assertThat(Finance.roiDiscounted(rate, benefits, List.of())).isNull();
            assertThat(Finance.bcr(rate, benefits, List.of())).isNull();
        }

        @Test
        void atMinusOneNothingDiscountedIsDefined() {
            assertThat(Finance.roiDiscounted(dec("-1"), benefits, costs)).isNull();
            assertThat(Finance.bcr(dec("-1"), benefits, costs)).isNull();
            assertThat(Finance.profitabilityIndex(dec("-1"), GITMAN)).isNull();
            assertThat(Finance.discountedPayback(dec("-1"), GITMAN)).isNull();
            assertThat(Finance.mirr(GITMAN, dec("-1"), rate)).isNull();
            assertThat(Finance.mirr(GITMAN, rate, dec("-1"))).isNull();
        }

        @Test
        void profitabilityIndexOfGitmansExample() {
            assertPrinted(Finance.profitabilityIndex(dec("0.08"), GITMAN), "1.076631");
        }

        @Test
        void profitabilityIndexNeedsAnInvestment() {
            assertThat(Finance.profitabilityIndex(rate, benefits)).isNull();
            assertThat(Finance.profitabilityIndex(rate, List.of())).isNull();
        }
    }

    @ParameterizedTest(name = "{0}, {1} and {2}: {3}")
    @CsvSource({
        "-120000 39000 30000 21000 37000 46000,           0.10, 0.12,  0.126094",
        "-4500 -800 800 800 600 600 800 800 700 3000,     0.08, 0.055, 0.066597",
        "100 200 -50 300 -200,                            0.05, 0.06,  0.342823",
    })
    void mirrMatchesExcelAndNumpyFinancial(
            String amounts, BigDecimal finance, BigDecimal reinvest, String expected) {
        assertPrinted(Finance.mirr(flows(amounts), finance, reinvest), expected);
    }

    @Test
    void mirrNeedsFlowsOfBothSigns() {
        assertThat(Finance.mirr(flows("1 2 3"), dec("0.1"), dec("0.1"))).isNull();
        assertThat(Finance.mirr(flows("-1 -2"), dec("0.1"), dec("0.1"))).isNull();
        assertThat(Finance.mirr(List.of(), dec("0.1"), dec("0.1"))).isNull();
    }

    @Nested
    class PayingBack {

        @Test
        void matchesGitmansExample() {
            assertThat(Finance.payback(GITMAN)).isEqualTo(new Payback(dec("3.5"), dec("3.5")));
            assertPrinted(Finance.discountedPayback(dec("0.08"), GITMAN).last(), "3.860993");
        }

        @Test
        void firstAndLastCrossingDifferWhereItTurnsNegativeAgain() {
            assertThat(Finance.payback(flows("-100 200 -150 100")))
                    .isEqualTo(new Payback(dec("0.5"), dec("2.5")));
            assertThat(Finance.payback(flows("-100 200 -150")))
                    .isEqualTo(new Payback(dec("0.5"), null));
        }

        @Test
        void mayNeverHappenOrBeThereFromTheStart() {
            assertThat(Finance.payback(flows("-100 99"))).isEqualTo(new Payback(null, null));
            assertThat(Finance.payback(flows("0 5"))).isEqualTo(new Payback(dec("0"), dec("0")));
            assertThat(Finance.payback(List.of())).isEqualTo(new Payback(null, null));
        }

        @Test
        void exactlyAtTheEndOfAPeriodIsThatPeriod() {
            assertThat(Finance.payback(flows("-100 60 40")).last()).isEqualTo(dec("2"));
        }
    }
}
