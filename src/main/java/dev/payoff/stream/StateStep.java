package dev.payoff.stream;

import dev.payoff.value.HourWindow;
import dev.payoff.value.ValueState;
import dev.payoff.value.WindowAggregate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The next state of each metric that a batch touched. Three ways, one result: readings at the end
 * only need the tail; late ones need the hours around them; corrections and changed definitions
 * fold all hours anew. Pure.
 */
final class StateStep {

    private StateStep() {}

    /**
     * @param hours all measured hours, as they are now, of metrics that are valued anew
     * @param extents count, first and last, as they are now, of corrected metrics
     */
    static List<MetricState> next(
            Flush flush, Map<UUID, List<HourWindow>> hours, Map<UUID, StateStore.Extent> extents) {
        List<MetricState> states = new ArrayList<>(flush.fold.metrics().size());
        flush.fold
                .metrics()
                .forEach(id -> {
                    MetricDef metric = Objects.requireNonNull(flush.metrics.get(id));
                    MetricState before = BatchTransaction.locked(flush, id).state();
                    MetricState extended =
                            flush.fold.isCorrected(id)
                                    ? told(before, Objects.requireNonNull(extents.get(id)))
                                    : extended(before, flush.fold.counted(id));
                    states.add(
                            valued(extended, metric, value(flush, metric, before, hours.get(id))));
                    flush.touchedProjects.add(metric.projectId());
                });
        states.sort(Comparator.comparing(MetricState::metricId, WindowKey.BY_BYTES));
        return states;
    }

    private static MetricState valued(MetricState state, MetricDef metric, ValueState value) {
        return new MetricState(
                state.metricId(),
                state.tenantId(),
                state.projectId(),
                metric.version(),
                metric.projectVersion(),
                state.revision() + 1,
                state.count(),
                state.firstObserved(),
                state.last(),
                value);
    }

    /** A state whose hours are valued by a new definition, with nothing else changed. */
    static MetricState revalued(MetricState state, MetricDef metric, List<HourWindow> hours) {
        return valued(state, metric, ValueState.of(metric.terms(), hours));
    }

    private static ValueState value(
            Flush flush, MetricDef metric, MetricState before, @Nullable List<HourWindow> all) {
        if (flush.fold.isCorrected(metric.id()) || !before.valuedAs(metric)) {
            return ValueState.of(metric.terms(), all == null ? List.of() : all);
        }
        SortedMap<Instant, WindowAggregate> touched = flush.fold.hoursOf(metric.id());
        List<HourWindow> around = flush.neighbourhoods.get(metric.id());
        if (around == null) {
            List<HourWindow> tail = before.value().tail();
            return before.value().replace(metric.terms(), tail, merged(tail, touched), true);
        }
        boolean toEnd = around.isEmpty() || !around.getLast().start().isAfter(touched.lastKey());
        return before.value().replace(metric.terms(), around, merged(around, touched), toEnd);
    }

    static List<HourWindow> merged(
            List<HourWindow> hours, SortedMap<Instant, WindowAggregate> touched) {
        TreeMap<Instant, HourWindow> merged = new TreeMap<>();
        hours.forEach(hour -> merged.put(hour.start(), hour));
        touched.forEach((start, delta) ->
                merged.merge(start, HourWindow.of(start, delta), StateStep::plus));
        return List.copyOf(merged.values());
    }

    private static HourWindow plus(HourWindow a, HourWindow b) {
        return new HourWindow(
                a.start(),
                a.count() + b.count(),
                a.sum().add(b.sum()),
                a.confidenceSum().add(b.confidenceSum()),
                a.confidenceCount() + b.confidenceCount());
    }

    private static MetricState extended(MetricState state, List<Candidate> candidates) {
        Instant first = state.firstObserved();
        MetricState.Last last = state.last();
        for (Candidate candidate : candidates) {
            MetricState.Last one =
                    new MetricState.Last(
                            candidate.wire().value(),
                            candidate.wire().observedAt(),
                            candidate.partition(),
                            candidate.offset());
            if (last == null || last.before(one)) {
                last = one;
            }
            if (first == null || one.observed().isBefore(first)) {
                first = one.observed();
            }
        }
        return new MetricState(
                state.metricId(),
                state.tenantId(),
                state.projectId(),
                state.definitionVersion(),
                state.projectVersion(),
                state.revision(),
                state.count() + candidates.size(),
                first,
                last,
                state.value());
    }

    private static MetricState told(MetricState state, StateStore.Extent extent) {
        return new MetricState(
                state.metricId(),
                state.tenantId(),
                state.projectId(),
                state.definitionVersion(),
                state.projectVersion(),
                state.revision(),
                extent.count(),
                extent.firstObserved(),
                extent.last(),
                state.value());
    }
}
