package dev.payoff.stream;

import dev.payoff.app.Shown;
import dev.payoff.value.Finance;
import dev.payoff.value.Freshness;
import dev.payoff.value.Gap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a project has earned, costs and earns now: the figure that ticks. Made of the states that
 * the stream keeps; equal to what the windows give when folded anew.
 *
 * @param revision orders the figures of a project: the greatest is the latest
 * @param uncounted earned by metrics that have not passed the tenant's gate; in no other figure
 * @param cost actual cost to date, in the project's currency; null where a rate is missing
 * @param reasons why it is not complete
 */
public record ProjectFigure(
        UUID id,
        UUID tenantId,
        String key,
        String name,
        String type,
        String currency,
        long revision,
        Instant asOf,
        BigDecimal realised,
        BigDecimal weighted,
        BigDecimal earningPerHour,
        BigDecimal tickPerHour,
        BigDecimal uncounted,
        @Nullable BigDecimal cost,
        @Nullable BigDecimal achievement,
        Freshness freshness,
        @Nullable Instant lastObserved,
        List<String> reasons) {

    /** Puts a figure together. */
    static ProjectFigure of(
            ProjectRow project, List<MetricFigure> metrics, CostTotal cost, Instant asOf) {
        BigDecimal realised = BigDecimal.ZERO;
        BigDecimal weighted = BigDecimal.ZERO;
        BigDecimal earning = BigDecimal.ZERO;
        BigDecimal tick = BigDecimal.ZERO;
        BigDecimal uncounted = BigDecimal.ZERO;
        BigDecimal achieved = BigDecimal.ZERO;
        int achievements = 0;
        Freshness freshness = Freshness.NO_DATA;
        Instant last = null;
        List<String> reasons = new ArrayList<>(cost.reasons());
        for (MetricFigure metric : metrics) {
            if (!metric.definition().terms().counted()) {
                uncounted =
                        metric.realised() == null ? uncounted : uncounted.add(metric.realised());
            } else if (metric.realised() != null && metric.weighted() != null) {
                realised = realised.add(metric.realised());
                weighted = weighted.add(metric.weighted());
                earning = earning.add(metric.earningPerHour());
                tick = tick.add(metric.tickPerHour());
            }
            // What a disbenefit has reached is harm, which would raise the mean.
            if (metric.achievement() != null && !metric.definition().disbenefit()) {
                achieved = achieved.add(metric.achievement());
                achievements++;
            }
            if (metric.freshness() == Freshness.LIVE || freshness == Freshness.NO_DATA) {
                freshness = metric.freshness();
            }
            if (metric.lastObserved() != null
                    && (last == null || metric.lastObserved().isAfter(last))) {
                last = metric.lastObserved();
            }
            for (Gap gap : metric.gaps()) {
                if (gap != Gap.NO_VALUATION) {
                    reasons.add(metric.definition().key() + ": " + gap.sentence());
                }
            }
        }
        return new ProjectFigure(
                project.id(),
                project.tenantId(),
                project.key(),
                project.name(),
                project.type(),
                project.currency(),
                project.revision(),
                asOf,
                realised,
                weighted,
                earning,
                tick,
                uncounted,
                cost.amount(),
                achievements == 0
                        ? null
                        : achieved.divide(BigDecimal.valueOf(achievements), MathContext.DECIMAL64),
                freshness,
                last,
                List.copyOf(reasons));
    }

    /** Simple ROI to date; null while there is no cost, or cost is not known. */
    public @Nullable BigDecimal roiSimple() {
        return cost == null ? null : Finance.roiSimple(realised, cost);
    }

    /** Whether nothing that belongs to it is missing. */
    public boolean complete() {
        return reasons.isEmpty();
    }

    /** As the live stream and the portfolio tell it. */
    public JsonObject json() {
        return new JsonObject()
                .put("id", id.toString())
                .put("key", key)
                .put("project", key)
                .put("name", name)
                .put("type", type)
                .put("currency", currency)
                .put("realised", Shown.figure(realised))
                .put("weighted", Shown.figure(weighted))
                .put("earningPerHour", Shown.figure(earningPerHour))
                .put("tickPerHour", Shown.figure(tickPerHour))
                .put("uncounted", Shown.figure(uncounted))
                .put("cost", Shown.figure(cost))
                .put("roiSimple", Shown.figure(roiSimple()))
                .put("achievement", Shown.figure(achievement))
                .put("complete", complete())
                .put("reasons", new JsonArray(new ArrayList<>(reasons)))
                .put("freshness", freshness.name())
                .put("lastObserved", lastObserved == null ? null : lastObserved.toString())
                .put("revision", revision)
                .put("asOf", asOf.toString());
    }
}
