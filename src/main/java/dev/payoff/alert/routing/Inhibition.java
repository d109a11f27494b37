package dev.payoff.alert.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * While an alert of {@code source} fires, nobody is told of those of {@code target} whose labels
 * named in {@code equal} are the same; a label that both lack is the same.
 */
public record Inhibition(String name, Match source, Match target, List<String> equal) {

    /** Nobody changes it. */
    public Inhibition {
        equal = List.copyOf(equal);
    }

    /** What inhibits now: the firing alerts of the source, by their equal labels. */
    record InForce(Inhibition inhibition, Map<List<String>, List<Alert>> sources) {

        static List<InForce> of(List<Inhibition> inhibitions, Collection<Alert> firing) {
            List<InForce> all = new ArrayList<>();
            for (Inhibition inhibition : inhibitions) {
                Map<List<String>, List<Alert>> sources = new HashMap<>();
                for (Alert alert : firing) {
                    if (alert.fires() && inhibition.source.fits(alert.labels())) {
                        sources.computeIfAbsent(inhibition.same(alert), key -> new ArrayList<>())
                                .add(alert);
                    }
                }
                all.add(new InForce(inhibition, sources));
            }
            return all;
        }

        /**
         * What inhibits an alert. One that is source and target at once is not inhibited by another
         * such, or the two would keep each other quiet.
         */
        Optional<Alert> by(Alert alert) {
            if (!inhibition.target.fits(alert.labels())) {
                return Optional.empty();
            }
            boolean both = inhibition.source.fits(alert.labels());
            return sources.getOrDefault(inhibition.same(alert), List.of()).stream()
                    .filter(other -> !other.id().equals(alert.id()))
                    .filter(other -> !both || !inhibition.target.fits(other.labels()))
                    .findFirst();
        }
    }

    private List<String> same(Alert alert) {
        return equal.stream().map(alert::label).toList();
    }
}
