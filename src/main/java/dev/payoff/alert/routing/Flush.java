package dev.payoff.alert.routing;

import dev.payoff.alert.routing.Decision.Verdict;
import dev.payoff.alert.routing.Group.Member;
import dev.payoff.alert.routing.Group.Told;
import dev.payoff.alert.routing.Grouper.Recipient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at one group, once. */
final class Flush {

    static final String OFF = "the channel is switched off";

    private final Routing routing;
    private final List<Inhibition.InForce> inhibitions;
    private final Grouper.World world;
    private final Group group;
    private final Route route;
    private final Instant now;
    private final Ledger ledger;
    private final List<Alert> firing = new ArrayList<>();
    private final List<Alert> ended = new ArrayList<>();
    private final List<Alert> acknowledged = new ArrayList<>();

    Flush(
            Routing routing,
            List<Inhibition.InForce> inhibitions,
            Grouper.World world,
            Group group,
            Instant now) {
        this.routing = routing;
        this.inhibitions = inhibitions;
        this.world = world;
        this.group = group;
        this.route = routing.of(group, world.everyChannel());
        this.now = now;
        this.ledger = new Ledger(group, world.alerts(), now);
    }

    List<Message> messages() {
        return ledger.messages;
    }

    List<Decision> decisions() {
        return ledger.decisions;
    }

    Grouper.Next next() {
        boolean due = !group.flushAt().isAfter(now);
        sort(due);
        if (due) {
            Set<UUID> channels = new LinkedHashSet<>(route.channels());
            channels.addAll(ledger.told().keySet());
            channels.forEach(this::tell);
            firing.forEach(this::wasDue);
        }
        escalate();
        refresh();
        ledger.prune(due);
        Instant flushAt =
                due ? afterwards(group.flushAt(), route.groupInterval(), now) : group.flushAt();
        Group after = ledger.group(flushAt, group.flushed() || due);
        return new Grouper.Next(after, after.members().isEmpty() ? null : dueAt(flushAt));
    }

    /** Who of the members can be told of now; of the others, why not. */
    private void sort(boolean due) {
        for (Map.Entry<UUID, Member> entry : group.members().entrySet()) {
            Alert alert = world.alerts().get(entry.getKey());
            if (alert == null) {
                continue;
            }
            ledger.members.put(entry.getKey(), entry.getValue());
            Optional<Holding> held =
                    Holding.of(routing, inhibitions, route, group, world, alert, now)
                            .filter(it -> alert.fires() || it.ends());
            if (held.isEmpty()) {
                (alert.fires() ? firing : ended).add(alert);
                continue;
            }
            if (held.get().verdict() == Verdict.ACKNOWLEDGED) {
                acknowledged.add(alert);
            }
            if (due) {
                ledger.held(alert, null, held.get().verdict(), held.get().reason());
            }
        }
    }

    /**
     * Tells a channel what is new: alerts that it does not know, ends that it waits for; and what
     * is not, once the repeat interval is over. A channel that is not the route's only waits for
     * ends.
     */
    private void tell(UUID channel) {
        Told before = ledger.told(channel);
        List<Alert> wanted =
                route.channels().contains(channel) ? wanted(channel, firing) : List.of();
        List<Alert> fresh = wanted.stream().filter(it -> isFresh(it, before)).toList();
        List<Alert> known = wanted.stream().filter(it -> !isFresh(it, before)).toList();
        List<Alert> ends =
                isOn(channel)
                        ? ended.stream().filter(it -> before.owed().contains(it.id())).toList()
                        : List.of();
        if (!fresh.isEmpty() || !ends.isEmpty()) {
            Message message =
                    ledger.message(
                            channel,
                            Message.Kind.NEWS,
                            all(fresh, known, before),
                            fresh.size(),
                            ends);
            fresh.forEach(it -> ledger.told(it, message, Verdict.TOLD, together(message)));
            ends.forEach(it -> ledger.told(it, message, Verdict.ENDED, together(message)));
        } else if (!known.isEmpty() && !before.at().plus(route.repeatInterval()).isAfter(now)) {
            Message message =
                    ledger.message(
                            channel, Message.Kind.REPEAT, all(fresh, known, before), 0, List.of());
            String reason = "nothing new since " + before.at();
            known.forEach(it -> ledger.told(it, message, Verdict.REPEATED, reason));
        }
    }

    /** What the message shows to fire: last what somebody knows of already. */
    private List<Alert> all(List<Alert> fresh, List<Alert> known, Told before) {
        return Stream.of(
                        fresh.stream(),
                        known.stream(),
                        acknowledged.stream().filter(it -> before.owed().contains(it.id())))
                .flatMap(it -> it)
                .toList();
    }

    private List<Alert> wanted(UUID channel, List<Alert> alerts) {
        List<Alert> wanted = new ArrayList<>();
        Recipient recipient = world.recipients().get(channel);
        for (Alert alert : alerts) {
            String severity = alert.label("severity");
            if (recipient == null || !recipient.on()) {
                ledger.held(alert, channel, Verdict.CHANNEL_OFF, OFF);
            } else if (!recipient.takes().contains(severity)) {
                ledger.held(alert, channel, Verdict.BELOW_SEVERITY, less(severity));
            } else {
                wanted.add(alert);
            }
        }
        return wanted;
    }

    static String less(String severity) {
        return severity + " is less than the channel takes";
    }

    /** Not told yet, or told before somebody asked to be told later. */
    private static boolean isFresh(Alert alert, Told before) {
        Instant snoozed = alert.snoozedUntil();
        return !before.owed().contains(alert.id())
                || snoozed != null && snoozed.isAfter(before.at());
    }

    /** From here on somebody should acknowledge. */
    private void wasDue(Alert alert) {
        ledger.members.computeIfPresent(
                alert.id(), (id, it) -> it.since() == null ? new Member(now, it.escalated()) : it);
    }

    private void escalate() {
        for (int step = 1; step <= route.escalation().size(); step++) {
            Route.Step further = route.escalation().get(step - 1);
            int number = step;
            List<Alert> due =
                    firing.stream()
                            .filter(it ->
                                    isDue(ledger.members.get(it.id()), further.after(), number))
                            .toList();
            String reason = "step " + step + ": nobody acknowledged within " + further.after();
            for (UUID channel : due.isEmpty() ? List.<UUID>of() : further.channels()) {
                List<Alert> wanted = wanted(channel, due);
                if (!wanted.isEmpty()) {
                    Message message =
                            ledger.message(
                                    channel,
                                    Message.Kind.ESCALATION,
                                    wanted,
                                    wanted.size(),
                                    List.of());
                    wanted.forEach(it -> ledger.told(it, message, Verdict.ESCALATED, reason));
                }
            }
            due.forEach(it ->
                    ledger.members.computeIfPresent(
                            it.id(), (id, member) -> new Member(member.since(), number)));
        }
    }

    private boolean isDue(@Nullable Member member, Duration after, int number) {
        return member != null
                && member.since() != null
                && member.escalated() < number
                && !member.since().plus(after).isAfter(now);
    }

    /** Channels that can change what they told show who has acknowledged. */
    private void refresh() {
        for (Map.Entry<UUID, Told> entry : List.copyOf(ledger.told().entrySet())) {
            Told before = entry.getValue();
            Recipient recipient = world.recipients().get(entry.getKey());
            if (recipient != null
                    && recipient.on()
                    && recipient.updates()
                    && !ledger.acknowledged(before.owed()).equals(before.acknowledged())) {
                List<Alert> shown =
                        before.owed().stream()
                                .map(world.alerts()::get)
                                .filter(alert -> alert != null && alert.fires())
                                .toList();
                if (!shown.isEmpty()) {
                    ledger.message(entry.getKey(), Message.Kind.REFRESH, shown, 0, List.of());
                }
            }
        }
    }

    /** The next flush, or the next step of an escalation before it. */
    private Instant dueAt(Instant flushAt) {
        Instant due = flushAt;
        for (Alert alert : firing) {
            Member member = ledger.members.get(alert.id());
            Instant since = member == null ? null : member.since();
            if (member == null || since == null) {
                continue;
            }
            for (int i = member.escalated(); i < route.escalation().size(); i++) {
                Instant at = since.plus(route.escalation().get(i).after());
                due = at.isAfter(now) && at.isBefore(due) ? at : due;
            }
        }
        return due;
    }

    private boolean isOn(UUID channel) {
        Recipient recipient = world.recipients().get(channel);
        return recipient != null && recipient.on();
    }

    private static String together(Message message) {
        int others = message.firing().size() + message.ended().size() - 1;
        return others == 0 ? "by itself" : "in one message with " + others + " more";
    }

    /** The first time after now on the grid of flushes. */
    private static Instant afterwards(Instant flushAt, Duration interval, Instant now) {
        long behind = Math.max(0, Duration.between(flushAt, now).dividedBy(interval));
        return flushAt.plus(interval.multipliedBy(behind + 1));
    }
}
