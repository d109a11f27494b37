package dev.payoff.analytics;

import dev.payoff.analytics.ChoiceProblem.Candidate;
import dev.payoff.analytics.ChoiceProblem.Decision;
import dev.payoff.analytics.ChoiceProblem.Exclusion;
import dev.payoff.analytics.ChoiceProblem.Resource;
import dev.payoff.analytics.ChoiceReport.Why;
import dev.payoff.app.Shown;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Why a project is in a chosen set, or out of it; pure. */
final class Reasons {

    private Reasons() {}

    /** Why, for programs and for people. */
    record Reason(Why why, String sentence) {}

    /** The first reason that holds. */
    static Reason of(ChoiceProblem problem, Set<String> in, Candidate candidate) {
        return in.contains(candidate.key())
                ? whyIn(problem, in, candidate)
                : whyOut(problem, in, candidate);
    }

    private static Reason whyIn(ChoiceProblem problem, Set<String> in, Candidate candidate) {
        if (candidate.decision() == Decision.IN) {
            return new Reason(Why.DECIDED_IN, "It was decided in.");
        }
        String needing =
                problem.candidates().stream()
                        .filter(it -> in.contains(it.key()) && it.needs().contains(candidate.key()))
                        .map(Candidate::key)
                        .sorted()
                        .reduce((a, b) -> a + ", " + b)
                        .orElse("");
        if (problem.least().contains(candidate.key())) {
            return new Reason(
                    Why.NEEDED_BY_WHAT_IS_DECIDED,
                    "What was decided in needs it: " + needing + ".");
        }
        return candidate.value().signum() <= 0
                ? new Reason(Why.PAYS_FOR_OTHERS, "Projects that pay need it: " + needing + ".")
                : new Reason(Why.CHOSEN, "It belongs to the set that is worth most.");
    }

    private static Reason whyOut(ChoiceProblem problem, Set<String> in, Candidate candidate) {
        if (candidate.decision() == Decision.OUT) {
            return new Reason(Why.DECIDED_OUT, "It was decided out.");
        }
        Set<String> missing = new TreeSet<>(candidate.needs());
        missing.removeAll(in);
        if (!missing.isEmpty()) {
            return new Reason(
                    Why.NEEDS_WHAT_IS_OUT,
                    "It needs what is out: " + String.join(", ", missing) + ".");
        }
        if (candidate.value().signum() <= 0) {
            return new Reason(Why.ADDS_NO_VALUE, "Its value is not above 0.");
        }
        for (Exclusion exclusion : problem.exclusions()) {
            List<String> chosen = exclusion.keys().stream().filter(in::contains).sorted().toList();
            if (exclusion.keys().contains(candidate.key()) && chosen.size() >= exclusion.atMost()) {
                return new Reason(
                        Why.EXCLUDED_BY_ANOTHER,
                        "Of %s at most %d may be done, and chosen is %s."
                                .formatted(
                                        exclusion.name(),
                                        exclusion.atMost(),
                                        String.join(", ", chosen)));
            }
        }
        return noRoom(problem, in, candidate);
    }

    private static Reason noRoom(ChoiceProblem problem, Set<String> in, Candidate candidate) {
        List<String> lacking = new ArrayList<>();
        Set<String> least = problem.least();
        for (Resource resource : problem.resources()) {
            BigDecimal use = candidate.uses(resource);
            if (use.add(problem.used(resource, least)).compareTo(resource.limit()) > 0) {
                return new Reason(
                        Why.NO_ROOM_EVEN_ALONE,
                        "It takes %s of %s, more than there is beside what is decided in."
                                .formatted(Shown.inWords(use), resource.name()));
            }
            BigDecimal left = resource.limit().subtract(problem.used(resource, in));
            if (use.compareTo(left) > 0) {
                lacking.add(
                        "%s of %s (%s is left)"
                                .formatted(
                                        Shown.inWords(use), resource.name(), Shown.inWords(left)));
            }
        }
        return new Reason(
                Why.OTHERS_BRING_MORE,
                lacking.isEmpty()
                        ? "It fits; the choice was not proved, so a better set may have it."
                        : "Others bring more with what it takes: "
                                + String.join(", ", lacking)
                                + ".");
    }
}
