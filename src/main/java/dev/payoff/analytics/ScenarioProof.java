package dev.payoff.analytics;

import dev.payoff.analytics.ChoiceWorkings.PricedRow;
import dev.payoff.analytics.ChoiceWorkings.Sets;
import dev.payoff.app.ProblemException;
import dev.payoff.app.Proof;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A figure of a choice and its proof, of what it was answered with. Pure.
 *
 * @param resource whose price is asked for; null for the others
 * @param value null where it is not known, {@code reason} says why
 * @param solvedAt when; figures have moved on since
 * @param proof null where the figure is not known
 */
@Schema(name = "ScenarioExplanation")
public record ScenarioProof(
        UUID scenario,
        String figure,
        @Nullable String resource,
        @Nullable BigDecimal value,
        String currency,
        String formula,
        @Nullable String reason,
        Instant solvedAt,
        @Nullable Proof proof) {

    static final Set<String> FIGURES =
            new TreeSet<>(Set.of("value", "today", "regret", "oneMore", "oneLess", "bound"));

    private static final Map<String, String> FORMULAS =
            Map.of(
                    "value", "sum of the values of the best set",
                    "today", "sum of the values of what is being done",
                    "regret", "value − today",
                    "oneMore", "value of the best set with one unit more − value",
                    "oneLess", "value − value of the best set with one unit less",
                    "bound",
                            "sum of limit · price + sum of what is left of each project's value above 0"
                                    + " after it paid those prices: no set, also of parts of projects,"
                                    + " is worth more (weak duality)");

    private static final String UNKNOWN_TODAY = "Nothing is marked as being done today.";
    private static final String NO_UNIT =
            "With one unit less nothing can be done, or there is none.";

    /** The proof of a figure of a scenario that was solved with its workings kept. */
    static ScenarioProof of(
            Scenario scenario,
            @Nullable ChoiceWorkings workings,
            String figure,
            @Nullable String resource) {
        boolean priced = figure.equals("oneMore") || figure.equals("oneLess");
        if (!FIGURES.contains(figure)) {
            throw Parameters.invalid("'figure' must be one of " + String.join(", ", FIGURES) + ".");
        }
        if (workings == null || !scenario.result().choice().possible()) {
            return told(
                    scenario,
                    figure,
                    resource,
                    workings == null
                            ? "It was solved before what figures are made of was kept: solve it again."
                            : "There is no set that may be done.",
                    null);
        }
        Builder proofs = new Builder(scenario, workings);
        Sets sets = priced && resource != null ? workings.sets().get(resource) : null;
        if (priced && sets == null) {
            throw ProblemException.notFound("resource", String.valueOf(resource));
        }
        return switch (figure) {
            case "value" -> told(scenario, figure, null, null, proofs.best());
            case "today" ->
                    workings.today().isEmpty()
                            ? told(scenario, figure, null, UNKNOWN_TODAY, null)
                            : told(scenario, figure, null, null, proofs.today());
            case "regret" ->
                    workings.today().isEmpty()
                            ? told(scenario, figure, null, UNKNOWN_TODAY, null)
                            : told(
                                    scenario,
                                    figure,
                                    null,
                                    null,
                                    proofs.difference(proofs.best(), proofs.today()));
            case "bound" -> told(scenario, figure, null, null, proofs.bound());
            default -> {
                List<String> other =
                        figure.equals("oneMore")
                                ? java.util.Objects.requireNonNull(sets).more()
                                : java.util.Objects.requireNonNull(sets).less();
                if (other == null) {
                    yield told(scenario, figure, resource, NO_UNIT, null);
                }
                Proof then = proofs.sum("Best set with another limit of " + resource, other);
                yield told(
                        scenario,
                        figure,
                        resource,
                        null,
                        figure.equals("oneMore")
                                ? proofs.difference(then, proofs.best())
                                : proofs.difference(proofs.best(), then));
            }
        };
    }

    private static ScenarioProof told(
            Scenario scenario,
            String figure,
            @Nullable String resource,
            @Nullable String reason,
            @Nullable Proof proof) {
        return new ScenarioProof(
                scenario.id(),
                figure,
                resource,
                proof == null ? null : proof.number(),
                scenario.currency(),
                FORMULAS.getOrDefault(figure, figure),
                reason,
                scenario.solvedAt(),
                proof);
    }

    /** Puts proofs together. */
    private static final class Builder {
        private final String currency;
        private final ChoiceWorkings workings;
        private final Map<String, Proof> values = new HashMap<>();
        private final List<ChoiceReport.Line> lines;

        Builder(Scenario scenario, ChoiceWorkings workings) {
            currency = scenario.currency();
            this.workings = workings;
            lines = scenario.result().choice().projects();
            for (Basis it : scenario.basis()) {
                Proof proof = workings.candidates().get(it.project());
                values.put(
                        it.project(),
                        proof != null
                                ? proof
                                : Proof.told("Value of " + it.project(), it.value(), currency)
                                        .with(Map.of("valueFrom", it.valueFrom().name()), null));
            }
        }

        Proof best() {
            return sum("Best set", workings.best());
        }

        Proof today() {
            return sum("What is being done", workings.today());
        }

        Proof sum(String label, List<String> keys) {
            return Proof.sum(label, currency, keys.stream().map(this::value).toList());
        }

        Proof difference(Proof one, Proof other) {
            return Proof.difference(one.label() + " − " + other.label(), currency, one, other);
        }

        private Proof value(String key) {
            return java.util.Objects.requireNonNull(values.get(key), key);
        }

        /** By the prices as they are told, in exact arithmetic: a bound whatever rounding did. */
        Proof bound() {
            List<Proof> parts = new ArrayList<>();
            for (PricedRow row : workings.rows()) {
                parts.add(product("Limit", row.label(), row.most(), row.price()));
            }
            for (ChoiceReport.Line line : lines) {
                List<Proof> left = new ArrayList<>();
                left.add(value(line.project()));
                for (PricedRow row : workings.rows()) {
                    BigDecimal takes = row.takes().get(line.project());
                    if (takes != null) {
                        left.add(product("Takes", row.label(), takes, row.price()));
                    }
                }
                BigDecimal after =
                        left.stream()
                                .skip(1)
                                .map(Proof::number)
                                .reduce(left.getFirst().number(), BigDecimal::subtract);
                boolean counts =
                        switch (line.why()) {
                            case DECIDED_IN, NEEDED_BY_WHAT_IS_DECIDED -> true;
                            case DECIDED_OUT, NEEDS_WHAT_IS_OUT -> false;
                            default -> after.signum() > 0;
                        };
                if (counts) {
                    parts.add(
                            Proof.of(
                                    line.project() + ", after prices",
                                    Proof.Operation.DIFFERENCE,
                                    after,
                                    currency,
                                    left));
                }
            }
            return Proof.sum("Bound by prices", currency, parts);
        }

        private Proof product(String what, String of, BigDecimal amount, BigDecimal price) {
            return Proof.product(
                    what + " · price of " + of,
                    currency,
                    List.of(Proof.told(what, amount, null), Proof.told("Price", price, currency)));
        }
    }
}
