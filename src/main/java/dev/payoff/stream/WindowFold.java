package dev.payoff.stream;

import dev.payoff.value.QuantileSketch;
import dev.payoff.value.Reading;
import dev.payoff.value.WindowAggregate;
import dev.payoff.value.WindowSize;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private final Map<UUID, MetricFold> metrics = new HashMap<>();
    private final SortedMap<WindowKey, WindowAggregate> deltas = new TreeMap<>();
    private final SortedMap<WindowKey, Map<Integer, Long>> buckets = new TreeMap<>();
    private final SortedSet<WindowKey> anew = new TreeSet<>();
    private final Map<UUID, SortedMap<Instant, WindowAggregate>> hours = new HashMap<>();
    private final Set<UUID> corrected = new HashSet<>();

    static WindowFold of(List<Classifier.Verdict> verdicts) {
        WindowFold fold = new WindowFold();
        for (Classifier.Verdict verdict : verdicts) {
            switch (verdict) {
                case Classifier.Verdict.Fresh(Candidate candidate) ->
                        fold.of(candidate.metric()).add(candidate);
                case Classifier.Verdict.Correction(
                                Candidate candidate,
                                Classifier.Known replaced) ->
                        fold.replace(candidate, replaced.reading());
                case Classifier.Verdict.Outdated _,
                        Classifier.Verdict.Duplicate _,
                        Classifier.Verdict.Conflict _,
                        Classifier.Verdict.TooLate _ -> {}
            }
        }
        fold.metrics.forEach(fold::rollUp);
        return fold;
    }

    private MetricFold of(MetricDef metric) {
        return metrics.computeIfAbsent(metric.id(), id -> new MetricFold(metric));
    }

    private void rollUp(UUID metricId, MetricFold metric) {
        for (WindowSize size : WindowSize.values()) {
            TreeMap<Instant, WindowAggregate> windows = metric.windows(size);
            windows.forEach((start, sum) -> {
                WindowKey key = new WindowKey(metricId, size, start);
                if (!anew.contains(key)) {
                    deltas.put(key, sum);
                }
            });
            if (size == WindowSize.HOUR) {
                hours.put(metricId, windows);
            }
            if (isSketched(size)) {
                metric.buckets(size)
                        .forEach((start, counts) ->
                                buckets.merge(
                                        new WindowKey(metricId, size, start),
                                        counts,
                                        WindowFold::sum));
            }
        }
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
            if (isSketched(size)) {
                count(from, left, -1);
                count(to, entered, 1);
            }
        }
        corrected.add(metric.id());
        of(metric).correct(candidate);
    }

    private static Map<Integer, Long> sum(Map<Integer, Long> a, Map<Integer, Long> b) {
        Map<Integer, Long> sum = new HashMap<>(a);
        b.forEach((bucket, count) -> sum.merge(bucket, count, Long::sum));
        return sum;
    }

    private void count(WindowKey key, int bucket, long readings) {
        buckets.computeIfAbsent(key, window -> new HashMap<>()).merge(bucket, readings, Long::sum);
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
        return deltas;
    }

    /** Windows to fold anew from their readings. */
    SortedSet<WindowKey> anew() {
        return anew;
    }

    /** The hours that fresh readings of a metric touched. */
    SortedMap<Instant, WindowAggregate> hoursOf(UUID metricId) {
        return hours.getOrDefault(metricId, Collections.emptySortedMap());
    }

    /** Whether a correction touched the metric, so that its state is folded anew. */
    boolean isCorrected(UUID metricId) {
        return corrected.contains(metricId);
    }

    /** The metrics with readings that now count. */
    Set<UUID> metrics() {
        return metrics.keySet();
    }

    /** The readings of a metric that now count, in the order of the log. */
    List<Candidate> counted(UUID metricId) {
        MetricFold metric = metrics.get(metricId);
        return metric == null ? List.of() : metric.counted();
    }
}
