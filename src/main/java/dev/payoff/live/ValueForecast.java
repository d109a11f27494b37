package dev.payoff.live;

import dev.payoff.analytics.forecast.Cumulative;
import dev.payoff.app.Shown;
import dev.payoff.value.MetricTerms;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a project will have earned by times to come, if its metrics go on as they went; pure. A
 * forecast of what each day earned, days being 24 hours counted back from as-of, so that none is
 * cut; how it is made is told by {@link Cumulative}.
 *
 * <p>Only metrics that count, are live and earn are forecast. What others have earned stays in the
 * totals. It is another question than that of a {@code FORECAST_SHORTFALL}, which carries the
 * present pace on in a straight line.
 *
 * @param asOf where it begins
 * @param planEnd the latest date that a target has, if it lies ahead; null where none does
 * @param until where it ends
 * @param coverage how often the value lies between the bounds, such as 0.9
 * @param days whole days that it rests on
 * @param method of the forecast; null where nothing could be told
 * @param how how it was made, in a sentence
 * @param boundedBy up to when forecasts of the past tell the bounds; those beyond grow from there
 * @param points the first at as-of; empty where nothing could be told
 * @param reasons why something is null or left out, a sentence each
 */
@Schema(name = "ValueForecast")
public record ValueForecast(
        String currency,
        Instant asOf,
        @Nullable Instant planEnd,
        Instant until,
        BigDecimal coverage,
        int days,
        @Nullable String method,
        @Nullable String how,
        @Nullable Instant boundedBy,
        List<Point> points,
        List<String> reasons) {

    /** The most points of one answer. */
    static final int MAX_POINTS = 400;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WITHOUT_A_PLAN = Duration.ofDays(90);
    static final int WEEK = 7;
    private static final double MS_PER_DAY = DAY.toMillis();

    /**
     * A time to come.
     *
     * @param expected money earned by then
     * @param lower it lies above this, in the project's currency
     * @param upper and below this
     * @param planned money to be earned by then as planned; null where unknown
     */
    @Schema(name = "ValueForecastPoint")
    public record Point(
            Instant at,
            BigDecimal expected,
            @Nullable BigDecimal lower,
            @Nullable BigDecimal upper,
            @Nullable BigDecimal planned) {}

    /**
     * The forecast.
     *
     * @param asked where it is to end; null: the plan's end, or 90 days ahead where there is none
     */
    static ValueForecast of(
            Ledger ledger, @Nullable Instant asked, BigDecimal coverage, int points) {
        Instant asOf = ledger.moment().until();
        Instant planEnd = planEnd(ledger, asOf);
        Instant wished =
                asked != null ? asked : planEnd != null ? planEnd : asOf.plus(WITHOUT_A_PLAN);
        Instant furthest = asOf.plus(DAY.multipliedBy(Cumulative.MOST_AHEAD));
        ForecastBasis going =
                ForecastBasis.of(
                        Earning.of(ledger), asOf, wished.isAfter(furthest) ? furthest : wished);
        List<Double> perDay = going.perDay();
        List<String> reasons = new ArrayList<>(going.reasons());
        if (wished.isAfter(furthest)) {
            reasons.add("A forecast reaches " + Cumulative.MOST_AHEAD + " days at most.");
        }
        if (!going.until().isAfter(asOf)) {
            reasons.add("There is no time ahead to forecast.");
        } else if (perDay.size() < Cumulative.LEAST) {
            reasons.add(
                    "Value has been earned for "
                            + perDay.size()
                            + " whole days; a forecast needs "
                            + Cumulative.LEAST
                            + ".");
        } else {
            return told(ledger, planEnd, going, coverage, points, reasons);
        }
        return new ValueForecast(
                ledger.project().currency(),
                asOf,
                planEnd,
                going.until(),
                coverage,
                perDay.size(),
                null,
                null,
                null,
                List.of(),
                List.copyOf(reasons));
    }

    /** The running totals of the days to come, each as many as are begun. */
    static Cumulative.Result forecast(List<Double> perDay, double ahead, double coverage) {
        return Cumulative.of(
                perDay.stream().mapToDouble(Double::doubleValue).toArray(),
                WEEK,
                Math.max(1, (int) Math.ceil(ahead)),
                coverage);
    }

    /** Days from one instant to another, such as 1.5. */
    static double days(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / MS_PER_DAY;
    }

    private static ValueForecast told(
            Ledger ledger,
            @Nullable Instant planEnd,
            ForecastBasis going,
            BigDecimal coverage,
            int points,
            List<String> reasons) {
        Instant asOf = ledger.moment().until();
        double ahead = days(asOf, going.until());
        List<Double> perDay = going.perDay();
        Cumulative.Result result = forecast(perDay, ahead, coverage.doubleValue());
        List<Double> margins = result.margins();
        if (margins == null) {
            reasons.add(
                    perDay.size() + " days are too short a past for an interval of this coverage.");
        }
        List<Point> told = new ArrayList<>(points);
        for (int i = 0; i < points; i++) {
            Duration way = Duration.between(asOf, going.until());
            Instant at = asOf.plus(way.multipliedBy(i).dividedBy(points - 1));
            double days = days(asOf, at);
            BigDecimal expected =
                    going.realised().add(BigDecimal.valueOf(between(result.totals(), days)));
            BigDecimal margin = margins == null ? null : BigDecimal.valueOf(between(margins, days));
            told.add(
                    new Point(
                            at,
                            Objects.requireNonNull(Shown.figure(expected)),
                            margin == null ? null : Shown.figure(expected.subtract(margin)),
                            margin == null ? null : Shown.figure(expected.add(margin)),
                            Shown.figure(ValueSeries.plannedBy(ledger, at))));
        }
        return new ValueForecast(
                ledger.project().currency(),
                asOf,
                planEnd,
                going.until(),
                coverage,
                perDay.size(),
                result.method().name(),
                how(result, perDay.size()),
                margins == null ? null : asOf.plus(DAY.multipliedBy(result.told())),
                told,
                List.copyOf(reasons));
    }

    private static String how(Cumulative.Result result, int days) {
        String method =
                switch (result.method()) {
                    case NAIVE -> "Each day is taken to earn what the last one did";
                    case SIMPLE -> "Simple exponential smoothing of what each day earned";
                    case DAMPED ->
                            "Exponential smoothing with a trend that fades, of what each day earned";
                    case HOLT_WINTERS ->
                            "Holt-Winters smoothing, with weekdays, of what each day earned";
                    case THETA ->
                            throw new IllegalStateException("Totals are not carried on by Theta.");
                };
        return method
                + (result.season() > 0 && !method.contains("weekdays") ? ", weekdays apart" : "")
                + ": the method that erred least in "
                + result.tried()
                + " forecasts of the "
                + days
                + " days past"
                + (result.margins() == null
                        ? "."
                        : "; the bounds are split conformal up to "
                                + result.told()
                                + (result.told() == 1 ? " day" : " days")
                                + " ahead and grow by the method's own error beyond.");
    }

    /** Of running totals after 1, 2, 3 … days, straight between them; 0 at 0. */
    static double between(List<Double> totals, double days) {
        int whole = Math.min((int) days, totals.size());
        double before = whole == 0 ? 0 : totals.get(whole - 1);
        double after = whole == totals.size() ? before : totals.get(whole);
        return before + (after - before) * (days - whole);
    }

    private static @Nullable Instant planEnd(Ledger ledger, Instant asOf) {
        Instant end = null;
        for (Ledger.Entry entry : ledger.entries()) {
            MetricTerms terms = entry.terms();
            Instant due =
                    terms.profile() == null
                            ? terms.targetAt()
                            : terms.profile().points().getLast().at();
            if (terms.counted()
                    && due != null
                    && due.isAfter(asOf)
                    && (end == null || due.isAfter(end))) {
                end = due;
            }
        }
        return end;
    }
}
