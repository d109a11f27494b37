package dev.payoff.stream;

import dev.payoff.alert.AlertState;
import dev.payoff.alert.RuleTerms;
import dev.payoff.alert.Transition;
import dev.payoff.value.HourWindow;
import dev.payoff.value.QuantileSketch;
import dev.payoff.value.WindowAggregate;
import dev.payoff.value.WindowSize;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What PostgreSQL would hold, and the steps of a batch's transaction on it: those of {@link
 * BatchTransaction}, with maps in place of tables and the same pure classes. A transaction works on
 * a copy, which takes the place of the store when it commits.
 */
final class SimulatedStore {

    static final Instant NOW = Given.START.plus(Duration.ofDays(2));

    /** A transaction that did not get to its commit. */
    static final class Crash extends RuntimeException {
        Crash() {
            super(null, null, false, false);
        }
    }

    /** What may end a transaction between any two of its steps. */
    interface CrashPoint {
        void passed();
    }

    final SortedMap<LogPosition, OffsetStore.Claim> offsets;
    final SortedMap<LogPosition, OffsetStore.Tally> tallies;
    final Map<Candidate.Identity, List<Classifier.Known>> readings;
    final Map<WindowKey, WindowAggregate> windows;
    final Map<WindowKey, QuantileSketch> sketches;
    final Map<UUID, MetricState> states;
    final Map<UUID, AlertState> alerts;
    final Map<UUID, List<Transition>> told;
    final List<String> rejected;

    private SimulatedStore(
            SortedMap<LogPosition, OffsetStore.Claim> offsets,
            SortedMap<LogPosition, OffsetStore.Tally> tallies,
            Map<Candidate.Identity, List<Classifier.Known>> readings,
            Map<WindowKey, WindowAggregate> windows,
            Map<WindowKey, QuantileSketch> sketches,
            Map<UUID, MetricState> states,
            Map<UUID, AlertState> alerts,
            Map<UUID, List<Transition>> told,
            List<String> rejected) {
        this.offsets = offsets;
        this.tallies = tallies;
        this.readings = readings;
        this.windows = windows;
        this.sketches = sketches;
        this.states = states;
        this.alerts = alerts;
        this.told = told;
        this.rejected = rejected;
    }

    static SimulatedStore empty(SimulatedLog log) {
        SortedMap<LogPosition, OffsetStore.Claim> offsets = new TreeMap<>();
        SortedMap<LogPosition, OffsetStore.Tally> tallies = new TreeMap<>();
        Map<UUID, MetricState> states = new HashMap<>();
        for (LogPosition at : log.partitions.keySet()) {
            offsets.put(at, new OffsetStore.Claim(log.beginning(at), 0, "id"));
            tallies.put(at, new OffsetStore.Tally(0, 0, 0));
        }
        SimulatedLog.METRICS.forEach(m -> states.put(m.id(), MetricState.fresh(m)));
        return new SimulatedStore(
                offsets,
                tallies,
                new HashMap<>(),
                new HashMap<>(),
                new HashMap<>(),
                states,
                new HashMap<>(),
                new HashMap<>(),
                new ArrayList<>());
    }

    private SimulatedStore copy() {
        Map<Candidate.Identity, List<Classifier.Known>> ownReadings = HashMap.newHashMap(64);
        readings.forEach((identity, known) -> ownReadings.put(identity, new ArrayList<>(known)));
        Map<UUID, List<Transition>> ownTold = new HashMap<>();
        told.forEach((rule, transitions) -> ownTold.put(rule, new ArrayList<>(transitions)));
        return new SimulatedStore(
                new TreeMap<>(offsets),
                new TreeMap<>(tallies),
                ownReadings,
                new HashMap<>(windows),
                new HashMap<>(sketches),
                new HashMap<>(states),
                new HashMap<>(alerts),
                ownTold,
                new ArrayList<>(rejected));
    }

    /** Raises the epoch of a partition, as whoever takes it over does. */
    OffsetStore.Claim claim(LogPosition at) {
        OffsetStore.Claim now = offsets.get(at);
        OffsetStore.Claim claim =
                new OffsetStore.Claim(now.nextOffset(), now.epoch() + 1, now.topicId());
        offsets.put(at, claim);
        return claim;
    }

    /**
     * The store after a batch.
     *
     * @param fenced false: as if the first statement were missing
     * @throws BatchTransaction.FencedException if the batch is another's by now
     * @throws Crash where the crash point says so
     */
    SimulatedStore after(Batch batch, boolean fenced, CrashPoint step) {
        SimulatedStore next = copy();
        Flush flush = new Flush(batch, NOW);
        next.fence(flush, fenced);
        step.passed();
        next.judge(flush);
        step.passed();
        next.fold(flush);
        step.passed();
        next.value(flush, this);
        step.passed();
        next.watch(flush, this);
        step.passed();
        flush.rejections.forEach(rejection -> next.rejected.add(rejection.origin()));
        flush.tallies().forEach((at, tally) -> next.tallies.merge(at, tally, SimulatedStore::sum));
        step.passed();
        return next;
    }

    private static OffsetStore.Tally sum(OffsetStore.Tally a, OffsetStore.Tally b) {
        return new OffsetStore.Tally(
                a.valid() + b.valid(), a.duplicate() + b.duplicate(), a.rejected() + b.rejected());
    }

    private void fence(Flush flush, boolean fenced) {
        flush.batch
                .moves()
                .forEach((at, move) -> {
                    OffsetStore.Claim now = offsets.get(at);
                    boolean ours =
                            now.epoch() == move.epoch() && now.nextOffset() == move.expected();
                    if (fenced && !ours) {
                        throw new BatchTransaction.FencedException();
                    }
                    offsets.put(at, new OffsetStore.Claim(move.next(), now.epoch(), now.topicId()));
                });
    }

    private void judge(Flush flush) {
        for (Batch.Item item : flush.batch.records()) {
            if (item
                    instanceof
                    Batch.Item(
                            LogPosition at,
                            long offset,
                            byte[] _,
                            byte[] _,
                            Decoded.Usable(WireRecord.Reading reading))) {
                MetricDef metric = metricOf(at, reading);
                flush.metrics.put(metric.id(), metric);
                Gate.check(reading, metric.limits(), NOW)
                        .ifPresentOrElse(
                                refused -> flush.reject(metric.tenantId(), item, refused),
                                () -> {
                                    flush.candidates.add(
                                            new Candidate(
                                                    metric,
                                                    reading,
                                                    EventKey.of(reading),
                                                    at.code(),
                                                    offset));
                                    flush.candidateItems.add(item);
                                });
            }
        }
        Map<UUID, StateStore.Locked> locked = new HashMap<>();
        flush.metrics.forEach(
                (id, metric) -> locked.put(id, new StateStore.Locked(states.get(id), 3, 5, false)));
        flush.locked = locked;
        Map<Candidate.Identity, List<Classifier.Known>> stored = new HashMap<>();
        for (Candidate candidate : flush.candidates) {
            List<Classifier.Known> known = readings.get(candidate.identity());
            if (known != null) {
                stored.put(candidate.identity(), known);
            }
        }
        Admission.classify(flush, stored);
        for (Classifier.Verdict verdict : flush.verdicts) {
            switch (verdict) {
                case Classifier.Verdict.Fresh(Candidate c) -> keep(c);
                case Classifier.Verdict.Correction(Candidate c, Classifier.Known _) -> keep(c);
                case Classifier.Verdict.Outdated(Candidate c) -> keep(c);
                case Classifier.Verdict.Duplicate _,
                        Classifier.Verdict.Conflict _,
                        Classifier.Verdict.TooLate _ -> {}
            }
        }
    }

    /** The simulated senders name a metric by its id. */
    private static MetricDef metricOf(LogPosition at, WireRecord.Reading reading) {
        return SimulatedLog.METRICS.stream()
                .filter(metric -> metric.id().toString().equals(reading.metric()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("metric of " + at + " " + reading));
    }

    private void keep(Candidate candidate) {
        readings.computeIfAbsent(candidate.identity(), id -> new ArrayList<>())
                .add(Classifier.Known.of(candidate));
    }

    private void fold(Flush flush) {
        flush.windowsBefore = new HashMap<>(windows);
        Map<UUID, List<HourWindow>> around = new HashMap<>();
        for (UUID id : flush.fold.metrics()) {
            SortedMap<Instant, WindowAggregate> touched = flush.fold.hoursOf(id);
            List<HourWindow> tail = states.get(id).value().tail();
            if (!touched.isEmpty()
                    && !tail.isEmpty()
                    && touched.firstKey().isBefore(tail.getFirst().start())) {
                around.put(id, around(id, touched.firstKey(), touched.lastKey()));
            }
        }
        flush.neighbourhoods = around;
        flush.fold
                .buckets()
                .forEach((key, change) ->
                        sketches.put(
                                key,
                                sketches.getOrDefault(key, QuantileSketch.EMPTY).plus(change)));
        flush.fold
                .deltas()
                .forEach((key, delta) -> windows.merge(key, delta, WindowAggregate::plus));
        flush.fold.anew().forEach(this::refold);
    }

    private void refold(WindowKey key) {
        MetricDef metric =
                SimulatedLog.METRICS.stream()
                        .filter(m -> m.id().equals(key.metricId()))
                        .findFirst()
                        .orElseThrow();
        Instant end = key.size().endOf(key.start(), metric.zone());
        windows.remove(key);
        counting(key.metricId()).stream()
                .filter(k -> !k.observedAt().isBefore(key.start()) && k.observedAt().isBefore(end))
                .forEach(k ->
                        windows.merge(key, WindowAggregate.of(k.reading()), WindowAggregate::plus));
        if (!windows.containsKey(key)) {
            sketches.remove(key);
        }
    }

    /** Of each reading of a metric the highest revision. */
    private List<Classifier.Known> counting(UUID metricId) {
        List<Classifier.Known> counting = new ArrayList<>();
        readings.forEach((identity, known) -> {
            if (identity.metricId().equals(metricId)) {
                Classifier.Known highest = known.getFirst();
                for (Classifier.Known each : known) {
                    highest = each.revision() > highest.revision() ? each : highest;
                }
                counting.add(highest);
            }
        });
        return counting;
    }

    /** All measured hours of a metric, ascending. */
    List<HourWindow> hours(UUID metricId) {
        TreeMap<Instant, HourWindow> hours = new TreeMap<>();
        windows.forEach((key, window) -> {
            if (key.size() == WindowSize.HOUR && key.metricId().equals(metricId)) {
                hours.put(key.start(), HourWindow.of(key.start(), window));
            }
        });
        return List.copyOf(hours.values());
    }

    private List<HourWindow> around(UUID metricId, Instant first, Instant last) {
        TreeMap<Instant, HourWindow> all = new TreeMap<>();
        hours(metricId).forEach(hour -> all.put(hour.start(), hour));
        Instant low = all.lowerKey(first);
        Instant high = all.higherKey(last);
        return List.copyOf(
                all.subMap(low == null ? first : low, true, high == null ? Instant.MAX : high, true)
                        .values());
    }

    private StateStore.Extent extent(UUID metricId) {
        MetricState.Last last = null;
        Instant first = Instant.MAX;
        List<Classifier.Known> counting = counting(metricId);
        for (Classifier.Known k : counting) {
            MetricState.Last one =
                    new MetricState.Last(k.value(), k.observedAt(), k.partition(), k.offset());
            last = last == null || last.before(one) ? one : last;
            first = k.observedAt().isBefore(first) ? k.observedAt() : first;
        }
        return new StateStore.Extent(counting.size(), first, last);
    }

    private void value(Flush flush, SimulatedStore before) {
        Map<UUID, List<HourWindow>> hours = new HashMap<>();
        Map<UUID, StateStore.Extent> extents = new HashMap<>();
        for (UUID id : flush.fold.metrics()) {
            if (flush.fold.isCorrected(id)) {
                hours.put(id, hours(id));
                extents.put(id, extent(id));
            }
        }
        flush.states = StateStep.next(flush, hours, extents);
        flush.states.forEach(state -> states.put(state.metricId(), state));
        SimulatedRestatements.check(flush, Restatements.of(flush, hours), before, this);
    }

    private void watch(Flush flush, SimulatedStore before) {
        for (RuleTerms rule : SimulatedRules.all()) {
            if (!flush.fold.metrics().contains(rule.metricId())) {
                continue;
            }
            AlertState state = before.alerts.getOrDefault(rule.id(), AlertState.NEW);
            Watch.Outcome outcome =
                    Watch.run(flush, new WatchedRule(rule, state, 1), windows, new ArrayList<>());
            if (outcome != null) {
                alerts.put(rule.id(), outcome.last().state());
                told.computeIfAbsent(rule.id(), id -> new ArrayList<>())
                        .addAll(outcome.transitions());
            }
        }
    }

    /** Where consumed, valid, duplicate and rejected do not add up; empty if they do. */
    List<String> leaks(SimulatedLog log) {
        List<String> leaks = new ArrayList<>();
        offsets.forEach((at, claim) -> {
            long consumed =
                    log.partitions.get(at).stream()
                            .filter(entry -> entry.offset() < claim.nextOffset())
                            .count();
            OffsetStore.Tally tally = tallies.get(at);
            if (tally.valid() + tally.duplicate() + tally.rejected() != consumed) {
                leaks.add(at + ": " + tally + " of " + consumed);
            }
        });
        if (new TreeSet<>(rejected).size() != rejected.size()) {
            leaks.add("rejected twice: " + rejected);
        }
        return leaks;
    }
}
