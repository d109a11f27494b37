package dev.payoff.stream;

import dev.payoff.value.QuantileSketch;
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
    private final SortedMap<WindowKey, Map<Integer, Long>> buckets = new TreeMap<>();
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
        int bucket = QuantileSketch.bucketOf(reading.value());
        for (WindowSize size : WindowSize.values()) {
            Instant start = size.startOf(reading.observedAt(), metric.zone());
            WindowKey key = new WindowKey(metric.id(), size, start);
            deltas.merge(key, one, WindowAggregate::plus);
            count(key, bucket, 1);
            if (size == WindowSize.HOUR) {
                hours.computeIfAbsent(metric.id(), id -> new TreeMap<>())
                        .merge(start, one, WindowAggregate::plus);
            }
        }
        counted.computeIfAbsent(metric.id(), id -> new ArrayList<>()).add(candidate);
    }

    private void replace(Candidate candidate, Reading before) {
        MetricDef metric = candidate.metric();
        int left = QuantileSketch.bucketOf(before.value());
        int entered = QuantileSketch.bucketOf(candidate.wire().value());
        for (WindowSize size : WindowSize.values()) {
            WindowKey from =
                    new WindowKey(
                            metric.id(), size, size.startOf(before.observedAt(), metric.zone()));
            WindowKey to =
                    new WindowKey(
                            metric.id(),
                            size,
                            size.startOf(candidate.wire().observedAt(), metric.zone()));
            anew.add(from);
            anew.add(to);
            count(from, left, -1);
            count(to, entered, 1);
        }
        corrected.put(metric.id(), metric);
        counted.computeIfAbsent(metric.id(), id -> new ArrayList<>()).add(candidate);
    }

    private void count(WindowKey key, int bucket, long readings) {
        if (isSketched(key.size())) {
            buckets.computeIfAbsent(key, window -> new HashMap<>())
                    .merge(bucket, readings, Long::sum);
        }
    }

    /**
     * Whether windows of a size keep a sketch. A minute does not: it would cost each reading a
     * row's rewriting, and its readings are few enough to be asked themselves.
     */
    static boolean isSketched(WindowSize size) {
        return size != WindowSize.MINUTE;
    }

    /**
     * By window, in the order of locks: how many readings came into each bucket of its sketch, less
     * how many left. A reading can be taken out of a sketch, so that corrections need not fold it
     * anew.
     */
    SortedMap<WindowKey, Map<Integer, Long>> buckets() {
        return buckets;
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
