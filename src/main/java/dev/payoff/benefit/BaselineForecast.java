package dev.payoff.benefit;

import dev.payoff.app.Shown;
import dev.payoff.portfolio.BaselineStep;
import dev.payoff.value.BaselineSeries;
import dev.payoff.value.Kind;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.WindowSize;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A forecast without the project, taken for the metric's baselines; pure. Each period since the
 * go-live becomes a step with the interval that was told of it; the last one holds on. A FLOW's
 * periods are scaled to its flow period by their lengths.
 *
 * @param method of the forecast; null: a control explains it
 * @param season length of the season that was taken out, in periods; 0: none
 * @param coverage that the intervals were asked with
 * @param baselineSeries as the metric has it now
 */
@Schema(name = "BaselineForecast")
record BaselineForecast(
        String metric,
        @Nullable String method,
        int season,
        String size,
        BigDecimal coverage,
        List<BaselineStep> baselineSeries) {

    /** The steps, or why there are none. */
    sealed interface Outcome {
        /** They can be taken. */
        record Steps(List<BaselineStep> steps) implements Outcome {}

        /** They cannot. */
        record Refused(String detail, String remedy) implements Outcome {}
    }

    /**
     * The steps of a forecast.
     *
     * @param minimum the least that the metric allows; null: no such bound
     * @param maximum the most
     */
    static Outcome of(
            WithoutProject forecast,
            MetricTerms terms,
            WindowSize size,
            ZoneId zone,
            @Nullable BigDecimal minimum,
            @Nullable BigDecimal maximum) {
        List<WithoutProject.Point> points = forecast.points();
        if (points.isEmpty()) {
            return new Outcome.Refused(
                    "There is no forecast: " + String.join(" ", forecast.reasons()),
                    "Ask for the counterfactual to see what is missing.");
        }
        if (terms.baseline() == null) {
            return new Outcome.Refused(
                    "The metric has no baseline, which tells which direction is an improvement.",
                    "Set its baseline first.");
        }
        if (points.size() > BaselineSeries.MOST) {
            return new Outcome.Refused(
                    points.size()
                            + " periods have passed; a series has at most "
                            + BaselineSeries.MOST
                            + " steps.",
                    "Choose a larger size.");
        }
        List<BaselineStep> steps = new ArrayList<>();
        for (WithoutProject.Point point : points) {
            BigDecimal factor = factor(terms, size, point.start(), zone);
            BaselineStep step =
                    new BaselineStep(
                            point.start().toString(),
                            scaled(point.without(), factor),
                            point.lower() == null ? null : scaled(point.lower(), factor),
                            point.upper() == null ? null : scaled(point.upper(), factor));
            boolean level = terms.kind() == Kind.LEVEL;
            if (level && isOutside(step.baseline(), minimum, maximum)) {
                return new Outcome.Refused(
                        "The forecast for "
                                + point.start()
                                + " is "
                                + step.baseline()
                                + ", outside what the metric allows.",
                        "Widen its range by minimum or maximum, or choose another size.");
            }
            steps.add(step);
        }
        return new Outcome.Steps(List.copyOf(steps));
    }

    private static boolean isOutside(
            BigDecimal value, @Nullable BigDecimal minimum, @Nullable BigDecimal maximum) {
        return (minimum != null && value.compareTo(minimum) < 0)
                || (maximum != null && value.compareTo(maximum) > 0);
    }

    /** Flow periods by periods of the forecast; 1 for a LEVEL. */
    private static BigDecimal factor(
            MetricTerms terms, WindowSize size, Instant start, ZoneId zone) {
        if (terms.kind() == Kind.LEVEL) {
            return BigDecimal.ONE;
        }
        Duration length = Duration.between(start, size.endOf(start, zone));
        return terms.flowPer()
                .hours()
                .multiply(BigDecimal.valueOf(Duration.ofHours(1).toSeconds()))
                .divide(BigDecimal.valueOf(length.toSeconds()), MathContext.DECIMAL64);
    }

    private static BigDecimal scaled(BigDecimal value, BigDecimal factor) {
        return Objects.requireNonNull(Shown.figure(value.multiply(factor)));
    }
}
