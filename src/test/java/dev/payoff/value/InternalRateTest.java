package dev.payoff.value;

import static dev.payoff.value.FinanceTest.EXCEL_DATED;
import static dev.payoff.value.FinanceTest.assertPrinted;
import static dev.payoff.value.FinanceTest.flows;
import static dev.payoff.value.FinanceTest.on;
import static dev.payoff.value.Terms.dec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InternalRateTest {

    private static List<BigDecimal> rates(InternalRate rate) {
        assertThat(rate).isInstanceOf(InternalRate.Roots.class);
        assertThat(rate.count()).isEqualTo(((InternalRate.Roots) rate).ascending().size());
        return ((InternalRate.Roots) rate).ascending();
    }

    @ParameterizedTest(name = "{0}: {1} ({2})")
    @CsvSource({
        "-150000 15000 25000 35000 45000 60000, 0.052433, numpy-financial",
        "-100 0 0 74, -0.095496, numpy-financial",
        "-100 39 59 55 20, 0.280948, numpy-financial",
        "-100 100 0 7, 0.062058, numpy-financial",
        "-70000 12000 15000 18000 21000, -0.021245, Excel doc example",
        "-70000 12000 15000 18000 21000 26000, 0.086631, Excel doc example",
        "-70000 12000 15000, -0.443507, Excel doc example",
        "-1400 -10000 -8800 2800 4800 6800 7800 8800 8800 8800, 0.194175, Norwegian ten-year sheet",
    })
    void theOneRateMatchesThePublishedNumber(String amounts, String expected, String source) {
        List<BigDecimal> rates = rates(Finance.irr(flows(amounts)));
        assertThat(rates).hasSize(1);
        assertPrinted(rates.getFirst(), expected);
    }

    @Test
    void twoRatesAreBothTold() {
        // numpy-financial reports -0.0833 only.
        List<BigDecimal> rates = rates(Finance.irr(flows("-100 100 0 -7")));
        assertThat(rates).hasSize(2);
        assertPrinted(rates.get(0), "-0.678894");
        assertPrinted(rates.get(1), "-0.083300");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5 10.5 1 -8 1", "-5 10.5 1 -8 1 0 0 0", "0 -5 10.5 1 -8 1"})
    void threeRatesAreAllToldAndZerosAtTheEndsChangeNothing(String amounts) {
        // numpy-financial's test with trailing zeros.
        List<BigDecimal> rates = rates(Finance.irr(flows(amounts)));
        assertThat(rates).hasSize(3);
        assertPrinted(rates.get(0), "-0.870201");
        assertPrinted(rates.get(1), "0.088598");
        assertPrinted(rates.get(2), "0.709560");
    }

    @Test
    void aSmallLastOutflowMakesASecondRateNearMinusOne() {
        // numpy-financial issue gh-44, which reports 1.004270.
        String amounts = "-1678.87 771.96 1814.05 3520.30 3552.95 3584.99 4789.91 -1";
        List<BigDecimal> rates = rates(Finance.irr(flows(amounts)));
        assertThat(rates).hasSize(2);
        assertThat(rates.get(0)).isBetween(dec("-0.9999"), dec("-0.999"));
        assertPrinted(rates.get(1), "1.004270");
    }

    @Test
    void datedRateMatchesExcelAndTheMicrosoftKnowledgeBase() {
        List<BigDecimal> rates = rates(Finance.xirr(EXCEL_DATED));
        assertThat(rates).hasSize(1);
        // Excel stops iterating at 1e-8; the value that it prints leaves a remainder, this one
        // none.
        assertThat(rates.getFirst()).isCloseTo(dec("0.373362535"), within(dec("1e-8")));
        assertThat(Finance.xnpv(rates.getFirst(), EXCEL_DATED))
                .isCloseTo(dec("0"), within(dec("1e-7")));
        assertThat(Finance.xirr(EXCEL_DATED.reversed())).isEqualTo(Finance.xirr(EXCEL_DATED));
    }

    @Test
    void knowledgeBaseExampleOf1992IsTheSame() {
        // MS KB Q116041: 37.3363 %; the dates of the Excel example, 16 years earlier.
        List<DatedAmount> earlier =
                EXCEL_DATED.stream()
                        .map(f -> new DatedAmount(f.on().minusYears(16), f.amount()))
                        .toList();
        assertPrinted(rates(Finance.xirr(earlier)).getFirst(), "0.373363");
    }

    @Test
    void flowsOfTheSameDayAreOne() {
        List<DatedAmount> split = new ArrayList<>(EXCEL_DATED);
        split.set(0, on("2008-01-01", "-4000"));
        split.add(on("2008-01-01", "-6000"));
        assertThat(Finance.xirr(split)).isEqualTo(Finance.xirr(EXCEL_DATED));
    }

    @Test
    void whereThereIsNoneTheReasonIsTold() {
        assertThat(Finance.irr(List.of()))
                .isEqualTo(new InternalRate.None(InternalRate.Reason.NO_FLOWS));
        assertThat(Finance.irr(flows("0 0")))
                .isEqualTo(new InternalRate.None(InternalRate.Reason.NO_FLOWS));
        assertThat(Finance.irr(flows("1 2 3")))
                .isEqualTo(new InternalRate.None(InternalRate.Reason.ONE_SIGN));
        assertThat(Finance.irr(flows("-1 -2")))
                .isEqualTo(new InternalRate.None(InternalRate.Reason.ONE_SIGN));
        assertThat(Finance.irr(flows("-10 10 -10")))
                .isEqualTo(new InternalRate.None(InternalRate.Reason.NO_REAL_ROOT))
                .extracting(InternalRate::count)
                .isEqualTo(0);
    }

    @ParameterizedTest
    @EnumSource(InternalRate.Reason.class)
    void everyReasonIsASentence(InternalRate.Reason reason) {
        assertThat(reason.sentence()).endsWith(".");
    }

    @Test
    void aRateAtWhichTheFlowsOnlyTouchZeroIsFoundOnce() {
        // (x − 1)² with x = 1 / (1 + r)
        assertThat(rates(Finance.irr(flows("-1 2 -1")))).containsExactly(dec("0"));
    }

    @Test
    void aRateBeyondDoublesIsStillANumber() {
        // A thousand times the outlay the next day: (1000)^365 a year.
        List<DatedAmount> lucky = List.of(on("2026-01-01", "-1"), on("2026-01-02", "1000"));
        BigDecimal rate = rates(Finance.xirr(lucky)).getFirst();
        assertThat(rate.divide(dec("1e1095"))).isCloseTo(dec("1"), within(dec("1e-9")));

        List<DatedAmount> lost = List.of(on("2026-01-01", "-1000"), on("2026-01-02", "1"));
        assertThat(rates(Finance.xirr(lost))).containsExactly(dec("-1"));
    }

    @Test
    void aSteepStartDoesNotHideARateOfTheLongRun() {
        // The first day asks for brackets so wide that ten years in them overflow a double.
        List<DatedAmount> flows =
                List.of(
                        on("2020-01-01", "-1"),
                        on("2020-01-02", "1000"),
                        on("2024-12-30", "5"),
                        on("2029-12-29", "-5"));
        List<BigDecimal> rates = rates(Finance.xirr(flows));
        assertThat(rates).hasSize(2);
        assertThat(Finance.xnpv(rates.getFirst(), flows)).isCloseTo(dec("0"), within(dec("1e-6")));
    }

    @Test
    void ratesThatFlowsWereBuiltFromAreFoundAgain() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            // Products of (1 − x · (1 + r_i)) have exactly the rates r_i.
            int howMany = random.nextInt(1, 5);
            List<BigDecimal> expected = new ArrayList<>();
            List<BigDecimal> amounts = new ArrayList<>(List.of(dec("-1000")));
            for (int i = 0; i < howMany; i++) {
                int percent = -70 + 60 * i + random.nextInt(40);
                BigDecimal rate = BigDecimal.valueOf(percent, 2);
                expected.add(rate);
                amounts = timesRoot(amounts, rate);
            }
            List<BigDecimal> found = rates(Finance.irr(amounts));
            assertThat(found).as("seed %d, round %d", seed, round).hasSize(howMany);
            for (int i = 0; i < howMany; i++) {
                assertThat(found.get(i))
                        .as("seed %d, round %d", seed, round)
                        .isCloseTo(expected.get(i), within(dec("1e-9")));
            }
        }
    }

    @Test
    void manyChangesOfSignStillBalance() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<DatedAmount> monthly = new ArrayList<>();
        LocalDate start = LocalDate.of(2020, 1, 1);
        for (int month = 0; month < 120; month++) {
            BigDecimal amount = BigDecimal.valueOf(random.nextInt(-400, 1000));
            monthly.add(new DatedAmount(start.plusMonths(month), amount));
        }
        monthly.set(0, new DatedAmount(start, dec("-20000")));

        // They sum to about 15,000, so there is a rate above 0; close to -1 the roundings of the
        // rate itself weigh thousands, so only the others are put to the test.
        List<BigDecimal> rates = rates(Finance.xirr(monthly));
        assertThat(rates).as("seed %d", seed).anyMatch(rate -> rate.signum() > 0);
        for (BigDecimal rate : rates) {
            if (rate.compareTo(dec("-0.5")) > 0) {
                assertThat(Finance.xnpv(rate, monthly))
                        .as("seed %d", seed)
                        .isCloseTo(dec("0"), within(dec("0.01")));
            }
        }
    }

    private static List<BigDecimal> timesRoot(List<BigDecimal> polynomial, BigDecimal rate) {
        BigDecimal factor = BigDecimal.ONE.add(rate).negate();
        List<BigDecimal> product = new ArrayList<>(polynomial);
        product.add(BigDecimal.ZERO);
        for (int i = 0; i < polynomial.size(); i++) {
            product.set(i + 1, product.get(i + 1).add(polynomial.get(i).multiply(factor)));
        }
        return product;
    }
}
