package dev.payoff.analytics.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Additive Holt-Winters of a transformed series with all its states estimated, against what
 * statsmodels tests its own by (ExponentialSmoothing of {@code aust}, additive trend and seasons,
 * Box-Cox, to two decimals). Their published forecasts with multiplicative seasons are of a model
 * that we do not have.
 */
class BoxCoxTest {

    /**
     * Nights of visitors in Australia by quarter from 2005 on, in millions (austourists of Hyndman
     * and Athanasopoulos, Forecasting: Principles and Practice).
     */
    private static final double[] AUST = {
        41.727458, 24.041850, 32.328103, 37.328708, 46.213153, 29.346326, 36.482910, 42.977719,
        48.901525, 31.180221, 37.717881, 40.420211, 51.206863, 31.887228, 40.978263, 43.772491,
        55.558567, 33.850915, 42.076383, 45.642292, 59.766780, 35.191877, 44.319737, 47.913736
    };

    private static final int SEARCHES = 60;

    private static double[] transformed(double lambda) {
        return Arrays.stream(AUST).map(y -> (Math.pow(y, lambda) - 1) / lambda).toArray();
    }

    /** λ of the greatest likelihood (Box and Cox, 1964), by the search that fits go by. */
    private static double lambda() {
        double logs = Arrays.stream(AUST).map(Math::log).sum();
        return Search.smallest(
                p -> {
                    double[] z = transformed(p[0]);
                    double mean = Arrays.stream(z).average().orElseThrow();
                    double variance =
                            Arrays.stream(z).map(it -> (it - mean) * (it - mean)).sum() / z.length;
                    return z.length / 2.0 * Math.log(variance) - (p[0] - 1) * logs;
                },
                new double[] {1},
                new double[] {0.1},
                new double[] {2})[0];
    }

    /** Weights 0 to 1; a level, a trend and three seasons, the fourth of which takes them to 0. */
    private static Smoothing of(double[] p) {
        return new Smoothing(
                p[0],
                p[1],
                p[2],
                1,
                p[3],
                p[4],
                new double[] {p[5], p[6], p[7], -p[5] - p[6] - p[7]});
    }

    private static double[] fitted(double[] z, double[] from) {
        double[] best = from;
        double[] low = {0, 0, 0, from[3] - 3, -1, -4, -4, -4};
        double[] high = {1, 1, 1, from[3] + 3, 1, 4, 4, 4};
        // One search ends after so many steps; the next goes on where it ended.
        for (int i = 0; i < SEARCHES; i++) {
            best = Search.smallest(p -> of(p).squaredError(z), best, low, high);
        }
        return best;
    }

    /** No weights, the straight line of least squares, and the quarters' means around it. */
    private static double[] alongTheLine(double[] z) {
        double slope = Fit.slope(z);
        double level = Seasons.mean(z, 0, z.length) - slope * (z.length + 1) / 2;
        double[] start = {0, 0, 0, level, slope, 0, 0, 0};
        for (int t = 0; t < z.length; t++) {
            if (t % 4 < 3) {
                start[5 + t % 4] += (z[t] - level - slope * (t + 1)) * 4 / z.length;
            }
        }
        return start;
    }

    @Test
    void holtWintersOfTheTransformedSeriesForecastsWhatIsPublished() {
        double lambda = lambda();
        double[] z = transformed(lambda);
        double[] quick =
                fitted(z, new double[] {0.3, 0.1, 0.1, Seasons.mean(z, 0, 4), 0.1, 0, 0, 0});
        double[] steady = fitted(z, alongTheLine(z));
        assertThat(of(steady).squaredError(z))
                .as("of two valleys, that of seasons that stay is the deeper")
                .isLessThan(of(quick).squaredError(z))
                .isCloseTo(1.80792, within(1e-5));
        Smoothing fitted = of(steady).after(z);
        double[] published = {59.96, 38.63, 47.48, 51.89, 62.81, 41.0, 50.06, 54.57};
        for (int h = 1; h <= published.length; h++) {
            assertThat(Math.pow(lambda * fitted.ahead(h) + 1, 1 / lambda))
                    .as(h + " quarters ahead, with " + Arrays.toString(steady))
                    .isCloseTo(published[h - 1], within(0.005));
        }
    }
}
