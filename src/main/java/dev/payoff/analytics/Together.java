package dev.payoff.analytics;

import dev.payoff.app.Moment;
import dev.payoff.app.Proof;
import dev.payoff.portfolio.Appraisals.Appraised;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Projects of several currencies in one; pure. All figures of a project convert at one rate, that
 * of the day they are told for: what it is worth today. So its return, and that of a group it is
 * alone in, is the one it has in its own currency.
 *
 * @param rows those that are in the currency, or that a rate leads there
 * @param rates that were used
 * @param unknown those without a rate
 * @param told each project by its key, as it was before, in its own currency
 * @param at the moment that they are told for
 */
record Together(
        String currency,
        List<PortfolioRow> rows,
        List<Conversion> rates,
        List<Unknown> unknown,
        Map<String, PortfolioRow> told,
        Moment at) {

    /** A project whose figures are not known in the common currency, and why. */
    public record Unknown(String project, String currency, String reason) {}

    /**
     * The projects in a currency.
     *
     * @param rates from other currencies, by theirs
     * @param at the moment, whose day is that of the rates
     */
    static Together of(
            List<PortfolioRow> projects,
            String currency,
            Map<String, Conversion> rates,
            Moment at) {
        List<PortfolioRow> rows = new ArrayList<>();
        TreeSet<Conversion> used = new TreeSet<>();
        List<Unknown> unknown = new ArrayList<>();
        for (PortfolioRow row : projects) {
            Conversion rate = rates.get(row.currency());
            if (row.currency().equals(currency)) {
                rows.add(row);
            } else if (rate == null) {
                unknown.add(
                        new Unknown(
                                row.key(),
                                row.currency(),
                                "%s is not part of the sums: there is no rate from %s to %s on %s."
                                        .formatted(
                                                row.key(),
                                                row.currency(),
                                                currency,
                                                FactsReader.day(at))));
            } else {
                rows.add(row.at(rate));
                used.add(rate);
            }
        }
        Map<String, PortfolioRow> told = new HashMap<>();
        projects.forEach(row -> told.put(row.key(), row));
        return new Together(currency, rows, List.copyOf(used), unknown, told, at);
    }

    /** The same, with more projects that are in no sum. */
    Together without(List<Unknown> more) {
        List<Unknown> all = new ArrayList<>(unknown);
        all.addAll(more);
        return new Together(currency, rows, rates, List.copyOf(all), told, at);
    }

    /** The money of some of the projects, with the rate that brings each to the common currency. */
    List<GroupMoney.Member> members(List<String> projects, Map<String, Appraised> money) {
        return projects.stream()
                .map(key -> {
                    Conversion rate = rate(key);
                    return new GroupMoney.Member(
                            key, money.get(key), rate == null ? BigDecimal.ONE : rate.rate());
                })
                .toList();
    }

    /** A project as it was told, in its own currency. */
    PortfolioRow own(String project) {
        return Objects.requireNonNull(told.get(project), project);
    }

    /** The rate that brings a project here; null where none is needed. */
    @Nullable Conversion rate(String project) {
        String from = own(project).currency();
        return rates.stream().filter(it -> it.from().equals(from)).findFirst().orElse(null);
    }

    /** An amount of a project, proved in the common currency. */
    Proof converted(String project, Proof amount) {
        Conversion rate = rate(project);
        return rate == null
                ? amount
                : Proof.product(
                        amount.label() + ", converted", currency, List.of(amount, rate.proof()));
    }

    /** Why sums are not of all projects. */
    List<String> reasons() {
        return unknown.stream().map(Unknown::reason).toList();
    }
}
