package dev.payoff.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BinaryOperator;

/**
 * What waits to go out, and who is next: what did not go out lately before what did, so a figure
 * that moves once in a while need not wait for those that always move. A part of each round is kept
 * for the latter; within each kind, who waits longest goes first. Holds at most one entry for each
 * id. Not for several threads.
 */
final class Turns<V> {

    /** Whoever went out so long ago counts as having rested; up to twice as long is possible. */
    private static final Duration LATELY = Duration.ofMillis(400);

    /** One in so many is kept for those that went out lately. */
    private static final int KEPT = 4;

    private final int most;
    private final BinaryOperator<V> merge;
    private final Map<UUID, V> rested = new LinkedHashMap<>();
    private final Map<UUID, V> busy = new LinkedHashMap<>();
    private Set<UUID> lately = new HashSet<>();
    private Set<UUID> beforeThat = new HashSet<>();
    private Instant since = Instant.EPOCH;

    /**
     * @param most that go out in one round
     * @param merge what becomes of an entry that still waits, and a newer one
     */
    Turns(int most, BinaryOperator<V> merge) {
        this.most = most;
        this.merge = merge;
    }

    void add(UUID id, V value) {
        boolean waitsAmongBusy =
                busy.containsKey(id)
                        || !rested.containsKey(id)
                                && (lately.contains(id) || beforeThat.contains(id));
        (waitsAmongBusy ? busy : rested).merge(id, value, merge);
    }

    boolean isEmpty() {
        return rested.isEmpty() && busy.isEmpty();
    }

    /** Those whose turn it is; they wait no longer. */
    Map<UUID, V> take(Instant now) {
        if (Duration.between(since, now).abs().compareTo(LATELY) >= 0) {
            beforeThat = lately;
            lately = new HashSet<>();
            since = now;
        }
        Map<UUID, V> taken = new LinkedHashMap<>();
        move(rested, most - Math.min(busy.size(), most / KEPT), taken);
        move(busy, most - taken.size(), taken);
        lately.addAll(taken.keySet());
        return taken;
    }

    private static <V> void move(Map<UUID, V> from, int count, Map<UUID, V> to) {
        Iterator<Map.Entry<UUID, V>> entries = from.entrySet().iterator();
        for (int i = 0; i < count && entries.hasNext(); i++) {
            Map.Entry<UUID, V> entry = entries.next();
            to.put(entry.getKey(), entry.getValue());
            entries.remove();
        }
    }
}
