package dev.payoff.alert;

import dev.payoff.alert.routing.Message;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A message of a group as it waits to be sent: what it will name of it. The rest is counted.
 *
 * @param thread the same for all messages of a group while it lives
 * @param number of the group's messages to the channel, from 1
 * @param firing those that fire, the new ones first; at most {@link #MAX_NAMED}
 * @param fresh how many fire that the channel did not know
 * @param allFiring how many fire
 * @param ended those that are over; at most {@link #MAX_NAMED}
 * @param allEnded how many are over
 */
record GroupMessage(
        String route,
        Map<String, String> labels,
        String thread,
        int number,
        Message.Kind kind,
        List<UUID> firing,
        int fresh,
        int allFiring,
        List<UUID> ended,
        int allEnded) {

    /** How many alerts a message names. */
    static final int MAX_NAMED = 20;

    static GroupMessage of(Message message) {
        return new GroupMessage(
                message.route(),
                message.labels(),
                message.thread(),
                message.number(),
                message.kind(),
                first(message.firing()),
                message.fresh(),
                message.firing().size(),
                first(message.ended()),
                message.ended().size());
    }

    private static List<UUID> first(List<UUID> ids) {
        return ids.subList(0, Math.min(MAX_NAMED, ids.size()));
    }
}
