package dev.payoff.stream;

import dev.payoff.value.WindowSize;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/** One window of one metric. The order is that of the table's key, in which all writers lock. */
record WindowKey(UUID metricId, WindowSize size, Instant start) implements Comparable<WindowKey> {

    /** As PostgreSQL orders them: by unsigned bytes, which is not how Java compares. */
    static final Comparator<UUID> BY_BYTES =
            (a, b) -> {
                int high =
                        Long.compareUnsigned(
                                a.getMostSignificantBits(), b.getMostSignificantBits());
                return high != 0
                        ? high
                        : Long.compareUnsigned(
                                a.getLeastSignificantBits(), b.getLeastSignificantBits());
            };

    private static final Comparator<WindowKey> ORDER =
            Comparator.comparing(WindowKey::metricId, BY_BYTES)
                    .thenComparing(WindowKey::size)
                    .thenComparing(WindowKey::start);

    @Override
    public int compareTo(WindowKey other) {
        return ORDER.compare(this, other);
    }
}
