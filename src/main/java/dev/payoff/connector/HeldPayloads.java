package dev.payoff.connector;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Which of the deliveries that could be taken again are written down at once, and which wait. As
 * long as a connection delivers as fast as people and machines do, each is written with its note.
 * In a flood all but the last few would be thrown away unread a moment later: there they wait, at
 * most {@value KeptDelivery#KEPT} of a connection, until {@link #due} gives them out, every few
 * seconds, and at a stop. An instance that is killed takes what waits with it, so a replay may miss
 * those seconds of a flood; what the deliveries brought it does not touch.
 *
 * <p>Pure but for its memory; may be called by any thread.
 *
 * @param <T> a delivery with its body
 */
final class HeldPayloads<T> {

    /** So many of a connection at once are no flood yet. */
    static final int BURST = 60;

    /** Nor so many a second in the long run. */
    static final int PER_SECOND = 2;

    /** Connections that are remembered; the one that was silent longest is forgotten. */
    static final int MAX_CONNECTIONS = 10_000;

    /** Of all bodies that wait; beyond it they are written at once. */
    static final long MAX_BYTES = 32L * 1024 * 1024;

    private static final double NANOS = 1e9;

    /** How near a connection is to a flood, as of a time. */
    private record Level(double deliveries, Instant at) {

        double after(Instant now) {
            double passed = Math.max(0, Duration.between(at, now).toNanos() / NANOS);
            return Math.max(0, deliveries - passed * PER_SECOND);
        }
    }

    private final Function<T, UUID> connection;
    private final ToIntFunction<T> bytes;
    private final Map<UUID, Deque<T>> held = new LinkedHashMap<>();
    private final Map<UUID, Level> levels =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<UUID, Level> eldest) {
                    return size() > MAX_CONNECTIONS;
                }
            };
    private long waiting;

    /**
     * @param connection whose delivery it is
     * @param bytes how much memory it takes
     */
    HeldPayloads(Function<T, UUID> connection, ToIntFunction<T> bytes) {
        this.connection = connection;
        this.bytes = bytes;
    }

    /** Those of some new deliveries, oldest first, that are written at once; the others wait. */
    synchronized List<T> atOnce(List<T> deliveries, Instant now) {
        List<T> written = new ArrayList<>();
        for (T each : deliveries) {
            UUID id = connection.apply(each);
            double level = levels.getOrDefault(id, new Level(0, now)).after(now);
            if (level + 1 <= BURST || waiting + bytes.applyAsInt(each) > MAX_BYTES) {
                levels.put(id, new Level(Math.min(BURST, level + 1), now));
                written.add(each);
            } else {
                hold(id, each);
            }
        }
        return written;
    }

    private void hold(UUID id, T delivery) {
        Deque<T> deque = held.computeIfAbsent(id, _ -> new ArrayDeque<>());
        deque.addLast(delivery);
        waiting += bytes.applyAsInt(delivery);
        if (deque.size() > KeptDelivery.KEPT) {
            waiting -= bytes.applyAsInt(deque.removeFirst());
        }
    }

    /** What waited, oldest first, at most so many connections' worth; it waits no more. */
    synchronized List<T> due(int connections) {
        List<T> due = new ArrayList<>();
        Iterator<Deque<T>> each = held.values().iterator();
        for (int i = 0; i < connections && each.hasNext(); i++) {
            Deque<T> deque = each.next();
            deque.forEach(delivery -> waiting -= bytes.applyAsInt(delivery));
            due.addAll(deque);
            each.remove();
        }
        return due;
    }
}
