package dev.payoff.analytics;

import dev.payoff.analytics.ChoiceProblem.Candidate;
import dev.payoff.analytics.ChoiceProblem.Resource;
import dev.payoff.analytics.ChoiceReport.Part;
import dev.payoff.analytics.ChoiceReport.Price;
import dev.payoff.analytics.ChoiceWorkings.PricedRow;
import dev.payoff.analytics.ChoiceWorkings.Sets;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What resources are worth: in parts of projects, and in whole ones by solving again. */
final class Prices {

    private Prices() {}

    /**
     * What a resource is worth.
     *
     * @param price of one unit, in parts of projects
     * @param sets takes the sets behind it
     */
    static Price of(
            ChoiceProblem problem,
            Choice.Best best,
            Resource resource,
            BigDecimal price,
            Duration time,
            Map<String, Sets> sets) {
        Choice.Best more =
                (Choice.Best)
                        ChoiceSolver.solve(
                                problem.withLimit(
                                        resource.name(), resource.limit().add(resource.unit())),
                                best.in(),
                                time);
        boolean proved = best.proved() && more.proved();
        BigDecimal oneLess = null;
        List<String> lessSet = null;
        BigDecimal less = resource.limit().subtract(resource.unit());
        if (less.signum() >= 0
                && ChoiceSolver.solve(problem.withLimit(resource.name(), less), best.in(), time)
                        instanceof Choice.Best fewer) {
            oneLess = best.value().subtract(fewer.value());
            lessSet = List.copyOf(fewer.in());
            proved &= fewer.proved();
        }
        sets.put(resource.name(), new Sets(List.copyOf(more.in()), lessSet));
        return new Price(
                resource.name(),
                resource.kind(),
                resource.limit(),
                problem.used(resource, best.in()),
                price,
                resource.unit(),
                more.value().subtract(best.value()),
                oneLess,
                proved,
                allocation(problem, best, resource));
    }

    private static List<Part> allocation(
            ChoiceProblem problem, Choice.Best best, Resource resource) {
        return problem.candidates().stream()
                .filter(it -> best.in().contains(it.key()) && it.uses(resource).signum() > 0)
                .map(it -> new Part(it.key(), it.uses(resource)))
                .sorted(Comparator.comparing(Part::amount).reversed())
                .toList();
    }

    /** Rows that cost something: resources as they are told, then needs and groups. */
    static List<PricedRow> rows(ChoiceProblem problem, LinearForm form, double[] prices) {
        List<PricedRow> rows = new ArrayList<>();
        for (int k = 0; k < prices.length; k++) {
            Resource resource = k < problem.resources().size() ? problem.resources().get(k) : null;
            BigDecimal price =
                    ChoiceReport.decimal(
                            prices[k],
                            resource == null
                                    ? form.worthScale()
                                    : form.worthScale() / form.rowScales()[k]);
            if (price.signum() > 0) {
                LinearForm.Row row = form.rows().get(k);
                Map<String, BigDecimal> takes = new HashMap<>();
                for (int j = 0; j < row.at().length; j++) {
                    Candidate it = problem.candidates().get(row.at()[j]);
                    takes.put(
                            it.key(),
                            resource == null
                                    ? BigDecimal.valueOf((long) row.of()[j])
                                    : it.uses(resource));
                }
                rows.add(
                        new PricedRow(
                                resource == null ? label(problem, row) : resource.name(),
                                price,
                                resource == null
                                        ? BigDecimal.valueOf((long) row.most())
                                        : resource.limit(),
                                takes));
            }
        }
        return rows;
    }

    private static String label(ChoiceProblem problem, LinearForm.Row row) {
        return Arrays.stream(row.at())
                .mapToObj(i -> problem.candidates().get(i).key())
                .collect(Collectors.joining(row.most() == 0 ? " needs " : " or "));
    }
}
