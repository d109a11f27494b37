package dev.payoff.live;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A tenant with at least one subscriber on this node. All but the subscribers is guarded by the
 * feed itself.
 */
final class Feed {

    final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();

    /**
     * The last event that was handed out; -1 before the first subscriber told where the log stands.
     */
    long lastSeq = -1;

    /** The last event that is known to be in the log. */
    long announced;

    /** Whether the log is being read now. */
    boolean reading;
}
