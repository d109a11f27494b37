package dev.payoff.analytics.forecast;

/**
 * Seasons of a series: whether it has any, and how much each lies above or below the rest. (Source
 * of the test: the Theta benchmark of the M4 competition; the indices are those of the classical
 * additive decomposition.)
 */
final class Seasons {

    private static final double ONE_SIDED_95 = 1.645;

    /** Seasons that must be seen whole before one is believed. */
    static final int LEAST_SEASONS = 3;

    private Seasons() {}

    /** Whether the autocorrelation at the season's length is more than chance makes. */
    static boolean isSeasonal(double[] values, int length) {
        if (length < 2 || values.length < LEAST_SEASONS * length) {
            return false;
        }
        double sum = 0;
        for (int lag = 1; lag < length; lag++) {
            double r = autocorrelation(values, lag);
            sum += r * r;
        }
        double limit = ONE_SIDED_95 * Math.sqrt((1 + 2 * sum) / values.length);
        return Math.abs(autocorrelation(values, length)) > limit;
    }

    static double autocorrelation(double[] values, int lag) {
        double mean = mean(values, 0, values.length);
        double above = 0;
        double below = 0;
        for (int t = 0; t < values.length; t++) {
            below += (values[t] - mean) * (values[t] - mean);
            if (t >= lag) {
                above += (values[t] - mean) * (values[t - lag] - mean);
            }
        }
        return below == 0 ? 0 : above / below;
    }

    /**
     * How far each period of the season lies from the trend, on average; they sum to 0. Index 0 is
     * that of the first value.
     */
    static double[] indices(double[] values, int length) {
        double[] sums = new double[length];
        int[] counts = new int[length];
        int half = length / 2;
        for (int t = half; t + half < values.length; t++) {
            double trend;
            if (length % 2 == 1) {
                trend = mean(values, t - half, t + half + 1);
            } else {
                double ends = (values[t - half] + values[t + half]) / 2;
                trend = (ends + mean(values, t - half + 1, t + half) * (length - 1)) / length;
            }
            sums[t % length] += values[t] - trend;
            counts[t % length]++;
        }
        double mean = 0;
        for (int i = 0; i < length; i++) {
            sums[i] = counts[i] == 0 ? 0 : sums[i] / counts[i];
            mean += sums[i] / length;
        }
        for (int i = 0; i < length; i++) {
            sums[i] -= mean;
        }
        return sums;
    }

    static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }
}
