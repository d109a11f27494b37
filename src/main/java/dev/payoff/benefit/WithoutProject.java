package dev.payoff.benefit;

import dev.payoff.analytics.forecast.Counterfactual;
import dev.payoff.app.Shown;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Valuation;
import dev.payoff.value.WindowSize;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A metric beside what it would have been without the project; pure. An estimate with an interval,
 * told apart from realised value, which is measured against the agreed baseline, unless people
 * agree to measure against it ({@link BaselineForecast}).
 *
 * @param method of the forecast; null: a control explains it, or nothing could be told
 * @param season length of the season that was taken out, in periods; 0: none
 * @param effect actual less forecast, per period; null where nothing could be told
 * @param improvement money of the effect since the go-live; null where the metric is not valued
 * @param placebos the same for go-lives that never were, before the real one
 * @param reasons why something is null
 */
@Schema(name = "Counterfactual")
record WithoutProject(
        String metric,
        String size,
        Instant goLive,
        BigDecimal coverage,
        @Nullable String method,
        int season,
        int before,
        int after,
        int filled,
        List<Point> points,
        @Nullable Estimate effect,
        boolean showsChange,
        @Nullable Estimate improvement,
        String currency,
        List<Placebo> placebos,
        List<String> reasons) {

    /** The part of the past that may have had no reading. */
    private static final double MOST_FILLED = 0.2;

    /**
     * A placebo is at most this part of the past long, so that enough is left to calibrate it by.
     */
    private static final int PLACEBO_PART = 8;

    /** A period after the go-live; the bounds are null where the past is too short for them. */
    @Schema(name = "CounterfactualPoint")
    record Point(
            Instant start,
            BigDecimal actual,
            BigDecimal without,
            @Nullable BigDecimal lower,
            @Nullable BigDecimal upper) {}

    /** A figure and where it lies with the asked coverage. */
    @Schema(name = "CounterfactualEstimate")
    record Estimate(BigDecimal value, @Nullable BigDecimal lower, @Nullable BigDecimal upper) {}

    /**
     * A go-live that never was.
     *
     * @param showsChange true: chance alone looks like an effect here
     */
    @Schema(name = "CounterfactualPlacebo")
    record Placebo(Instant goLive, Estimate effect, boolean showsChange) {}

    /**
     * What is asked.
     *
     * @param control the series of a metric that the project cannot have touched; null: none
     */
    record Asked(
            String metric,
            String currency,
            MetricTerms terms,
            WindowSize size,
            ZoneId zone,
            Instant goLive,
            double coverage,
            int placebos,
            @Nullable EvenSeries control) {

        int season() {
            return switch (size) {
                case HOUR -> 24;
                case DAY -> 7;
                case MONTH -> 12;
                case MINUTE -> 0;
            };
        }
    }

    static WithoutProject of(Asked asked, EvenSeries series) {
        int goLive = series.indexOf(asked.goLive());
        int first = Math.max(0, goLive - Counterfactual.MOST);
        int end = Math.min(series.values().size(), goLive + Counterfactual.MOST);
        List<String> reasons = new ArrayList<>();
        if (goLive - first < Counterfactual.LEAST_BEFORE) {
            reasons.add(
                    "There are "
                            + (goLive - first)
                            + " whole periods before the go-live; a forecast needs "
                            + Counterfactual.LEAST_BEFORE
                            + ".");
        }
        if (end <= goLive) {
            reasons.add("No whole period has passed since the go-live.");
        }
        if (series.filled() > MOST_FILLED * series.values().size()) {
            reasons.add(
                    series.filled()
                            + " of "
                            + series.values().size()
                            + " periods have no reading; choose a larger size.");
        }
        double[] control = control(asked, series, first, end, reasons);
        if (!reasons.isEmpty()) {
            return nothing(asked, series, goLive - first, Math.max(0, end - goLive), reasons);
        }
        Counterfactual.Result result = run(asked, series, first, goLive, end, control);
        if (result.effectMargin() == null) {
            reasons.add(
                    "The past is too short for an interval of this coverage over so many periods.");
        }
        return new WithoutProject(
                asked.metric(),
                asked.size().name().toLowerCase(Locale.ROOT),
                asked.goLive(),
                BigDecimal.valueOf(asked.coverage()),
                result.method() == null ? null : result.method().name(),
                result.season(),
                goLive - first,
                end - goLive,
                series.filled(),
                points(series, goLive, result),
                estimate(result.effect(), result.effectMargin(), BigDecimal.ONE),
                result.showsChange(),
                improvement(asked, series, goLive, end, result, reasons),
                asked.currency(),
                placebos(asked, series, first, goLive, end, control),
                List.copyOf(reasons));
    }

    private static Counterfactual.Result run(
            Asked asked, EvenSeries series, int first, int goLive, int end, double[] control) {
        double[] before = series.between(first, goLive);
        double[] after = series.between(goLive, end);
        return control.length == 0
                ? Counterfactual.of(before, after, asked.season(), asked.coverage())
                : Counterfactual.byControl(
                        before, after, Arrays.copyOf(control, end - first), asked.coverage());
    }

    /** The control's values of the same periods; empty where none was asked for. */
    private static double[] control(
            Asked asked, EvenSeries series, int first, int end, List<String> reasons) {
        EvenSeries control = asked.control();
        if (control == null || end <= first) {
            return new double[0];
        }
        int offset = control.starts().indexOf(series.starts().get(first));
        if (offset < 0 || offset + end - first > control.values().size()) {
            reasons.add("The control was not measured over the same periods.");
            return new double[0];
        }
        return control.between(offset, offset + end - first);
    }

    private static List<Placebo> placebos(
            Asked asked, EvenSeries series, int first, int goLive, int end, double[] control) {
        List<Placebo> placebos = new ArrayList<>();
        int length = Math.max(1, Math.min(end - goLive, (goLive - first) / PLACEBO_PART));
        int earliest = first + Math.max(Counterfactual.LEAST_BEFORE, (goLive - first) / 2);
        int latest = goLive - length;
        for (int i = 0; i < asked.placebos() && earliest <= latest; i++) {
            int at =
                    asked.placebos() == 1
                            ? earliest
                            : earliest + i * (latest - earliest) / (asked.placebos() - 1);
            Counterfactual.Result result = run(asked, series, first, at, at + length, control);
            placebos.add(
                    new Placebo(
                            series.starts().get(at),
                            estimate(result.effect(), result.effectMargin(), BigDecimal.ONE),
                            result.showsChange()));
        }
        return List.copyOf(placebos);
    }

    private static List<Point> points(EvenSeries series, int goLive, Counterfactual.Result result) {
        List<Point> points = new ArrayList<>();
        List<Double> margin = result.margin();
        for (int i = 0; i < result.without().size(); i++) {
            double without = result.without().get(i);
            points.add(
                    new Point(
                            series.starts().get(goLive + i),
                            shown(series.values().get(goLive + i)),
                            shown(without),
                            margin == null ? null : shown(without - margin.get(i)),
                            margin == null ? null : shown(without + margin.get(i))));
        }
        return List.copyOf(points);
    }

    /** The effect as money: by sign, valuation and share, as realised value is. */
    private static @Nullable Estimate improvement(
            Asked asked,
            EvenSeries series,
            int goLive,
            int end,
            Counterfactual.Result result,
            List<String> reasons) {
        MetricTerms terms = asked.terms();
        BigDecimal baseline = terms.baseline();
        BigDecimal target = terms.target();
        if (baseline == null || target == null || baseline.compareTo(target) == 0) {
            reasons.add(
                    "Without a baseline and another target it is not known which way is better.");
            return null;
        }
        BigDecimal sign = BigDecimal.valueOf(target.compareTo(baseline));
        Instant last = asked.size().endOf(series.starts().get(end - 1), asked.zone());
        BigDecimal hours =
                BigDecimal.valueOf(Duration.between(series.starts().get(goLive), last).toHours());
        BigDecimal perUnit =
                switch (terms.valuation()) {
                    case null -> null;
                    case Valuation.PerPeriod(BigDecimal amount, var per) ->
                            amount.multiply(hours).divide(per.hours(), MathContext.DECIMAL64);
                    case Valuation.PerUnit(BigDecimal amount) ->
                            amount.multiply(BigDecimal.valueOf(end - goLive));
                };
        if (perUnit == null) {
            reasons.add("The metric has no valuation, so the effect is no money.");
            return null;
        }
        return estimate(
                result.effect(),
                result.effectMargin(),
                sign.multiply(perUnit).multiply(terms.share()));
    }

    private static Estimate estimate(double effect, @Nullable Double margin, BigDecimal factor) {
        BigDecimal value = BigDecimal.valueOf(effect).multiply(factor);
        BigDecimal around =
                margin == null ? null : BigDecimal.valueOf(margin).multiply(factor.abs());
        return new Estimate(
                figure(value),
                around == null ? null : figure(value.subtract(around)),
                around == null ? null : figure(value.add(around)));
    }

    private static WithoutProject nothing(
            Asked asked, EvenSeries series, int before, int after, List<String> reasons) {
        return new WithoutProject(
                asked.metric(),
                asked.size().name().toLowerCase(Locale.ROOT),
                asked.goLive(),
                BigDecimal.valueOf(asked.coverage()),
                null,
                0,
                before,
                after,
                series.filled(),
                List.of(),
                null,
                false,
                null,
                asked.currency(),
                List.of(),
                List.copyOf(reasons));
    }

    private static BigDecimal shown(double value) {
        return figure(BigDecimal.valueOf(value));
    }

    private static BigDecimal figure(BigDecimal value) {
        return Objects.requireNonNull(Shown.figure(value));
    }
}
