package dev.payoff.bench.peer;

/**
 * A window's place.
 *
 * @param size 1 minute, 2 hour, 3 day (UTC)
 */
record Window(String metric, int size, long startMillis) {

    private static final long[] LENGTHS = {0, 60_000, 3_600_000, 86_400_000};

    static final int SIZES = 3;

    static Window of(String metric, int size, long observedMillis) {
        return new Window(
                metric, size, observedMillis - Math.floorMod(observedMillis, LENGTHS[size]));
    }

    static long length(int size) {
        return LENGTHS[size];
    }
}
