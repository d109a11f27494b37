package dev.payoff.alert;

import java.time.Instant;
import java.util.UUID;

/** What a channel is told. */
sealed interface Announcement {

    /** Which message this is; the same when it is sent again. */
    UUID id();

    /** An episode fires. */
    record Firing(UUID id, EpisodeJson episode) implements Announcement {}

    /** An episode is over. */
    record Resolved(UUID id, EpisodeJson episode, Instant at) implements Announcement {}

    /** What is new of a group of alerts. */
    record Grouped(UUID id, GroupNote note) implements Announcement {}

    /**
     * Only to show that the channel works.
     *
     * @param channel the channel's name
     * @param sender who asked for it
     */
    record Test(UUID id, String channel, String sender) implements Announcement {}
}
