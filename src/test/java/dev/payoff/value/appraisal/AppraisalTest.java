package dev.payoff.value.appraisal;

import static dev.payoff.value.appraisal.Numbers.assertPrinted;
import static dev.payoff.value.appraisal.Numbers.dec;
import static dev.payoff.value.appraisal.Numbers.flows;
import static dev.payoff.value.appraisal.Numbers.on;
import static dev.payoff.value.appraisal.Numbers.yearly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.payoff.value.DatedAmount;
import dev.payoff.value.Decimals;
import dev.payoff.value.DiscountSchedule;
import dev.payoff.value.Finance;
import dev.payoff.value.InternalRate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All figures of a case at once; published numbers by yearly flows that lie 365 days apart. */
class AppraisalTest {

    private static final DiscountSchedule TEN = DiscountSchedule.flat(dec("0.10"));
    private static final DiscountSchedule EIGHT = DiscountSchedule.flat(dec("0.08"));
    private static final LocalDate LATER = LocalDate.of(2050, 1, 1);

    private static List<DatedAmount> positive(List<DatedAmount> flows, int sign) {
        return flows.stream()
                .filter(it -> it.amount().signum() == sign)
                .map(it -> new DatedAmount(it.on(), it.amount().abs()))
                .toList();
    }

    private static Appraisal appraise(DiscountSchedule schedule, List<DatedAmount> net) {
        return Appraisal.of(schedule, null, positive(net, 1), positive(net, -1), LATER);
    }

    @Test
    void theTwoReturnsTheRatioAndTheValueOfOneCase() {
        // oracles 4.1, recomputed from the definitions (ServiceNow; Clarity 27225)
        Appraisal it =
                Appraisal.of(TEN, null, yearly("0 500 500 500"), yearly("1000 50 50 50"), LATER);
        assertPrinted(it.roiSimple(), "0.304347826");
        assertPrinted(it.roiDiscounted(), "0.105913799");
        assertPrinted(it.bcr(), "1.105913799");
        assertPrinted(it.npv(), "119.083396");
        assertThat(it.undefined()).isEmpty();
    }

    @Test
    void theExampleOfGitman() {
        // Gitman p. 346 by numpy-financial; index and payback recomputed
        Appraisal it = appraise(EIGHT, yearly("-40000 5000 8000 12000 30000"));
        assertPrinted(it.npv(), "3065.22267");
        assertPrinted(it.profitabilityIndex(), "1.076631");
        // Dated flows are paid back when they come, within the month of their day.
        assertThat(it.payback().last()).isBetween(dec("47"), dec("49"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "-120000 39000 30000 21000 37000 46000,      0.10, 0.12,  0.126094",
        "-4500 -800 800 800 600 600 800 800 700 3000, 0.08, 0.055, 0.066597",
        "100 200 -50 300 -200,                        0.05, 0.06,  0.342823",
    })
    void modifiedReturnOfDatedFlows(
            String amounts, BigDecimal finance, BigDecimal reinvest, String expected) {
        // Excel and numpy-financial, as in the undated function
        List<DatedAmount> net = yearly(amounts);
        Appraisal it =
                Appraisal.of(
                        DiscountSchedule.flat(finance),
                        DiscountSchedule.flat(reinvest),
                        positive(net, 1),
                        positive(net, -1),
                        LATER);
        assertPrinted(it.mirr(), expected);
        assertThat(it.mirr())
                .isCloseTo(Finance.mirr(flows(amounts), finance, reinvest), within(dec("1e-25")));
    }

    @Test
    void excelsDatedFlows() {
        Appraisal it =
                appraise(
                        DiscountSchedule.flat(dec("0.09")),
                        List.of(
                                on("2008-01-01", "-10000"),
                                on("2008-03-01", "2750"),
                                on("2008-10-30", "4250"),
                                on("2009-02-15", "3250"),
                                on("2009-04-01", "2750")));
        assertPrinted(it.npv(), "2086.647602");
        assertThat(((InternalRate.Roots) it.irr()).ascending().getFirst())
                .isCloseTo(dec("0.373362535"), within(dec("1e-8")));
    }

    @Test
    void severalRatesAreAllToldAndNoneIsTheReturn() {
        Appraisal it = appraise(TEN, yearly("-5 10.5 1 -8 1"));
        assertThat(it.irr().count()).isEqualTo(3);
        assertThat(it.undefined().getFirst())
                .isEqualTo(
                        new Unknown(
                                "irr",
                                "3 rates make costs and benefits balance, so none of them is the"
                                        + " return; use mirr."));
        assertThat(it.undefined()).extracting(Unknown::figure).contains("paybackMonths");
        assertThat(it.mirr()).isNotNull();
    }

    @Test
    void theTenYearSheetOfNorway() {
        // Puzzlepart, Gevinstberegninger.xlsx (thousand NOK); NPV, rate, payback derived
        String net = "-1400 -10000 -8800 2800 4800 6800 7800 8800 8800 8800";
        assertPrinted(Finance.npv(dec("0.04"), flows(net)), "18494.442");
        assertThat(flows(net).stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("28400");
        Appraisal it = appraise(DiscountSchedule.flat(dec("0.04")), yearly(net));
        assertPrinted(it.npv(), "18494.442");
        assertPrinted(((InternalRate.Roots) it.irr()).ascending().getFirst(), "0.194175");
        // From the start of the first year, whose flow comes in its course.
        assertPrinted(Finance.payback(flows("0 " + net)).last(), "6.743590");
    }

    @Test
    void withoutARateAllThatIsNotDiscountedIsThere() {
        Appraisal it = Appraisal.of(null, null, yearly("0 5"), yearly("4"), LATER);
        assertThat(it.roiSimple()).isEqualTo(dec("0.25"));
        assertThat(it.irr().count()).isEqualTo(1);
        assertThat(it.npv()).isNull();
        assertThat(it.undefined())
                .extracting(Unknown::figure)
                .containsExactly(
                        "presentBenefit",
                        "presentCost",
                        "npv",
                        "roiDiscounted",
                        "bcr",
                        "profitabilityIndex",
                        "mirr",
                        "discountedPaybackMonths");
    }

    @Test
    void ofNothingNothingIsKnownAndEachSaysWhy() {
        Appraisal it = Appraisal.of(TEN, null, List.of(), List.of(), LATER);
        assertThat(it.origin()).isNull();
        assertThat(it.npv()).isNull();
        assertThat(it.undefined())
                .hasSize(11)
                .allSatisfy(unknown -> assertThat(unknown.sentence()).endsWith("."));
    }

    @Test
    void presentValuesAreExactSumsOfAmountTimesFactor() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<DatedAmount> benefits = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            benefits.add(
                    new DatedAmount(
                            LocalDate.of(2026, 1, 1).plusDays(random.nextInt(4000)),
                            BigDecimal.valueOf(random.nextInt(-999, 9999), 2)));
        }
        Appraisal it = Appraisal.of(TEN, null, benefits, yearly("100"), LATER);
        BigDecimal sum = BigDecimal.ZERO;
        for (DatedAmount each : benefits) {
            int days = (int) ChronoUnit.DAYS.between(it.origin(), each.on());
            sum = sum.add(each.amount().multiply(TEN.factorAfter(days)));
        }
        assertThat(it.presentBenefit())
                .as("seed %d", seed)
                .isEqualByComparingTo(sum.round(Decimals.DIGITS));
        assertThat(Finance.xnpv(dec("0.10"), Appraisal.net(benefits, yearly("100"))))
                .as("seed %d", seed)
                .isCloseTo(it.npv(), within(dec("1e-25")));
    }

    @Test
    void aScheduleBendsBetweenDaysToo() {
        DiscountSchedule bending =
                new DiscountSchedule(
                        List.of(
                                new DiscountSchedule.Step(1, dec("0.1")),
                                new DiscountSchedule.Step(2, dec("0.2"))));
        assertThat(bending.factorAfter(0)).isEqualTo(dec("1"));
        assertThat(bending.factorAfter(365)).isCloseTo(bending.factor(1), within(dec("1e-30")));
        assertThat(bending.factorAfter(1095)).isCloseTo(bending.factor(3), within(dec("1e-30")));
        assertThat(bending.factorAfter(365 + 73).doubleValue())
                .isCloseTo(1 / (1.1 * Math.pow(1.2, 0.2)), within(1e-14));
        assertThatThrownBy(() -> bending.factorAfter(-1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DiscountSchedule.flat(dec("-1")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
