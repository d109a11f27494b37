package dev.payoff.benefit;

import dev.payoff.app.Problem.Violation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A benefit map as a graph; pure. */
final class MapGraph {

    private final Map<String, MapInput.Node> nodes = new LinkedHashMap<>();
    private final Map<String, List<String>> leadsTo = new HashMap<>();

    MapGraph(MapInput map) {
        map.nodes().forEach(node -> nodes.putIfAbsent(node.id(), node));
        for (MapInput.Edge edge : map.edges()) {
            leadsTo.computeIfAbsent(edge.from(), from -> new ArrayList<>()).add(edge.to());
        }
    }

    /**
     * What is wrong with a map.
     *
     * @param deliverables of its project
     * @param metrics the keys of its project's
     */
    static List<Violation> check(MapInput map, Set<UUID> deliverables, Set<String> metrics) {
        List<Violation> wrong = new ArrayList<>();
        Map<String, MapInput.Node> known = new HashMap<>();
        for (int i = 0; i < map.nodes().size(); i++) {
            MapInput.Node node = map.nodes().get(i);
            String at = "nodes[" + i + "]";
            if (known.put(node.id(), node) != null) {
                wrong.add(new Violation(at + ".id", "is there twice"));
            }
            if (node.deliverable() != null
                    && (node.kind() != MapInput.Kind.DELIVERABLE
                            || !deliverables.contains(node.deliverable()))) {
                wrong.add(
                        new Violation(
                                at + ".deliverable",
                                "must be a deliverable of the project, and its node a"
                                        + " DELIVERABLE"));
            }
            if (node.metric() != null
                    && (node.kind() != MapInput.Kind.BENEFIT || !metrics.contains(node.metric()))) {
                wrong.add(
                        new Violation(
                                at + ".metric",
                                "must be the key of a metric of the project, and its node a"
                                        + " BENEFIT"));
            }
        }
        for (int i = 0; i < map.edges().size(); i++) {
            checkEdge(map.edges().get(i), "edges[" + i + "]", known, wrong);
        }
        if (wrong.isEmpty()) {
            List<String> circle = new MapGraph(map).circle();
            if (!circle.isEmpty()) {
                wrong.add(
                        new Violation("edges", "lead in a circle: " + String.join(" -> ", circle)));
            }
        }
        return List.copyOf(wrong);
    }

    private static void checkEdge(
            MapInput.Edge edge,
            String at,
            Map<String, MapInput.Node> known,
            List<Violation> wrong) {
        MapInput.Node from = known.get(edge.from());
        MapInput.Node to = known.get(edge.to());
        if (from == null || to == null) {
            wrong.add(
                    new Violation(
                            at + (from == null ? ".from" : ".to"), "must be the id of a node"));
        } else if (to.kind().compareTo(from.kind()) < 0) {
            wrong.add(
                    new Violation(
                            at,
                            "leads back from a "
                                    + from.kind()
                                    + " to a "
                                    + to.kind()
                                    + "; turn it round"));
        }
    }

    /**
     * A circle among the edges, its first node told again at the end; empty where there is none.
     */
    List<String> circle() {
        Set<String> done = new LinkedHashSet<>();
        for (String start : nodes.keySet()) {
            List<String> circle = circleFrom(start, done);
            if (!circle.isEmpty()) {
                return circle;
            }
        }
        return List.of();
    }

    // By a stack of our own: a map may be a chain of hundreds.
    private List<String> circleFrom(String start, Set<String> done) {
        Deque<String> path = new ArrayDeque<>();
        Deque<Integer> next = new ArrayDeque<>();
        Set<String> onPath = new LinkedHashSet<>();
        if (done.contains(start)) {
            return List.of();
        }
        path.push(start);
        next.push(0);
        onPath.add(start);
        while (!path.isEmpty()) {
            String at = path.peek();
            int index = next.pop();
            List<String> further = leadsTo.getOrDefault(at, List.of());
            if (index == further.size()) {
                path.pop();
                onPath.remove(at);
                done.add(at);
                continue;
            }
            next.push(index + 1);
            String to = further.get(index);
            if (onPath.contains(to)) {
                List<String> circle = new ArrayList<>(onPath);
                circle = new ArrayList<>(circle.subList(circle.indexOf(to), circle.size()));
                circle.add(to);
                return circle;
            }
            if (!done.contains(to)) {
                path.push(to);
                next.push(0);
                onPath.add(to);
            }
        }
        return List.of();
    }

    /** The metrics that a node leads to, itself included, each once. */
    Set<String> metricsBehind(String node) {
        Set<String> metrics = new LinkedHashSet<>();
        Set<String> seen = new LinkedHashSet<>(Set.of(node));
        Deque<String> open = new ArrayDeque<>(Set.of(node));
        while (!open.isEmpty()) {
            String at = open.removeFirst();
            MapInput.Node here = nodes.get(at);
            if (here != null && here.metric() != null) {
                metrics.add(here.metric());
            }
            for (String to : leadsTo.getOrDefault(at, List.of())) {
                if (seen.add(to)) {
                    open.addLast(to);
                }
            }
        }
        return metrics;
    }

    /** The nodes of the deliverables. */
    List<MapInput.Node> deliverables() {
        return nodes.values().stream()
                .filter(node -> node.kind() == MapInput.Kind.DELIVERABLE)
                .toList();
    }
}
