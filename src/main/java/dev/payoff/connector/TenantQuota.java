package dev.payoff.connector;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds each tenant to its share of what comes in, so that one who floods delays itself and not the
 * others, with whom it shares partitions. Each instance counts by itself; what foreign producers
 * write to Kafka is not held back here, for that Kafka has quotas of its own. (A leaky bucket that
 * may be overfilled by one batch.)
 */
final class TenantQuota {

    /** So much may come at once after a pause: what was put by during an outage, a file. */
    private static final Duration BURST = Duration.ofSeconds(30);

    /**
     * Beyond this many, the one that has been silent longest is forgotten, whose bucket has most
     * likely run empty.
     */
    static final int MAX_TENANTS = 10_000;

    private static final double NANOS = 1e9;

    private final int perSecond;
    private final Map<String, Level> levels =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Level> eldest) {
                    return size() > MAX_TENANTS;
                }
            };

    /** How much of a tenant's is in its bucket. */
    private record Level(double readings, Instant at) {
        double after(Instant now, int perSecond) {
            double passed = Math.max(0, Duration.between(at, now).toNanos() / NANOS);
            return Math.max(0, readings - passed * perSecond);
        }
    }

    /**
     * @param perSecond readings that a tenant may send each second, in the long run
     */
    TenantQuota(int perSecond) {
        this.perSecond = perSecond;
    }

    int perSecond() {
        return perSecond;
    }

    /** Whether these may come in; if so, they are counted. */
    synchronized boolean admits(String tenant, int readings, Instant now) {
        Level level = levels.getOrDefault(tenant, new Level(0, now));
        double filled = level.after(now, perSecond);
        if (filled >= BURST.toSeconds() * (double) perSecond) {
            return false;
        }
        levels.put(tenant, new Level(filled + readings, now));
        return true;
    }
}
