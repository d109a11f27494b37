package dev.payoff.analytics;

import dev.payoff.analytics.ChoiceProblem.Candidate;
import dev.payoff.analytics.ChoiceProblem.Decision;
import dev.payoff.analytics.ScenarioInput.Option;
import dev.payoff.app.Problem.Violation;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** With what figures a project goes into a choice, or why it does not; pure. */
sealed interface Candidacy {

    /** How many years benefits count where that is not told. */
    BigDecimal YEARS = new BigDecimal(3);

    /** It may be chosen. */
    record Stands(Candidate candidate, Basis basis) implements Candidacy {}

    /** It is no candidate, and the choice is made without it. */
    record Left(String sentence) implements Candidacy {}

    /** Something that was asked cannot be. */
    record Wrong(List<Violation> violations) implements Candidacy {}

    /**
     * What was told of a project, and what is known where nothing was told. A registered project of
     * which nothing is told and nothing is known is left; of which something is told, its value
     * must be known too. Without a rate it is left unless it was decided to be in.
     */
    static Candidacy of(
            Option option, @Nullable ProjectFacts known, ScenarioInput input, LocalDate day) {
        List<Violation> wrong = unknownResources(option, input);
        ProjectFacts.@Nullable Value value = value(option, known, input, day);
        if (value == null) {
            String why =
                    known == null
                            ? "is not registered, so its value must be told"
                            : "has no live figure and no target with a valuation, so its value must be told";
            if (known != null && isBare(option)) {
                return new Left(option.project() + " " + why + ".");
            }
            wrong.add(new Violation("candidates." + option.project() + ".value", why));
            return new Wrong(wrong);
        }
        Converted all = value.net();
        Map<String, BigDecimal> uses =
                new HashMap<>(option.uses() == null ? Map.of() : option.uses());
        for (ScenarioInput.Budget budget : ScenarioInput.all(input.budgets())) {
            if (known != null && !uses.containsKey(budget.name())) {
                Converted use = known.uses(budget, day);
                uses.put(budget.name(), use.amount());
                all = all.plus(use);
            }
        }
        if (!all.known()) {
            String rates = "needs a rate " + String.join(" and ", all.missing());
            if (option.decision() != Decision.IN) {
                return new Left(option.project() + " " + rates + ", and there is none.");
            }
            wrong.add(
                    new Violation(
                            "candidates." + option.project(),
                            rates + "; put it with PUT /api/v1/rates"));
        }
        if (!wrong.isEmpty()) {
            return new Wrong(wrong);
        }
        uses.values().removeIf(use -> use.signum() == 0);
        Basis basis =
                new Basis(
                        option.project(),
                        value.net().amount(),
                        value.source(),
                        uses,
                        option.current() == null
                                ? known != null && known.spending()
                                : option.current(),
                        List.copyOf(all.by()));
        return new Stands(candidate(option, known, basis), basis);
    }

    private static ProjectFacts.@Nullable Value value(
            Option option, @Nullable ProjectFacts known, ScenarioInput input, LocalDate day) {
        if (option.value() != null) {
            return new ProjectFacts.Value(Converted.of(option.value()), ProjectFacts.Source.TOLD);
        }
        return known == null ? null : known.value(years(input), day);
    }

    /** How many years benefits count. */
    static BigDecimal years(ScenarioInput input) {
        return input.horizonYears() == null ? YEARS : input.horizonYears();
    }

    private static List<Violation> unknownResources(Option option, ScenarioInput input) {
        List<Violation> wrong = new ArrayList<>();
        Set<String> asked = option.uses() == null ? Set.of() : option.uses().keySet();
        for (String name : asked) {
            if (ScenarioInput.all(input.budgets()).stream().noneMatch(it -> it.name().equals(name))
                    && ScenarioInput.all(input.capacities()).stream()
                            .noneMatch(it -> it.name().equals(name))) {
                wrong.add(
                        new Violation(
                                "candidates." + option.project() + ".uses." + name,
                                "is no budget or capacity of the scenario"));
            }
        }
        return wrong;
    }

    private static boolean isBare(Option option) {
        return (option.decision() == null || option.decision() == Decision.FREE)
                && (option.uses() == null || option.uses().isEmpty())
                && option.needs() == null
                && option.current() == null
                && option.spread() == null
                && option.outcomes() == null;
    }

    private static Candidate candidate(Option option, @Nullable ProjectFacts known, Basis basis) {
        return new Candidate(
                option.project(),
                basis.value(),
                basis.uses(),
                option.needs() != null
                        ? option.needs()
                        : known == null ? Set.of() : known.dependsOn(),
                option.decision() == null ? Decision.FREE : option.decision());
    }
}
