package dev.payoff.analytics;

import dev.payoff.app.Problem.Violation;
import dev.payoff.app.Proof;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A scenario made a problem that can be solved: what was told, and figures where nothing was. Pure.
 *
 * @param today keys of what is being done
 * @param risk null where no frontier is asked for
 * @param proofs of the candidates' values that were not told, by key
 * @param left projects that are no candidates, and why, a sentence each
 * @param violations what is wrong with what was asked; where there is any, the rest is not complete
 */
record ScenarioProblem(
        ChoiceProblem problem,
        List<Basis> basis,
        Set<String> today,
        @Nullable Risk risk,
        Map<String, Proof> proofs,
        List<String> left,
        List<Violation> violations) {

    /**
     * Puts a problem together.
     *
     * @param facts of the registered projects, by key, with the rates to the scenario's currency
     * @param today the day from which planned costs count
     */
    static ScenarioProblem of(
            ScenarioInput input, Map<String, ProjectFacts> facts, LocalDate today) {
        return new ScenarioBuilder(input, facts, today).build();
    }
}
