package dev.payoff.analytics;

import dev.payoff.portfolio.Appraisals.Appraised;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Projects of several currencies in one; pure. All figures of a project convert at one rate, that
 * of the day they are told for: what it is worth today. So its return, and that of a group it is
 * alone in, is the one it has in its own currency.
 *
 * @param rows those that are in the currency, or that a rate leads there
 * @param rates that were used
 * @param unknown those without a rate
 * @param told the currency of each project by its key, as it was before
 */
record Together(
        String currency,
        List<PortfolioRow> rows,
        List<Conversion> rates,
        List<Unknown> unknown,
        Map<String, String> told) {

    /** A project whose figures are not known in the common currency, and why. */
    public record Unknown(String project, String currency, String reason) {}

    /**
     * The projects in a currency.
     *
     * @param rates from other currencies, by theirs
     * @param on the day of the rates
     */
    static Together of(
            List<PortfolioRow> projects,
            String currency,
            Map<String, Conversion> rates,
            LocalDate on) {
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
                                        .formatted(row.key(), row.currency(), currency, on)));
            } else {
                rows.add(row.at(rate));
                used.add(rate);
            }
        }
        Map<String, String> told = new HashMap<>();
        projects.forEach(row -> told.put(row.key(), row.currency()));
        return new Together(currency, rows, List.copyOf(used), unknown, told);
    }

    /** The money of some of the projects, with the rate that brings each to the common currency. */
    List<GroupMoney.Member> members(List<String> projects, Map<String, Appraised> money) {
        Map<String, BigDecimal> byCurrency = new HashMap<>();
        rates.forEach(rate -> byCurrency.put(rate.from(), rate.rate()));
        return projects.stream()
                .map(key ->
                        new GroupMoney.Member(
                                key,
                                money.get(key),
                                byCurrency.getOrDefault(
                                        told.getOrDefault(key, currency), BigDecimal.ONE)))
                .toList();
    }

    /** Why sums are not of all projects. */
    List<String> reasons() {
        return unknown.stream().map(Unknown::reason).toList();
    }
}
