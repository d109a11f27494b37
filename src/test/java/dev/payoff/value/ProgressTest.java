package dev.payoff.value;

import static dev.payoff.value.RealisedValueTest.FLOW;
import static dev.payoff.value.RealisedValueTest.LEVEL;
import static dev.payoff.value.Terms.START;
import static dev.payoff.value.Terms.at;
import static dev.payoff.value.Terms.dec;
import static dev.payoff.value.Terms.due;
import static dev.payoff.value.Terms.flowPer;
import static dev.payoff.value.Terms.hour;
import static dev.payoff.value.Terms.lasting;
import static dev.payoff.value.Terms.promise;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far a metric has come, and how far it was to have come. */
class ProgressTest {

    @ParameterizedTest(name = "{0} achieves {1}")
    @CsvSource({"110000, -0.5", "90000, 0.5", "80000, 1", "75000, 1.25"})
    void achievementOfServiceNowsExample(BigDecimal current, BigDecimal achieved) {
        // ServiceNow's benefit-plan example: baseline 100 000, goal 80 000.
        MetricTerms terms = promise(LEVEL, "100000", "80000");
        assertThat(RealisedValue.achievement(terms, current, Terms.START)).isEqualTo(achieved);
    }

    @ParameterizedTest(name = "{0} earns {1}")
    @CsvSource({"110000, -10000", "90000, 10000", "80000, 20000", "75000, 25000"})
    void amountsOfServiceNowsExample(BigDecimal current, BigDecimal earned) {
        // The same: each quarter's saving, here of a period of 730.5 h that one reading stands for.
        Duration period = Duration.ofMinutes(730 * 60 + 30);
        MetricTerms terms =
                new MetricTerms(
                        Kind.LEVEL,
                        dec("100000"),
                        dec("80000"),
                        null,
                        BigDecimal.ONE,
                        BigDecimal.ONE,
                        new Valuation.PerPeriod(BigDecimal.ONE, Period.MONTH),
                        Period.MONTH,
                        START,
                        null,
                        period);
        HourWindow reading = new HourWindow(START, 1, current, BigDecimal.ZERO, 0);
        assertThat(
                        RealisedValue.earned(terms, List.of(reading), START.plus(period))
                                .value()
                                .setScale(10, RoundingMode.HALF_EVEN))
                .isEqualByComparingTo(earned);
    }

    @Test
    void achievementIsUnknownWithoutItsParts() {
        BigDecimal current = dec("15");
        assertThat(RealisedValue.achievement(LEVEL, null, Terms.START)).isNull();
        assertThat(RealisedValue.achievement(promise(LEVEL, null, "1"), current, Terms.START))
                .isNull();
        assertThat(RealisedValue.achievement(promise(LEVEL, "1", null), current, Terms.START))
                .isNull();
        assertThat(RealisedValue.achievement(promise(LEVEL, "1", "1.00"), current, Terms.START))
                .isNull();
    }

    @Nested
    class PlannedToDate {

        private BigDecimal planned(MetricTerms terms, Instant asOf) {
            return RealisedValue.plannedToDate(terms, asOf).value();
        }

        @Test
        void withoutADateTheTargetHoldsFromTheStart() {
            assertThat(planned(LEVEL, at(3))).isEqualTo(dec("60"));
            assertThat(planned(FLOW, at(3))).isEqualTo(dec("12"));
            assertThat(planned(promise(LEVEL, "20", "10"), at(3))).isEqualTo(dec("60"));
            assertThat(planned(LEVEL, at(-1))).isEqualTo(dec("0"));
        }

        @Test
        void withADateItRampsUpToIt() {
            MetricTerms ramping = due(LEVEL, at(10));
            assertThat(planned(ramping, at(5))).isEqualTo(dec("25"));
            assertThat(planned(ramping, at(10))).isEqualTo(dec("100"));
            assertThat(planned(ramping, at(12))).isEqualTo(dec("140"));
            assertThat(planned(due(LEVEL, at(-5)), at(3))).isEqualTo(dec("60"));
        }

        @Test
        void itEndsWithTheBenefit() {
            MetricTerms ending = lasting(LEVEL, START, at(2), Duration.ofHours(3));
            assertThat(planned(ending, at(99))).isEqualTo(dec("40"));
        }

        @Test
        void farFutureIsNoOverflow() {
            assertThat(planned(LEVEL, Instant.MAX)).isPositive();
        }
    }

    @Nested
    class FlowCurrent {

        private final MetricTerms daily = flowPer(FLOW, Period.DAY);

        private BigDecimal current(MetricTerms terms, Instant asOf, HourWindow... hours) {
            return RealisedValue.flowCurrent(terms, List.of(hours), asOf);
        }

        @Test
        void sumsTheTrailingPeriod() {
            assertThat(current(daily, at(30), hour(0, 1, "7"), hour(6, 1, "5"), hour(29, 1, "2")))
                    .isEqualTo(dec("7"));
        }

        @Test
        void hourAtTheEdgeCountsProRata() {
            assertThat(current(daily, at(30.25), hour(0, 1, "7"), hour(6, 1, "4")))
                    .isEqualTo(dec("3"));
        }

        @Test
        void shortMeasuringIsScaledUp() {
            assertThat(current(daily, at(6), hour(0, 1, "5"), hour(5, 1, "1")))
                    .isEqualTo(dec("24"));
        }

        @Test
        void firstMinutesAreNotBlownUp() {
            assertThat(current(daily, at(0.01), hour(0, 1, "5"))).isEqualTo(dec("120"));
        }

        @Test
        void whatLiesAfterAsOfDoesNotCount() {
            assertThat(current(daily, at(2), hour(0, 1, "5"), hour(2, 1, "9")))
                    .isEqualTo(dec("60"));
        }

        @Test
        void quietPeriodIsNoUnits() {
            assertThat(current(daily, at(99), hour(0, 1, "5"))).isEqualTo(dec("0"));
        }

        @Test
        void unknownWithoutMeasurementAndForALevel() {
            assertThat(current(daily, at(1))).isNull();
            assertThat(current(daily, at(1), hour(1, 1, "5"))).isNull();
            assertThat(current(LEVEL, at(1), hour(0, 1, "5"))).isNull();
        }
    }
}
