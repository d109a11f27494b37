package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.stream.Classifier.Known;
import dev.payoff.stream.Classifier.Verdict;
import dev.payoff.value.HourWindow;
import dev.payoff.value.ValueState;
import dev.payoff.value.WindowAggregate;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The state that batches keep up equals the one that is folded from all readings at once. */
class StateStepTest {

    private static final MetricDef METRIC = Given.metric(new UUID(9, 9));
    private static final Instant NOW = Given.START.plus(Duration.ofDays(30));

    /** What the database would hold of the metric. */
    private static final class Store {
        final Map<Candidate.Identity, List<Known>> readings = new HashMap<>();
        MetricState state = MetricState.fresh(METRIC);

        List<Known> counting() {
            return readings.values().stream()
                    .map(all -> all.stream().max(java.util.Comparator.comparing(Known::revision)))
                    .flatMap(java.util.Optional::stream)
                    .toList();
        }

        List<HourWindow> hours() {
            TreeMap<Instant, WindowAggregate> hours = new TreeMap<>();
            for (Known known : counting()) {
                hours.merge(
                        dev.payoff.value.WindowSize.HOUR.startOf(known.observedAt(), METRIC.zone()),
                        WindowAggregate.of(known.reading()),
                        WindowAggregate::plus);
            }
            List<HourWindow> windows = new ArrayList<>();
            hours.forEach((start, sum) -> windows.add(HourWindow.of(start, sum)));
            return windows;
        }

        /** As the statement of the same purpose reads them. */
        List<HourWindow> around(Instant first, Instant last) {
            List<HourWindow> all = hours();
            Instant low =
                    all.stream()
                            .map(HourWindow::start)
                            .filter(start -> start.isBefore(first))
                            .max(Instant::compareTo)
                            .orElse(first);
            Instant high =
                    all.stream()
                            .map(HourWindow::start)
                            .filter(start -> start.isAfter(last))
                            .min(Instant::compareTo)
                            .orElse(Instant.MAX);
            return all.stream()
                    .filter(h -> !h.start().isBefore(low) && !h.start().isAfter(high))
                    .toList();
        }

        StateStore.Extent extent() {
            Collection<Known> counting = counting();
            MetricState.Last last = null;
            Instant first = Instant.MAX;
            for (Known k : counting) {
                MetricState.Last one =
                        new MetricState.Last(k.value(), k.observedAt(), k.partition(), k.offset());
                last = last == null || last.before(one) ? one : last;
                first = k.observedAt().isBefore(first) ? k.observedAt() : first;
            }
            return new StateStore.Extent(counting.size(), first, last);
        }

        void commit(List<Candidate> batch) {
            Flush flush = new Flush(new Batch(new TreeMap<>(), List.of()), NOW);
            flush.metrics.put(METRIC.id(), METRIC);
            flush.locked = Map.of(METRIC.id(), new StateStore.Locked(state, 3, 5, false));
            flush.verdicts = Classifier.classify(batch, readings, null, Gate.EARLIEST);
            flush.fold = WindowFold.of(flush.verdicts);
            SortedMap<Instant, WindowAggregate> touched = flush.fold.hoursOf(METRIC.id());
            List<HourWindow> tail = state.value().tail();
            if (!touched.isEmpty()
                    && !tail.isEmpty()
                    && touched.firstKey().isBefore(tail.getFirst().start())) {
                List<HourWindow> around = around(touched.firstKey(), touched.lastKey());
                flush.neighbourhoods = around.isEmpty() ? Map.of() : Map.of(METRIC.id(), around);
            }
            for (Verdict verdict : flush.verdicts) {
                if (verdict instanceof Verdict.Fresh
                        || verdict instanceof Verdict.Correction
                        || verdict instanceof Verdict.Outdated) {
                    readings.computeIfAbsent(
                                    verdict.candidate().identity(), id -> new ArrayList<>())
                            .add(Known.of(verdict.candidate()));
                }
            }
            List<MetricState> next =
                    StateStep.next(
                            flush, Map.of(METRIC.id(), hours()), Map.of(METRIC.id(), extent()));
            if (!next.isEmpty()) {
                assertThat(next).hasSize(1);
                assertThat(next.getFirst().revision()).isEqualTo(state.revision() + 1);
                state = next.getFirst();
            }
        }
    }

    private static void assertEqualsFoldAnew(Store store) {
        ValueState anew = ValueState.of(METRIC.terms(), store.hours());
        ValueState kept = store.state.value();
        assertThat(kept.at(METRIC.terms(), NOW)).isEqualTo(anew.at(METRIC.terms(), NOW));
        assertThat(store.state.count()).isEqualTo(store.extent().count());
        assertThat(store.state.firstObserved()).isEqualTo(store.extent().firstObserved());
        assertThat(store.state.last()).isEqualTo(store.extent().last());
    }

    @Test
    void inWhateverOrderAndBatchesReadingsCorrectionsAndDuplicatesCome() {
        Random random = new Random(11);
        for (int round = 0; round < 400; round++) {
            Store store = new Store();
            long offset = 0;
            int hours = 2 + random.nextInt(40);
            int share = random.nextInt(3);
            for (int batch = 0; batch < 8; batch++) {
                List<Candidate> candidates = new ArrayList<>();
                for (int i = random.nextInt(5); i >= 0; i--) {
                    boolean corrects = share > 0 && random.nextInt(6) < share;
                    Instant at =
                            Given.START.plusSeconds(random.nextInt(hours * 3600)).plusNanos(1000);
                    candidates.add(
                            Given.candidate(
                                    METRIC,
                                    Given.reading(
                                            "e" + random.nextInt(30),
                                            corrects ? random.nextInt(4) : 0,
                                            BigDecimal.valueOf(random.nextInt(10_000_000), 2)
                                                    .toString(),
                                            at),
                                    offset++));
                }
                store.commit(candidates);
                if (store.state.count() > 0) {
                    assertEqualsFoldAnew(store);
                }
            }
        }
    }

    @Test
    void aStateValuedByAnOlderDefinitionIsFoldedAnew() {
        Store store = new Store();
        store.commit(
                List.of(Given.candidate(METRIC, Given.reading("a", 0, "44000", Given.START), 0)));
        MetricState old = store.state;
        store.state =
                new MetricState(
                        old.metricId(),
                        old.tenantId(),
                        old.projectId(),
                        2,
                        5,
                        old.revision(),
                        old.count(),
                        old.firstObserved(),
                        old.last(),
                        new ValueState(new BigDecimal(999), BigDecimal.ZERO, List.of()));
        store.commit(
                List.of(
                        Given.candidate(
                                METRIC,
                                Given.reading("b", 0, "43000", Given.START.plusSeconds(3600)),
                                1)));
        assertThat(store.state.definitionVersion()).isEqualTo(3);
        assertEqualsFoldAnew(store);
    }

    @Test
    void aNewDefinitionChangesTheValueAndTheRevisionOnly() {
        Store store = new Store();
        store.commit(
                List.of(Given.candidate(METRIC, Given.reading("a", 0, "44000", Given.START), 0)));
        MetricState again = StateStep.revalued(store.state, METRIC, store.hours());
        assertThat(again)
                .usingRecursiveComparison()
                .ignoringFields("revision")
                .isEqualTo(store.state);
        assertThat(again.revision()).isEqualTo(store.state.revision() + 1);
    }
}
