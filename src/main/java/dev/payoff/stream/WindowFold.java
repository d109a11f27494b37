package dev.payoff.stream;

import dev.payoff.value.Reading;
import dev.payoff.value.WindowAggregate;
import dev.payoff.value.WindowSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What a batch does to windows: deltas to add, and windows that a correction touched, which are
 * folded anew because a minimum cannot be subtracted. Filled by one thread.
 */
final class WindowFold {

    private final Map<WindowKey, WindowAggregate> deltas = new HashMap<>();
    private final SortedSet<WindowKey> anew = new TreeSet<>();
    private final Map<UUID, TreeMap<Instant, WindowAggregate>> hours = new HashMap<>();
    private final Map<UUID, MetricDef> corrected = new HashMap<>();
    private final Map<UUID, List<Candidate>> counted = new HashMap<>();

    static WindowFold of(List<Classifier.Verdict> verdicts) {
        WindowFold fold = new WindowFold();
        for (Classifier.Verdict verdict : verdicts) {
            switch (verdict) {
                case Classifier.Verdict.Fresh(Candidate candidate) -> fold.add(candidate);
                case Classifier.Verdict.Correction(
                                Candidate candidate,
                                Classifier.Known replaced) ->
                        fold.replace(candidate, replaced.reading());
                case Classifier.Verdict.Outdated _,
                        Classifier.Verdict.Duplicate _,
                        Classifier.Verdict.Conflict _ -> {}
            }
        }
        return fold;
    }

    private void add(Candidate candidate) {
        MetricDef metric = candidate.metric();
        Reading reading = candidate.reading();
        WindowAggregate one = WindowAggregate.of(reading);
        for (WindowSize size : WindowSize.values()) {
            Instant start = size.startOf(reading.observedAt(), metric.zone());
            deltas.merge(new WindowKey(metric.id(), size, start), one, WindowAggregate::plus);
            if (size == WindowSize.HOUR) {
                hours.computeIfAbsent(metric.id(), id -> new TreeMap<>())
                        .merge(start, one, WindowAggregate::plus);
            }
        }
        counted.computeIfAbsent(metric.id(), id -> new ArrayList<>()).add(candidate);
    }

    private void replace(Candidate candidate, Reading before) {
        MetricDef metric = candidate.metric();
        for (WindowSize size : WindowSize.values()) {
            anew.add(
                    new WindowKey(
                            metric.id(), size, size.startOf(before.observedAt(), metric.zone())));
            anew.add(
                    new WindowKey(
                            metric.id(),
                            size,
                            size.startOf(candidate.wire().observedAt(), metric.zone())));
        }
        corrected.put(metric.id(), metric);
        counted.computeIfAbsent(metric.id(), id -> new ArrayList<>()).add(candidate);
    }

    /** Windows to add to, in the order of locks. */
    SortedMap<WindowKey, WindowAggregate> deltas() {
        TreeMap<WindowKey, WindowAggregate> sorted = new TreeMap<>(deltas);
        sorted.keySet().removeAll(anew);
        return sorted;
    }

    /** Windows to fold anew from their readings. */
    SortedSet<WindowKey> anew() {
        return anew;
    }

    /** The hours that fresh readings of a metric touched. */
    SortedMap<Instant, WindowAggregate> hoursOf(UUID metricId) {
        return hours.getOrDefault(metricId, new TreeMap<>());
    }

    /** Whether a correction touched the metric, so that its state is folded anew. */
    boolean isCorrected(UUID metricId) {
        return corrected.containsKey(metricId);
    }

    /** The readings that now count, by metric, in the order of the log. */
    Map<UUID, List<Candidate>> counted() {
        return counted;
    }
}
