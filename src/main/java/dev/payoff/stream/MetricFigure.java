package dev.payoff.stream;

import dev.payoff.app.Shown;
import dev.payoff.value.Earned;
import dev.payoff.value.Freshness;
import dev.payoff.value.Gap;
import dev.payoff.value.HourWindow;
import dev.payoff.value.Kind;
import dev.payoff.value.RealisedValue;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a metric shows now.
 *
 * @param current the last reading of a LEVEL; null for a FLOW, whose current is told with its hours
 * @param realised money earned so far, in the project's currency; null where {@code gaps} say why
 *     it is unknown
 * @param revision orders the figures of a metric: the greatest is the latest
 */
public record MetricFigure(
        MetricDef definition,
        long revision,
        Instant asOf,
        @Nullable BigDecimal current,
        @Nullable Instant lastObserved,
        @Nullable BigDecimal realised,
        @Nullable BigDecimal weighted,
        BigDecimal earningPerHour,
        BigDecimal tickPerHour,
        @Nullable BigDecimal achievement,
        Freshness freshness,
        List<Gap> gaps) {

    /** The figure of a state; of a metric that has not spoken, the state is null. */
    static MetricFigure of(MetricDef metric, @Nullable MetricState state, Instant asOf) {
        List<Gap> gaps = RealisedValue.gaps(metric.terms());
        if (state == null) {
            BigDecimal nothing = gaps.isEmpty() ? BigDecimal.ZERO : null;
            return new MetricFigure(
                    metric,
                    0,
                    asOf,
                    null,
                    null,
                    nothing,
                    nothing,
                    BigDecimal.ZERO,
                    BigDecimal.ZERO,
                    null,
                    Freshness.NO_DATA,
                    gaps);
        }
        Instant lastObserved = state.last() == null ? null : state.last().observed();
        List<HourWindow> tail = state.value().tail();
        HourWindow last = tail.isEmpty() ? null : tail.getLast();
        BigDecimal current =
                metric.terms().kind() == Kind.LEVEL && state.last() != null
                        ? state.last().value()
                        : null;
        Earned earned = state.value().at(metric.terms(), asOf);
        return new MetricFigure(
                metric,
                state.revision(),
                asOf,
                current,
                lastObserved,
                gaps.isEmpty() ? earned.value() : null,
                gaps.isEmpty() ? earned.weighted() : null,
                RealisedValue.earningPerHour(
                        metric.terms(),
                        RealisedValue.typicalHour(metric.terms(), tail, asOf),
                        asOf),
                RealisedValue.tickPerHour(metric.terms(), last, asOf),
                RealisedValue.achievement(metric.terms(), current, asOf),
                RealisedValue.freshness(metric.terms(), lastObserved, asOf),
                gaps);
    }

    /** As the live stream tells it. */
    public JsonObject json() {
        return new JsonObject()
                .put("metric", definition.id().toString())
                .put("key", definition.key())
                .put("project", definition.projectKey())
                .put("currency", definition.currency())
                .put("current", current == null ? null : Shown.plain(current))
                .put("lastObserved", lastObserved == null ? null : lastObserved.toString())
                .put("realised", Shown.figure(realised))
                .put("weighted", Shown.figure(weighted))
                .put("earningPerHour", Shown.figure(earningPerHour))
                .put("tickPerHour", Shown.figure(tickPerHour))
                .put("achievement", Shown.figure(achievement))
                .put("freshness", freshness.name())
                .put("revision", revision)
                .put("asOf", asOf.toString());
    }
}
