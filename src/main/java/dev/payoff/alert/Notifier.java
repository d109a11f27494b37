package dev.payoff.alert;

import dev.payoff.alert.NotificationStore.About;
import dev.payoff.alert.NotificationStore.Due;
import dev.payoff.alert.Telling.Suppress;
import dev.payoff.alert.Telling.Tell;
import dev.payoff.alert.routing.Message;
import dev.payoff.app.OutgoingLimits;
import dev.payoff.app.Roles;
import dev.payoff.app.TimeAndChance;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Tells people of episodes. Plays in the role NOTIFY, in as many instances as there are.
 *
 * <p>Each round makes a row for each message that should go out, at most one for a channel, episode
 * and state, or what {@link RoutePlan} decides; then takes the channels that have something due and
 * are free. A channel is taken by a lease, so it has one message on its way at a time in all
 * instances together, and is left alone for {@link #SPACING} after it, or for as long as the other
 * side asks. Sends run beside the rounds: a slow channel delays no other.
 *
 * <p>A message goes out once, with two exceptions: where the process dies between sending and
 * noting, its lease runs out and it is sent again; and so it is where no answer came in time, since
 * nobody knows then whether it arrived.
 */
@ApplicationScoped
class Notifier {

    /** The least time between two messages of a channel: Slack takes one a second. */
    static final Duration SPACING = Duration.ofSeconds(1);

    /** Longer than any send can take. */
    static final Duration LEASE = OutgoingLimits.SMALL.total().multipliedBy(3);

    private static final int MAX_IN_FLIGHT = 64;
    private static final Logger LOG = Logger.getLogger(Notifier.class);

    private final NotificationPlan plan;
    private final RoutePlan routes;
    private final DigestPlan digests;
    private final NotificationStore store;
    private final Messengers messengers;
    private final Roles roles;
    private final TimeAndChance time;
    private final MeterRegistry meters;
    private final Set<UUID> busy = ConcurrentHashMap.newKeySet();

    Notifier(
            NotificationPlan plan,
            RoutePlan routes,
            DigestPlan digests,
            NotificationStore store,
            Messengers messengers,
            Roles roles,
            TimeAndChance time,
            MeterRegistry meters) {
        this.plan = plan;
        this.routes = routes;
        this.digests = digests;
        this.store = store;
        this.messengers = messengers;
        this.roles = roles;
        this.time = time;
        this.meters = meters;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> round() {
        if (!roles.plays(Roles.Role.NOTIFY)) {
            return Uni.createFrom().voidItem();
        }
        return plan.plan(time.now())
                .chain(() -> beside("routes", routes.plan(time.now())))
                .chain(() -> beside("digests", digests.plan(time.now())))
                .chain(() ->
                        busy.size() >= MAX_IN_FLIGHT
                                ? Uni.createFrom().item(List.<UUID>of())
                                : store.claim(time.now(), LEASE, busy))
                .invoke(channels -> channels.forEach(this::start))
                .replaceWithVoid()
                .onFailure()
                .invoke(e -> LOG.warn("Alert notifications wait: the database did not answer", e))
                .onFailure()
                .recoverWithNull();
    }

    /** What cannot be planned now does not keep back what is planned. */
    private static Uni<Integer> beside(String what, Uni<Integer> planned) {
        return planned.onFailure()
                .invoke(e -> LOG.warnf(e, "Alert notifications cannot be planned: %s", what))
                .onFailure()
                .recoverWithItem(0);
    }

    private void start(UUID channelId) {
        if (!busy.add(channelId)) {
            return;
        }
        serve(channelId)
                .onTermination()
                .invoke(() -> busy.remove(channelId))
                .subscribe()
                .with(
                        done -> {},
                        e ->
                                LOG.warnf(
                                        e,
                                        "A notification is left to the end of its lease: channel=%s",
                                        channelId));
    }

    private Uni<Void> serve(UUID channelId) {
        Instant now = time.now();
        return store.next(channelId, now)
                .chain(next -> next.isEmpty() ? store.free(channelId, now) : tell(next.get(), now));
    }

    private Uni<Void> tell(Due due, Instant now) {
        if (!due.channelOn()) {
            return suppress(due, "the channel is switched off", now);
        }
        return switch (due.about()) {
            case About.One one ->
                    store.silences(one.episode().tenantId(), now)
                            .chain(silences ->
                                    switch (one.tellsFiring()
                                            ? Telling.firingStill(
                                                    one.episode(),
                                                    due.least(),
                                                    silences,
                                                    one.planned(),
                                                    now)
                                            : Telling.resolved(
                                                    one.episode(), one.firing(), silences)) {
                                        case Suppress(String reason) -> suppress(due, reason, now);
                                        case Tell tell ->
                                                due.inDigests() ? gather(due, now) : send(due);
                                    });
            case About.Many(GroupNote note) ->
                    due.inDigests() && note.message().kind() != Message.Kind.ESCALATION
                            ? gather(due, now)
                            : send(due);
            case About.All all -> send(due);
        };
    }

    /** Leaves a message to the channel's next digest. */
    private Uni<Void> gather(Due due, Instant now) {
        count("gathered");
        return store.note(due, "DIGEST", "waits for the digest", null, false, now, now);
    }

    private Uni<Void> suppress(Due due, String reason, Instant now) {
        count("suppressed");
        return store.note(due, "SUPPRESSED", reason, null, false, now, now);
    }

    private Uni<Void> send(Due due) {
        Messenger messenger = messengers.of(due.kind());
        int attempts = due.attempts() + 1;
        Uni<Delivery> sent =
                switch (due.about()) {
                    case About.One one ->
                            messenger.send(due.target(), announcement(due.id(), one), attempts);
                    case About.Many(GroupNote note) ->
                            messenger.send(
                                    due.target(),
                                    new Announcement.Grouped(due.id(), note),
                                    attempts);
                    case About.All(DigestNote note) -> messenger.send(due.target(), note, attempts);
                };
        return sent.chain(delivery -> note(due, delivery, time.now()));
    }

    private Uni<Void> note(Due due, Delivery delivery, Instant now) {
        Instant free = now.plus(SPACING);
        return switch (delivery) {
            case Delivery.Sent sent -> {
                count("sent");
                yield store.note(due, "SENT", null, null, true, now, free);
            }
            case Delivery.Retry(Instant at, String reason) -> {
                count("retried");
                yield store.note(
                        due, "WAITING", reason, at, true, now, at.isAfter(free) ? at : free);
            }
            case Delivery.GaveUp(String reason) -> {
                count("failed");
                LOG.warnf(
                        "A notification failed for good: notification=%s channel=%s reason=%s",
                        due.id(), due.channelId(), reason);
                yield store.note(due, "FAILED", reason, null, true, now, free);
            }
        };
    }

    private static Announcement announcement(UUID id, About.One one) {
        EpisodeJson episode = one.episode();
        Instant resolvedAt = episode.resolvedAt();
        return one.tellsFiring()
                ? new Announcement.Firing(id, episode)
                : new Announcement.Resolved(
                        id, episode, resolvedAt == null ? episode.firedAt() : resolvedAt);
    }

    private void count(String outcome) {
        meters.counter("payoff.notifications", "outcome", outcome).increment();
    }
}
