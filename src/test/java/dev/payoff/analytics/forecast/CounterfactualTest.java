package dev.payoff.analytics.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payoff.analytics.forecast.Counterfactual.Result;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What would have been without the project. */
class CounterfactualTest {

    private static final int SERIES = 300;

    /** Noise around a level, with weekends where asked for. */
    private static double[] series(Random random, int length, boolean weeks) {
        double[] values = new double[length];
        for (int t = 0; t < length; t++) {
            values[t] = 200 + 5 * random.nextGaussian() + (weeks && t % 7 >= 5 ? -60 : 0);
        }
        return values;
    }

    private static Result at(double[] values, int goLive, int season) {
        return Counterfactual.of(
                Arrays.copyOf(values, goLive),
                Arrays.copyOfRange(values, goLive, values.length),
                season,
                0.9);
    }

    @Test
    void findsALiftThatIsThere() {
        Random random = new Random(7);
        double[] values = series(random, 120, false);
        for (int t = 90; t < 120; t++) {
            values[t] += 20;
        }
        Result result = at(values, 90, 7);
        assertThat(result.showsChange()).isTrue();
        assertThat(result.effectMargin()).isNotNull();
        assertThat(Math.abs(result.effect() - 20)).isLessThanOrEqualTo(result.effectMargin());
    }

    @Test
    void weekendsAreNoEffect() {
        int shown = 0;
        int shownWithoutSeasons = 0;
        for (int seed = 1; seed <= 60; seed++) {
            double[] values = series(new Random(seed), 110, true);
            Result result = at(values, 105, 7);
            assertThat(result.season()).isEqualTo(7);
            shown += result.showsChange() ? 1 : 0;
            double before = Seasons.mean(values, 0, 105);
            double after = Seasons.mean(values, 105, 110);
            shownWithoutSeasons += Math.abs(after - before) > 10 ? 1 : 0;
        }
        assertThat(shownWithoutSeasons).as("five weekdays against whole weeks").isEqualTo(60);
        assertThat(shown).as("of 60 placebos that end before a weekend").isLessThan(15);
    }

    @Test
    void placeboDatesShowNothingAsOftenAsTheCoverageSays() {
        int shown = 0;
        int covered = 0;
        int points = 0;
        for (int seed = 1; seed <= SERIES; seed++) {
            double[] values = series(new Random(seed), 90, false);
            Result result = at(values, 80, 0);
            shown += result.showsChange() ? 1 : 0;
            for (int h = 0; h < 10; h++) {
                points++;
                double margin = result.margin().get(h);
                covered += Math.abs(values[80 + h] - result.without().get(h)) <= margin ? 1 : 0;
            }
        }
        // 300 placebos at 10 %: 30 expected, standard deviation 5.2 were they alike; windows
        // overlap.
        assertThat(shown).as("of " + SERIES + " placebos show a change").isLessThan(60);
        assertThat(covered / (double) points).as("coverage of 90 %").isBetween(0.87, 0.95);
    }

    @Test
    void theToyOfCausalImpactIsRecoveredByItsControl() {
        // Brodersen et al.: x of near-unit autocorrelation around 100, y = 1.2 x + noise, +10 from
        // 71 on.
        int recovered = 0;
        int placebos = 0;
        for (int seed = 1; seed <= 100; seed++) {
            Random random = new Random(seed);
            double[] x = new double[100];
            double[] y = new double[100];
            double drift = 0;
            for (int t = 0; t < 100; t++) {
                drift = 0.999 * drift + random.nextGaussian();
                x[t] = 100 + drift;
                y[t] = 1.2 * x[t] + random.nextGaussian();
            }
            double[] placebo =
                    new double[] {byControl(y, x, 50).effect(), margin(byControl(y, x, 50))};
            placebos += Math.abs(placebo[0]) <= placebo[1] ? 1 : 0;
            for (int t = 70; t < 100; t++) {
                y[t] += 10;
            }
            Result result = byControl(y, x, 70);
            recovered += result.showsChange() && Math.abs(result.effect() - 10) < 2 ? 1 : 0;
        }
        assertThat(recovered).as("of 100 lifts of 10").isGreaterThan(90);
        assertThat(placebos).as("of 100 placebos contain 0").isGreaterThan(70);
    }

    private static Result byControl(double[] y, double[] x, int goLive) {
        int end = goLive == 50 ? 60 : 100;
        return Counterfactual.byControl(
                Arrays.copyOf(y, goLive),
                Arrays.copyOfRange(y, goLive, end),
                Arrays.copyOf(x, end),
                0.9);
    }

    private static double margin(Result result) {
        Double margin = result.effectMargin();
        return margin == null ? Double.POSITIVE_INFINITY : margin;
    }

    @Test
    void tooShortAPastTellsNoIntervalInsteadOfAWrongOne() {
        double[] values = series(new Random(3), 20, false);
        Result result = at(values, 12, 0);
        assertThat(result.effectMargin()).isNull();
        assertThat(result.margin()).isNull();
        assertThat(result.showsChange()).isFalse();
        assertThatThrownBy(() -> at(values, 8, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theQuantileIsThatOfSplitConformal() {
        double[] nine = {9, 1, 8, 2, 7, 3, 6, 4, 5};
        assertThat(Counterfactual.quantile(nine, 0.9)).as("ceil(0.9 * 10) = 9th").isEqualTo(9);
        assertThat(Counterfactual.quantile(nine, 0.5)).isEqualTo(5);
        assertThat(Counterfactual.quantile(Arrays.copyOf(nine, 8), 0.9)).isNull();
    }
}
