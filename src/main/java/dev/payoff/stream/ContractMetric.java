package dev.payoff.stream;

import dev.payoff.value.HourWindow;
import dev.payoff.value.Reading;
import dev.payoff.value.ValueState;
import dev.payoff.value.WindowAggregate;
import dev.payoff.value.WindowSize;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A metric of a contract while it is played: its readings in force and what they fold to. */
final class ContractMetric {

    private final MetricDef def;
    private final Map<String, Contract.Arrival> inForce = new LinkedHashMap<>();
    private final Map<WindowSize, TreeMap<Instant, WindowAggregate>> windows =
            new LinkedHashMap<>();

    ContractMetric(MetricDef def) {
        this.def = def;
    }

    MetricDef def() {
        return def;
    }

    /** Whether the reading counts: a revision that is not higher than one known does not. */
    boolean take(Contract.Arrival reading) {
        String identity =
                reading.eventId() == null
                        ? "number " + reading.number()
                        : "event " + reading.eventId();
        Contract.Arrival known = inForce.get(identity);
        if (known != null && known.revision() >= reading.revision()) {
            return false;
        }
        inForce.put(identity, reading);
        if (known == null) {
            fold(reading);
        } else {
            foldAnew();
        }
        return true;
    }

    /** Forgets what was observed later. */
    void keepUntil(Instant at) {
        inForce.values().removeIf(it -> it.observed().isAfter(at));
        foldAnew();
    }

    private void foldAnew() {
        windows.clear();
        inForce.values().forEach(this::fold);
    }

    private void fold(Contract.Arrival arrival) {
        WindowAggregate one =
                WindowAggregate.of(
                        new Reading(
                                arrival.observed(),
                                arrival.value(),
                                arrival.confidence(),
                                0,
                                arrival.number()));
        for (WindowSize size : WindowSize.values()) {
            windows.computeIfAbsent(size, it -> new TreeMap<>())
                    .merge(
                            size.startOf(arrival.observed(), def.zone()),
                            one,
                            WindowAggregate::plus);
        }
    }

    /** The window that holds a moment; null where it has no reading. */
    @Nullable WindowAggregate window(WindowSize size, Instant at) {
        TreeMap<Instant, WindowAggregate> ofSize = windows.get(size);
        return ofSize == null ? null : ofSize.get(size.startOf(at, def.zone()));
    }

    MetricFigure figure(Instant now) {
        return MetricFigure.of(def, state(), now);
    }

    /** All measured hours, ascending. */
    List<HourWindow> hours() {
        List<HourWindow> ascending = new ArrayList<>();
        windows.getOrDefault(WindowSize.HOUR, new TreeMap<>())
                .forEach((start, aggregate) -> ascending.add(HourWindow.of(start, aggregate)));
        return ascending;
    }

    /** Those of several metrics. */
    static Map<UUID, List<HourWindow>> hours(Collection<ContractMetric> metrics) {
        Map<UUID, List<HourWindow>> hours = new HashMap<>();
        metrics.forEach(metric -> hours.put(metric.def.id(), metric.hours()));
        return hours;
    }

    private @Nullable MetricState state() {
        TreeMap<Instant, WindowAggregate> hours = windows.get(WindowSize.HOUR);
        if (hours == null || hours.isEmpty()) {
            return null;
        }
        WindowAggregate last = hours.lastEntry().getValue();
        return new MetricState(
                def.id(),
                def.tenantId(),
                def.projectId(),
                def.version(),
                def.projectVersion(),
                inForce.size(),
                inForce.size(),
                hours.firstKey(),
                new MetricState.Last(
                        last.lastValue(),
                        last.lastObserved(),
                        last.lastPartition(),
                        last.lastOffset()),
                ValueState.of(def.terms(), hours()));
    }

    /** The project's figure of these metrics, with what it had cost by the day (UTC). */
    static ProjectFigure project(Contract contract, List<ContractMetric> metrics, Instant now) {
        BigDecimal cost =
                contract.costs().stream()
                        .filter(it -> !it.on().isAfter(now.atOffset(ZoneOffset.UTC).toLocalDate()))
                        .map(it -> it.amount())
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        return ProjectFigure.of(
                contract.project(),
                metrics.stream().map(it -> it.figure(now)).toList(),
                new CostTotal(cost, List.of()),
                now);
    }
}
