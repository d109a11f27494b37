package dev.payoff.alert.routing;

import dev.payoff.alert.routing.Decision.Verdict;
import dev.payoff.alert.routing.Grouper.Recipient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where an alert would go, and what would hold it back; nothing is sent or kept. Pure. */
public final class Probe {

    private Probe() {}

    /**
     * A route that takes the alert.
     *
     * @param group the labels of the group that it would be told in
     * @param held what would keep it from being told; null: nothing
     */
    public record Reach(
            Route route,
            Map<String, String> group,
            List<Reached> channels,
            @Nullable Verdict held,
            @Nullable String reason) {}

    /**
     * A channel of the route.
     *
     * @param reason why it would not be told; null: it would
     */
    public record Reached(UUID channel, @Nullable String reason) {}

    /** The routes that take an alert, in order. */
    public static List<Reach> of(Routing routing, Grouper.World world, Alert alert, Instant now) {
        List<Inhibition.InForce> inhibitions =
                Inhibition.InForce.of(routing.inhibitions(), world.firing());
        List<Reach> reached = new ArrayList<>();
        for (Route route : routing.takers(alert, world.everyChannel())) {
            Optional<Holding> held = Holding.of(routing, inhibitions, route, world, alert, now);
            reached.add(
                    new Reach(
                            route,
                            route.groupOf(alert),
                            route.channels().stream()
                                    .map(it -> new Reached(it, reason(world, it, alert)))
                                    .toList(),
                            held.map(Holding::verdict).orElse(null),
                            held.map(Holding::reason).orElse(null)));
        }
        return reached;
    }

    private static @Nullable String reason(Grouper.World world, UUID channel, Alert alert) {
        Recipient recipient = world.recipients().get(channel);
        if (recipient == null || !recipient.on()) {
            return Flush.OFF;
        }
        String severity = alert.label("severity");
        return recipient.takes().contains(severity) ? null : Flush.less(severity);
    }
}
