package dev.payoff.analytics;

import dev.payoff.app.Proof;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the figures of a choice are made of, kept with it so that they can be proved when the
 * figures of the projects have long moved on.
 *
 * @param best keys of the best set
 * @param today keys of what was being done
 * @param sets by resource, the best sets with one unit more and less
 * @param rows by what a project's worth is priced
 * @param candidates the proof of each candidate's value, by key; those for which there was no room
 *     are told only
 */
record ChoiceWorkings(
        List<String> best,
        List<String> today,
        Map<String, Sets> sets,
        List<PricedRow> rows,
        Map<String, Proof> candidates) {

    /** The most nodes of proofs that are kept with one choice; some 200 bytes each. */
    static final int MOST_NODES = 20_000;

    /**
     * The best sets with another limit.
     *
     * @param less null where nothing could be done then, or there is no unit to take
     */
    record Sets(List<String> more, @Nullable List<String> less) {}

    /**
     * A constraint with a price: what projects take of it adds up to at most so much.
     *
     * @param price of one unit, as it is told of a resource
     */
    record PricedRow(
            String label, BigDecimal price, BigDecimal most, Map<String, BigDecimal> takes) {}

    /** The same with proofs of the candidates' values, as long as there is room. */
    ChoiceWorkings proving(Map<String, Proof> proofs) {
        Map<String, Proof> kept = new TreeMap<>();
        int room = MOST_NODES;
        for (Map.Entry<String, Proof> each : new TreeMap<>(proofs).entrySet()) {
            int nodes = nodes(each.getValue());
            if (nodes <= room) {
                kept.put(each.getKey(), each.getValue());
                room -= nodes;
            }
        }
        return new ChoiceWorkings(best, today, sets, rows, kept);
    }

    private static int nodes(Proof of) {
        return 1 + of.parts().stream().mapToInt(ChoiceWorkings::nodes).sum();
    }
}
