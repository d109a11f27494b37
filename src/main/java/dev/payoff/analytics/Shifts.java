package dev.payoff.analytics;

import dev.payoff.analytics.ChoiceProblem.Resource;
import dev.payoff.analytics.ChoiceReport.Price;
import dev.payoff.analytics.ChoiceReport.Shift;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where moving one unit would bring most: money from one year to another, months from one skill to
 * another. The prices say which moves are worth trying; each is then solved.
 */
final class Shifts {

    /** Moves that are solved. */
    static final int MOST = 12;

    private Shifts() {}

    static List<Shift> of(
            ChoiceProblem problem, Choice.Best best, List<Price> prices, Duration time) {
        Map<String, Price> byName = new HashMap<>();
        prices.forEach(price -> byName.put(price.resource(), price));
        List<Shift> shifts = new ArrayList<>();
        for (Pair pair : promising(problem.resources(), byName)) {
            ChoiceProblem moved =
                    problem.withLimit(
                                    pair.from().name(),
                                    pair.from().limit().subtract(pair.from().unit()))
                            .withLimit(pair.to().name(), pair.to().limit().add(pair.from().unit()));
            if (ChoiceSolver.solve(moved, best.in(), time) instanceof Choice.Best then
                    && then.value().compareTo(best.value()) > 0) {
                shifts.add(
                        new Shift(
                                pair.from().name(),
                                pair.to().name(),
                                pair.from().unit(),
                                then.value().subtract(best.value()),
                                then.proved() && best.proved()));
            }
        }
        shifts.sort(Comparator.comparing(Shift::gain).reversed());
        return shifts;
    }

    private record Pair(Resource from, Resource to, double promise) {}

    /** Of one kind and one unit, from the cheaper to the dearer, what promises most first. */
    private static List<Pair> promising(List<Resource> resources, Map<String, Price> prices) {
        List<Pair> pairs = new ArrayList<>();
        for (Resource from : resources) {
            for (Resource to : resources) {
                double promise =
                        price(prices, to)
                                        .price()
                                        .subtract(price(prices, from).price())
                                        .doubleValue()
                                * from.unit().doubleValue();
                if (from.kind() == to.kind()
                        && from.unit().compareTo(to.unit()) == 0
                        && from.limit().compareTo(from.unit()) >= 0
                        && promise > 0) {
                    pairs.add(new Pair(from, to, promise));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(pair -> -pair.promise()));
        return pairs.stream().limit(MOST).toList();
    }

    private static Price price(Map<String, Price> prices, Resource resource) {
        return Objects.requireNonNull(prices.get(resource.name()));
    }
}
