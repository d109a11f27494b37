package dev.payoff.bench;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/**
 * The windows that a workload must end in, told from what the generator meant and not from the
 * bytes that it wrote. UTC days.
 */
final class Oracle {

    /** Lengths of minute, hour and day by their codes, 1 to 3, in milliseconds. */
    private static final long[] LENGTHS = {0, 60_000, 3_600_000, 86_400_000};

    /** A window's place. */
    record Key(int metric, int size, long startMillis) {}

    /** What a window must hold. Values are in hundredths. */
    static final class Cell {
        long count;
        long sum;
        long again;
        long sumAgain;
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        long last;
        private long lastAt = Long.MIN_VALUE;

        /** Readings that count, or with those that were said again. */
        long count(boolean withRepeats) {
            return withRepeats ? count + again : count;
        }

        BigDecimal sum(boolean withRepeats) {
            return BigDecimal.valueOf(withRepeats ? sum + sumAgain : sum, 2);
        }
    }

    private final Map<Key, Cell> cells = new HashMap<>();
    private long fresh;
    private long again;
    private long invalid;

    /**
     * Records of one metric come in their order, so of readings of one instant the later counts.
     */
    void take(Workload.Sent sent) {
        switch (sent.kind()) {
            case INVALID -> invalid++;
            case AGAIN -> {
                again++;
                for (int size = 1; size < LENGTHS.length; size++) {
                    Cell cell = cell(sent, size);
                    cell.again++;
                    cell.sumAgain += sent.cents();
                }
            }
            case FRESH -> {
                fresh++;
                for (int size = 1; size < LENGTHS.length; size++) {
                    Cell cell = cell(sent, size);
                    cell.count++;
                    cell.sum += sent.cents();
                    cell.least = Math.min(cell.least, sent.cents());
                    cell.most = Math.max(cell.most, sent.cents());
                    if (sent.observedMillis() >= cell.lastAt) {
                        cell.lastAt = sent.observedMillis();
                        cell.last = sent.cents();
                    }
                }
            }
        }
    }

    private Cell cell(Workload.Sent sent, int size) {
        long start = sent.observedMillis() - Math.floorMod(sent.observedMillis(), LENGTHS[size]);
        return cells.computeIfAbsent(new Key(sent.metric(), size, start), key -> new Cell());
    }

    Map<Key, Cell> cells() {
        return cells;
    }

    long fresh() {
        return fresh;
    }

    long again() {
        return again;
    }

    long invalid() {
        return invalid;
    }
}
