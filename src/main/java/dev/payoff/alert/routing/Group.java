package dev.payoff.alert.routing;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Alerts that are told together, and what was told of them so far. A value: each step makes the
 * next one.
 *
 * @param id the same for the same route and labels
 * @param openedAt when its first alert came; with the id, the name of its thread
 * @param flushAt when it is looked at next
 * @param flushed whether it was looked at before
 * @param members by episode
 * @param told by channel
 * @param noted the last thing noted of an episode, or of an episode and a channel, so that it is
 *     noted once
 */
public record Group(
        UUID id,
        String route,
        Map<String, String> labels,
        Instant openedAt,
        Instant flushAt,
        boolean flushed,
        Map<UUID, Member> members,
        Map<UUID, Told> told,
        Map<String, String> noted) {

    /** How many alerts a group holds at most. */
    public static final int MAX_MEMBERS = 1_000;

    /**
     * An alert's place in a group.
     *
     * @param since when it was first due to be told that it fires; null: not yet
     * @param escalated how many steps were taken for it
     */
    public record Member(@Nullable Instant since, int escalated) {}

    /**
     * What a channel was told.
     *
     * @param at of the last message but those that only refresh
     * @param messages how many there were
     * @param owed the alerts that it was told to fire, and not yet to be over
     * @param acknowledged those of them that somebody had acknowledged when it was told last
     */
    public record Told(Instant at, int messages, Set<UUID> owed, Set<UUID> acknowledged) {

        /** Without alerts that are forgotten. */
        Told without(Set<UUID> gone) {
            return gone.stream().noneMatch(owed::contains)
                    ? this
                    : new Told(at, messages, less(owed, gone), less(acknowledged, gone));
        }

        private static Set<UUID> less(Set<UUID> all, Set<UUID> gone) {
            Set<UUID> left = new TreeSet<>(all);
            left.removeAll(gone);
            return left;
        }
    }
}
