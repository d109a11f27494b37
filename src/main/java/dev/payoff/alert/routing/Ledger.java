package dev.payoff.alert.routing;

import dev.payoff.alert.routing.Decision.Verdict;
import dev.payoff.alert.routing.Group.Member;
import dev.payoff.alert.routing.Group.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is written down while one group is looked at; lives no longer than that. */
final class Ledger {

    /** How long an end that is held back is worth telling. */
    static final Duration ENDS_WITHIN = Duration.ofHours(24);

    final Map<UUID, Member> members = new LinkedHashMap<>();
    final List<Message> messages = new ArrayList<>();
    final List<Decision> decisions = new ArrayList<>();
    private final Group group;
    private final Map<UUID, Alert> alerts;
    private final Instant now;
    private final Map<UUID, Told> told;
    private final Map<String, String> noted;

    Ledger(Group group, Map<UUID, Alert> alerts, Instant now) {
        this.group = group;
        this.alerts = alerts;
        this.now = now;
        this.told = new LinkedHashMap<>(group.told());
        this.noted = new HashMap<>(group.noted());
    }

    Map<UUID, Told> told() {
        return told;
    }

    Told told(UUID channel) {
        return told.getOrDefault(channel, new Told(now, 0, Set.of(), Set.of()));
    }

    /** Writes a message down, and what the channel knows by it. */
    Message message(
            UUID channel, Message.Kind kind, List<Alert> firing, int fresh, List<Alert> ends) {
        Told before = told(channel);
        Set<UUID> owed = new TreeSet<>(before.owed());
        firing.forEach(it -> owed.add(it.id()));
        ends.forEach(it -> owed.remove(it.id()));
        Message message =
                new Message(
                        group.id(),
                        group.route(),
                        group.labels(),
                        group.id() + "." + group.openedAt().toEpochMilli(),
                        channel,
                        before.messages() + 1,
                        kind,
                        ids(firing),
                        fresh,
                        ids(ends));
        Instant at = kind == Message.Kind.REFRESH ? before.at() : now;
        told.put(channel, new Told(at, message.number(), owed, acknowledged(owed)));
        messages.add(message);
        return message;
    }

    /** Those of them that somebody has acknowledged. */
    Set<UUID> acknowledged(Set<UUID> of) {
        Set<UUID> acknowledged = new TreeSet<>();
        for (UUID id : of) {
            Alert alert = alerts.get(id);
            if (alert != null && alert.acknowledgedBy() != null) {
                acknowledged.add(id);
            }
        }
        return acknowledged;
    }

    /** Notes what a message does with an alert. */
    void told(Alert alert, Message message, Verdict verdict, String reason) {
        noted.remove(key(alert, message.channel()));
        noted.remove(key(alert, null));
        decide(alert, message.channel(), message.number(), verdict, reason);
    }

    /** Notes why an alert is not told, unless that was the last thing noted. */
    void held(Alert alert, @Nullable UUID channel, Verdict verdict, String reason) {
        String said = verdict + " " + reason;
        if (!said.equals(noted.put(key(alert, channel), said))) {
            decide(alert, channel, null, verdict, reason);
        }
    }

    private void decide(
            Alert alert,
            @Nullable UUID channel,
            @Nullable Integer number,
            Verdict verdict,
            String reason) {
        decisions.add(
                new Decision(
                        alert.id(), group.route(), group.id(), channel, number, verdict, reason));
    }

    private static String key(Alert alert, @Nullable UUID channel) {
        return channel == null ? alert.id().toString() : alert.id() + "/" + channel;
    }

    /**
     * Forgets who is over and told, or over for too long.
     *
     * @param due whether all could be told that nothing holds back; before that nobody is over for
     *     too long, since a late reading may end an alert at a time of days ago
     */
    void prune(boolean due) {
        Set<UUID> gone = new HashSet<>(group.members().keySet());
        gone.removeAll(members.keySet());
        for (Map.Entry<UUID, Member> member : members.entrySet()) {
            UUID id = member.getKey();
            Alert alert = alerts.get(id);
            Instant over = alert == null ? null : alert.resolvedAt();
            if (alert == null || over == null) {
                continue;
            }
            boolean owed = told.values().stream().anyMatch(it -> it.owed().contains(id));
            if (member.getValue().since() == null) {
                held(alert, null, Verdict.OVER, "over before anyone was told");
            }
            if (!owed || due && over.plus(ENDS_WITHIN).isBefore(now)) {
                gone.add(id);
            }
        }
        members.keySet().removeAll(gone);
        gone.forEach(id -> noted.keySet().removeIf(key -> key.startsWith(id.toString())));
        told.replaceAll((channel, it) -> it.without(gone));
    }

    /** The group as it is afterwards. */
    Group group(Instant flushAt, boolean flushed) {
        return new Group(
                group.id(),
                group.route(),
                group.labels(),
                group.openedAt(),
                flushAt,
                flushed,
                members,
                told,
                noted);
    }

    private static List<UUID> ids(List<Alert> alerts) {
        return alerts.stream().map(Alert::id).toList();
    }
}
