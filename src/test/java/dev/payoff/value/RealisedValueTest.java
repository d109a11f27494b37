package dev.payoff.value;

import static dev.payoff.value.Terms.COST;
import static dev.payoff.value.Terms.START;
import static dev.payoff.value.Terms.TICKETS;
import static dev.payoff.value.Terms.at;
import static dev.payoff.value.Terms.dec;
import static dev.payoff.value.Terms.flowPer;
import static dev.payoff.value.Terms.hour;
import static dev.payoff.value.Terms.lasting;
import static dev.payoff.value.Terms.promise;
import static dev.payoff.value.Terms.valued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RealisedValueTest {

    /** Baseline 10, target 20, 2 EUR per unit and hour: at 15 an hour earns 10 EUR. */
    static final MetricTerms LEVEL =
            valued(
                    promise(COST, "10", "20"),
                    new Valuation.PerPeriod(dec("2"), Period.HOUR),
                    "1",
                    "1");

    /** Baseline 1 and target 3 units an hour, 2 EUR each: an hour of 4 units earns 6 EUR. */
    static final MetricTerms FLOW =
            flowPer(
                    valued(promise(TICKETS, "1", "3"), new Valuation.PerUnit(dec("2")), "1", "1"),
                    Period.HOUR);

    private static BigDecimal value(MetricTerms terms, Instant asOf, HourWindow... hours) {
        return RealisedValue.earned(terms, List.of(hours), asOf).value();
    }

    @Nested
    class OfALevel {

        @Test
        void openHourCountsUntilAsOf() {
            assertThat(value(LEVEL, at(0.25), hour(0, 1, "15"))).isEqualTo(dec("2.5"));
            assertThat(value(LEVEL, at(0), hour(0, 1, "15"))).isEqualTo(dec("0"));
            assertThat(value(LEVEL, START.plusNanos(36), hour(0, 1, "15")))
                    .isEqualTo(dec("0.0000000001"));
        }

        @Test
        void hourIsWorthItsMeanWhateverTheNumberOfReadings() {
            assertThat(value(LEVEL, at(1), hour(0, 4, "60"))).isEqualTo(dec("10"));
        }

        @Test
        void gapIsCarriedUntilTheNextMeasuredHour() {
            assertThat(value(LEVEL, at(3), hour(0, 1, "15"), hour(2, 1, "20")))
                    .isEqualTo(dec("40"));
        }

        @Test
        void gapIsCarriedForAtMostTheStalenessAfterTheHour() {
            assertThat(value(LEVEL, at(4), hour(0, 1, "15"))).isEqualTo(dec("40"));
            assertThat(value(LEVEL, at(100), hour(0, 1, "15"))).isEqualTo(dec("40"));
            assertThat(value(LEVEL, at(11), hour(0, 1, "15"), hour(10, 1, "15")))
                    .isEqualTo(dec("50"));
        }

        @Test
        void worseThanTheBaselineEarnsNegative() {
            assertThat(value(LEVEL, at(1), hour(0, 1, "4"))).isEqualTo(dec("-12"));
        }

        @Test
        void whatADisbenefitMovesTowardsItsTargetCosts() {
            assertThat(value(LEVEL.asDisbenefit(true), at(1), hour(0, 1, "15")))
                    .isEqualTo(dec("-10"));
            assertThat(value(promise(LEVEL, "10", "5").asDisbenefit(true), at(1), hour(0, 1, "4")))
                    .isEqualTo(dec("-12"));
            assertThat(RealisedValue.promisedPerHour(LEVEL.asDisbenefit(true)))
                    .isEqualByComparingTo("-20");
            assertThat(LEVEL.asDisbenefit(false)).isEqualTo(LEVEL);
        }

        @Test
        void whereLessIsBetterTheSignTurns() {
            assertThat(value(promise(LEVEL, "10", "5"), at(1), hour(0, 1, "4")))
                    .isEqualTo(dec("12"));
        }

        @Test
        void shareTakesItsPart() {
            MetricTerms half = valued(LEVEL, LEVEL.valuation(), "0.5", "1");
            assertThat(value(half, at(1), hour(0, 1, "15"))).isEqualTo(dec("5"));
        }

        @Test
        void onlyTheBenefitPeriodCounts() {
            MetricTerms bounded = lasting(LEVEL, at(0.5), at(1.75), Duration.ofHours(3));
            assertThat(RealisedValue.segments(bounded, List.of(hour(0, 1, "15")), at(9)))
                    .extracting(Segment::from, Segment::to, Segment::carried, Segment::value)
                    .containsExactly(
                            tuple(at(0.5), at(1), false, dec("5")),
                            tuple(at(1), at(1.75), true, dec("7.5")));
        }

        @Test
        void benefitThatEndsBeforeItStartsIsNone() {
            MetricTerms inverted = lasting(LEVEL, at(2), at(1), Duration.ofHours(3));
            assertThat(value(inverted, at(9), hour(0, 1, "15"))).isEqualTo(dec("0"));
            assertThat(RealisedValue.plannedToDate(inverted, at(9)).value()).isEqualTo(dec("0"));
        }
    }

    @Nested
    class OfAFlow {

        @Test
        void unitsCountLessWhatTheBaselineWouldHaveBrought() {
            assertThat(value(FLOW, at(1), hour(0, 2, "4"))).isEqualTo(dec("6"));
        }

        @Test
        void openHourHasAllItsUnitsAndPartOfTheBaseline() {
            assertThat(value(FLOW, at(0.5), hour(0, 2, "4"))).isEqualTo(dec("7"));
        }

        @Test
        void hourThatTheBenefitCutsKeepsAllItsUnits() {
            MetricTerms late = lasting(FLOW, at(0.75), null, Duration.ZERO);
            assertThat(value(late, at(1), hour(0, 2, "4"))).isEqualTo(dec("7.5"));
        }

        @Test
        void hourOutsideTheBenefitHasNoUnits() {
            MetricTerms later = lasting(FLOW, at(1), null, Duration.ofHours(1));
            assertThat(value(later, at(9), hour(0, 2, "4"))).isEqualTo(dec("-2"));
        }

        @Test
        void silentHoursAreHoursOfNoUnitsUntilStale() {
            assertThat(value(FLOW, at(2), hour(0, 2, "4"))).isEqualTo(dec("4"));
            assertThat(value(FLOW, at(99), hour(0, 2, "4"))).isEqualTo(dec("0"));
        }

        @Test
        void whatHasNeverSpokenEarnsNothing() {
            assertThat(value(FLOW, at(99))).isEqualTo(dec("0"));
        }
    }

    @Nested
    class Weighted {

        @Test
        void takesTheMeanOfToldConfidencesAndTheMetricsOwn() {
            MetricTerms doubted = valued(LEVEL, LEVEL.valuation(), "1", "0.5");
            // Two readings told 1 and 0.8, two told nothing: (1.8 + 2 · 0.5) / 4 = 0.7.
            Earned earned =
                    RealisedValue.earned(doubted, List.of(hour(0, 4, "60", "1.8", 2)), at(1));
            assertThat(earned).isEqualTo(new Earned(dec("10"), dec("7")));
        }

        @Test
        void carriesTheConfidenceOfItsHour() {
            Earned earned = RealisedValue.earned(LEVEL, List.of(hour(0, 1, "15", "0.3", 1)), at(2));
            assertThat(earned).isEqualTo(new Earned(dec("20"), dec("6")));
        }
    }

    @Nested
    class Explained {

        @Test
        void everySegmentNamesItsHourItsRateAndItsMoney() {
            HourWindow first = hour(0, 3, "10");
            HourWindow second = hour(2, 1, "20");
            assertThat(RealisedValue.segments(LEVEL, List.of(first, second), at(2.5)))
                    .extracting(Segment::hour, Segment::carried, Segment::rate)
                    .containsExactly(
                            tuple(first, false, dec("3.333333333333333333333333333333333")),
                            tuple(first, true, dec("3.333333333333333333333333333333333")),
                            tuple(second, false, dec("20")));
            assertThat(RealisedValue.segments(FLOW, List.of(first, second), at(2.5)))
                    .extracting(Segment::rate)
                    .containsExactly(dec("10"), dec("0"), dec("20"));
        }

        @Test
        void hoursOutOfOrderAreRefused() {
            List<HourWindow> twice = List.of(hour(1, 1, "1"), hour(1, 1, "1"));
            assertThatThrownBy(() -> RealisedValue.earned(LEVEL, twice, at(2)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ascend");
        }
    }

    @Nested
    class PerHour {

        private final HourWindow last = hour(0, 2, "30");

        @Test
        void aLevelEarnsItsRateUntilStale() {
            assertThat(RealisedValue.earningPerHour(LEVEL, last, at(0))).isEqualTo(dec("10"));
            assertThat(RealisedValue.earningPerHour(LEVEL, last, at(3.999))).isEqualTo(dec("10"));
            assertThat(RealisedValue.earningPerHour(LEVEL, last, at(4))).isEqualTo(dec("0"));
        }

        @Test
        void nothingIsEarnedOutsideTheBenefitOrBeforeTheHour() {
            MetricTerms bounded = lasting(LEVEL, at(1), at(2), Duration.ofHours(3));
            assertThat(RealisedValue.earningPerHour(bounded, last, at(0.9))).isEqualTo(dec("0"));
            assertThat(RealisedValue.earningPerHour(bounded, last, at(1))).isEqualTo(dec("10"));
            assertThat(RealisedValue.earningPerHour(bounded, last, at(2))).isEqualTo(dec("0"));
            assertThat(RealisedValue.earningPerHour(LEVEL, last, at(-1))).isEqualTo(dec("0"));
            assertThat(RealisedValue.earningPerHour(LEVEL, null, at(1))).isEqualTo(dec("0"));
            assertThat(RealisedValue.tickPerHour(LEVEL, null, at(1))).isEqualTo(dec("0"));
        }

        @Test
        void aFlowEarnsWhatItsLastHourEarned() {
            assertThat(RealisedValue.earningPerHour(FLOW, last, at(0.5))).isEqualTo(dec("58"));
        }

        @Test
        void aFlowsRunningHourIsFilledUpWithWhatTheHourBeforeStillLends() {
            HourWindow before = hour(0, 8, "40");
            assertThat(perHour(FLOW, at(1), before, hour(1, 1, "1"))).isEqualTo(dec("80"));
            assertThat(perHour(FLOW, at(1.25), before, hour(1, 2, "10"))).isEqualTo(dec("78"));
            assertThat(perHour(FLOW, at(2), before, hour(1, 8, "20"))).isEqualTo(dec("38"));
            assertThat(perHour(FLOW, at(2.5), before, hour(1, 8, "20"))).isEqualTo(dec("38"));
        }

        @Test
        void anHourThatWasNotMeasuredOrDoesNotCountLendsNothing() {
            HourWindow running = hour(2, 2, "10");
            assertThat(perHour(FLOW, at(2.25), running)).isEqualTo(dec("18"));
            assertThat(perHour(FLOW, at(2.25), hour(0, 8, "40"), running)).isEqualTo(dec("18"));
            MetricTerms fresh = lasting(FLOW, at(2), null, Duration.ofHours(3));
            assertThat(perHour(fresh, at(2.25), hour(1, 8, "40"), running)).isEqualTo(dec("18"));
        }

        @Test
        void aLevelsRunningHourSpeaksForItself() {
            assertThat(perHour(LEVEL, at(1.25), hour(0, 1, "20"), hour(1, 1, "15")))
                    .isEqualTo(dec("10"));
        }

        private static BigDecimal perHour(MetricTerms terms, Instant asOf, HourWindow... hours) {
            HourWindow typical = RealisedValue.typicalHour(terms, List.of(hours), asOf);
            return RealisedValue.earningPerHour(terms, typical, asOf);
        }

        @Test
        void tickIsTheSlopeOfRealisedValue() {
            for (MetricTerms terms : List.of(LEVEL, FLOW)) {
                for (double hours : new double[] {0.25, 1.5, 3.5, 6}) {
                    BigDecimal slope =
                            value(terms, at(hours + 0.25), last)
                                    .subtract(value(terms, at(hours), last))
                                    .multiply(dec("4"));
                    assertThat(RealisedValue.tickPerHour(terms, last, at(hours)))
                            .isEqualByComparingTo(slope);
                }
            }
        }

        @Test
        void unknownValueEarnsNothing() {
            MetricTerms unknown = promise(LEVEL, null, "20");
            assertThat(RealisedValue.earningPerHour(unknown, last, at(0.5))).isEqualTo(dec("0"));
            assertThat(RealisedValue.tickPerHour(unknown, last, at(0.5))).isEqualTo(dec("0"));
        }
    }

    @Test
    void freshnessEndsWhereCarryingEnds() {
        assertThat(RealisedValue.freshness(LEVEL, null, at(0))).isEqualTo(Freshness.NO_DATA);
        assertThat(RealisedValue.freshness(LEVEL, at(0.7), at(3.999))).isEqualTo(Freshness.LIVE);
        assertThat(RealisedValue.freshness(LEVEL, at(0.7), at(4))).isEqualTo(Freshness.STALE);
    }

    @Test
    void unknownValueHasItsReasons() {
        Valuation perHour = LEVEL.valuation();
        assertThat(RealisedValue.gaps(LEVEL)).isEmpty();
        assertThat(RealisedValue.gaps(FLOW)).isEmpty();
        assertThat(RealisedValue.gaps(promise(LEVEL, null, "1"))).containsExactly(Gap.NO_BASELINE);
        assertThat(RealisedValue.gaps(promise(LEVEL, "1", null))).containsExactly(Gap.NO_TARGET);
        assertThat(RealisedValue.gaps(promise(LEVEL, "1", "1.0")))
                .containsExactly(Gap.TARGET_IS_BASELINE);
        assertThat(RealisedValue.gaps(valued(LEVEL, null, "1", "1")))
                .containsExactly(Gap.NO_VALUATION);
        assertThat(RealisedValue.gaps(valued(FLOW, perHour, "1", "1")))
                .containsExactly(Gap.VALUATION_DOES_NOT_FIT);
        assertThat(RealisedValue.gaps(valued(LEVEL, FLOW.valuation(), "1", "1")))
                .containsExactly(Gap.VALUATION_DOES_NOT_FIT);
        MetricTerms nothing =
                lasting(
                        valued(promise(LEVEL, null, null), null, "1", "1"),
                        null,
                        null,
                        Duration.ZERO);
        assertThat(RealisedValue.gaps(nothing))
                .containsExactly(
                        Gap.NO_BASELINE, Gap.NO_TARGET, Gap.NO_VALUATION, Gap.NO_BENEFIT_START)
                .allSatisfy(gap -> assertThat(gap.sentence()).endsWith("."));
        assertThat(RealisedValue.segments(nothing, List.of(hour(0, 1, "1")), at(1))).isEmpty();
        assertThat(RealisedValue.plannedToDate(nothing, at(1)))
                .isEqualTo(new Planned(null, RealisedValue.gaps(nothing)));
    }

    @Test
    void stalenessIsBounded() {
        assertThat(lasting(LEVEL, START, null, Duration.ofSeconds(Long.MAX_VALUE)).staleness())
                .isEqualTo(MetricTerms.MAX_STALENESS);
        assertThatThrownBy(() -> lasting(LEVEL, START, null, Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
