package dev.payoff.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BinaryOperator;

/**
 * What waits to go out, and who is next: what did not go out lately before what did, so a figure
 * that moves once in a while need not wait for those that always move. A part of each round is kept
 * for the latter; within each kind, who waits longest goes first. Nothing goes out twice within a
 * turn. Holds at most one entry for each id. Not for several threads.
 */
final class Turns<V> {

    /** One in so many is kept for those that went out lately. */
    private static final int KEPT = 4;

    private final int most;
    private final Duration length;
    private final BinaryOperator<V> merge;
    private final Map<UUID, V> rested = new LinkedHashMap<>();
    private final Map<UUID, V> busy = new LinkedHashMap<>();

    /** What went out during this turn already. */
    private final Map<UUID, V> held = new LinkedHashMap<>();

    private Set<UUID> thisTurn = new HashSet<>();
    private Set<UUID> turnBefore = new HashSet<>();
    private Instant since = Instant.EPOCH;

    /**
     * @param most that go out in one round
     * @param length of a turn; whoever did not go out for two of them counts as having rested
     * @param merge what becomes of an entry that still waits, and a newer one
     */
    Turns(int most, Duration length, BinaryOperator<V> merge) {
        this.most = most;
        this.length = length;
        this.merge = merge;
    }

    void add(UUID id, V value) {
        queue(id).merge(id, value, merge);
    }

    private Map<UUID, V> queue(UUID id) {
        for (Map<UUID, V> queue : List.of(rested, busy, held)) {
            if (queue.containsKey(id)) {
                return queue;
            }
        }
        return thisTurn.contains(id) ? held : turnBefore.contains(id) ? busy : rested;
    }

    boolean isEmpty() {
        return rested.isEmpty() && busy.isEmpty() && held.isEmpty();
    }

    /** Those whose turn it is; they wait no longer. None where all wait for the next turn. */
    Map<UUID, V> take(Instant now) {
        if (Duration.between(since, now).abs().compareTo(length) >= 0) {
            since = now;
            next();
        }
        Map<UUID, V> taken = new LinkedHashMap<>();
        move(rested, most - Math.min(busy.size(), most / KEPT), taken);
        move(busy, most - taken.size(), taken);
        thisTurn.addAll(taken.keySet());
        return taken;
    }

    /** Begins the next turn. */
    void next() {
        turnBefore = thisTurn;
        thisTurn = new HashSet<>();
        busy.putAll(held);
        held.clear();
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
