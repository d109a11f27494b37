package dev.payoff.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether a channel is told of an episode's state, and if not, why. Pure. */
sealed interface Telling {

    /** An episode that was over for longer than this before anyone could be told is history. */
    Duration HISTORY_AFTER = Duration.ofHours(1);

    /** Statuses of a message that the channel got, or will. */
    Set<String> TOLD = Set.of("SENT", "WAITING", "DIGEST");

    record Tell() implements Telling {}

    record Suppress(String reason) implements Telling {}

    /**
     * What became of the message that an episode fires.
     *
     * @param attempts how often it was tried to send it
     */
    record Beginning(String status, int attempts) {

        /**
         * Whether the channel knows of it, will, or may. One that failed for good is a word of the
         * channel's own that it takes nothing.
         */
        boolean mayBeKnown() {
            return TOLD.contains(status) || ("SUPPRESSED".equals(status) && attempts > 0);
        }
    }

    /** A silence that is in force. */
    record Silence(
            UUID tenantId,
            @Nullable UUID projectId,
            @Nullable UUID ruleId,
            @Nullable Severity severity,
            String comment) {

        boolean covers(EpisodeJson episode) {
            return covers(
                    episode.tenantId(), episode.projectId(), episode.rule(), episode.severity());
        }

        boolean covers(UUID tenant, UUID project, UUID rule, Severity graveness) {
            return tenantId.equals(tenant)
                    && (projectId == null || projectId.equals(project))
                    && (ruleId == null || ruleId.equals(rule))
                    && (severity == null || severity == graveness);
        }
    }

    /**
     * Whether to tell that it fires. An acknowledged or snoozed alert is known to somebody; one
     * that is over since is still told, since its end is told next, but not once it is history.
     */
    static Telling firing(EpisodeJson episode, Severity least, List<Silence> inForce, Instant now) {
        return firing(episode, least, inForce, now, true);
    }

    private static Telling firing(
            EpisodeJson episode,
            Severity least,
            List<Silence> inForce,
            Instant now,
            boolean mayBeHistory) {
        if (!episode.severity().atLeast(least)) {
            return new Suppress(episode.severity() + " is below the channel's " + least);
        }
        Instant over = episode.resolvedAt();
        if (mayBeHistory && over != null && over.plus(HISTORY_AFTER).isBefore(now)) {
            return new Suppress("over since " + over + ", before anyone could be told");
        }
        if (episode.acknowledgedAt() != null) {
            return new Suppress("acknowledged by " + episode.acknowledgedBy());
        }
        Instant snoozed = episode.snoozedUntil();
        if (snoozed != null && snoozed.isAfter(now)) {
            return new Suppress("snoozed until " + snoozed);
        }
        return unlessSilenced(episode, inForce);
    }

    /**
     * The same for a message that was planned and waits for its channel. Whether something is
     * history was decided when it was planned; while it waits, it becomes history only by the time
     * that it waits. Else a late reading that ends an episode of yesterday would take back, on its
     * way, what the channel put off for a few seconds.
     *
     * @param planned when the message was made
     */
    static Telling firingStill(
            EpisodeJson episode,
            Severity least,
            List<Silence> inForce,
            Instant planned,
            Instant now) {
        return firing(episode, least, inForce, now, planned.plus(HISTORY_AFTER).isBefore(now));
    }

    /**
     * Whether to tell that it is over: to those who were told, or are about to be, that it fires,
     * and to those who may have heard it all the same, since a try whose answer got lost may have
     * arrived. Acknowledging and snoozing do not matter here.
     *
     * @param firing the message that it fires; null: there is none
     */
    static Telling resolved(
            EpisodeJson episode, @Nullable Beginning firing, List<Silence> inForce) {
        if (firing == null || !firing.mayBeKnown()) {
            return new Suppress("that it fired was not told");
        }
        return unlessSilenced(episode, inForce);
    }

    private static Telling unlessSilenced(EpisodeJson episode, List<Silence> inForce) {
        return inForce.stream()
                .filter(silence -> silence.covers(episode))
                .findFirst()
                .<Telling>map(silence -> new Suppress("silenced: " + silence.comment()))
                .orElseGet(Tell::new);
    }
}
