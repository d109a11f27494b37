package dev.payoff.alert.routing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Where alerts go, and at which pace.
 *
 * @param name unique among the tenant's; a group belongs to the route by it
 * @param goesOn whether routes after it may take the alert as well
 * @param channels who is told; none: nobody, which takes the alert away from later routes
 * @param groupBy labels whose values make a group; none: one group for all, {@link #EACH}: one for
 *     each alert
 * @param groupWait from a group's first alert to its first message
 * @param groupInterval between messages that tell something new of a group
 * @param repeatInterval after which a group that has not changed is told again, at the next
 *     groupInterval
 * @param mutes names of mute times
 */
public record Route(
        String name,
        Match match,
        boolean goesOn,
        List<UUID> channels,
        List<String> groupBy,
        Duration groupWait,
        Duration groupInterval,
        Duration repeatInterval,
        List<String> mutes,
        List<Step> escalation) {

    /** Groups by each alert. */
    public static final String EACH = "...";

    /** Alertmanager's default. */
    public static final Duration GROUP_WAIT = Duration.ofSeconds(30);

    /** Alertmanager's default. */
    public static final Duration GROUP_INTERVAL = Duration.ofMinutes(5);

    /** Alertmanager's default. */
    public static final Duration REPEAT_INTERVAL = Duration.ofHours(4);

    /** Nobody changes it. */
    public Route {
        channels = List.copyOf(channels);
        groupBy = List.copyOf(groupBy);
        mutes = List.copyOf(mutes);
        escalation = List.copyOf(escalation);
    }

    /**
     * Who is told of an alert that nobody acknowledged.
     *
     * @param after since it was first told
     */
    public record Step(Duration after, List<UUID> channels) {

        /** Nobody changes it. */
        public Step {
            channels = List.copyOf(channels);
        }
    }

    /** The labels that name an alert's group. */
    public SortedMap<String, String> groupOf(Alert alert) {
        SortedMap<String, String> labels = new TreeMap<>();
        if (groupBy.contains(EACH)) {
            labels.put("alert", alert.id().toString());
        }
        for (String label : groupBy) {
            if (!label.equals(EACH)) {
                labels.put(label, alert.label(label));
            }
        }
        return labels;
    }

    /** A route that is no more: what was told through it is still told to be over. */
    static Route gone(String name) {
        return new Route(
                name,
                new Match(Map.of("", List.of()), Map.of()),
                false,
                List.of(),
                List.of(),
                GROUP_WAIT,
                GROUP_INTERVAL,
                REPEAT_INTERVAL,
                List.of(),
                List.of());
    }
}
