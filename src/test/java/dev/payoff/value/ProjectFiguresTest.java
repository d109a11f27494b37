package dev.payoff.value;

import static dev.payoff.value.FinanceTest.assertPrinted;
import static dev.payoff.value.FinanceTest.on;
import static dev.payoff.value.Terms.dec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.payoff.value.Undefined.Reason;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProjectFiguresTest {

    private static final LocalDate LATER = LocalDate.of(2030, 1, 1);
    private static final BigDecimal TEN_PERCENT = dec("0.1");

    private static ProjectFigures figures(
            List<DatedAmount> value, List<DatedAmount> costs, LocalDate asOf) {
        return ProjectFigures.of(TEN_PERCENT, value, costs, null, asOf);
    }

    private static Reason reason(ProjectFigures figures, String figure) {
        return figures.undefined().stream()
                .filter(undefined -> undefined.figure().equals(figure))
                .map(Undefined::reason)
                .findFirst()
                .orElse(null);
    }

    @Test
    void yearlyFlowsGiveTheTextbookFigures() {
        // B = 0, 500, 500, 500 and C = 1000, 50, 50, 50 at 10 %, a year of 365 days apart.
        List<DatedAmount> value =
                List.of(on("2022-01-01", "500"), on("2023-01-01", "500"), on("2024-01-01", "500"));
        List<DatedAmount> costs =
                List.of(
                        on("2021-01-01", "1000"),
                        on("2022-01-01", "50"),
                        on("2023-01-01", "50"),
                        on("2024-01-01", "50"));
        ProjectFigures figures = figures(value, costs, LATER);

        assertPrinted(figures.roiSimple(), "0.304347826");
        assertPrinted(figures.roiDiscounted(), "0.105913799");
        assertPrinted(figures.npv(), "119.083396");
    }

    @Test
    void datedFlowsGiveExcelsFigures() {
        List<DatedAmount> value =
                List.of(
                        on("2008-03-01", "2750"),
                        on("2008-10-30", "4250"),
                        on("2009-02-15", "3250"),
                        on("2009-04-01", "2750"));
        List<DatedAmount> costs = List.of(on("2008-01-01", "10000"));
        ProjectFigures figures = ProjectFigures.of(dec("0.09"), value, costs, dec("10000"), LATER);

        assertThat(figures.roiSimple()).isEqualTo(dec("0.3"));
        assertPrinted(figures.npv(), "2086.647602");
        assertPrinted(figures.roiDiscounted(), "0.208664760");
        assertThat(figures.irr()).isCloseTo(dec("0.373362535"), within(dec("1e-8")));
        assertThat(figures.realisationRate()).isEqualTo(dec("1.3"));
        assertThat(figures.undefined()).isEmpty();
    }

    @Test
    void nothingAfterAsOfCounts() {
        List<DatedAmount> value = List.of(on("2026-02-01", "100"), on("2026-03-01", "999"));
        List<DatedAmount> costs = List.of(on("2026-01-01", "200"), on("2026-03-01", "999"));
        assertThat(figures(value, costs, LocalDate.of(2026, 2, 28)).roiSimple())
                .isEqualTo(dec("-0.5"));
    }

    @Test
    void beforeAnythingHappenedEveryFigureIsNullWithItsReason() {
        ProjectFigures figures = figures(List.of(), List.of(), LATER);
        assertThat(figures)
                .extracting(
                        ProjectFigures::roiSimple,
                        ProjectFigures::roiDiscounted,
                        ProjectFigures::npv,
                        ProjectFigures::irr,
                        ProjectFigures::paybackMonths,
                        ProjectFigures::realisationRate)
                .containsOnlyNulls();
        assertThat(figures.undefined())
                .extracting(Undefined::figure, Undefined::reason)
                .containsExactly(
                        tuple("roiSimple", Reason.NO_COST),
                        tuple("roiDiscounted", Reason.NO_COST),
                        tuple("npv", Reason.NO_FLOWS),
                        tuple("irr", Reason.NO_INTERNAL_RATE),
                        tuple("paybackMonths", Reason.NO_COST),
                        tuple("realisationRate", Reason.NO_PLAN));
    }

    @Test
    void valueWithoutCostHasAPresentValueButNoReturn() {
        ProjectFigures figures = figures(List.of(on("2026-01-01", "5")), List.of(), LATER);
        assertThat(figures.npv()).isEqualTo(dec("5"));
        assertThat(reason(figures, "roiSimple")).isEqualTo(Reason.NO_COST);
        assertThat(reason(figures, "roiDiscounted")).isEqualTo(Reason.NO_COST);
        assertThat(reason(figures, "irr")).isEqualTo(Reason.NO_INTERNAL_RATE);
        assertThat(reason(figures, "paybackMonths")).isEqualTo(Reason.NO_COST);
    }

    @Test
    void withoutADiscountRateNothingIsDiscounted() {
        List<DatedAmount> some = List.of(on("2026-01-01", "5"));
        for (BigDecimal rate : new BigDecimal[] {null, dec("-1")}) {
            ProjectFigures figures = ProjectFigures.of(rate, some, some, null, LATER);
            assertThat(figures.roiSimple()).isEqualTo(dec("0"));
            assertThat(reason(figures, "npv")).isEqualTo(Reason.NO_DISCOUNT_RATE);
            assertThat(reason(figures, "roiDiscounted")).isEqualTo(Reason.NO_DISCOUNT_RATE);
        }
    }

    @Test
    void realisationRateIsNotCappedAndNeedsAPlan() {
        List<DatedAmount> some = List.of(on("2026-01-01", "5"));
        assertThat(ProjectFigures.of(null, some, some, dec("4"), LATER).realisationRate())
                .isEqualTo(dec("1.25"));
        assertThat(reason(ProjectFigures.of(null, some, some, dec("0"), LATER), "realisationRate"))
                .isEqualTo(Reason.NOTHING_PLANNED_YET);
    }

    @Nested
    class InternalRateOfAProject {

        @Test
        void severalRatesAreNoReturn() {
            List<DatedAmount> value = List.of(on("2022-01-01", "230"));
            List<DatedAmount> costs = List.of(on("2021-01-01", "100"), on("2023-01-01", "132"));
            ProjectFigures figures = figures(value, costs, LATER);
            assertThat(figures.irr()).isNull();
            assertThat(reason(figures, "irr")).isEqualTo(Reason.SEVERAL_INTERNAL_RATES);
        }

        @Test
        void aGoodFirstWeekIsNoYearlyRate() {
            ProjectFigures figures =
                    figures(
                            List.of(on("2026-01-05", "200")),
                            List.of(on("2026-01-01", "100")),
                            LATER);
            assertThat(figures.irr()).isNull();
            assertThat(reason(figures, "irr")).isEqualTo(Reason.INTERNAL_RATE_BEYOND_MEASURE);
        }
    }

    @Nested
    class PaybackInMonths {

        private final List<DatedAmount> spentInJanuary = List.of(on("2026-01-01", "1000"));

        @Test
        void isLinearInsideTheMonthThatCoversTheCost() {
            // Months of 730.5 h from 1 January begin on 1 January, 31 January and 2 March.
            List<DatedAmount> value =
                    List.of(
                            on("2026-01-10", "300"),
                            on("2026-02-10", "300"),
                            on("2026-03-10", "800"));
            assertThat(figures(value, spentInJanuary, LATER).paybackMonths()).isEqualTo(dec("2.5"));
        }

        @Test
        void ofTheMonthThatIsRunningNeverLiesAfterAsOf() {
            List<DatedAmount> value = List.of(on("2026-01-01", "600"), on("2026-01-02", "600"));
            LocalDate asOf = LocalDate.of(2026, 1, 3);
            // 5/6 of the three days so far, in months of 730.5 h.
            assertPrinted(figures(value, spentInJanuary, asOf).paybackMonths(), "0.082136");
        }

        @Test
        void isNotToldWhileValueDoesNotCoverCost() {
            ProjectFigures figures =
                    figures(List.of(on("2026-02-01", "999.99")), spentInJanuary, LATER);
            assertThat(figures.paybackMonths()).isNull();
            assertThat(reason(figures, "paybackMonths")).isEqualTo(Reason.NOT_YET_PAID_BACK);
        }

        @Test
        void countsFromTheLastTimeThatValueCameToCoverCost() {
            List<DatedAmount> costs = List.of(on("2026-01-01", "100"), on("2026-06-15", "400"));
            List<DatedAmount> value = List.of(on("2026-01-15", "200"), on("2026-07-10", "600"));
            ProjectFigures between = figures(value, costs, LocalDate.of(2026, 6, 30));
            assertThat(reason(between, "paybackMonths")).isEqualTo(Reason.NOT_YET_PAID_BACK);
            // 10 July lies in month 6, which brings 600 towards the 300 that are missing.
            assertThat(figures(value, costs, LATER).paybackMonths()).isEqualTo(dec("6.5"));
        }

        @Test
        void isNotMovedByWhatComesLater() {
            List<DatedAmount> value = List.of(on("2026-01-10", "2000"), on("2026-06-10", "50"));
            assertThat(figures(value, spentInJanuary, LATER).paybackMonths()).isEqualTo(dec("0.5"));
        }

        @Test
        void isZeroWhereValueWasThereFirst() {
            List<DatedAmount> value = List.of(on("2025-12-01", "1000"));
            assertThat(figures(value, spentInJanuary, LATER).paybackMonths()).isEqualTo(dec("0"));
        }

        @Test
        void aCreditPaysBackAtTheStartOfItsMonth() {
            List<DatedAmount> costs = List.of(on("2026-01-01", "1000"), on("2026-03-10", "-1000"));
            assertThat(figures(List.of(), costs, LATER).paybackMonths()).isEqualTo(dec("2"));
        }

        @Test
        void valueThatTurnsNegativeUndoesIt() {
            List<DatedAmount> value = List.of(on("2026-01-10", "1500"), on("2026-03-10", "-600"));
            assertThat(reason(figures(value, spentInJanuary, LATER), "paybackMonths"))
                    .isEqualTo(Reason.NOT_YET_PAID_BACK);
        }
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonIsASentence(Reason reason) {
        assertThat(Undefined.of("npv", reason))
                .isEqualTo(new Undefined("npv", reason, reason.sentence()));
        assertThat(reason.sentence()).endsWith(".");
    }
}
