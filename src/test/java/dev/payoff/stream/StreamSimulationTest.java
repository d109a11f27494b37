package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.alert.RuleTerms;
import dev.payoff.value.HourWindow;
import dev.payoff.value.QuantileSketch;
import dev.payoff.value.ValueState;
import dev.payoff.value.WindowAggregate;
import dev.payoff.value.WindowSize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The pure core under a hostile schedule, by seeds: whatever fails and whoever takes over, in the
 * end the store holds what one plain pass over the log comes to. A seed that fails is run alone
 * with {@code -Dpayoff.simulation.seed=N -Dpayoff.simulation.seeds=1}.
 */
class StreamSimulationTest {

    private static final long FIRST_SEED = Long.getLong("payoff.simulation.seed", 1);
    private static final int SEEDS = Integer.getInteger("payoff.simulation.seeds", 10_000);
    private static final int STEPS = 60;
    private static final int MOST_ROUNDS = 400;

    // Kept, so that the level is not lost with the logger.
    private static final Logger CLAIMS_LOG = Logger.getLogger(PartitionClaims.class.getName());

    @BeforeAll
    static void silenceWhatIsMeantToHappen() {
        CLAIMS_LOG.setLevel(Level.WARNING);
    }

    @AfterAll
    static void speakAgain() {
        CLAIMS_LOG.setLevel(null);
    }

    @Test
    void whateverFailsTheStoreEqualsAPlainRecountOfTheLog() {
        int fencedOff = 0;
        int crashes = 0;
        int lostAnswers = 0;
        int kills = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            SimulatedWorkers workers;
            try {
                workers = run(seed, true);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
            fencedOff += workers.fencedOff;
            crashes += workers.crashes;
            lostAnswers += workers.lostAnswers;
            kills += workers.kills;
        }
        System.out.printf(
                "%d seeds from %d: %d batches fenced off, %d transactions that failed, %d answers lost, %d processes killed%n",
                SEEDS, FIRST_SEED, fencedOff, crashes, lostAnswers, kills);
        if (SEEDS >= 100) {
            // What never happened was not tested.
            assertThat(List.of(fencedOff, crashes, lostAnswers, kills))
                    .allMatch(times -> times > SEEDS / 20);
        }
    }

    @Test
    void withoutTheFenceTheSameSchedulesCountWrongly() {
        int wrong = 0;
        for (long seed = 1; seed <= 200; seed++) {
            try {
                run(seed, false);
            } catch (RuntimeException | AssertionError found) {
                wrong++;
            }
        }
        assertThat(wrong).isPositive();
    }

    private static SimulatedWorkers run(long seed, boolean fenced) {
        Random random = new Random(seed);
        SimulatedLog log = new SimulatedLog(random);
        SimulatedWorkers workers = new SimulatedWorkers(log, random, fenced);
        for (int i = 0; i < STEPS; i++) {
            workers.step();
            assertThat(workers.store.leaks(log)).isEmpty();
        }
        assertThat(workers.settle(MOST_ROUNDS)).as("everything was read in the end").isTrue();
        assertEqualsRecount(log, workers.store);
        return workers;
    }

    private static void assertEqualsRecount(SimulatedLog log, SimulatedStore store) {
        SimulatedRecount recount = new SimulatedRecount(log);
        assertThat(store.leaks(log)).isEmpty();
        assertThat(store.rejected).containsExactlyInAnyOrderElementsOf(recount.refused);
        log.partitions
                .keySet()
                .forEach(at ->
                        assertThat(store.tallies.get(at).duplicate())
                                .isEqualTo(recount.duplicates.getOrDefault(at, 0).longValue()));

        Map<WindowKey, SimulatedRecount.Sums> windows = new HashMap<>();
        store.windows.forEach((key, w) -> windows.put(key, sums(w)));
        assertThat(windows).isEqualTo(recount.windows());
        assertThat(store.sketches).isEqualTo(sketches(recount));

        for (MetricDef metric : SimulatedLog.METRICS) {
            MetricState state = store.states.get(metric.id());
            List<HourWindow> hours = store.hours(metric.id());
            assertThat(state.value().at(metric.terms(), SimulatedStore.NOW))
                    .isEqualTo(
                            ValueState.of(metric.terms(), hours)
                                    .at(metric.terms(), SimulatedStore.NOW));
            assertThat(state.count())
                    .isEqualTo(recount.counting.getOrDefault(metric.id(), List.of()).size());
        }
        for (RuleTerms rule : SimulatedRules.all()) {
            assertThat(
                            store.told.getOrDefault(rule.id(), new ArrayList<>()).stream()
                                    .map(SimulatedRecount::plain)
                                    .toList())
                    .isEqualTo(recount.told(rule));
        }
    }

    private static SimulatedRecount.Sums sums(WindowAggregate w) {
        return new SimulatedRecount.Sums(
                w.count(), w.sum(), w.sumSquares(), w.min(), w.max(), w.lastValue());
    }

    private static Map<WindowKey, QuantileSketch> sketches(SimulatedRecount recount) {
        Map<WindowKey, Map<Integer, Long>> counts = new HashMap<>();
        recount.counting.forEach((metric, entries) -> {
            for (SimulatedLog.Entry entry : entries) {
                for (WindowSize size : List.of(WindowSize.HOUR, WindowSize.DAY, WindowSize.MONTH)) {
                    WindowKey key =
                            new WindowKey(
                                    metric,
                                    size,
                                    size.startOf(
                                            entry.reading().observedAt(), entry.metric().zone()));
                    counts.computeIfAbsent(key, k -> new HashMap<>())
                            .merge(QuantileSketch.bucketOf(entry.reading().value()), 1L, Long::sum);
                }
            }
        });
        Map<WindowKey, QuantileSketch> sketches = new HashMap<>();
        counts.forEach((key, change) -> sketches.put(key, QuantileSketch.EMPTY.plus(change)));
        return sketches;
    }
}
