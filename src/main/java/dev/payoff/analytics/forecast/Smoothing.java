package dev.payoff.analytics.forecast;

import java.util.Arrays;

/**
 * Additive exponential smoothing in its error-correction form. With the one-step error e of a
 * period:
 *
 * <pre>
 *   level  = level + phi · trend + alpha · e
 *   trend  = phi · trend + alpha · beta · e
 *   season = season + gamma · (1 − alpha) · e
 * </pre>
 *
 * Beta 0 and trend 0 give simple smoothing, phi 1 Holt's trend, phi below 1 the damped trend, and
 * seasons Holt-Winters. (Source: Holt 1957, Winters 1960, Gardner and McKenzie 1985.) The results
 * depend on how the states begin; who makes one says so.
 *
 * @param alpha how fast the level follows, 0 to 1
 * @param beta how fast the trend follows the level's change, 0 to 1
 * @param gamma how fast the seasons follow, 0 to 1
 * @param phi what is left of the trend per period, 0 to 1
 * @param level before the first value
 * @param trend before the first value, per period
 * @param seasons before the first value, one a period of the season; empty: none
 */
record Smoothing(
        double alpha,
        double beta,
        double gamma,
        double phi,
        double level,
        double trend,
        double[] seasons) {

    /** Simple smoothing from a level. */
    static Smoothing simple(double alpha, double level) {
        return new Smoothing(alpha, 0, 0, 1, level, 0, new double[0]);
    }

    /** Holt's trend, or the damped one, from a level and a trend. */
    static Smoothing holt(double alpha, double beta, double phi, double level, double trend) {
        return new Smoothing(alpha, beta, 0, phi, level, trend, new double[0]);
    }

    /** The states after a value, the seasons turned on by one. */
    Smoothing after(double value) {
        double error = value - ahead(1);
        double nextLevel = level + phi * trend + alpha * error;
        double nextTrend = phi * trend + alpha * beta * error;
        double[] next = seasons;
        if (seasons.length > 0) {
            next = new double[seasons.length];
            System.arraycopy(seasons, 1, next, 0, seasons.length - 1);
            next[seasons.length - 1] = seasons[0] + gamma * (1 - alpha) * error;
        }
        return new Smoothing(alpha, beta, gamma, phi, nextLevel, nextTrend, next);
    }

    /** The states after all values. */
    Smoothing after(double[] values) {
        Smoothing at = this;
        for (double value : values) {
            at = at.after(value);
        }
        return at;
    }

    /** The forecast so many periods ahead, from 1 on. */
    double ahead(int periods) {
        double sum = 0;
        double part = 1;
        for (int i = 0; i < periods; i++) {
            part *= phi;
            sum += part;
        }
        double season = seasons.length == 0 ? 0 : seasons[(periods - 1) % seasons.length];
        return level + sum * trend + season;
    }

    /** The sum of the squared one-step errors over the values. */
    double squaredError(double[] values) {
        Smoothing at = this;
        double sum = 0;
        for (double value : values) {
            double error = value - at.ahead(1);
            sum += error * error;
            at = at.after(value);
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other
                        instanceof
                        Smoothing(
                                double a,
                                double b,
                                double g,
                                double p,
                                double l,
                                double t,
                                double[] s)
                && a == alpha
                && b == beta
                && g == gamma
                && p == phi
                && l == level
                && t == trend
                && Arrays.equals(s, seasons);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new double[] {alpha, beta, gamma, phi, level, trend})
                + 31 * Arrays.hashCode(seasons);
    }

    @Override
    public String toString() {
        return "Smoothing[alpha=%s, beta=%s, gamma=%s, phi=%s, level=%s, trend=%s, seasons=%s]"
                .formatted(alpha, beta, gamma, phi, level, trend, Arrays.toString(seasons));
    }
}
