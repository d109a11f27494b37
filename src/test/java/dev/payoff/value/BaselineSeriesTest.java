package dev.payoff.value;

import static dev.payoff.value.Terms.COST;
import static dev.payoff.value.Terms.TICKETS;
import static dev.payoff.value.Terms.at;
import static dev.payoff.value.Terms.dec;
import static dev.payoff.value.Terms.due;
import static dev.payoff.value.Terms.hour;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.payoff.value.BaselineSeries.Step;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Baselines that change at dates, by figures worked out by hand. */
class BaselineSeriesTest {

    /** 50,000 at first, 46,000 from hour 2, 43,000 from the middle of hour 3. */
    private static final MetricTerms FALLING =
            COST.against(series(step(2, "46000"), step(3.5, "43000")));

    private static final List<HourWindow> FIVE_HOURS =
            IntStream.range(0, 5).mapToObj(i -> hour(i, 2, "88000")).toList();

    private static Step step(double hours, String baseline) {
        return new Step(at(hours), dec(baseline));
    }

    private static BaselineSeries series(Step... steps) {
        return new BaselineSeries(List.of(steps));
    }

    /** So much for a month, of one hour. */
    private static BigDecimal anHourOf(String month) {
        return dec(month).divide(dec("730.5"), MathContext.DECIMAL128);
    }

    private static void close(BigDecimal figure, BigDecimal byHand) {
        assertThat(figure).isCloseTo(byHand, within(dec("1e-25")));
    }

    @Test
    void eachHourOfALevelEarnsAgainstTheBaselineInForce() {
        // 6,000 twice, 2,000, half an hour of 2,000 and half of -1,000, then -1,000.
        close(RealisedValue.earned(FALLING, FIVE_HOURS, at(5)).value(), anHourOf("13500"));
        close(RealisedValue.earned(FALLING, FIVE_HOURS, at(3.25)).value(), anHourOf("14500"));
    }

    @Test
    void whatIsCarriedFollowsTheBaselineToo() {
        // From hour 1 on the reading of hour 0 is carried for three hours.
        List<HourWindow> one = List.of(hour(0, 1, "44000"));
        close(RealisedValue.earned(FALLING, one, at(9)).value(), anHourOf("14500"));
    }

    @Test
    void aFlowLosesTheBaselineOfEachPartOfAnHourAndItsUnitsCountOnce() {
        MetricTerms rising = TICKETS.against(series(step(0.5, "730.5"), step(1, "1461")));
        List<HourWindow> two = List.of(hour(0, 3, "5"), hour(1, 1, "5"));
        // 5 less half an hour of 100 a month and half of one an hour; then 5 less two an hour.
        BigDecimal first = dec("4.5").subtract(anHourOf("50"));
        BigDecimal byHand = first.add(dec("3")).multiply(dec("12"));
        close(RealisedValue.earned(rising, two, at(2)).value(), byHand);
        assertThat(RealisedValue.segments(rising, two, at(2)))
                .extracting(Segment::rate)
                .containsExactly(dec("5"), dec("0"), dec("5"));
    }

    @Test
    void eachPieceOfTheExplanationNamesItsOneBaselineAndTheyAddUpToTheLastDigit() {
        List<Segment> pieces = RealisedValue.segments(FALLING, FIVE_HOURS, at(5));
        assertThat(pieces)
                .extracting(Segment::from, Segment::to, Segment::baseline)
                .containsExactly(
                        tuple(at(0), at(1), dec("50000")),
                        tuple(at(1), at(2), dec("50000")),
                        tuple(at(2), at(3), dec("46000")),
                        tuple(at(3), at(3.5), dec("46000")),
                        tuple(at(3.5), at(4), dec("43000")),
                        tuple(at(4), at(5), dec("43000")));
        assertThat(pieces.stream().map(Segment::value).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(RealisedValue.earned(FALLING, FIVE_HOURS, at(5)).value());
    }

    @Test
    void aSeriesThatSaysTheSameAsTheConstantGivesTheSameDigits() {
        MetricTerms same = COST.against(series(step(-7, "50000"), step(90, "50000")));
        assertThat(RealisedValue.earned(same, FIVE_HOURS, at(4.7)))
                .isEqualTo(RealisedValue.earned(COST, FIVE_HOURS, at(4.7)));
        for (double hours : new double[] {1, 77.7, 100, 730.5}) {
            assertThat(RealisedValue.plannedToDate(due(same, at(100)), at(hours)).value())
                    .isEqualTo(RealisedValue.plannedToDate(due(COST, at(100)), at(hours)).value());
        }
    }

    @Test
    void whatIsPlannedIsTheTargetAgainstTheSameBaselines() {
        MetricTerms halfway = COST.against(series(step(365.25, "45000")));
        assertThat(RealisedValue.plannedToDate(halfway, at(730.5)).value())
                .as("15,000 for half a month, 10,000 for the other")
                .isEqualByComparingTo("12500");
        MetricTerms ramped = due(COST, at(730.5)).against(series(step(365.25, "45000")));
        assertThat(RealisedValue.plannedToDate(ramped, at(365.25)).value())
                .as("a mean of 3,750 for half a month")
                .isEqualByComparingTo("1875");
        assertThat(RealisedValue.plannedToDate(ramped, at(730.5)).value())
                .as("and then a mean of 38,750 against 45,000")
                .isEqualByComparingTo("5000");
        TargetProfile course =
                new TargetProfile(
                        List.of(
                                new TargetProfile.Point(at(0), dec("50000")),
                                new TargetProfile.Point(at(730.5), dec("35000"))));
        assertThat(RealisedValue.plannedToDate(halfway.with(course, true), at(730.5)).value())
                .isEqualByComparingTo("5000");
        assertThat(RealisedValue.promisedPerHour(halfway))
                .as("once at the target, against what holds then")
                .isEqualByComparingTo(anHourOf("10000"));
    }

    @Test
    void whoeverStaysAtTheTargetRealisesWhatIsPlanned() {
        List<HourWindow> atTarget =
                IntStream.range(0, 5).mapToObj(i -> hour(i, 1, "35000")).toList();
        close(
                RealisedValue.earned(FALLING, atTarget, at(5)).value(),
                RealisedValue.plannedToDate(FALLING, at(5)).value());
    }

    @Test
    void achievementIsMeasuredFromTheBaselineOfTheDay() {
        assertThat(RealisedValue.achievement(FALLING, dec("44000"), at(1.9)))
                .isEqualByComparingTo("0.4");
        assertThat(RealisedValue.achievement(FALLING, dec("44000"), at(2)))
                .isEqualByComparingTo(dec("2").divide(dec("11"), Decimals.DIGITS));
        assertThat(RealisedValue.achievement(FALLING, dec("44000"), at(4)))
                .isEqualByComparingTo("-0.125");
    }

    @Test
    void aBaselineBeyondTheTargetTurnsNoDirectionRound() {
        MetricTerms overtaken = COST.against(series(step(1, "30000")));
        List<HourWindow> two = List.of(hour(0, 1, "44000"), hour(1, 1, "28000"));
        // 6,000 of the first hour, 2,000 of the second: less is still better.
        close(RealisedValue.earned(overtaken, two, at(2)).value(), anHourOf("8000"));
        assertThat(RealisedValue.achievement(overtaken, dec("28000"), at(1)))
                .as("no improvement is promised any more")
                .isNull();
    }

    @Test
    void whatIsEarnedPerHourIsAgainstTheBaselineOfNow() {
        HourWindow last = hour(2, 1, "44000");
        assertThat(RealisedValue.earningPerHour(FALLING, last, at(3.4)))
                .isEqualByComparingTo(RealisedValue.tickPerHour(FALLING, last, at(3.4)));
        close(RealisedValue.earningPerHour(FALLING, last, at(3.4)), anHourOf("2000"));
        close(RealisedValue.earningPerHour(FALLING, last, at(3.5)), anHourOf("-1000"));
        MetricTerms rising = TICKETS.against(series(step(3, "730.5")));
        assertThat(RealisedValue.tickPerHour(rising, hour(2, 1, "5"), at(3)))
                .isEqualByComparingTo("-12");
    }

    @Test
    void withoutAConstantBaselineThereIsNoDirection() {
        MetricTerms none = Terms.promise(COST, null, "35000").against(series(step(0, "46000")));
        assertThat(RealisedValue.gaps(none)).containsExactly(Gap.NO_BASELINE);
        assertThat(none.baselineAt(at(1))).isNull();
    }

    @Test
    void timesRise() {
        assertThatThrownBy(() -> series(step(1, "1"), step(1, "2")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(BaselineSeriesTest::series).isInstanceOf(IllegalArgumentException.class);
    }
}
