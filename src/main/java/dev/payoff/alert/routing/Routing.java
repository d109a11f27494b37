package dev.payoff.alert.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A tenant's routes, in order, and what holds messages back. */
public record Routing(List<Route> routes, List<Inhibition> inhibitions, List<MuteTime> muteTimes) {

    /**
     * The name of the route of what no route takes: to every channel, so that nothing is lost by an
     * oversight.
     */
    public static final String REST = "rest";

    /** Nobody changes it. */
    public Routing {
        routes = List.copyOf(routes);
        inhibitions = List.copyOf(inhibitions);
        muteTimes = List.copyOf(muteTimes);
    }

    /**
     * The routes that take an alert: the first that fits, and those after it as long as it says to
     * go on.
     */
    public List<Route> takers(Alert alert, List<UUID> everyChannel) {
        List<Route> takers = new ArrayList<>();
        for (Route route : routes) {
            if (route.match().fits(alert.labels())) {
                takers.add(route);
                if (!route.goesOn()) {
                    return takers;
                }
            }
        }
        return takers.isEmpty() ? List.of(rest(everyChannel)) : takers;
    }

    /** The route of what no other takes: by project, at Alertmanager's pace. */
    static Route rest(List<UUID> everyChannel) {
        return new Route(
                REST,
                Match.ALL,
                false,
                everyChannel,
                List.of("project"),
                Route.GROUP_WAIT,
                Route.GROUP_INTERVAL,
                Route.REPEAT_INTERVAL,
                List.of(),
                List.of());
    }

    /** The route of a group; one that is gone tells ends only. */
    Route of(Group group, List<UUID> everyChannel) {
        if (group.route().equals(REST) && !routes.isEmpty()) {
            return rest(everyChannel);
        }
        return routes.stream()
                .filter(route -> route.name().equals(group.route()))
                .findFirst()
                .orElseGet(() -> Route.gone(group.route()));
    }

    /** Whether a route still takes an alert into that group. */
    boolean takes(Route route, Map<String, String> labels, Alert alert, List<UUID> everyChannel) {
        return !routes.isEmpty()
                && takers(alert, everyChannel).stream()
                        .anyMatch(it ->
                                it.name().equals(route.name()) && it.groupOf(alert).equals(labels));
    }
}
