package dev.payoff.analytics.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.payoff.analytics.forecast.Cumulative.Result;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the next periods add up to. */
class CumulativeTest {

    private static final double[] TEN = {10, 10, 10, 10, 10, 10};

    private static double[] filled(int length, double value) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }

    @Test
    void whatNeverMovedGoesOnWithoutAMargin() {
        Result result = Cumulative.of(filled(30, 10), 7, 3, 0.9);
        assertThat(result.totals()).containsExactly(10.0, 20.0, 30.0);
        assertThat(result.margins()).containsExactly(0.0, 0.0, 0.0);
        assertThat(result.season()).isZero();
    }

    @Test
    void errorsOfTotalsAreThoseOfEveryPlaceInThePast() {
        double[] values = {10, 10, 10, 10, 10, 10, 12, 8, 11};
        List<List<Double>> errors =
                Cumulative.errors(Fit.of(Method.NAIVE, TEN, 0), values, TEN.length);
        // From 10: 12, 12 + 8 and 12 + 8 + 11 against 10, 20 and 30. From 12: 8 and 8 + 11 against
        // 12 and 24. From 8: 11 against 8.
        assertThat(errors).containsExactly(List.of(2.0, 4.0, 3.0), List.of(0.0, 5.0), List.of(1.0));
    }

    @Test
    void marginsAreQuantilesOfThoseErrorsAndGrowByTheMethodsOwnError() {
        List<List<Double>> errors =
                List.of(List.of(2.0, 4.0, 3.0), List.of(0.0, 5.0), List.of(1.0));
        double[] spread = Cumulative.spread(Fit.of(Method.NAIVE, TEN, 0), 3);
        // A walk: an error moves each later period, so totals weigh it by 1, 2, 3.
        assertThat(spread[1]).isEqualTo(Math.sqrt(1 + 4), within(1e-12));
        assertThat(spread[2]).isEqualTo(Math.sqrt(1 + 4 + 9), within(1e-12));
        // Coverage one half: the 2nd of 2, 3, 4, and the 2nd of 0, 5.
        List<Double> margins = Cumulative.margins(errors, 0.5, 2, spread);
        assertThat(margins).hasSize(3).startsWith(3.0, 5.0);
        assertThat(margins.getLast()).isEqualTo(5 * Math.sqrt(14.0 / 5), within(1e-12));
    }

    @Test
    void aMarginIsNeverLessThanThatOfFewerPeriods() {
        List<Double> margins =
                Cumulative.margins(
                        List.of(List.of(7.0, 7.0), List.of(1.0, 1.0)),
                        0.5,
                        2,
                        new double[] {1, 1.5});
        assertThat(margins).containsExactly(7.0, 7.0);
    }

    @Test
    void theErrorOfSimpleSmoothingGrowsByItsClosedForm() {
        double[] values = {12, 9, 14, 11, 8, 13, 10, 12, 15, 9, 11, 14};
        Fit fit = Fit.of(Method.SIMPLE, values, 0);
        double alpha = Fit.simple(values).alpha();
        double[] spread = Cumulative.spread(fit, 40);
        for (int h = 1; h <= 40; h++) {
            double variance = h * (1 + alpha * (h - 1) + alpha * alpha * (h - 1) * (2 * h - 1) / 6);
            assertThat(spread[h - 1]).isEqualTo(Math.sqrt(variance), within(1e-9));
        }
    }

    @Test
    void weekendsAreForecastAsWeekends() {
        Random random = new Random(5);
        double[] values = new double[70];
        for (int day = 0; day < values.length; day++) {
            values[day] = (day % 7 >= 5 ? 20 : 100) + random.nextGaussian();
        }
        Result result = Cumulative.of(values, 7, 7, 0.9);
        assertThat(result.season()).isEqualTo(7);
        assertThat(result.totals().get(4)).isEqualTo(500, within(15.0));
        assertThat(result.totals().get(6)).isEqualTo(540, within(20.0));
    }

    /** Seeds 1 to 200 each; what is told by errors of the past, and what is grown beyond them. */
    @Test
    void theBoundsHoldAboutAsOftenAsTheyPromise() {
        for (boolean walks : new boolean[] {false, true}) {
            int[] ahead = {1, 7, 20, 60};
            int[] held = new int[ahead.length];
            for (int seed = 1; seed <= 200; seed++) {
                Random random = new Random(seed);
                double[] values = new double[160];
                double level = 100;
                for (int day = 0; day < values.length; day++) {
                    level += walks ? random.nextGaussian() : 0;
                    values[day] = level + (walks ? 0 : 5 * random.nextGaussian());
                }
                Result result = Cumulative.of(Arrays.copyOf(values, 100), 0, 60, 0.9);
                for (int i = 0; i < ahead.length; i++) {
                    double sum = Arrays.stream(values, 100, 100 + ahead[i]).sum();
                    double off = Math.abs(sum - result.totals().get(ahead[i] - 1));
                    held[i] += off <= result.margins().get(ahead[i] - 1) ? 1 : 0;
                }
            }
            assertThat(held)
                    .as("of 200, walking %s, held %s", walks, Arrays.toString(held))
                    .satisfies(all -> assertThat(all[0]).isBetween(165, 195))
                    .satisfies(all -> assertThat(all[1]).isBetween(165, 195))
                    .satisfies(all -> assertThat(all[2]).isBetween(150, 195))
                    .satisfies(all -> assertThat(all[3]).isBetween(145, 195));
        }
    }

    @Test
    void aShortPastHasNoMarginForAHighCoverage() {
        double[] values = filled(14, 3);
        values[13] = 4;
        assertThat(Cumulative.of(values, 0, 5, 0.9).margins()).isNull();
        assertThat(Cumulative.of(values, 0, 5, 0.5).margins()).hasSize(5);
    }

    @Test
    void lessThanTwoWeeksAreRefused() {
        assertThatThrownBy(() -> Cumulative.of(filled(13, 1), 0, 5, 0.9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("14");
    }
}
