package dev.payoff.stream;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * States as this worker left or found them. Whoever changes a state or a window of its metric
 * raises the state's revision under its lock, so one of the stored revision is the stored one and
 * need not be read. Thread-safe.
 */
final class KnownStates {

    /** Beyond this many it starts afresh; a state takes about a kilobyte. */
    private static final int MAX_STATES = 50_000;

    private final Map<UUID, MetricState> states = new HashMap<>();

    synchronized boolean isEmpty() {
        return states.isEmpty();
    }

    /** The state, if it is known as of this revision. */
    synchronized @Nullable MetricState at(UUID metricId, long revision) {
        MetricState state = states.get(metricId);
        return state != null && state.revision() == revision ? state : null;
    }

    /** These are committed. */
    synchronized void remember(Collection<MetricState> committed) {
        if (states.size() + committed.size() > MAX_STATES) {
            states.clear();
        }
        for (MetricState state : committed) {
            if (states.size() < MAX_STATES) {
                states.put(state.metricId(), state);
            }
        }
    }
}
