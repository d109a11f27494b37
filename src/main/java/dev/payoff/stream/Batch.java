package dev.payoff.stream;

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

    /**
     * One record and what decoding it came to.
     *
     * @param keyTenant what stands before the first slash of the record's key
     */
    record Item(
            LogPosition at,
            long offset,
            @Nullable String keyTenant,
            byte[] bytes,
            Decoded decoded) {

        /** The tenant that the record names, or else that its Kafka key names. */
        @Nullable String tenant() {
            return decoded instanceof Decoded.Usable(WireRecord wire) && wire.tenant() != null
                    ? wire.tenant()
                    : keyTenant;
        }

        String origin() {
            return at.origin(offset);
        }
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
