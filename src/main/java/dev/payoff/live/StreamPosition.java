package dev.payoff.live;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a subscriber is in its tenant's stream: the id of each event it is sent. One id covers
 * events, which are numbered, and figures, of which the latest wins: {@code
 * tenant-mark.seq.millis}.
 *
 * @param seq the last event that was sent
 * @param millis when, so that figures that moved since can be sent as they stand
 */
record StreamPosition(long seq, long millis) {

    private static final int MAX_CHARS = 64;

    String id(UUID tenantId) {
        return mark(tenantId) + "." + seq + "." + millis;
    }

    /** Reads an id; empty if it is none of this tenant's. */
    static Optional<StreamPosition> parse(@Nullable String id, UUID tenantId) {
        if (id == null || id.length() > MAX_CHARS) {
            return Optional.empty();
        }
        String[] parts = id.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(mark(tenantId))) {
            return Optional.empty();
        }
        try {
            StreamPosition position =
                    new StreamPosition(Long.parseLong(parts[1]), Long.parseLong(parts[2]));
            return position.seq < 0 || position.millis < 0
                    ? Optional.empty()
                    : Optional.of(position);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String mark(UUID tenantId) {
        return Long.toHexString(tenantId.getLeastSignificantBits());
    }
}
