package dev.payoff.alert.routing;

import dev.payoff.alert.routing.Grouper.Recipient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Alerts, a routing and a clock that is looked at each second, as the notifier does it. Messages
 * come out as lines: when, to whom, and what: {@code +a} is new, {@code a} known, {@code -a} over.
 */
final class TimeLine {

    static final Instant START = Instant.parse("2026-03-02T12:00:00Z");
    private static final UUID TENANT = id("tenant");
    private static final Set<String> ALL = Set.of("INFO", "WARNING", "CRITICAL");

    private final Routing routing;
    private final Map<UUID, String> names = new HashMap<>();
    private final Map<UUID, Alert> alerts = new LinkedHashMap<>();
    private final List<Alert> joining = new ArrayList<>();
    private final SortedMap<UUID, Recipient> recipients = new TreeMap<>();
    private final Map<UUID, Grouper.Next> groups = new LinkedHashMap<>();
    private final List<String> messages = new ArrayList<>();
    private final List<String> decisions = new ArrayList<>();
    private Instant start = START;
    private Instant now = START;
    ZoneId zone = ZoneId.of("UTC");

    TimeLine(Routing routing) {
        this.routing = routing;
    }

    TimeLine(Route... routes) {
        this(new Routing(List.of(routes), List.of(), List.of()));
    }

    static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** A route that takes everything to these channels, in one group. */
    static Route route(String name, String... channels) {
        return new Route(
                name,
                Match.ALL,
                false,
                List.of(channels).stream().map(TimeLine::id).toList(),
                List.of(),
                Route.GROUP_WAIT,
                Route.GROUP_INTERVAL,
                Route.REPEAT_INTERVAL,
                List.of(),
                List.of());
    }

    TimeLine from(String start) {
        this.start = Instant.parse(start);
        now = this.start;
        return this;
    }

    TimeLine channel(String name) {
        return channel(name, new Recipient(true, ALL, false));
    }

    TimeLine channel(String name, Recipient recipient) {
        names.put(id(name), name);
        recipients.put(id(name), recipient);
        return this;
    }

    /** An alert fires now; labels as name and value. */
    TimeLine fires(String name, String... labels) {
        return fired(name, Duration.ZERO, labels);
    }

    /** It has been firing for a while, and is seen only now. */
    TimeLine fired(String name, Duration ago, String... labels) {
        Map<String, String> all = new HashMap<>(Map.of("alertname", name, "severity", "WARNING"));
        for (int i = 0; i < labels.length; i += 2) {
            all.put(labels[i], labels[i + 1]);
        }
        names.put(id(name), name);
        put(new Alert(id(name), all, now.minus(ago), null, null, null, null, null));
        joining.add(alerts.get(id(name)));
        return this;
    }

    TimeLine goesLive(String name, Instant goLive) {
        Alert it = alerts.get(id(name));
        put(new Alert(it.id(), it.labels(), it.firedAt(), null, goLive, null, null, null));
        joining.replaceAll(each -> alerts.get(each.id()));
        return this;
    }

    TimeLine ends(String name) {
        return ended(name, Duration.ZERO);
    }

    /** It was over a while ago, and that is seen only now. */
    TimeLine ended(String name, Duration ago) {
        Alert it = alerts.get(id(name));
        put(
                new Alert(
                        it.id(),
                        it.labels(),
                        it.firedAt(),
                        now.minus(ago),
                        it.goLive(),
                        it.acknowledgedBy(),
                        it.snoozedUntil(),
                        it.silence()));
        return this;
    }

    TimeLine acknowledged(String name) {
        Alert it = alerts.get(id(name));
        put(new Alert(it.id(), it.labels(), it.firedAt(), null, null, "ann", null, null));
        groups.replaceAll((id, group) -> new Grouper.Next(group.group(), now));
        return this;
    }

    TimeLine snoozed(String name, Duration time) {
        Alert it = alerts.get(id(name));
        put(new Alert(it.id(), it.labels(), it.firedAt(), null, null, null, now.plus(time), null));
        return this;
    }

    TimeLine silenced(String name, String comment) {
        Alert it = alerts.get(id(name));
        put(new Alert(it.id(), it.labels(), it.firedAt(), null, null, null, null, comment));
        return this;
    }

    private void put(Alert alert) {
        alerts.put(alert.id(), alert);
    }

    /** Goes on, second by second. */
    TimeLine after(String time) {
        Instant end = now.plus(Duration.parse(time));
        while (now.isBefore(end)) {
            look();
            now = now.plusSeconds(1);
        }
        return this;
    }

    private void look() {
        Grouper.World world =
                new Grouper.World(
                        TENANT,
                        zone,
                        recipients,
                        alerts,
                        alerts.values().stream().filter(Alert::fires).toList());
        Set<UUID> touched =
                joining.stream()
                        .flatMap(it -> Grouper.groupsOf(routing, world, it).stream())
                        .collect(Collectors.toSet());
        List<Group> due =
                groups.values().stream()
                        .filter(it -> !it.dueAt().isAfter(now) || touched.contains(it.group().id()))
                        .map(Grouper.Next::group)
                        .toList();
        if (due.isEmpty() && joining.isEmpty()) {
            return;
        }
        Grouper.Outcome outcome = Grouper.step(routing, world, List.copyOf(joining), due, now);
        joining.clear();
        for (Grouper.Next next : outcome.groups()) {
            if (next.dueAt() == null) {
                groups.remove(next.group().id());
            } else {
                groups.put(next.group().id(), next);
            }
        }
        String at = Duration.between(start, now).toString().substring(2).toLowerCase() + " ";
        outcome.messages().forEach(it -> messages.add(at + line(it)));
        outcome.decisions()
                .forEach(it ->
                        decisions.add(
                                at
                                        + names.get(it.alert())
                                        + (it.channel() == null
                                                ? ""
                                                : "@" + names.get(it.channel()))
                                        + " "
                                        + it.verdict()
                                        + ": "
                                        + it.reason()));
    }

    private String line(Message message) {
        List<String> words = new ArrayList<>();
        words.add(names.get(message.channel()));
        if (message.kind() != Message.Kind.NEWS) {
            words.add(message.kind().name());
        }
        for (int i = 0; i < message.firing().size(); i++) {
            words.add((i < message.fresh() ? "+" : "") + names.get(message.firing().get(i)));
        }
        message.ended().forEach(it -> words.add("-" + names.get(it)));
        return String.join(" ", words);
    }

    List<String> messages() {
        return messages;
    }

    List<String> decisions() {
        return decisions;
    }

    int groups() {
        return groups.size();
    }
}
