package dev.payoff.alert.routing;

import dev.payoff.alert.routing.Decision.Verdict;
import dev.payoff.alert.routing.Group.Member;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a tenant's alerts at a time: alerts join groups, groups that are due are looked
 * at. Pure; the same in gives the same out.
 */
public final class Grouper {

    private Grouper() {}

    /**
     * Who can be told.
     *
     * @param takes severities that it wants
     * @param updates whether it can change what it has told
     */
    public record Recipient(boolean on, Set<String> takes, boolean updates) {}

    /**
     * What a decision looks at besides the groups.
     *
     * @param zone the tenant's
     * @param recipients the tenant's channels, in order
     * @param alerts those that joined or are members, by id
     * @param firing all of the tenant's that fire: what may inhibit
     */
    public record World(
            UUID tenant,
            ZoneId zone,
            SortedMap<UUID, Recipient> recipients,
            Map<UUID, Alert> alerts,
            Collection<Alert> firing) {

        List<UUID> everyChannel() {
            return List.copyOf(recipients.keySet());
        }
    }

    /**
     * A group as it is now, and when it must be looked at again; null: it is over and can be
     * forgotten.
     */
    public record Next(Group group, @Nullable Instant dueAt) {}

    /** What comes of a step. */
    public record Outcome(List<Next> groups, List<Message> messages, List<Decision> decisions) {}

    /** The ids of the groups that an alert belongs to. */
    public static List<UUID> groupsOf(Routing routing, World world, Alert alert) {
        return routing.takers(alert, world.everyChannel()).stream()
                .map(route -> GroupId.of(world.tenant(), route.name(), route.groupOf(alert)))
                .toList();
    }

    /**
     * One step.
     *
     * @param joining alerts that fire and were not routed yet, or are over and never were
     * @param groups those that the joining belong to, as far as there are any, and those that are
     *     due
     */
    public static Outcome step(
            Routing routing,
            World world,
            Collection<Alert> joining,
            Collection<Group> groups,
            Instant now) {
        List<Decision> decisions = new ArrayList<>();
        List<Message> messages = new ArrayList<>();
        Map<UUID, Group> byId = new LinkedHashMap<>();
        groups.forEach(group -> byId.put(group.id(), group));
        for (Alert alert : joining) {
            for (Route route : routing.takers(alert, world.everyChannel())) {
                join(byId, world, route, alert, now, decisions);
            }
        }
        List<Inhibition.InForce> inhibitions =
                Inhibition.InForce.of(routing.inhibitions(), world.firing());
        List<Next> next = new ArrayList<>();
        for (Group group : byId.values()) {
            Flush flush = new Flush(routing, inhibitions, world, group, now);
            next.add(flush.next());
            messages.addAll(flush.messages());
            decisions.addAll(flush.decisions());
        }
        return new Outcome(next, messages, decisions);
    }

    private static void join(
            Map<UUID, Group> groups,
            World world,
            Route route,
            Alert alert,
            Instant now,
            List<Decision> decisions) {
        SortedMap<String, String> labels = route.groupOf(alert);
        UUID id = GroupId.of(world.tenant(), route.name(), labels);
        Group group = groups.get(id);
        if (group != null && group.members().containsKey(alert.id())) {
            return;
        }
        if (!alert.fires()) {
            decisions.add(said(alert, route, id, Verdict.OVER, "over before anyone could be told"));
            return;
        }
        if (route.channels().isEmpty()) {
            decisions.add(said(alert, route, id, Verdict.NOBODY, "the route tells nobody"));
            return;
        }
        if (group != null && group.members().size() >= Group.MAX_MEMBERS) {
            decisions.add(
                    said(
                            alert,
                            route,
                            id,
                            Verdict.FULL,
                            "the group holds " + Group.MAX_MEMBERS + " alerts already"));
            return;
        }
        Group joined = with(group, id, route, labels, alert, now);
        groups.put(id, joined);
        if (joined.flushAt().isAfter(now)) {
            decisions.add(
                    said(
                            alert,
                            route,
                            id,
                            Verdict.WAITS,
                            "waits for the group "
                                    + (joined.flushed() ? "interval" : "wait")
                                    + ", until "
                                    + joined.flushAt()));
        }
    }

    /**
     * The group with one more alert. One that has waited long enough already is not made to wait.
     */
    private static Group with(
            @Nullable Group group,
            UUID id,
            Route route,
            Map<String, String> labels,
            Alert alert,
            Instant now) {
        boolean waited = alert.firedAt().plus(route.groupWait()).isBefore(now);
        Instant first = waited ? now : now.plus(route.groupWait());
        Map<UUID, Member> members = new LinkedHashMap<>(group == null ? Map.of() : group.members());
        members.put(alert.id(), new Member(null, 0));
        if (group == null) {
            return new Group(
                    id, route.name(), labels, now, first, false, members, Map.of(), Map.of());
        }
        boolean sooner = !group.flushed() && waited;
        return new Group(
                id,
                group.route(),
                group.labels(),
                group.openedAt(),
                sooner ? now : group.flushAt(),
                group.flushed(),
                members,
                group.told(),
                group.noted());
    }

    private static Decision said(
            Alert alert, Route route, UUID group, Verdict verdict, String reason) {
        return new Decision(alert.id(), route.name(), group, null, null, verdict, reason);
    }
}
