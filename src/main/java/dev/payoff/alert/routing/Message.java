package dev.payoff.alert.routing;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A message that is due now.
 *
 * @param number of the group's messages to this channel, from 1
 * @param firing the group's alerts that fire, the new ones first
 * @param fresh how many of them are new to the channel
 * @param ended those that it was told of and that are over
 */
public record Message(
        UUID groupId,
        String route,
        Map<String, String> labels,
        String thread,
        UUID channel,
        int number,
        Kind kind,
        List<UUID> firing,
        int fresh,
        List<UUID> ended) {

    /** Why it is sent. */
    public enum Kind {
        /** Something new: an alert, or an end. */
        NEWS,
        /** Nothing new for the repeat interval, and it still fires. */
        REPEAT,
        /** Nobody acknowledged. */
        ESCALATION,
        /** Only for channels that can change what they have told: somebody acknowledged. */
        REFRESH
    }
}
