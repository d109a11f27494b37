package dev.payoff.value;

import static dev.payoff.value.Terms.COST;
import static dev.payoff.value.Terms.at;
import static dev.payoff.value.Terms.dec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payoff.value.TargetProfile.Point;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A target that moves: where it stands, what achievement is measured by, what it plans. */
class TargetProfileTest {

    /** From the baseline at the start to the target after 100 hours. */
    private static final TargetProfile RAMP =
            new TargetProfile(
                    List.of(new Point(at(0), dec("50000")), new Point(at(100), dec("35000"))));

    @Test
    void movesStraightBetweenItsPointsAndHoldsOutside() {
        assertThat(RAMP.at(at(-5))).isEqualByComparingTo("50000");
        assertThat(RAMP.at(at(0))).isEqualByComparingTo("50000");
        assertThat(RAMP.at(at(40))).isEqualByComparingTo("44000");
        assertThat(RAMP.at(at(100))).isEqualByComparingTo("35000");
        assertThat(RAMP.at(at(500))).isEqualByComparingTo("35000");
    }

    @Test
    void achievementIsMeasuredByTheTargetOfTheDay() {
        MetricTerms moving = COST.with(RAMP, true);
        assertThat(RealisedValue.achievement(moving, dec("47000"), at(40)))
                .as("half of what is due by then")
                .isEqualByComparingTo("0.5");
        assertThat(RealisedValue.achievement(moving, dec("47000"), at(200)))
                .isEqualByComparingTo("0.2");
        assertThat(RealisedValue.achievement(moving, dec("47000"), at(0)))
                .as("nothing was due yet")
                .isNull();
    }

    @Test
    void plansTheSameAsARampToADate() {
        MetricTerms dated =
                new MetricTerms(
                        COST.kind(),
                        COST.baseline(),
                        COST.target(),
                        at(100),
                        COST.share(),
                        COST.confidence(),
                        COST.valuation(),
                        COST.flowPer(),
                        COST.benefitStart(),
                        null,
                        COST.staleness());
        MetricTerms moving = COST.with(RAMP, true);
        for (double hours : new double[] {0, 1, 50, 100, 730.5}) {
            BigDecimal byProfile = RealisedValue.plannedToDate(moving, at(hours)).value();
            BigDecimal byDate = RealisedValue.plannedToDate(dated, at(hours)).value();
            MathContext digits = new MathContext(30);
            assertThat(byProfile.round(digits)).isEqualByComparingTo(byDate.round(digits));
        }
    }

    @Test
    void decayPlansLessThanHoldingOn() {
        TargetProfile decay =
                new TargetProfile(
                        List.of(
                                new Point(at(0), dec("35000")),
                                new Point(at(730.5), dec("42500"))));
        assertThat(RealisedValue.plannedToDate(COST.with(decay, true), at(730.5)).value())
                .as("the mean of 15,000 and 7,500 for one month")
                .isEqualByComparingTo("11250");
    }

    @Test
    void changesNothingThatWasEarned() {
        List<HourWindow> hours = List.of(Terms.hour(1, 1, "44000"), Terms.hour(2, 2, "90000"));
        assertThat(RealisedValue.earned(COST.with(RAMP, false), hours, at(9)))
                .isEqualTo(RealisedValue.earned(COST, hours, at(9)));
    }

    @Test
    void timesRise() {
        Point point = new Point(at(1), BigDecimal.ONE);
        assertThatThrownBy(() -> new TargetProfile(List.of(point, point)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TargetProfile(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
