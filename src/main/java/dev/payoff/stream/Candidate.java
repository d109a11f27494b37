package dev.payoff.stream;

import dev.payoff.value.Reading;
import java.util.UUID;

/**
 * A reading that passed the gate, with its place in the log.
 *
 * @param partition of the log; topics are told apart by {@link LogPosition#code}
 */
record Candidate(
        MetricDef metric, WireRecord.Reading wire, UUID eventKey, int partition, long offset) {

    Identity identity() {
        return new Identity(metric.id(), eventKey);
    }

    Reading reading() {
        return new Reading(wire.observedAt(), wire.value(), wire.confidence(), partition, offset);
    }

    /** Whether the event id is no more than the key, written out as UUIDs are. */
    boolean isKeyItsId() {
        String id = wire.eventId();
        return id != null && EventKey.isSpelled(eventKey, id);
    }

    /** What makes two records the same reading. */
    record Identity(UUID metricId, UUID eventKey) {}
}
