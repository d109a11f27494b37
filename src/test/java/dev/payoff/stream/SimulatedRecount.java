package dev.payoff.stream;

import dev.payoff.alert.AlertMachine;
import dev.payoff.alert.AlertState;
import dev.payoff.alert.RuleTerms;
import dev.payoff.alert.Sample;
import dev.payoff.alert.Step;
import dev.payoff.alert.Transition;
import dev.payoff.value.WindowSize;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a simulated log comes to, counted plainly: one pass a partition, no batches, own rules of
 * identity and own sums.
 */
final class SimulatedRecount {

    /** A window's count, sum, squares, extremes and last value. */
    record Sums(
            long count,
            BigDecimal sum,
            BigDecimal squares,
            BigDecimal min,
            BigDecimal max,
            BigDecimal last) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Sums that
                    && count == that.count
                    && sum.compareTo(that.sum) == 0
                    && squares.compareTo(that.squares) == 0
                    && min.compareTo(that.min) == 0
                    && max.compareTo(that.max) == 0
                    && last.compareTo(that.last) == 0;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(count);
        }
    }

    /** Which entries count, those that lead to a count in the order of the log, those refused. */
    final Map<UUID, List<SimulatedLog.Entry>> counting = new HashMap<>();

    final Map<UUID, List<SimulatedLog.Entry>> inOrder = new HashMap<>();
    final Set<String> refused = new HashSet<>();
    final Map<LogPosition, Integer> duplicates = new HashMap<>();

    SimulatedRecount(SimulatedLog log) {
        log.partitions.forEach((at, entries) -> {
            Map<String, TreeMap<Integer, SimulatedLog.Entry>> known = new HashMap<>();
            for (SimulatedLog.Entry entry : entries) {
                TreeMap<Integer, SimulatedLog.Entry> revisions =
                        known.computeIfAbsent(
                                entry.metric().id() + entry.reading().eventId(),
                                id -> new TreeMap<>());
                count(entry, revisions);
            }
            known.values().stream()
                    .filter(revisions -> !revisions.isEmpty())
                    .map(revisions -> revisions.lastEntry().getValue())
                    .forEach(entry ->
                            counting.computeIfAbsent(entry.metric().id(), id -> new ArrayList<>())
                                    .add(entry));
        });
    }

    private void count(SimulatedLog.Entry entry, TreeMap<Integer, SimulatedLog.Entry> revisions) {
        WireRecord.Reading now = entry.reading();
        SimulatedLog.Entry same = revisions.get(now.revision());
        if ("USD".equals(now.unit())
                || same != null
                        && !(same.reading().value().equals(now.value())
                                && same.reading().observedAt().equals(now.observedAt())
                                && String.valueOf(same.reading().confidence())
                                        .equals(String.valueOf(now.confidence())))) {
            refused.add(entry.at().origin(entry.offset()));
        } else if (same != null) {
            duplicates.merge(entry.at(), 1, Integer::sum);
        } else {
            boolean counts = revisions.isEmpty() || revisions.lastKey() < now.revision();
            revisions.put(now.revision(), entry);
            if (counts) {
                inOrder.computeIfAbsent(entry.metric().id(), id -> new ArrayList<>()).add(entry);
            }
        }
    }

    Map<WindowKey, Sums> windows() {
        Map<WindowKey, List<SimulatedLog.Entry>> held = new HashMap<>();
        counting.forEach((metric, entries) -> {
            for (SimulatedLog.Entry entry : entries) {
                for (WindowSize size : WindowSize.values()) {
                    Instant start =
                            size.startOf(entry.reading().observedAt(), entry.metric().zone());
                    held.computeIfAbsent(
                                    new WindowKey(metric, size, start), key -> new ArrayList<>())
                            .add(entry);
                }
            }
        });
        Map<WindowKey, Sums> windows = new HashMap<>();
        held.forEach((key, entries) -> windows.put(key, sums(entries)));
        return windows;
    }

    private static Sums sums(List<SimulatedLog.Entry> entries) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal squares = BigDecimal.ZERO;
        SimulatedLog.Entry last = entries.getFirst();
        BigDecimal min = last.reading().value();
        BigDecimal max = min;
        for (SimulatedLog.Entry entry : entries) {
            BigDecimal value = entry.reading().value();
            sum = sum.add(value);
            squares = squares.add(value.pow(2));
            min = value.min(min);
            max = value.max(max);
            int later = entry.reading().observedAt().compareTo(last.reading().observedAt());
            // A metric is on one partition, so that the offset decides between equal times.
            if (later > 0 || later == 0 && entry.offset() > last.offset()) {
                last = entry;
            }
        }
        return new Sums(entries.size(), sum, squares, min, max, last.reading().value());
    }

    /** What a rule on readings, or on the mean of the hour, tells when it sees the log unbroken. */
    List<String> told(RuleTerms rule) {
        AlertState state = AlertState.NEW;
        List<String> told = new ArrayList<>();
        Map<Instant, List<BigDecimal>> hours = new HashMap<>();
        for (SimulatedLog.Entry entry : inOrder.getOrDefault(rule.metricId(), List.of())) {
            Instant at = entry.reading().observedAt();
            List<BigDecimal> hour =
                    hours.computeIfAbsent(
                            WindowSize.HOUR.startOf(at, entry.metric().zone()),
                            start -> new ArrayList<>());
            hour.add(entry.reading().value());
            BigDecimal mean =
                    hour.stream()
                            .reduce(BigDecimal.ZERO, BigDecimal::add)
                            .divide(BigDecimal.valueOf(hour.size()), MathContext.DECIMAL128);
            if (state.lastAt() == null || !at.isBefore(state.lastAt())) {
                BigDecimal sample = rule.window() == null ? entry.reading().value() : mean;
                Step step = AlertMachine.step(rule.threshold(), state, new Sample(at, sample));
                state = step.state();
                step.transitions().forEach(transition -> told.add(plain(transition)));
            }
        }
        return told;
    }

    static String plain(Transition transition) {
        return transition.getClass().getSimpleName()
                + " "
                + transition.activeAt()
                + " "
                + switch (transition) {
                    case Transition.Fired fired -> fired.firedAt();
                    case Transition.Resolved resolved -> resolved.resolvedAt();
                }
                + " "
                + transition.value().stripTrailingZeros().toPlainString();
    }
}
