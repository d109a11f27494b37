package dev.payoff.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.payoff.app.Moment;
import dev.payoff.portfolio.ProjectRef;
import dev.payoff.value.HourWindow;
import dev.payoff.value.Kind;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Period;
import dev.payoff.value.RealisedValue;
import dev.payoff.value.Valuation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** A metric that is worth 1 EUR an hour per unit below 100, measured at noon each day. */
class ForecastScoreTest {

    private static final long SEED = 20_261_122;
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final BigDecimal NINETY_PERCENT = new BigDecimal("0.9");

    private static Ledger ledger(int days, IntToDoubleFunction levelOfDay) {
        List<HourWindow> hours = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            hours.add(
                    new HourWindow(
                            START.plus(Duration.ofDays(day)),
                            1,
                            BigDecimal.valueOf(levelOfDay.applyAsDouble(day)),
                            BigDecimal.ZERO,
                            0));
        }
        MetricTerms terms =
                new MetricTerms(
                        Kind.LEVEL,
                        BigDecimal.valueOf(100),
                        BigDecimal.valueOf(50),
                        null,
                        BigDecimal.ONE,
                        BigDecimal.ONE,
                        new Valuation.PerPeriod(BigDecimal.ONE, Period.HOUR),
                        Period.HOUR,
                        START,
                        null,
                        Duration.ofHours(48));
        ProjectRef project =
                new ProjectRef(
                        new UUID(0, 1),
                        "cloud",
                        "Cloud",
                        "INFRASTRUCTURE",
                        "EUR",
                        START,
                        BigDecimal.ZERO,
                        0,
                        0,
                        false);
        Ledger.Entry entry =
                new Ledger.Entry(
                        new UUID(0, 2),
                        "cloud/cost",
                        "Cost",
                        "COST_REDUCTION",
                        "CURRENCY",
                        "EUR",
                        false,
                        terms,
                        false,
                        hours,
                        hours.getLast().sum(),
                        hours.getLast().start());
        Instant asOf = START.plus(Duration.ofDays(days)).plusSeconds(1_234);
        return new Ledger(project, new Moment(null, null, asOf), List.of(entry), List.of(), 0);
    }

    private static ForecastScore.Horizon of(ForecastScore score, int days) {
        return score.horizons().stream()
                .filter(horizon -> horizon.days() == days)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatEarnsTheSameEachDayIsForetoldToTheCent() {
        ForecastScore score = ForecastScore.of(ledger(120, day -> 90), NINETY_PERCENT);

        assertThat(score.reasons()).isEmpty();
        // The first forecast that has two weeks before it is of day 15 or so; the last of day 113.
        assertThat(score.forecasts()).isEqualTo(15);
        assertThat(of(score, 7).decided()).isEqualTo(15);
        assertThat(of(score, 28).decided()).isEqualTo(12);
        assertThat(of(score, 84).decided()).isEqualTo(4);
        assertThat(of(score, 28).error())
                .isCloseTo(BigDecimal.ZERO, within(new BigDecimal("1e-6")));
    }

    @Test
    void noiseAroundALevelIsHeldAboutAsOftenAsPromised() {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        int bounded = 0;
        double held = 0;
        double bias = 0;
        for (int series = 0; series < 12; series++) {
            double[] noise = random.doubles(240).map(u -> (u - 0.5) * 20).toArray();
            ForecastScore.Horizon week =
                    of(ForecastScore.of(ledger(240, day -> 80 + noise[day]), NINETY_PERCENT), 7);
            bounded += week.bounded();
            held += Objects.requireNonNull(week.held()).doubleValue() * week.bounded();
            bias += week.bias().doubleValue() / 12;
        }
        assertThat(bounded).isGreaterThan(250);
        assertThat(held / bounded).isBetween(0.84, 0.97);
        assertThat(bias).as("of 3,360 EUR a week").isBetween(-60.0, 60.0);
    }

    @Test
    void aBreakThatNobodyForesawIsSeenInTheScore() {
        ForecastScore score =
                ForecastScore.of(ledger(182, day -> day < 150 ? 80 : 98), NINETY_PERCENT);

        assertThat(of(score, 28).held()).isNotNull().isLessThan(NINETY_PERCENT);
        assertThat(of(score, 28).bias()).as("promised too much").isPositive();
    }

    @Test
    void withoutAPastThereIsNothingToScore() {
        ForecastScore score = ForecastScore.of(ledger(20, day -> 90), NINETY_PERCENT);

        assertThat(score.horizons()).isEmpty();
        assertThat(score.reasons()).singleElement().asString().contains("14 whole days");
    }

    @Test
    void whatHadBeenEarnedByAnEarlierHourIsWhatTheHoursBeforeItTell() {
        Ledger ledger = ledger(30, day -> 80 + day % 7);
        Earning all = Earning.of(ledger).getFirst();
        for (int hour = 0; hour < 30 * 24; hour += 5) {
            Instant at = START.plus(Duration.ofHours(hour));
            List<HourWindow> known =
                    ledger.entries().getFirst().hours().stream()
                            .filter(measured -> measured.start().isBefore(at))
                            .toList();
            assertThat(all.before(at).realised())
                    .isCloseTo(
                            RealisedValue.earned(all.terms(), known, at).value(),
                            within(new BigDecimal("1e-25")));
        }
    }
}
