package dev.payoff.analytics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate was answered with.
 *
 * @param value net, expected
 * @param valueFrom TOLD in the scenario, LIVE from what it earns now, PLAN from its targets
 * @param uses of each resource
 * @param current whether it is being done today
 * @param rates by which amounts in other currencies were converted; none where all were in the
 *     scenario's
 */
public record Basis(
        String project,
        BigDecimal value,
        ProjectFacts.Source valueFrom,
        Map<String, BigDecimal> uses,
        boolean current,
        List<Conversion> rates) {

    /** A figure has moved when it differs by more than this share of what it was. */
    static final BigDecimal MOVED = new BigDecimal("0.01");

    /** Keeps own copies, in order; what was stored before there were rates has none. */
    public Basis {
        rates = rates == null ? List.of() : List.copyOf(rates);
        uses = java.util.Collections.unmodifiableMap(new TreeMap<>(uses));
    }

    /**
     * A figure that is no longer what a scenario was answered with.
     *
     * @param figure {@code value}, or the name of a budget; null amounts: the project came or went
     */
    public record Move(
            String project, String figure, @Nullable BigDecimal from, @Nullable BigDecimal to) {}

    /** What moved between what a scenario was answered with and what it would be answered with. */
    static List<Move> moves(List<Basis> then, List<Basis> now) {
        Map<String, Basis> before = byProject(then);
        Map<String, Basis> after = byProject(now);
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        List<Move> moves = new ArrayList<>();
        for (String key : keys) {
            Basis from = before.get(key);
            Basis to = after.get(key);
            if (from == null || to == null) {
                moves.add(
                        new Move(
                                key,
                                "value",
                                from == null ? null : from.value(),
                                to == null ? null : to.value()));
                continue;
            }
            compare(key, "value", from.value(), to.value(), moves);
            TreeSet<String> resources = new TreeSet<>(from.uses().keySet());
            resources.addAll(to.uses().keySet());
            for (String resource : resources) {
                compare(
                        key,
                        resource,
                        from.uses().getOrDefault(resource, BigDecimal.ZERO),
                        to.uses().getOrDefault(resource, BigDecimal.ZERO),
                        moves);
            }
        }
        return List.copyOf(moves);
    }

    private static void compare(
            String key, String figure, BigDecimal from, BigDecimal to, List<Move> moves) {
        BigDecimal most = from.abs().multiply(MOVED, MathContext.DECIMAL64);
        if (to.subtract(from).abs().compareTo(most) > 0) {
            moves.add(new Move(key, figure, from, to));
        }
    }

    private static Map<String, Basis> byProject(List<Basis> all) {
        Map<String, Basis> byProject = new HashMap<>();
        all.forEach(each -> byProject.put(each.project(), each));
        return byProject;
    }
}
