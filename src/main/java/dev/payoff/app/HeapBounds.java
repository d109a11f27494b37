package dev.payoff.app;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Settings whose default follows from the heap, so that a small instance takes small flushes and a
 * large one does not have to be told. Any other source of configuration comes before it.
 */
public final class HeapBounds implements ConfigSource {

    /** The most records that a worker takes at once. */
    static final String RECORDS_PER_FLUSH = "payoff.stream.records-per-flush";

    /** A record takes about 1 KiB from Kafka to the commit; two flushes' worth are on their way. */
    private static final long HEAP_BYTES_PER_RECORD = 10 * 1024;

    private static final long FEWEST_RECORDS = 5_000;

    /** Larger flushes cost no less a record: by then each metric is in each of them. */
    private static final long MOST_RECORDS = 100_000;

    private final Map<String, String> settings;

    /** Used by the service loader. */
    public HeapBounds() {
        this(Runtime.getRuntime().maxMemory());
    }

    HeapBounds(long heapBytes) {
        this.settings =
                Map.of(
                        RECORDS_PER_FLUSH,
                        Long.toString(
                                Math.clamp(
                                        heapBytes / HEAP_BYTES_PER_RECORD,
                                        FEWEST_RECORDS,
                                        MOST_RECORDS)));
    }

    @Override
    public int getOrdinal() {
        return 50;
    }

    @Override
    public Set<String> getPropertyNames() {
        return settings.keySet();
    }

    @Override
    public @Nullable String getValue(String name) {
        return settings.get(name);
    }

    @Override
    public String getName() {
        return "bounds by the heap";
    }
}
