package dev.payoff.stream;

import dev.payoff.app.Shown;
import dev.payoff.value.Earned;
import dev.payoff.value.Gap;
import dev.payoff.value.HourWindow;
import dev.payoff.value.RealisedValue;
import dev.payoff.value.ValueState;
import dev.payoff.value.WindowSize;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which figures that were told before a batch says otherwise, and by how much. A metric is restated
 * where a late reading enters an hour before the last one that was measured so far, or a correction
 * changes any hour up to it. At most one event a metric and batch. Pure.
 *
 * <p>The amounts are those of one moment, before and after: {@code asOf} is the start of the last
 * hour measured so far, or its end where it was corrected itself, so that what the batch brought
 * that is new does not blur what it restated. {@code GET …/value?asOf=…} tells the same, before the
 * restatement with {@code asKnownAt}.
 */
final class Restatements {

    /** The event's name on the live stream. */
    static final String KIND = "restated";

    private static final Duration HOUR = Duration.ofHours(1);

    private static final String REDEFINED =
            "The metric's definition changed at the same time, so that the two figures cannot be compared.";

    private Restatements() {}

    /** What a metric earned before a batch and earns after it, as of one moment. */
    private record Amounts(Earned before, Earned after) {}

    /**
     * @param flush valued already
     * @param hours all measured hours, as they are now, of corrected metrics
     */
    static List<Outbox.Message> of(Flush flush, Map<UUID, List<HourWindow>> hours) {
        List<Outbox.Message> messages = new ArrayList<>();
        for (MetricState after : flush.states) {
            List<HourWindow> tail = before(flush, after).value().tail();
            if (!tail.isEmpty()) {
                Instant lastHour = tail.getLast().start();
                SortedSet<Instant> restated = restatedHours(flush, after.metricId(), lastHour);
                if (!restated.isEmpty()) {
                    messages.add(message(flush, after, hours, restated, lastHour));
                }
            }
        }
        return messages;
    }

    private static MetricState before(Flush flush, MetricState after) {
        return BatchTransaction.locked(flush, after.metricId()).state();
    }

    private static SortedSet<Instant> restatedHours(Flush flush, UUID metricId, Instant lastHour) {
        SortedSet<Instant> restated =
                new TreeSet<>(flush.fold.hoursOf(metricId).headMap(lastHour).keySet());
        for (WindowKey window : flush.fold.anew()) {
            if (window.size() == WindowSize.HOUR
                    && window.metricId().equals(metricId)
                    && !window.start().isAfter(lastHour)) {
                restated.add(window.start());
            }
        }
        return restated;
    }

    private static Outbox.Message message(
            Flush flush,
            MetricState after,
            Map<UUID, List<HourWindow>> hours,
            SortedSet<Instant> restated,
            Instant lastHour) {
        MetricDef metric = Objects.requireNonNull(flush.metrics.get(after.metricId()));
        boolean corrected = flush.fold.isCorrected(metric.id());
        Instant asOf = restated.last().isBefore(lastHour) ? lastHour : endOrNow(lastHour, flush);
        List<String> reasons = new ArrayList<>();
        RealisedValue.gaps(metric.terms()).stream().map(Gap::sentence).forEach(reasons::add);
        if (!before(flush, after).valuedAs(metric)) {
            reasons.add(REDEFINED);
        }
        Amounts amounts =
                reasons.isEmpty()
                        ? amounts(flush, metric, before(flush, after).value(), hours, asOf)
                        : null;
        JsonObject payload =
                new JsonObject()
                        .put("metric", metric.id().toString())
                        .put("key", metric.key())
                        .put("project", metric.projectKey())
                        .put("currency", metric.currency())
                        .put("cause", corrected ? "CORRECTION" : "LATE")
                        .put("from", restated.first().toString())
                        .put("to", restated.last().plus(HOUR).toString())
                        .put("hours", restated.size())
                        .put("asOf", asOf.toString())
                        .put("knownAt", flush.now.toString())
                        .put("realisedBefore", shown(amounts == null ? null : amounts.before()))
                        .put("realised", shown(amounts == null ? null : amounts.after()))
                        .put(
                                "change",
                                shown(
                                        amounts == null
                                                ? null
                                                : amounts.after().minus(amounts.before())))
                        .put("reasons", new JsonArray(reasons))
                        .put("revision", after.revision());
        return new Outbox.Message(
                metric.tenantId(), KIND, "project:" + metric.projectKey(), payload);
    }

    private static @Nullable BigDecimal shown(@Nullable Earned earned) {
        return earned == null ? null : Shown.figure(earned.value());
    }

    /** The hour's end, or now while it is open; never before the hour. */
    private static Instant endOrNow(Instant hour, Flush flush) {
        Instant end = hour.plus(HOUR).isBefore(flush.now) ? hour.plus(HOUR) : flush.now;
        return end.isBefore(hour) ? hour : end;
    }

    private static Amounts amounts(
            Flush flush,
            MetricDef metric,
            ValueState before,
            Map<UUID, List<HourWindow>> hours,
            Instant asOf) {
        Earned told = before.at(metric.terms(), asOf);
        if (flush.fold.isCorrected(metric.id())) {
            List<HourWindow> all = hours.getOrDefault(metric.id(), List.of());
            return new Amounts(told, RealisedValue.earned(metric.terms(), all, asOf));
        }
        List<HourWindow> around = flush.neighbourhoods.getOrDefault(metric.id(), before.tail());
        List<HourWindow> now = StateStep.merged(around, flush.fold.hoursOf(metric.id()));
        Earned change =
                RealisedValue.earned(metric.terms(), now, asOf)
                        .minus(RealisedValue.earned(metric.terms(), around, asOf));
        return new Amounts(told, told.plus(change));
    }
}
