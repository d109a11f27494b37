package dev.payoff.analytics.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the next periods of a series add up to, with an interval; pure and deterministic. For what
 * is looked at as a running total, such as value earned: a total's error is not the sum of its
 * periods' margins, as errors partly cancel out and partly go the same way.
 *
 * <p><b>How.</b> The past is split in two. Each method is fitted to the first part and rolled
 * through the second; from every place in it the total of the next 1, 2, 3 … periods is forecast
 * and compared with what came. The method with the least mean error a period is taken and fitted to
 * the whole past.
 *
 * <p><b>Interval.</b> The margin of h periods is the conformal quantile of the errors of totals of
 * h periods, as in {@link Counterfactual}, and never less than that of fewer periods. That reaches
 * as far as the past has {@link #ENOUGH} times the forecasts that the coverage needs. Beyond, the
 * last margin grows as the method's own error does: with errors of one period that are alike and
 * independent, the total of h periods errs by their standard deviation times the root of the sum of
 * W(k)² over k = 0 … h − 1, where W(k) is what an error moves its own and the next k periods by.
 * (Source: Hyndman, Koehler, Ord and Snyder, Forecasting with Exponential Smoothing, 2008, on lead
 * time demand.) W(k) is 1 + k · alpha of simple smoothing; of any method it is found by letting it
 * see one such error.
 */
public final class Cumulative {

    /** The shortest past that is forecast from. */
    public static final int LEAST = 14;

    /** The longest; of a longer one the latest periods are to be given. */
    public static final int MOST = 400;

    /** The most periods ahead: three years of days. */
    public static final int MOST_AHEAD = 1_096;

    /** Times the forecasts that a margin needs at least before it is told from them alone. */
    static final int ENOUGH = 2;

    /** Values that a method is fitted to at least. */
    private static final int LEAST_FITTED = 6;

    private static final List<Method> METHODS =
            List.of(Method.NAIVE, Method.SIMPLE, Method.DAMPED, Method.HOLT_WINTERS);

    /**
     * Running totals ahead.
     *
     * @param season length of the season that was taken out, in periods; 0: none
     * @param totals of the next 1, 2, 3 … periods
     * @param margins the total lies within total ± margin as often as the coverage says; null where
     *     the past is too short for the coverage
     * @param told up to how many periods ahead the margins are told by forecasts of the past; those
     *     beyond grow from the last of them
     * @param tried how many forecasts of the past there were
     */
    public record Result(
            Method method,
            int season,
            List<Double> totals,
            @Nullable List<Double> margins,
            int told,
            int tried) {

        /** Own copies. */
        public Result {
            totals = List.copyOf(totals);
            margins = margins == null ? null : List.copyOf(margins);
        }
    }

    private Cumulative() {}

    /**
     * Forecasts running totals.
     *
     * @param values of the past, evenly spaced, {@link #LEAST} to {@link #MOST}, the latest last
     * @param season the season's length in periods that may be there, such as 7 of days; 0: none
     * @param ahead how many periods, 1 to {@link #MOST_AHEAD}
     * @param coverage of the interval, above 0 and below 1
     */
    public static Result of(double[] values, int season, int ahead, double coverage) {
        if (values.length < LEAST
                || values.length > MOST
                || ahead < 1
                || ahead > MOST_AHEAD
                || !(coverage > 0 && coverage < 1)) {
            throw new IllegalArgumentException(
                    "A total ahead needs %d to %d values, 1 to %d periods, and a coverage between 0 and 1"
                            .formatted(LEAST, MOST, MOST_AHEAD));
        }
        int needed = (int) Math.ceil(coverage / (1 - coverage) - 1e-9);
        int split =
                Math.max(
                        LEAST_FITTED,
                        Math.min(values.length / 2, values.length - 2 * ENOUGH * needed));
        double[] first = Arrays.copyOf(values, split);
        int used = Seasons.isSeasonal(first, season) ? season : 0;
        Method best = Method.NAIVE;
        List<List<Double>> errors = null;
        for (Method method : METHODS) {
            if (method == Method.HOLT_WINTERS && used == 0) {
                continue;
            }
            List<List<Double>> found = errors(Fit.of(method, first, used), values, split);
            if (errors == null || perPeriod(found) < perPeriod(errors)) {
                best = method;
                errors = found;
            }
        }
        Fit fit = Fit.of(best, values, used);
        List<Double> totals = new ArrayList<>(ahead);
        double total = 0;
        for (int h = 1; h <= ahead; h++) {
            total += fit.ahead(h);
            totals.add(total);
        }
        List<List<Double>> known = Objects.requireNonNull(errors);
        int told = Math.min(told(known, needed), ahead);
        List<Double> margins =
                told == 0 ? null : margins(known, coverage, told, spread(fit, ahead));
        return new Result(best, used, totals, margins, told, values.length - split);
    }

    /** Absolute errors of totals of 1, 2, 3 … periods, from each place from the split on. */
    static List<List<Double>> errors(Fit start, double[] values, int split) {
        List<List<Double>> errors = new ArrayList<>();
        Fit fit = start;
        for (int at = split; at < values.length; at++) {
            double off = 0;
            for (int h = 1; at + h <= values.length; h++) {
                off += values[at + h - 1] - fit.ahead(h);
                if (errors.size() < h) {
                    errors.add(new ArrayList<>());
                }
                errors.get(h - 1).add(Math.abs(off));
            }
            fit = fit.after(values[at]);
        }
        return errors;
    }

    /** The mean of |error of a total| / its periods. */
    private static double perPeriod(List<List<Double>> errors) {
        double sum = 0;
        int count = 0;
        for (int h = 1; h <= errors.size(); h++) {
            for (double error : errors.get(h - 1)) {
                sum += error / h;
                count++;
            }
        }
        return sum / count;
    }

    /**
     * The most periods ahead that have forecasts enough; 1 where there are just as many as needed.
     */
    private static int told(List<List<Double>> errors, int needed) {
        int told = 0;
        while (told < errors.size() && errors.get(told).size() >= ENOUGH * needed) {
            told++;
        }
        return told == 0 && errors.getFirst().size() >= needed ? 1 : told;
    }

    /** The margin of each number of periods, told as far as that goes, and grown from there on. */
    static List<Double> margins(
            List<List<Double>> errors, double coverage, int told, double[] spread) {
        List<Double> margins = new ArrayList<>(spread.length);
        double margin = 0;
        for (int h = 1; h <= told; h++) {
            double[] of = errors.get(h - 1).stream().mapToDouble(Double::doubleValue).toArray();
            margin =
                    Math.max(margin, Objects.requireNonNull(Counterfactual.quantile(of, coverage)));
            margins.add(margin);
        }
        for (int h = told + 1; h <= spread.length; h++) {
            margins.add(margin * spread[h - 1] / spread[told - 1]);
        }
        return margins;
    }

    /** The standard deviations of totals of 1, 2, 3 … periods, where that of one period is 1. */
    static double[] spread(Fit fit, int ahead) {
        Fit calm = fit.after(fit.ahead(1));
        Fit moved = fit.after(fit.ahead(1) + 1);
        double[] spread = new double[ahead];
        double weight = 1;
        double sum = 1;
        spread[0] = 1;
        for (int k = 1; k < ahead; k++) {
            weight += moved.ahead(k) - calm.ahead(k);
            sum += weight * weight;
            spread[k] = Math.sqrt(sum);
        }
        return spread;
    }
}
