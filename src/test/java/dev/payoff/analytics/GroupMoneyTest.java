package dev.payoff.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.analytics.GroupMoney.Member;
import dev.payoff.portfolio.Appraisals.Appraised;
import dev.payoff.portfolio.Appraisals.Flows;
import dev.payoff.portfolio.Appraisals.Parts;
import dev.payoff.portfolio.Appraisals.Promises;
import dev.payoff.portfolio.Appraisals.Told;
import dev.payoff.portfolio.Appraisals.Work;
import dev.payoff.portfolio.MoneyMeasure;
import dev.payoff.value.DatedAmount;
import dev.payoff.value.DiscountSchedule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A group's money is that of one project with all of its flows. */
class GroupMoneyTest {

    private static final LocalDate DAY = LocalDate.of(2026, 1, 1);
    private static final List<MoneyMeasure> ALL = Arrays.asList(MoneyMeasure.values());
    private static final DiscountSchedule EIGHT = DiscountSchedule.flat(dec("0.08"));

    private static BigDecimal dec(String number) {
        return new BigDecimal(number);
    }

    private static DatedAmount on(int years, String amount) {
        return new DatedAmount(DAY.plusDays(365L * years), dec(amount));
    }

    private static Parts parts(
            List<DatedAmount> benefits,
            List<DatedAmount> costs,
            Promises promises,
            Work work,
            String delay,
            DiscountSchedule schedule) {
        return new Parts(
                new Flows(benefits, benefits, costs, DAY.plusYears(5), List.of()),
                promises,
                work,
                delay == null ? null : dec(delay),
                schedule);
    }

    private static final Parts LARGE =
            parts(
                    List.of(on(1, "500"), on(2, "500"), on(3, "500")),
                    List.of(on(0, "1000")),
                    new Promises(dec("100"), dec("400"), dec("1000")),
                    new Work(dec("5000000"), dec("2000000"), dec("1500000"), dec("1800000"), null),
                    "10000",
                    EIGHT);
    private static final Parts SMALL =
            parts(
                    List.of(on(2, "400")),
                    List.of(on(1, "100")),
                    new Promises(dec("50"), dec("50"), null),
                    new Work(dec("100"), dec("50"), dec("80"), dec("40"), null),
                    "50",
                    EIGHT);

    private static Member member(String key, Parts parts, String rate) {
        return new Member(key, new Appraised(Map.of(), parts), dec(rate));
    }

    private static BigDecimal value(Map<String, Told> figures, MoneyMeasure of) {
        return figures.get(of.label()).value();
    }

    private static String reason(Map<String, Told> figures, MoneyMeasure of) {
        return figures.get(of.label()).reason();
    }

    @Test
    void flowsAreAppraisedTogetherFromTheFirstOfThem() {
        Map<String, Told> two =
                GroupMoney.of(List.of(member("a", LARGE, "1"), member("b", SMALL, "2")), ALL);
        Parts whole =
                parts(
                        List.of(on(1, "500"), on(2, "1300"), on(3, "500")),
                        List.of(on(0, "1000"), on(1, "200")),
                        LARGE.promises(),
                        LARGE.work(),
                        null,
                        EIGHT);
        Map<String, Told> one = GroupMoney.of(List.of(member("c", whole, "1")), ALL);
        for (MoneyMeasure figure :
                List.of(
                        MoneyMeasure.NPV,
                        MoneyMeasure.RISK_ADJUSTED_NPV,
                        MoneyMeasure.ROI_DISCOUNTED,
                        MoneyMeasure.IRR,
                        MoneyMeasure.MIRR,
                        MoneyMeasure.BCR,
                        MoneyMeasure.PROFITABILITY_INDEX,
                        MoneyMeasure.PAYBACK_MONTHS,
                        MoneyMeasure.DISCOUNTED_PAYBACK_MONTHS)) {
            assertThat(value(two, figure)).as(figure.label()).isNotNull();
            assertThat(value(two, figure))
                    .as(figure.label())
                    .isEqualByComparingTo(value(one, figure));
        }
        // −1000 + 300 / 1.08 + 1300 / 1.08² + 500 / 1.08³, by hand.
        assertThat(value(two, MoneyMeasure.NPV).setScale(4, RoundingMode.HALF_EVEN))
                .isEqualByComparingTo("789.2344");
    }

    @Test
    void ratiosAreThoseOfSumsAndNoMeansOfRatios() {
        Map<String, Told> two =
                GroupMoney.of(List.of(member("a", LARGE, "1"), member("b", SMALL, "2")), ALL);
        // EV 1,500,160, AC 1,800,080, PV 2,000,100, BAC 5,000,200; the mean of the CPIs were 1.42.
        assertThat(value(two, MoneyMeasure.CPI).setScale(9, RoundingMode.HALF_EVEN))
                .isEqualByComparingTo("0.833385183");
        assertThat(value(two, MoneyMeasure.SPI).setScale(9, RoundingMode.HALF_EVEN))
                .isEqualByComparingTo("0.750042498");
        assertThat(value(two, MoneyMeasure.EAC).setScale(2, RoundingMode.HALF_EVEN))
                .isEqualByComparingTo("5999866.69");
        assertThat(value(two, MoneyMeasure.REALISATION_TO_DATE)).isEqualByComparingTo("0.4");
        assertThat(value(two, MoneyMeasure.REALISATION_TO_TOTAL)).isEqualByComparingTo("0.2");
        assertThat(value(two, MoneyMeasure.COST_OF_DELAY_PER_WEEK)).isEqualByComparingTo("10100");
        assertThat(reason(two, MoneyMeasure.PROBABILITY_NEGATIVE)).contains("vary together");
    }

    @Test
    void whatIsNotKnownOfOneIsNotKnownOfAllAndSaysOfWhich() {
        Parts silent =
                parts(
                        List.of(),
                        List.of(),
                        new Promises(BigDecimal.ZERO, null, null),
                        new Work(dec("1"), dec("1"), null, dec("1"), "Nobody knows."),
                        null,
                        EIGHT);
        Map<String, Told> figures =
                GroupMoney.of(List.of(member("a", LARGE, "1"), member("s", silent, "1")), ALL);
        assertThat(value(figures, MoneyMeasure.NPV)).isNotNull();
        assertThat(reason(figures, MoneyMeasure.CPI)).isEqualTo("s: Nobody knows.");
        assertThat(reason(figures, MoneyMeasure.COST_OF_DELAY_PER_WEEK)).startsWith("s earns");
        Member beyond =
                new Member(
                        "big",
                        new Appraised(
                                Map.of(MoneyMeasure.NPV, Told.unknown("It is too much.")), null),
                        BigDecimal.ONE);
        assertThat(GroupMoney.of(List.of(member("a", LARGE, "1"), beyond), ALL).values())
                .allSatisfy(told -> assertThat(told.reason()).isEqualTo("big: It is too much."));
    }

    @Test
    void differentDiscountRatesHaveNoCommonValueUntilOneIsTold() {
        Parts dearer =
                parts(
                        SMALL.flows().benefits(),
                        SMALL.flows().costs(),
                        SMALL.promises(),
                        SMALL.work(),
                        "1",
                        DiscountSchedule.flat(dec("0.1")));
        Map<String, Told> figures =
                GroupMoney.of(List.of(member("a", LARGE, "1"), member("b", dearer, "1")), ALL);
        assertThat(reason(figures, MoneyMeasure.NPV)).contains("different rates");
        assertThat(value(figures, MoneyMeasure.CPI)).isNotNull();
        Parts written =
                parts(
                        SMALL.flows().benefits(),
                        SMALL.flows().costs(),
                        SMALL.promises(),
                        SMALL.work(),
                        "1",
                        DiscountSchedule.flat(dec("0.080")));
        assertThat(
                        value(
                                GroupMoney.of(
                                        List.of(member("a", LARGE, "1"), member("b", written, "1")),
                                        ALL),
                                MoneyMeasure.NPV))
                .as("0.080 is 0.08")
                .isNotNull();
    }
}
