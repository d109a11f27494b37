package dev.payoff.value.appraisal;

import static dev.payoff.value.appraisal.Numbers.assertPrinted;
import static dev.payoff.value.appraisal.Numbers.dec;
import static dev.payoff.value.appraisal.Numbers.flows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payoff.value.DatedAmount;
import dev.payoff.value.DiscountSchedule;
import dev.payoff.value.Finance;
import dev.payoff.value.Reading;
import dev.payoff.value.WindowAggregate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oracles 4.5 and 4.6: estimates, confidence, risk; each names where its numbers come from. */
class RiskAndEstimatesTest {

    @ParameterizedTest(name = "{0}: {1} {2} {3} is {4}")
    @CsvSource({
        "cost,      18000, 19600, 25000, 20360, 1400",
        "operating,  8000,  9000, 11000,  9200,  600",
    })
    void successiveEstimatesOfTheNorwegianWorkbook(
            String what,
            BigDecimal low,
            BigDecimal likely,
            BigDecimal high,
            BigDecimal mean,
            BigDecimal deviation) {
        // Puzzlepart, Gevinstberegninger.xlsx, as published
        ThreePoint it = new ThreePoint(low, likely, high);
        assertThat(it.successiveMean()).isEqualTo(mean);
        assertThat(it.successiveDeviation()).isEqualTo(deviation);
    }

    @Test
    void netOfTheNorwegianWorkbook() {
        BigDecimal benefit =
                new ThreePoint(dec("37000"), dec("59000"), dec("76000")).successiveMean();
        assertThat(benefit).isEqualTo(dec("58000"));
        assertThat(benefit.subtract(dec("20360")).subtract(dec("9200"))).isEqualTo(dec("28440"));
    }

    @Test
    void pertOfTheSamePointsIsAnotherNumber() {
        ThreePoint it = new ThreePoint(dec("18000"), dec("19600"), dec("25000"));
        assertPrinted(it.pertMean(), "20233.33");
        assertPrinted(it.pertDeviation(), "1166.67");
    }

    @Test
    void pointsOutOfOrderAreRefused() {
        assertThatThrownBy(() -> new ThreePoint(dec("2"), dec("1"), dec("3")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2, 1, 3");
    }

    @ParameterizedTest(name = "{0}: {1} to {2}")
    @CsvSource({"1, 1, 1", "0.9, 0.8, 1", "0.5, 0, 1", "0.2, 0, 0.4", "0, 0, 0"})
    void aConfidenceIsARangeEvenlyAroundIt(BigDecimal confidence, BigDecimal low, BigDecimal high) {
        ThreePoint it = ThreePoint.ofConfidence(confidence);
        assertThat(it.low()).isEqualByComparingTo(low);
        assertThat(it.high()).isEqualByComparingTo(high);
        assertThat(it.pertMean()).isEqualByComparingTo(confidence);
        assertThat(it.successiveMean()).isEqualByComparingTo(confidence);
    }

    @Test
    void riskAdjustedPresentValue() {
        // derived from the definition
        List<BigDecimal> net = flows("-100 60 60 60");
        LocalDate day = LocalDate.of(2026, 1, 1);
        List<DatedAmount> dated = new ArrayList<>();
        for (int t = 0; t < net.size(); t++) {
            dated.add(new DatedAmount(day.plusDays(365L * t), net.get(t)));
        }
        DiscountSchedule ten = DiscountSchedule.flat(dec("0.10"));
        assertPrinted(Risk.npv(ten, dated, flows("1 .9 .8 .7")), "20.315552");
        assertPrinted(Risk.npv(ten, dated, flows("1")), "49.211119");
        assertPrinted(Finance.npv(dec("0.10"), net), "49.211119");
        assertThatThrownBy(() -> Risk.npv(ten, dated, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        // A day later belongs to the year after.
        assertPrinted(
                Risk.npv(
                        ten,
                        List.of(dated.getFirst(), new DatedAmount(day.plusDays(1), dec("100"))),
                        flows("0 1")),
                Risk.npv(
                                ten,
                                List.of(
                                        new DatedAmount(day, dec("0")),
                                        new DatedAmount(day.plusDays(1), dec("100"))),
                                flows("1"))
                        .setScale(6, java.math.RoundingMode.HALF_EVEN)
                        .toPlainString());
    }

    @Test
    void theWholeCalculationOfTheNorwegianWorkbook() {
        SuccessiveCalculation it =
                SuccessiveCalculation.of(
                        List.of(
                                points("cost", "-25000", "-19600", "-18000"),
                                points("operating", "-11000", "-9000", "-8000"),
                                points("benefit", "37000", "59000", "76000")));
        assertThat(it.successive().mean()).isEqualTo(dec("28440"));
        // sqrt(1,400² + 600² + 7,800²)
        assertPrinted(it.successive().deviation(), "7947.326595");
        assertThat(it.lines())
                .extracting(SuccessiveCalculation.Line::key)
                .containsExactly("benefit", "cost", "operating");
        assertPrinted(it.lines().getFirst().partOfVariance(), "0.963268");
        assertThat(
                        SuccessiveCalculation.of(List.of(points("sure", "5", "5", "5")))
                                .pert()
                                .deviation())
                .isEqualByComparingTo("0");
    }

    private static SuccessiveCalculation.Points points(
            String key, String low, String likely, String high) {
        return new SuccessiveCalculation.Points(
                key, new ThreePoint(dec(low), dec(likely), dec(high)));
    }

    @ParameterizedTest(name = "{0} with {1} and {2} mitigated: {3}")
    @CsvSource({
        "100, .5, .5, 125",
        "100, 2.00, 0, 300",
        "100, 2.00, 1, 100",
        "100, 0.54, 0, 154",
        "100, 0.41, 0, 141",
    })
    void optimismBias(BigDecimal cost, BigDecimal bound, BigDecimal mitigated, String expected) {
        // Tests of the greenbook package of R; bounds of Mott MacDonald for HM Treasury
        assertThat(Risk.withOptimismBias(cost, bound, mitigated)).isEqualByComparingTo(expected);
    }

    @Test
    void riceIsReachTimesImpactTimesConfidenceOverEffort() {
        assertThat(Priority.rice(dec("2000"), dec("2"), dec("0.8"), dec("4")))
                .isEqualTo(dec("800"));
        assertThat(Priority.rice(dec("1"), dec("1"), dec("1"), dec("0"))).isNull();
    }

    @Test
    void whatIsNoMoneyIsSummedAveragedOrTakenAsItLastWas() {
        // The five roll-ups of ServiceNow's benefit plans are what a window keeps.
        WindowAggregate window = WindowAggregate.of(reading(0, "3"));
        window = window.plus(reading(1, "9")).plus(reading(2, "6"));
        assertThat(window.sum()).isEqualByComparingTo("18");
        assertThat(window.mean()).isEqualByComparingTo("6");
        assertThat(window.lastValue()).isEqualByComparingTo("6");
        assertThat(window.max()).isEqualByComparingTo("9");
        assertThat(window.min()).isEqualByComparingTo("3");
    }

    private static Reading reading(int second, String value) {
        return new Reading(
                java.time.Instant.EPOCH.plusSeconds(second), dec(value), null, 0, second);
    }
}
