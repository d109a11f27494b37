package dev.payoff.analytics;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What follows from which project needs which; pure.
 *
 * @param needs by key, the keys that it needs itself
 */
record Propagation(Map<String, Set<String>> needs) {

    /** Those of a choice. */
    static Map<String, Set<String>> needs(ChoiceProblem problem) {
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        problem.candidates().forEach(it -> needs.put(it.key(), it.needs()));
        return needs;
    }

    /** A circle of needs, its first named again at its end; empty where there is none. */
    List<String> circle() {
        Set<String> done = new HashSet<>();
        for (String start : new TreeSet<>(needs.keySet())) {
            List<String> path = new ArrayList<>();
            List<String> circle = walk(start, path, done);
            if (!circle.isEmpty()) {
                return circle;
            }
        }
        return List.of();
    }

    private List<String> walk(String at, List<String> path, Set<String> done) {
        int before = path.indexOf(at);
        if (before >= 0) {
            List<String> circle = new ArrayList<>(path.subList(before, path.size()));
            circle.add(at);
            return circle;
        }
        if (done.contains(at)) {
            return List.of();
        }
        path.add(at);
        for (String needed : new TreeSet<>(needs.getOrDefault(at, Set.of()))) {
            List<String> circle = walk(needed, path, done);
            if (!circle.isEmpty()) {
                return circle;
            }
        }
        path.removeLast();
        done.add(at);
        return List.of();
    }

    /** All that comes late when a project does: what needs it, directly or by way of others. */
    Set<String> downstream(String key) {
        Map<String, List<String>> neededBy = new HashMap<>();
        needs.forEach((project, needed) ->
                needed.forEach(each ->
                        neededBy.computeIfAbsent(each, ignored -> new ArrayList<>()).add(project)));
        return reach(key, at -> neededBy.getOrDefault(at, List.of()));
    }

    /** All that a project needs, directly or by way of others. */
    Set<String> upstream(String key) {
        return reach(key, at -> needs.getOrDefault(at, Set.of()));
    }

    private static Set<String> reach(
            String key,
            java.util.function.Function<String, ? extends java.util.Collection<String>> next) {
        Deque<String> open = new ArrayDeque<>(List.of(key));
        Set<String> reached = new LinkedHashSet<>();
        while (!open.isEmpty()) {
            for (String each : new TreeSet<>(next.apply(open.removeFirst()))) {
                if (!each.equals(key) && reached.add(each)) {
                    open.addLast(each);
                }
            }
        }
        return reached;
    }
}
