package dev.payoff.analytics;

import dev.payoff.analytics.ChoiceProblem.Candidate;
import dev.payoff.analytics.ChoiceProblem.Decision;
import dev.payoff.analytics.ChoiceProblem.Exclusion;
import dev.payoff.analytics.ChoiceProblem.Resource;
import dev.payoff.analytics.ChoiceProblem.ResourceKind;
import dev.payoff.analytics.ScenarioInput.Option;
import dev.payoff.app.Problem.Violation;
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

    private static final BigDecimal YEARS = new BigDecimal(3);
    private static final BigDecimal LEVEL = new BigDecimal("0.9");
    private static final int DRAWS = 100;
    private static final int PERCENT = 2;

    private final ScenarioInput input;
    private final String currency;
    private final Map<String, ProjectFacts> facts;
    private final LocalDate today;
    private final List<Violation> wrong = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private final List<Basis> basis = new ArrayList<>();
    private final Map<String, Option> options = new LinkedHashMap<>();

    ScenarioBuilder(
            ScenarioInput input,
            String currency,
            Map<String, ProjectFacts> facts,
            LocalDate today) {
        this.input = input;
        this.currency = currency;
        this.facts = facts;
        this.today = today;
    }

    ScenarioProblem build() {
        List<Resource> resources = resources();
        options();
        List<Candidate> candidates = new ArrayList<>();
        Set<String> doing = new LinkedHashSet<>();
        for (Option option : options.values()) {
            ProjectFacts known = facts.get(option.project());
            ProjectFacts.Value value = value(option, known);
            if (value != null) {
                candidates.add(candidate(option, known, value, resources, doing));
            }
        }
        candidates.removeIf(it -> left.contains(it.key()));
        Set<String> keys = new TreeSet<>();
        candidates.forEach(it -> keys.add(it.key()));
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
                List.copyOf(left),
                List.copyOf(wrong));
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
            facts.values()
                    .forEach(known -> {
                        if (known.currency().equals(currency)) {
                            options.put(known.key(), option(known.key()));
                        } else {
                            left.add(known.key() + " is in " + known.currency() + ".");
                        }
                    });
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

    /**
     * A registered project of which nothing is told and nothing is known is left out, with a
     * reason; of which something is told, its value must be known too.
     */
    private ProjectFacts.@Nullable Value value(Option option, @Nullable ProjectFacts known) {
        if (option.value() != null) {
            return new ProjectFacts.Value(option.value(), ProjectFacts.Source.TOLD);
        }
        String why =
                known == null
                        ? "is not registered, so its value must be told"
                        : !known.currency().equals(currency)
                                ? "is in " + known.currency() + ", so its value must be told"
                                : known.foreignCost()
                                        ? "has planned cost in another currency, so its value must be told"
                                        : "has no live figure and no target with a valuation, so its value must be told";
        ProjectFacts.Value value =
                known == null || !known.currency().equals(currency)
                        ? null
                        : known.value(
                                input.horizonYears() == null ? YEARS : input.horizonYears(), today);
        if (value == null && known != null && isBare(option)) {
            left.add(option.project() + " " + why + ".");
        } else if (value == null) {
            wrong.add(new Violation("candidates." + option.project() + ".value", why));
        }
        return value;
    }

    private static boolean isBare(Option option) {
        return (option.decision() == null || option.decision() == Decision.FREE)
                && (option.uses() == null || option.uses().isEmpty())
                && option.needs() == null
                && option.current() == null
                && option.spread() == null
                && option.outcomes() == null;
    }

    private Candidate candidate(
            Option option,
            @Nullable ProjectFacts known,
            ProjectFacts.Value value,
            List<Resource> resources,
            Set<String> doing) {
        Map<String, BigDecimal> uses =
                new HashMap<>(option.uses() == null ? Map.of() : option.uses());
        for (String name : uses.keySet()) {
            if (resources.stream().noneMatch(it -> it.name().equals(name))) {
                wrong.add(
                        new Violation(
                                "candidates." + option.project() + ".uses." + name,
                                "is no budget or capacity of the scenario"));
            }
        }
        for (ScenarioInput.Budget budget : ScenarioInput.all(input.budgets())) {
            if (known != null && known.currency().equals(currency)) {
                uses.computeIfAbsent(budget.name(), name -> known.uses(budget));
            }
        }
        uses.values().removeIf(use -> use.signum() == 0);
        boolean current =
                option.current() == null ? known != null && known.spending() : option.current();
        if (current) {
            doing.add(option.project());
        }
        basis.add(new Basis(option.project(), value.amount(), value.source(), uses, current));
        return new Candidate(
                option.project(),
                value.amount(),
                uses,
                option.needs() != null
                        ? option.needs()
                        : known == null ? Set.of() : known.dependsOn(),
                option.decision() == null ? Decision.FREE : option.decision());
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
