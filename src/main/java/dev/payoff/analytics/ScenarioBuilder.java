package dev.payoff.analytics;

import dev.payoff.analytics.ChoiceProblem.Candidate;
import dev.payoff.analytics.ChoiceProblem.Exclusion;
import dev.payoff.analytics.ChoiceProblem.Resource;
import dev.payoff.analytics.ChoiceProblem.ResourceKind;
import dev.payoff.analytics.ScenarioInput.Option;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.Proof;
import dev.payoff.app.Shown;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Puts a scenario's problem together, and gathers what is wrong with it. Used once. */
final class ScenarioBuilder {

    private static final BigDecimal LEVEL = new BigDecimal("0.9");
    private static final int DRAWS = 100;
    private static final int PERCENT = 2;

    private final ScenarioInput input;
    private final Map<String, ProjectFacts> facts;
    private final LocalDate today;
    private final List<Violation> wrong = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private final List<Basis> basis = new ArrayList<>();
    private final Map<String, Option> options = new LinkedHashMap<>();

    ScenarioBuilder(ScenarioInput input, Map<String, ProjectFacts> facts, LocalDate today) {
        this.input = input;
        this.facts = facts;
        this.today = today;
    }

    ScenarioProblem build() {
        List<Resource> resources = resources();
        options();
        List<Candidate> candidates = new ArrayList<>();
        Set<String> doing = new LinkedHashSet<>();
        // What is wrong has been told once; to name it elsewhere is not wrong as well.
        Set<String> keys = new TreeSet<>();
        for (Option option : options.values()) {
            switch (Candidacy.of(option, facts.get(option.project()), input, today)) {
                case Candidacy.Stands(Candidate candidate, Basis it) -> {
                    candidates.add(candidate);
                    keys.add(candidate.key());
                    basis.add(it);
                    if (it.current()) {
                        doing.add(it.project());
                    }
                }
                case Candidacy.Left(String sentence) -> left.add(sentence);
                case Candidacy.Wrong(List<Violation> violations) -> {
                    wrong.addAll(violations);
                    keys.add(option.project());
                }
            }
        }
        List<Exclusion> exclusions = exclusions(keys);
        ChoiceProblem problem =
                new ChoiceProblem(
                        candidates.stream().map(it -> withNeeds(it, keys)).toList(),
                        resources,
                        exclusions);
        if (wrong.isEmpty()) {
            circle(problem);
        }
        return new ScenarioProblem(
                problem,
                List.copyOf(basis),
                doing,
                wrong.isEmpty() ? risk(problem) : null,
                wrong.isEmpty() ? proofs() : Map.of(),
                List.copyOf(left),
                List.copyOf(wrong));
    }

    private Map<String, Proof> proofs() {
        Map<String, Proof> proofs = new HashMap<>();
        for (Basis it : basis) {
            ProjectFacts known = facts.get(it.project());
            if (known != null && it.valueFrom() != ProjectFacts.Source.TOLD) {
                proofs.put(
                        it.project(),
                        new CandidateProof(known, Candidacy.years(input), today).proof());
            }
        }
        return proofs;
    }

    private List<Resource> resources() {
        List<Resource> resources = new ArrayList<>();
        for (ScenarioInput.Budget it : ScenarioInput.all(input.budgets())) {
            resources.add(
                    new Resource(
                            it.name(),
                            ResourceKind.BUDGET,
                            it.limit(),
                            it.unit() == null ? percent(it.limit()) : it.unit()));
        }
        for (ScenarioInput.Capacity it : ScenarioInput.all(input.capacities())) {
            resources.add(
                    new Resource(
                            it.name(),
                            ResourceKind.CAPACITY,
                            it.limit(),
                            it.unit() == null ? BigDecimal.ONE : it.unit()));
        }
        if (resources.stream().map(Resource::name).distinct().count() < resources.size()) {
            wrong.add(new Violation("budgets", "and capacities must have names of their own"));
        }
        return resources;
    }

    private static BigDecimal percent(BigDecimal limit) {
        return limit.signum() == 0 ? BigDecimal.ONE : Shown.plain(limit.movePointLeft(PERCENT));
    }

    private void options() {
        if (input.candidates() == null) {
            facts.keySet().forEach(key -> options.put(key, option(key)));
        } else {
            for (Option option : input.candidates()) {
                if (options.put(option.project(), option) != null) {
                    wrong.add(new Violation("candidates." + option.project(), "is named twice"));
                }
            }
        }
        if (options.size() > ChoiceProblem.MAX_CANDIDATES) {
            wrong.add(
                    new Violation(
                            "candidates",
                            "are more than " + ChoiceProblem.MAX_CANDIDATES + ": name some"));
        }
    }

    private static Option option(String key) {
        return new Option(key, null, null, null, null, null, null, null);
    }

    /** Registered dependencies on what is no candidate are taken as met; told ones must be. */
    private Candidate withNeeds(Candidate it, Set<String> keys) {
        Option option = options.get(it.key());
        Set<String> needs = new TreeSet<>(it.needs());
        for (String needed : it.needs()) {
            if (!keys.contains(needed) || needed.equals(it.key())) {
                needs.remove(needed);
                if (option != null && option.needs() != null) {
                    wrong.add(
                            new Violation(
                                    "candidates." + it.key() + ".needs",
                                    "names " + needed + ", which is no other candidate"));
                }
            }
        }
        return new Candidate(it.key(), it.value(), it.uses(), needs, it.decision());
    }

    private List<Exclusion> exclusions(Set<String> keys) {
        List<Exclusion> exclusions = new ArrayList<>();
        for (ScenarioInput.Group it : ScenarioInput.all(input.exclusions())) {
            for (String key : it.projects()) {
                if (!keys.contains(key)) {
                    wrong.add(
                            new Violation(
                                    "exclusions." + it.name(),
                                    "names " + key + ", which is no candidate"));
                }
            }
            exclusions.add(
                    new Exclusion(it.name(), it.projects(), it.atMost() == null ? 1 : it.atMost()));
        }
        return exclusions;
    }

    private void circle(ChoiceProblem problem) {
        List<String> circle = new Propagation(Propagation.needs(problem)).circle();
        if (!circle.isEmpty()) {
            wrong.add(
                    new Violation(
                            "candidates." + circle.getFirst() + ".needs",
                            "close the circle " + String.join(" → ", circle)));
        }
    }

    private @Nullable Risk risk(ChoiceProblem problem) {
        ScenarioInput.Measure asked = input.risk();
        if (asked == null) {
            return null;
        }
        Map<String, BigDecimal> spreads = new HashMap<>();
        Map<String, List<BigDecimal>> outcomes = new HashMap<>();
        for (Option option : options.values()) {
            if (option.spread() != null) {
                spreads.put(option.project(), option.spread());
            }
            if (option.outcomes() != null) {
                outcomes.put(option.project(), option.outcomes());
            }
        }
        Risk.Spread spread = new Risk.Spread(spreads);
        BigDecimal level = asked.level() == null ? LEVEL : asked.level();
        if (outcomes.values().stream().map(List::size).distinct().count() > 1) {
            wrong.add(new Violation("candidates", "must have outcomes of one length"));
            return null;
        }
        return switch (asked.measure()) {
            case SPREAD -> spread;
            case CVAR ->
                    outcomes.isEmpty()
                            ? Risk.drawn(
                                    problem,
                                    spread,
                                    DRAWS,
                                    level,
                                    asked.seed() == null ? 1 : asked.seed())
                            : new Risk.Outcomes(outcomes, level);
        };
    }
}
