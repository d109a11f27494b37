package dev.payoff.portfolio;

import dev.payoff.app.Problem.Violation;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold of a project beyond its fields one by one; pure. */
final class ProjectRules {

    private static final Set<String> CURRENCIES =
            Currency.getAvailableCurrencies().stream()
                    .map(Currency::getCurrencyCode)
                    .collect(Collectors.toUnmodifiableSet());

    private ProjectRules() {}

    /**
     * What is wrong with a project.
     *
     * @param types those that the tenant may use
     */
    static List<Violation> check(ProjectInput project, Set<String> types, ZoneId zone) {
        List<Violation> wrong = new ArrayList<>();
        if (Moments.uuid(project.key()).isPresent()) {
            wrong.add(new Violation("key", "must not look like an id"));
        }
        if (!types.contains(project.type())) {
            wrong.add(
                    new Violation(
                            "type",
                            "must be one of "
                                    + types.stream().sorted().collect(Collectors.joining(", "))));
        }
        checkCurrency("currency", project.currency()).ifPresent(wrong::add);
        MetricRules.moment("goLive", project.goLive(), zone, wrong);
        return List.copyOf(wrong);
    }

    /** What is wrong with a currency's code. */
    static Optional<Violation> checkCurrency(String field, String code) {
        return CURRENCIES.contains(code)
                ? Optional.empty()
                : Optional.of(new Violation(field, "must be a currency of ISO 4217, such as EUR"));
    }

    /** The project with its go-live as it is stored; it passed {@link #check}. */
    static ProjectInput normal(ProjectInput project, ZoneId zone) {
        return new ProjectInput(
                project.key(),
                project.name(),
                project.type(),
                project.description(),
                project.owner(),
                project.currency(),
                MetricRules.normal(project.goLive(), zone),
                project.discountRate(),
                project.template(),
                project.programme(),
                project.objective());
    }

    /** Fields that a later state may not change. */
    static List<Violation> fixed(Object before, Object after, String... fields) {
        var from = Bodies.json(before);
        var to = Bodies.json(after);
        return Arrays.stream(fields)
                .filter(field -> !from.path(field).equals(to.path(field)))
                .map(field -> new Violation(field, "cannot be changed"))
                .toList();
    }
}
