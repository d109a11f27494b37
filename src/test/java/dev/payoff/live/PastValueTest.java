package dev.payoff.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payoff.live.promql.QueryRefused;
import dev.payoff.value.DatedAmount;
import dev.payoff.value.HourWindow;
import dev.payoff.value.Kind;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Period;
import dev.payoff.value.RealisedValue;
import dev.payoff.value.Segment;
import dev.payoff.value.Valuation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Value told backwards from now is the value as of then; moments and steps are read within bounds.
 */
class PastValueTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private static Instant hour(long number) {
        return START.plus(Duration.ofHours(number));
    }

    private static MetricTerms terms(Kind kind) {
        return new MetricTerms(
                kind,
                new BigDecimal("50"),
                new BigDecimal("20"),
                null,
                new BigDecimal("0.7"),
                BigDecimal.ONE,
                kind == Kind.LEVEL
                        ? new Valuation.PerPeriod(new BigDecimal("3"), Period.MONTH)
                        : new Valuation.PerUnit(new BigDecimal("3")),
                Period.MONTH,
                hour(5),
                null,
                Duration.ofHours(4));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void ofHoursBeforeTheFirstMomentNoneIsNeeded(Kind kind) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<HourWindow> hours = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                if (random.nextInt(3) > 0) {
                    hours.add(
                            new HourWindow(
                                    hour(i),
                                    1 + random.nextInt(3),
                                    BigDecimal.valueOf(random.nextInt(9_000), 2),
                                    BigDecimal.ZERO,
                                    0));
                }
            }
            Instant present = hour(61);
            int first = random.nextInt(55);
            Grid grid = Grid.between(hour(first), present, Duration.ofHours(1));
            List<HourWindow> since = new ArrayList<>(hours);
            while (since.size() > 1 && since.get(1).start().isBefore(grid.start())) {
                since.removeFirst();
            }

            List<BigDecimal> told =
                    PastValue.realised(
                            RealisedValue.earned(terms(kind), hours, present).value(),
                            RealisedValue.segments(terms(kind), since, present),
                            Segment::value,
                            grid,
                            present);

            for (int i = 0; i < grid.points(); i++) {
                Instant at = grid.moment(i);
                List<HourWindow> byThen =
                        hours.stream().filter(it -> it.start().isBefore(at)).toList();
                assertThat(told.get(i).setScale(20, RoundingMode.HALF_EVEN))
                        .as("seed %d, round %d, at %s", seed, round, at)
                        .isEqualByComparingTo(
                                RealisedValue.earned(terms(kind), byThen, at)
                                        .value()
                                        .setScale(20, RoundingMode.HALF_EVEN));
            }
        }
    }

    @Test
    void anHourThatBeginsAtAMomentSaysNothingOfItYet() {
        List<HourWindow> hours =
                List.of(
                        new HourWindow(hour(6), 1, new BigDecimal("40"), BigDecimal.ZERO, 0),
                        new HourWindow(hour(7), 1, new BigDecimal("30"), BigDecimal.ZERO, 0));
        Grid grid = Grid.between(hour(6), hour(8), Duration.ofHours(1));
        MetricTerms terms = terms(Kind.LEVEL);
        assertThat(PastValue.earning(terms, hours, grid, hour(8)))
                .containsExactly(
                        BigDecimal.ZERO,
                        RealisedValue.earningPerHour(terms, hours.get(0), hour(7)),
                        RealisedValue.earningPerHour(terms, hours.get(1), hour(8)));
    }

    @Test
    void whatIsToComeIsNotToldAndAClockThatIsAheadIsForgiven() {
        Grid grid = Grid.between(hour(0), hour(1), Duration.ofMinutes(4));
        List<BigDecimal> told =
                PastValue.realised(BigDecimal.TEN, List.of(), Segment::value, grid, hour(0));
        assertThat(told.subList(0, 3)).containsExactly(BigDecimal.TEN, BigDecimal.TEN, null);
        assertThat(
                        PastValue.spent(
                                List.of(
                                        new DatedAmount(
                                                LocalDate.parse("2026-03-01"), BigDecimal.ONE)),
                                Grid.between(hour(-1), hour(1), Duration.ofHours(1)),
                                hour(0)))
                .containsExactly(BigDecimal.ZERO, BigDecimal.ONE, null);
    }

    @ParameterizedTest
    @CsvSource({
        "4,1970-01-01T00:00:04Z",
        "1435781451.781,2015-07-01T20:10:51.781Z",
        "-1,1969-12-31T23:59:59Z",
        "2026-02-02T11:00:00Z,2026-02-02T11:00:00Z",
        "2026-02-02T12:00:00 01:00,2026-02-02T11:00:00Z"
    })
    void momentsAreSecondsOrTimes(String text, Instant wanted) {
        assertThat(PrometheusTime.moment("time", text)).isEqualTo(wanted);
    }

    @Test
    void otherMomentsAndStepsAreRefused() {
        for (String text :
                new String[] {"", "now", "1e99", "9".repeat(40), "2026-02-30T00:00:00Z"}) {
            assertThatThrownBy(() -> PrometheusTime.moment("time", text))
                    .as(text)
                    .isInstanceOf(QueryRefused.class);
        }
        assertThat(PrometheusTime.step("15")).isEqualTo(Duration.ofSeconds(15));
        assertThat(PrometheusTime.step("1h")).isEqualTo(Duration.ofHours(1));
        for (String text : new String[] {"", "0s", "later"}) {
            assertThatThrownBy(() -> PrometheusTime.step(text))
                    .as(text)
                    .isInstanceOf(QueryRefused.class);
        }
        assertThatThrownBy(() -> Grid.between(hour(1), hour(0), Duration.ofHours(1)))
                .hasMessageContaining("before its start");
        assertThatThrownBy(() -> Grid.between(hour(0), hour(1), Duration.ZERO))
                .hasMessageContaining("step");
        assertThat(Grid.between(hour(0), hour(11_000 - 1), Duration.ofHours(1)).points())
                .isEqualTo(11_000);
        assertThatThrownBy(() -> Grid.between(hour(0), hour(11_000), Duration.ofHours(1)))
                .hasMessageContaining("at most 11000");
    }
}
