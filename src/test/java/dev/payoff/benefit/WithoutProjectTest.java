package dev.payoff.benefit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.payoff.benefit.EvenSeries.Measured;
import dev.payoff.benefit.ProfileShape.Course;
import dev.payoff.benefit.ProfileShape.Ramp;
import dev.payoff.benefit.ProfileShape.Told;
import dev.payoff.value.Kind;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Period;
import dev.payoff.value.TargetProfile;
import dev.payoff.value.Valuation;
import dev.payoff.value.WindowSize;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A metric beside what it would have been, and the shapes of targets. */
class WithoutProjectTest {

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final int SEEDS = 200;
    private static final MetricTerms COST =
            new MetricTerms(
                    Kind.LEVEL,
                    new BigDecimal("50000"),
                    new BigDecimal("35000"),
                    null,
                    new BigDecimal("0.5"),
                    BigDecimal.ONE,
                    new Valuation.PerPeriod(BigDecimal.ONE, Period.DAY),
                    Period.MONTH,
                    FIRST,
                    null,
                    Duration.ofHours(3));

    private static Instant day(int index) {
        return FIRST.plus(Duration.ofDays(index));
    }

    /** Days around 50,000, from the go-live on 6,000 less. */
    private static EvenSeries days(int count, int goLive, long seed) {
        Random random = new Random(seed);
        List<Measured> measured = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double value = 50_000 + 400 * random.nextGaussian() - (i >= goLive ? 6_000 : 0);
            measured.add(new Measured(day(i), 2, BigDecimal.valueOf(2 * value)));
        }
        return EvenSeries.of(measured, Kind.LEVEL, WindowSize.DAY, ZoneOffset.UTC, day(count));
    }

    private static WithoutProject.Asked asked(
            int goLive, int placebos, @Nullable EvenSeries control) {
        return new WithoutProject.Asked(
                "cloud/cost",
                "EUR",
                COST,
                WindowSize.DAY,
                ZoneOffset.UTC,
                day(goLive),
                0.9,
                placebos,
                control);
    }

    @Test
    void theEffectIsToldInUnitsAndInMoney() {
        WithoutProject told = WithoutProject.of(asked(60, 5, null), days(80, 60, 5));
        assertThat(told.showsChange()).isTrue();
        assertThat(told.before()).isEqualTo(60);
        assertThat(told.points()).hasSize(20);
        assertThat(told.effect().lower()).isLessThan(new BigDecimal("-6000"));
        assertThat(told.effect().upper()).isGreaterThan(new BigDecimal("-6000")).isNegative();
        assertThat(told.improvement().value())
                .as("less is better: 20 days, 1 EUR a day, half of it this project's")
                .isCloseTo(
                        told.effect().value().multiply(BigDecimal.TEN.negate()),
                        within(new BigDecimal("0.000001")));
        assertThat(told.improvement().lower()).isLessThan(told.improvement().upper());
        assertThat(told.placebos()).hasSize(5);
    }

    @Test
    void placeboDatesShowNothing_butForWhatAShortPastPromisesTooMuch() {
        int shown = 0;
        int made = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            for (var placebo :
                    WithoutProject.of(asked(60, 5, null), days(80, 60, seed)).placebos()) {
                made++;
                shown += placebo.showsChange() ? 1 : 0;
            }
        }
        assertThat(made).isEqualTo(5 * SEEDS);
        System.out.println(shown + " of " + made + " placebos show a change");
        assertThat(shown / (double) made)
                .as("one in ten by the interval's word, one in five after a month or two of days")
                .isLessThan(0.22);
    }

    @Test
    void whatCannotBeToldIsNullWithAReason() {
        WithoutProject early = WithoutProject.of(asked(5, 0, null), days(30, 5, 5));
        assertThat(early.effect()).isNull();
        assertThat(early.reasons()).singleElement().asString().contains("5 whole periods");
        WithoutProject future = WithoutProject.of(asked(30, 0, null), days(30, 30, 5));
        assertThat(future.reasons()).singleElement().asString().contains("No whole period");
        WithoutProject other = WithoutProject.of(asked(20, 0, days(10, 10, 1)), days(40, 20, 5));
        assertThat(other.reasons()).singleElement().asString().contains("control");
    }

    @Test
    void aControlThatMovesAlikeExplainsTheMove() {
        EvenSeries dropped = days(80, 60, 5);
        WithoutProject told = WithoutProject.of(asked(60, 0, days(80, 60, 5)), dropped);
        assertThat(told.method()).isNull();
        assertThat(told.showsChange()).as("the control fell by the same").isFalse();
    }

    @Test
    void gapsCarryALevelAndAreNoUnitsOfAFlow() {
        List<Measured> measured =
                List.of(
                        new Measured(day(0), 1, BigDecimal.TEN),
                        new Measured(day(3), 2, BigDecimal.valueOf(40)));
        EvenSeries level =
                EvenSeries.of(measured, Kind.LEVEL, WindowSize.DAY, ZoneOffset.UTC, day(5));
        assertThat(level.values()).containsExactly(10.0, 10.0, 10.0, 20.0, 20.0);
        assertThat(level.filled()).isEqualTo(3);
        EvenSeries flow =
                EvenSeries.of(measured, Kind.FLOW, WindowSize.DAY, ZoneOffset.UTC, day(4));
        assertThat(flow.values()).containsExactly(10.0, 0.0, 0.0, 40.0);
    }

    @Test
    void daysFollowTheTenantsClockThroughItsChange() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant before = Instant.parse("2026-03-27T23:00:00Z");
        EvenSeries series =
                EvenSeries.of(
                        List.of(new Measured(before, 1, BigDecimal.ONE)),
                        Kind.LEVEL,
                        WindowSize.DAY,
                        berlin,
                        Instant.parse("2026-03-30T22:00:00Z"));
        assertThat(series.starts())
                .containsExactly(
                        before,
                        Instant.parse("2026-03-28T23:00:00Z"),
                        Instant.parse("2026-03-29T22:00:00Z"));
    }

    private static TargetProfile profile(ProfileShape shape) {
        return shape.course(new BigDecimal("100"), new BigDecimal("200"), FIRST, ZoneOffset.UTC)
                        instanceof Course.Points(TargetProfile points)
                ? points
                : null;
    }

    @Test
    void shapesBecomePointsAMonthApart() {
        TargetProfile curve = profile(new ProfileShape(null, Ramp.S_CURVE, 4, null, null));
        assertThat(curve.points())
                .extracting(point -> point.target().intValue())
                .as("3u² − 2u³ of the way")
                .containsExactly(100, 115, 150, 184, 200);
        assertThat(curve.points().getLast().at()).isEqualTo(Instant.parse("2026-05-01T00:00:00Z"));
        TargetProfile decay =
                profile(new ProfileShape(null, Ramp.LINEAR, 2, new BigDecimal("12"), 24));
        assertThat(decay.points()).hasSize(3 + 24);
        assertThat(decay.points().get(1).target()).isEqualByComparingTo("150");
        assertThat(decay.points().get(2 + 12).target())
                .as("half is gone")
                .isEqualByComparingTo("150");
        assertThat(decay.points().getLast().target()).isEqualByComparingTo("125");
    }

    @Test
    void pointsRiseAndAreNotToldWithAShape() {
        ProfileShape falling =
                new ProfileShape(
                        List.of(
                                new Told("2026-02-01", BigDecimal.ONE),
                                new Told("2026-01-01", BigDecimal.ONE)),
                        null,
                        null,
                        null,
                        null);
        assertThat(falling.course(null, null, null, ZoneOffset.UTC))
                .isInstanceOf(Course.Wrong.class);
        ProfileShape both =
                new ProfileShape(
                        List.of(new Told("2026-02-01", BigDecimal.ONE)),
                        Ramp.LINEAR,
                        null,
                        null,
                        null);
        assertThat(both.course(null, null, null, ZoneOffset.UTC)).isInstanceOf(Course.Wrong.class);
        ProfileShape nothing = new ProfileShape(null, null, null, null, null);
        assertThat(nothing.course(BigDecimal.ONE, BigDecimal.TEN, FIRST, ZoneOffset.UTC))
                .isInstanceOf(Course.Wrong.class);
    }
}
