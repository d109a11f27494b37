package dev.payoff.portfolio;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which project needs which; pure. */
final class DependencyGraph {

    /** That one project needs another. */
    record Edge(UUID project, UUID dependsOn) {}

    private final Map<UUID, List<UUID>> needs = new HashMap<>();

    DependencyGraph(List<Edge> edges) {
        for (Edge edge : edges) {
            needs.computeIfAbsent(edge.project(), ignored -> new ArrayList<>())
                    .add(edge.dependsOn());
        }
    }

    /**
     * The circle that one more edge would close: a shortest path from the project by way of what it
     * would depend on back to itself; empty where it closes none.
     */
    List<UUID> circle(UUID project, UUID dependsOn) {
        Map<UUID, UUID> reachedFrom = new HashMap<>();
        reachedFrom.put(dependsOn, project);
        Deque<UUID> open = new ArrayDeque<>(List.of(dependsOn));
        while (!open.isEmpty()) {
            UUID at = open.removeFirst();
            if (at.equals(project)) {
                return path(project, reachedFrom);
            }
            for (UUID next : needs.getOrDefault(at, List.of())) {
                if (reachedFrom.putIfAbsent(next, at) == null) {
                    open.addLast(next);
                }
            }
        }
        return List.of();
    }

    private static List<UUID> path(UUID project, Map<UUID, UUID> reachedFrom) {
        List<UUID> path = new ArrayList<>(List.of(project));
        @Nullable UUID at = reachedFrom.get(project);
        while (at != null && !at.equals(project)) {
            path.add(at);
            at = reachedFrom.get(at);
        }
        path.add(project);
        Collections.reverse(path);
        return List.copyOf(path);
    }
}
