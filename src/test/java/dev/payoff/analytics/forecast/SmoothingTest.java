package dev.payoff.analytics.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Published figures of exponential smoothing; series retyped from the sources that are named. */
class SmoothingTest {

    private static final Offset<Double> CENT = within(0.005);

    /** Saudi oil production, Hyndman and Athanasopoulos, Forecasting: Principles and Practice. */
    private static final double[] OIL = {
        446.6565, 454.4733, 455.663, 423.6322, 456.2713, 440.5881, 425.3325, 485.1494, 506.0482,
        526.792, 514.2689, 494.211
    };

    /** Australian air passengers, of the same book. */
    private static final double[] AIR = {
        17.5534, 21.8600, 23.8866, 26.9293, 26.8885, 28.8314, 30.0751, 30.9535, 30.1857, 31.5797,
        32.577569, 33.477398, 39.021581, 41.386432, 41.596552
    };

    @Test
    void simpleSmoothingOfOil() {
        // statsmodels' tests of SimpleExpSmoothing; the level begins at the first value. The
        // series is printed to four decimals, so the sixth of a forecast may differ.
        assertThat(Smoothing.simple(0.2, OIL[0]).after(OIL).ahead(1))
                .isCloseTo(484.802468, within(1e-5));
        assertThat(Smoothing.simple(0.6, OIL[0]).after(OIL).ahead(1))
                .isCloseTo(501.837461, within(1e-5));
    }

    @Test
    void simpleSmoothingFindsTheBestParameters() {
        Smoothing best = Fit.simple(OIL);
        assertThat(best.alpha()).isCloseTo(0.891998, within(1e-3));
        assertThat(best.level()).isCloseTo(447.478440, within(0.05));
        assertThat(best.after(OIL).ahead(1)).isCloseTo(496.493543, within(0.05));
    }

    @Test
    void holtOfAirPassengers() {
        // The first value gives the level and is also used in the first update.
        Smoothing air = Smoothing.holt(0.8, 0.2, 1, AIR[0], AIR[1] - AIR[0]).after(AIR);
        double[] published = {43.76, 45.59, 47.43, 49.27, 51.10};
        for (int h = 1; h <= published.length; h++) {
            assertThat(air.ahead(h)).isCloseTo(published[h - 1], CENT);
        }
    }

    @Test
    void dampedTrendIsFlatterThanHolts() {
        Smoothing damped = Fit.damped(AIR).after(AIR);
        double[] published = {42.85, 43.81, 44.66, 45.41, 46.06};
        for (int h = 1; h <= published.length; h++) {
            // Others choose other first states: within 2 % of what is published.
            assertThat(damped.ahead(h))
                    .isCloseTo(published[h - 1], within(0.02 * published[h - 1]));
        }
    }

    @Test
    void nistSingleSmoothing() {
        // NIST/SEMATECH e-Handbook 6.4.3.1, alpha 0.1; S_2 is the first value.
        double[] values = {71, 70, 69, 68, 64, 65, 72, 78, 75, 75, 75, 70};
        double[] published = {
            71, 70.9, 70.71, 70.44, 69.80, 69.32, 69.58, 70.43, 70.88, 71.29, 71.67
        };
        Smoothing at = Smoothing.simple(0.1, values[0]);
        double squares = 0;
        for (int t = 1; t < values.length; t++) {
            assertThat(at.ahead(1)).as("S_" + (t + 1)).isCloseTo(published[t - 1], CENT);
            squares += Math.pow(values[t] - at.ahead(1), 2);
            at = at.after(values[t]);
        }
        assertThat(squares / (values.length - 1)).as("MSE").isCloseTo(18.98, CENT);
    }

    @Test
    void nistDoubleSmoothing() {
        // NIST/SEMATECH e-Handbook 6.4.3.3, alpha 0.3623, gamma 1, b_1 the mean of three
        // differences.
        double[] values = {6.4, 5.6, 7.8, 8.8, 11.0, 11.6, 16.7, 15.3, 21.6, 22.4};
        double[] published = {6.62, 7.19, 8.13, 9.78, 11.48, 14.46, 16.67, 19.86, 22.82};
        double trend = (values[3] - values[0]) / 3;
        Smoothing at = Smoothing.holt(0.3623, 1, 1, values[0], trend);
        for (int t = 1; t < values.length; t++) {
            at = at.after(values[t]);
            assertThat(at.level()).as("S_" + (t + 1)).isCloseTo(published[t - 1], within(0.011));
        }
        double[] next = {25.77, 28.73, 31.69, 34.64, 37.60};
        for (int h = 1; h <= next.length; h++) {
            assertThat(at.ahead(h)).isCloseTo(next[h - 1], within(0.011));
        }
    }

    @Test
    void thetaGoesOnWithAStraightLine() {
        double[] line = new double[40];
        for (int t = 0; t < line.length; t++) {
            line[t] = 10 + 2 * t;
        }
        Fit fit = Fit.of(Method.THETA, line, 0);
        double step = fit.ahead(5) - fit.ahead(4);
        assertThat(step).as("half the slope per period").isCloseTo(1, within(1e-6));
        assertThat(fit.ahead(1)).isCloseTo(90, within(1.0));
    }

    @Test
    void seasonsAreSeenTakenOutAndPutBack() {
        double[] seasonal = new double[70];
        double[] flat = new double[70];
        for (int t = 0; t < seasonal.length; t++) {
            seasonal[t] = 100 + (t % 7 >= 5 ? -30 : 12);
            flat[t] = 100 + (t * 31 % 17) / 17.0;
        }
        assertThat(Seasons.isSeasonal(seasonal, 7)).isTrue();
        assertThat(Seasons.isSeasonal(flat, 7)).isFalse();
        for (Method method : new Method[] {Method.SIMPLE, Method.THETA, Method.HOLT_WINTERS}) {
            Fit fit = Fit.of(method, seasonal, 7);
            for (int h = 1; h <= 14; h++) {
                assertThat(fit.ahead(h))
                        .as(method + " " + h)
                        .isCloseTo((h - 1) % 7 >= 5 ? 70 : 112, within(0.5));
            }
            assertThat(fit.after(112).ahead(5)).isCloseTo(70, within(0.5));
        }
    }
}
