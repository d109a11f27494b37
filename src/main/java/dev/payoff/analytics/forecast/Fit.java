package dev.payoff.analytics.forecast;

import java.util.Arrays;

/**
 * A method fitted to a past: it can be rolled on over further values without being fitted again,
 * and forecasts from wherever it stands. Parameters are those of the least squared one-step error.
 */
final class Fit {

    /** Values that a fit needs at least. */
    static final int LEAST_VALUES = 4;

    private static final double SURE = 0.98;

    private final Method method;
    private final Smoothing smoothing;
    // of the straight line of Theta: per period
    private final double drift;
    // of the deseasonalised methods; the first is that of the next value
    private final double[] seasons;

    private final int seen;

    private Fit(Method method, Smoothing smoothing, double drift, double[] seasons, int seen) {
        this.seen = seen;
        this.method = method;
        this.smoothing = smoothing;
        this.drift = drift;
        this.seasons = seasons;
    }

    /**
     * Fits a method.
     *
     * @param season length of the season in periods; 0: none is taken out
     */
    static Fit of(Method method, double[] values, int season) {
        if (values.length < LEAST_VALUES) {
            throw new IllegalArgumentException(
                    "A forecast needs " + LEAST_VALUES + " values: " + values.length);
        }
        if (method == Method.HOLT_WINTERS) {
            return new Fit(
                    method, winters(values, season).after(values), 0, new double[0], values.length);
        }
        double[] indices = season == 0 ? new double[0] : Seasons.indices(values, season);
        double[] plain = values.clone();
        for (int t = 0; t < plain.length && season > 0; t++) {
            plain[t] -= indices[t % season];
        }
        double[] next = turned(indices, season == 0 ? 0 : values.length % season);
        return switch (method) {
            case NAIVE ->
                    new Fit(
                            method,
                            Smoothing.simple(1, plain[plain.length - 1]),
                            0,
                            next,
                            values.length);
            case SIMPLE -> new Fit(method, simple(plain).after(plain), 0, next, values.length);
            case DAMPED -> new Fit(method, damped(plain).after(plain), 0, next, values.length);
            case THETA ->
                    new Fit(
                            method,
                            simple(plain).after(plain),
                            slope(plain) / 2,
                            next,
                            values.length);
            case HOLT_WINTERS -> throw new IllegalStateException("Fitted above.");
        };
    }

    /** Where the fit stands after one more value; its parameters stay. */
    Fit after(double value) {
        double plain = seasons.length == 0 ? value : value - seasons[0];
        return new Fit(method, smoothing.after(plain), drift, turned(seasons, 1), seen + 1);
    }

    /** So many periods ahead, from 1 on. */
    double ahead(int periods) {
        double season = seasons.length == 0 ? 0 : seasons[(periods - 1) % seasons.length];
        return smoothing.ahead(periods) + (drift == 0 ? 0 : drifting(periods)) + season;
    }

    /**
     * Theta's line and its smoothed half together equal simple smoothing with a drift of half the
     * slope over h − 1 + (1 − (1 − alpha)^n) / alpha periods. (Source: Hyndman and Billah 2003.)
     */
    private double drifting(int periods) {
        double alpha = smoothing.alpha();
        return drift * (periods - 1 + (1 - Math.pow(1 - alpha, seen)) / alpha);
    }

    /** Simple smoothing of the best alpha and first level. */
    static Smoothing simple(double[] values) {
        double spread = spread(values);
        double[] best =
                Search.smallest(
                        p -> Smoothing.simple(p[0], p[1]).squaredError(values),
                        new double[] {0.5, values[0]},
                        new double[] {1e-4, values[0] - spread},
                        new double[] {1, values[0] + spread});
        return Smoothing.simple(best[0], best[1]);
    }

    /** The damped trend of the best parameters and first states; phi from 0.8 to 0.98. */
    static Smoothing damped(double[] values) {
        double spread = spread(values);
        double first = values[1] - values[0];
        double[] best =
                Search.smallest(
                        p -> Smoothing.holt(p[0], p[1], p[2], p[3], p[4]).squaredError(values),
                        new double[] {0.5, 0.1, 0.95, values[0], first},
                        new double[] {1e-4, 1e-4, 0.8, values[0] - spread, first - spread},
                        new double[] {1, 1, SURE, values[0] + spread, first + spread});
        return Smoothing.holt(best[0], best[1], best[2], best[3], best[4]);
    }

    private static Smoothing winters(double[] values, int season) {
        double[] indices = Seasons.indices(values, season);
        double level = Seasons.mean(values, 0, season);
        double trend = (Seasons.mean(values, season, 2 * season) - level) / Math.max(1, season);
        double[] best =
                Search.smallest(
                        p ->
                                new Smoothing(p[0], p[1], p[2], p[3], level, trend, indices)
                                        .squaredError(values),
                        new double[] {0.3, 0.05, 0.1, 0.95},
                        new double[] {1e-4, 1e-4, 1e-4, 0.8},
                        new double[] {1, 1, 1, SURE});
        return new Smoothing(best[0], best[1], best[2], best[3], level, trend, indices);
    }

    /** Of the straight line of least squares through the values, per period. */
    static double slope(double[] values) {
        double middle = (values.length - 1) / 2.0;
        double mean = Seasons.mean(values, 0, values.length);
        double above = 0;
        double below = 0;
        for (int t = 0; t < values.length; t++) {
            above += (t - middle) * (values[t] - mean);
            below += (t - middle) * (t - middle);
        }
        return above / below;
    }

    private static double spread(double[] values) {
        double range =
                Arrays.stream(values).max().orElse(0) - Arrays.stream(values).min().orElse(0);
        return range == 0 ? 1 : range;
    }

    private static double[] turned(double[] seasons, int by) {
        double[] turned = new double[seasons.length];
        for (int i = 0; i < seasons.length; i++) {
            turned[i] = seasons[(i + by) % seasons.length];
        }
        return turned;
    }
}
