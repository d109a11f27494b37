package dev.payoff.stream;

import dev.payoff.value.QuantileSketch;
import dev.payoff.value.RunningAggregate;
import dev.payoff.value.WindowAggregate;
import dev.payoff.value.WindowSize;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a batch's fresh readings of one metric add to its windows. Each reading is folded once, into
 * a cell of a minute; hours, days and months are folded from the cells, of which there are few.
 * Filled by one thread.
 */
final class MetricFold {

    private static final long MINUTE_SECONDS = 60;

    private final MetricDef metric;
    private final List<Candidate> counted = new ArrayList<>();
    private final Map<Long, Cell> cells = new HashMap<>();
    private long minute = Long.MIN_VALUE;
    private boolean minuteIsWhole;
    private @Nullable Map<Integer, Long> all;

    MetricFold(MetricDef metric) {
        this.metric = metric;
    }

    /** The readings that now count, in the order of the log. */
    List<Candidate> counted() {
        return counted;
    }

    /** A correction counts, but what it changes is folded anew. */
    void correct(Candidate candidate) {
        counted.add(candidate);
    }

    void add(Candidate candidate) {
        counted.add(candidate);
        cells.computeIfAbsent(
                        cellOf(candidate.wire().observedAt().getEpochSecond()), start -> new Cell())
                .add(candidate);
    }

    /**
     * The first second of the cell. A minute, unless a day could begin within it: clocks that are
     * not whole minutes from UTC (Liberia's until 1972) begin days in the middle of ours.
     */
    private long cellOf(long second) {
        long start = Math.floorDiv(second, MINUTE_SECONDS) * MINUTE_SECONDS;
        if (start != minute) {
            minute = start;
            minuteIsWhole = isWholeMinutes(start) && isWholeMinutes(start + MINUTE_SECONDS - 1);
        }
        return minuteIsWhole ? start : second;
    }

    private boolean isWholeMinutes(long second) {
        return metric.zone().getRules().getOffset(Instant.ofEpochSecond(second)).getTotalSeconds()
                        % MINUTE_SECONDS
                == 0;
    }

    /** The windows of a size, by start, with what is added to each. */
    TreeMap<Instant, WindowAggregate> windows(WindowSize size) {
        TreeMap<Instant, WindowAggregate> windows = new TreeMap<>();
        ZoneId zone = metric.zone();
        cells.forEach((start, cell) ->
                windows.merge(
                        size.startOf(Instant.ofEpochSecond(start), zone),
                        cell.sum.aggregate(),
                        WindowAggregate::plus));
        return windows;
    }

    /** The windows of a size, by start, with how many readings came into each bucket. */
    Map<Instant, Map<Integer, Long>> buckets(WindowSize size) {
        Map<Instant, Map<Integer, Long>> windows = new HashMap<>();
        Map<Instant, List<Cell>> cellsOf = new HashMap<>();
        cells.forEach((start, cell) ->
                cellsOf.computeIfAbsent(
                                size.startOf(Instant.ofEpochSecond(start), metric.zone()),
                                window -> new ArrayList<>())
                        .add(cell));
        cellsOf.forEach(
                (start, some) -> windows.put(start, cellsOf.size() == 1 ? all() : counts(some)));
        return windows;
    }

    /** Most batches lie in one hour, one day and one month: then these share their counts. */
    private Map<Integer, Long> all() {
        if (all == null) {
            all = counts(cells.values());
        }
        return all;
    }

    private static Map<Integer, Long> counts(Collection<Cell> cells) {
        Map<Integer, Long> counts = new HashMap<>();
        cells.forEach(cell -> cell.countInto(counts));
        return Collections.unmodifiableMap(counts);
    }

    /** The readings of one minute, or of one second. */
    private static final class Cell {
        private final RunningAggregate sum = new RunningAggregate();
        private int[] buckets = new int[4];
        private int count;

        void add(Candidate candidate) {
            BigDecimal value = candidate.wire().value();
            sum.add(
                    candidate.wire().observedAt(),
                    value,
                    candidate.wire().confidence(),
                    candidate.partition(),
                    candidate.offset());
            if (count == buckets.length) {
                buckets = Arrays.copyOf(buckets, 2 * count);
            }
            buckets[count++] = QuantileSketch.bucketOf(value);
        }

        void countInto(Map<Integer, Long> counts) {
            for (int i = 0; i < count; i++) {
                counts.merge(buckets[i], 1L, Long::sum);
            }
        }
    }
}
