package dev.payoff.analytics;

import dev.payoff.app.Shown;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which projects to do: worth most in sum, within what there is. All amounts of value are in one
 * currency; what a resource is measured in is the asker's (money of a year, months of a person).
 *
 * @param candidates at most {@link #MAX_CANDIDATES}, keys unique
 * @param resources at most {@link #MAX_RESOURCES}, names unique
 * @param exclusions groups of which only so many may be done
 */
public record ChoiceProblem(
        List<Candidate> candidates, List<Resource> resources, List<Exclusion> exclusions) {

    /** The most projects of one choice. */
    public static final int MAX_CANDIDATES = 500;

    /** The most budgets and capacities of one choice. */
    public static final int MAX_RESOURCES = 40;

    /** What was decided about a project before the choice. */
    public enum Decision {
        FREE,
        IN,
        OUT
    }

    /** What a resource is. */
    public enum ResourceKind {
        BUDGET,
        CAPACITY
    }

    /**
     * A project that may be done, as a whole or not at all.
     *
     * @param value expected, such as its net present value; may be negative
     * @param uses of each resource by its name, none negative; what is not named is 0
     * @param needs keys of projects without which it cannot be done
     */
    public record Candidate(
            String key,
            BigDecimal value,
            Map<String, BigDecimal> uses,
            Set<String> needs,
            Decision decision) {

        /** Keeps own copies. */
        public Candidate {
            uses = Map.copyOf(uses);
            needs = Set.copyOf(needs);
        }

        BigDecimal uses(Resource resource) {
            return uses.getOrDefault(resource.name(), BigDecimal.ZERO);
        }
    }

    /**
     * A budget of a period or a capacity of a skill.
     *
     * @param limit what there is of it, at least 0
     * @param unit by how much more or less its worth is asked for, above 0
     */
    public record Resource(String name, ResourceKind kind, BigDecimal limit, BigDecimal unit) {}

    /** Of these projects at most so many may be done. */
    public record Exclusion(String name, Set<String> keys, int atMost) {

        /** Keeps an own copy. */
        public Exclusion {
            keys = Set.copyOf(keys);
        }
    }

    /** Keeps own copies. */
    public ChoiceProblem {
        candidates = List.copyOf(candidates);
        resources = List.copyOf(resources);
        exclusions = List.copyOf(exclusions);
    }

    /** The candidates by key. */
    public Map<String, Candidate> byKey() {
        Map<String, Candidate> byKey = new LinkedHashMap<>();
        candidates.forEach(candidate -> byKey.put(candidate.key(), candidate));
        return byKey;
    }

    /** The sum of the values of some candidates, exactly. */
    public BigDecimal value(Collection<String> keys) {
        return candidates.stream()
                .filter(candidate -> keys.contains(candidate.key()))
                .map(Candidate::value)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What some candidates use of a resource, exactly. */
    public BigDecimal used(Resource resource, Collection<String> keys) {
        return candidates.stream()
                .filter(candidate -> keys.contains(candidate.key()))
                .map(candidate -> candidate.uses(resource))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /**
     * What a set breaks, in exact arithmetic, a sentence each; empty where it may be done.
     *
     * @param keys the set
     */
    public List<String> broken(Set<String> keys) {
        List<String> broken = new ArrayList<>();
        for (Resource resource : resources) {
            BigDecimal used = used(resource, keys);
            if (used.compareTo(resource.limit()) > 0) {
                broken.add(
                        "It takes %s of %s, of which there is %s."
                                .formatted(
                                        Shown.inWords(used),
                                        resource.name(),
                                        Shown.inWords(resource.limit())));
            }
        }
        for (Candidate candidate : candidates) {
            boolean in = keys.contains(candidate.key());
            if (in && candidate.decision() == Decision.OUT) {
                broken.add(candidate.key() + " is decided out.");
            } else if (!in && candidate.decision() == Decision.IN) {
                broken.add(candidate.key() + " is decided in.");
            }
            if (in) {
                candidate.needs().stream()
                        .filter(needed -> !keys.contains(needed))
                        .sorted()
                        .forEach(needed -> broken.add(candidate.key() + " needs " + needed + "."));
            }
        }
        for (Exclusion exclusion : exclusions) {
            List<String> both = exclusion.keys().stream().filter(keys::contains).sorted().toList();
            if (both.size() > exclusion.atMost()) {
                broken.add(
                        "Of %s at most %d may be done: %s."
                                .formatted(
                                        exclusion.name(),
                                        exclusion.atMost(),
                                        String.join(", ", both)));
            }
        }
        return List.copyOf(broken);
    }

    /**
     * The smallest set that may be done: what is decided in, and all that it needs. Uses are never
     * negative, so where this set breaks something, every set does.
     */
    public Set<String> least() {
        Map<String, Candidate> byKey = byKey();
        Deque<Candidate> open = new ArrayDeque<>();
        candidates.stream().filter(it -> it.decision() == Decision.IN).forEach(open::add);
        Set<String> least = new LinkedHashSet<>();
        while (!open.isEmpty()) {
            Candidate at = open.removeFirst();
            if (least.add(at.key())) {
                at.needs().forEach(needed -> addKnown(byKey, needed, open));
            }
        }
        return least;
    }

    private static void addKnown(Map<String, Candidate> byKey, String key, Deque<Candidate> open) {
        @Nullable Candidate known = byKey.get(key);
        if (known != null) {
            open.add(known);
        }
    }

    /** What is decided out, and all that needs something of it. */
    public Set<String> lost() {
        Map<String, List<String>> neededBy = new HashMap<>();
        candidates.forEach(candidate ->
                candidate
                        .needs()
                        .forEach(needed ->
                                neededBy.computeIfAbsent(needed, key -> new ArrayList<>())
                                        .add(candidate.key())));
        Deque<String> open = new ArrayDeque<>();
        candidates.stream()
                .filter(it -> it.decision() == Decision.OUT)
                .forEach(it -> open.add(it.key()));
        Set<String> lost = new LinkedHashSet<>();
        while (!open.isEmpty()) {
            String at = open.removeFirst();
            if (lost.add(at)) {
                open.addAll(neededBy.getOrDefault(at, List.of()));
            }
        }
        return lost;
    }

    /** The same with another limit of one resource. */
    public ChoiceProblem withLimit(String name, BigDecimal limit) {
        return new ChoiceProblem(
                candidates,
                resources.stream()
                        .map(it ->
                                it.name().equals(name)
                                        ? new Resource(name, it.kind(), limit, it.unit())
                                        : it)
                        .toList(),
                exclusions);
    }
}
