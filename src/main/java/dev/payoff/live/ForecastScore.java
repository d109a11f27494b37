package dev.payoff.live;

import dev.payoff.analytics.forecast.Cumulative;
import dev.payoff.app.Shown;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How a project's {@link ValueForecast} would have held: made again for each week that is past,
 * from the hours before it alone, and compared with what came; pure.
 *
 * <p>Terms and corrections are those known at the moment that is asked about, so a score changes
 * when the past is restated. Its times are whole hours. What began to earn after a forecast was
 * made counts as its error: the forecast did not see it coming.
 *
 * @param coverage how often the value was to lie between the bounds
 * @param forecasts how many were made again
 * @param horizons by how far ahead, the shortest first; none has no decided forecast
 * @param reasons why there is nothing to tell, a sentence each
 */
@Schema(name = "ForecastScore")
public record ForecastScore(
        String currency,
        Instant asOf,
        BigDecimal coverage,
        int forecasts,
        List<Horizon> horizons,
        List<String> reasons) {

    /** The most forecasts that are made again: half a year of weeks. */
    static final int MOST = 26;

    /** Days ahead that are scored: a week, four weeks, twelve weeks. */
    static final List<Integer> DAYS_AHEAD = List.of(7, 28, 84);

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration STEP = Duration.ofDays(7);

    /**
     * Forecasts of so many days ahead that have been decided.
     *
     * @param bounded those that had bounds
     * @param held part of the bounded ones whose bounds held what came; null without any
     * @param error mean absolute distance of the expected value from what came, in the currency
     * @param bias mean of expected − came, in the currency: above 0, they promised too much
     * @param width mean distance of the bounds, in the currency; null without any
     */
    @Schema(name = "ForecastHorizon")
    public record Horizon(
            int days,
            int decided,
            int bounded,
            @Nullable BigDecimal held,
            BigDecimal error,
            BigDecimal bias,
            @Nullable BigDecimal width) {}

    /** A forecast beside what came. */
    private record Decided(BigDecimal expected, @Nullable BigDecimal margin, BigDecimal came) {

        BigDecimal off() {
            return expected.subtract(came);
        }

        boolean isHeld() {
            return margin != null && off().abs().compareTo(margin) <= 0;
        }
    }

    static ForecastScore of(Ledger ledger, BigDecimal coverage) {
        Instant asOf = ledger.moment().until().truncatedTo(ChronoUnit.HOURS);
        List<Earning> earnings = Earning.of(ledger);
        TreeMap<Integer, List<Decided>> byDays = new TreeMap<>();
        int forecasts = 0;
        for (int week = 1; week <= MOST; week++) {
            Instant origin = asOf.minus(STEP.multipliedBy(week));
            List<Earning> known = earnings.stream().map(earning -> earning.before(origin)).toList();
            ForecastBasis basis = ForecastBasis.of(known, origin, asOf);
            int ahead = (int) Duration.between(origin, basis.until()).dividedBy(DAY);
            if (basis.perDay().size() < Cumulative.LEAST || ahead < DAYS_AHEAD.getFirst()) {
                continue;
            }
            forecasts++;
            Cumulative.Result result =
                    Cumulative.of(
                            basis.perDay().stream().mapToDouble(Double::doubleValue).toArray(),
                            ValueForecast.WEEK,
                            ahead,
                            coverage.doubleValue());
            for (int days : DAYS_AHEAD) {
                if (days <= ahead) {
                    Instant at = origin.plus(DAY.multipliedBy(days));
                    byDays.computeIfAbsent(days, any -> new ArrayList<>())
                            .add(decided(basis, result, days, realisedBy(earnings, at)));
                }
            }
        }
        return new ForecastScore(
                ledger.project().currency(),
                asOf,
                coverage,
                forecasts,
                byDays.entrySet().stream()
                        .map(one -> horizon(one.getKey(), one.getValue()))
                        .toList(),
                forecasts > 0
                        ? List.of()
                        : List.of(
                                "No forecast has been decided: one needs "
                                        + Cumulative.LEAST
                                        + " whole days of value before it, and a week after it."));
    }

    private static Decided decided(
            ForecastBasis basis, Cumulative.Result result, int days, BigDecimal came) {
        List<Double> margins = result.margins();
        return new Decided(
                basis.realised().add(BigDecimal.valueOf(result.totals().get(days - 1))),
                margins == null ? null : BigDecimal.valueOf(margins.get(days - 1)),
                came);
    }

    private static Horizon horizon(int days, List<Decided> all) {
        List<Decided> bounded = all.stream().filter(one -> one.margin() != null).toList();
        long held = bounded.stream().filter(Decided::isHeld).count();
        return new Horizon(
                days,
                all.size(),
                bounded.size(),
                bounded.isEmpty() ? null : mean(BigDecimal.valueOf(held), bounded.size()),
                mean(sum(all.stream().map(one -> one.off().abs()).toList()), all.size()),
                mean(sum(all.stream().map(Decided::off).toList()), all.size()),
                bounded.isEmpty()
                        ? null
                        : mean(
                                sum(bounded.stream().map(Decided::margin).toList())
                                        .multiply(BigDecimal.TWO),
                                bounded.size()));
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal mean(BigDecimal sum, int count) {
        return Objects.requireNonNull(
                Shown.figure(sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL64)));
    }

    private static BigDecimal realisedBy(List<Earning> earnings, Instant at) {
        return earnings.stream()
                .map(earning -> earning.before(at).realised())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
