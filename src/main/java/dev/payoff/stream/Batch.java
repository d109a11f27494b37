package dev.payoff.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Records of one poll, decoded, with the stretch of each partition that they move.
 *
 * @param moves where each partition stands and where it will stand, in the order of locks
 * @param records in the order of the log, partition by partition
 */
record Batch(SortedMap<LogPosition, OffsetStore.Move> moves, List<Item> records) {

    /** A tenant is named by its key or its id; both are shorter. */
    private static final int MAX_TENANT_BYTES = 64;

    /**
     * One record and what decoding it came to.
     *
     * @param key of the record, which names the tenant before its first slash
     */
    record Item(LogPosition at, long offset, byte @Nullable [] key, byte[] bytes, Decoded decoded) {

        /** The tenant that the record names, or else that its Kafka key names. */
        @Nullable String tenant() {
            return decoded instanceof Decoded.Usable(WireRecord wire) && wire.tenant() != null
                    ? wire.tenant()
                    : keyTenant(key);
        }

        String origin() {
            return at.origin(offset);
        }
    }

    /** Anybody may produce any key, and PostgreSQL takes no NUL. */
    static @Nullable String keyTenant(byte @Nullable [] key) {
        if (key == null) {
            return null;
        }
        for (int i = 0; i < key.length && i <= MAX_TENANT_BYTES && key[i] != 0; i++) {
            if (key[i] == '/') {
                return new String(key, 0, i, StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    List<WireRecord.Cost> costs() {
        List<WireRecord.Cost> costs = new ArrayList<>();
        for (Item item : records) {
            if (item.decoded() instanceof Decoded.Usable(WireRecord.Cost cost)) {
                costs.add(cost);
            }
        }
        return costs;
    }
}
