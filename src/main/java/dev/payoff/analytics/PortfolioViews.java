package dev.payoff.analytics;

import dev.payoff.app.Shown;
import dev.payoff.portfolio.Appraisals.Appraised;
import dev.payoff.portfolio.Appraisals.Told;
import dev.payoff.portfolio.MoneyMeasure;
import dev.payoff.value.Finance;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Roll-ups, comparisons and the way from nothing to net value; pure. */
final class PortfolioViews {

    private PortfolioViews() {}

    /** What a portfolio is rolled up by. */
    public enum By {
        PROGRAMME,
        OWNER,
        OBJECTIVE,
        TYPE,
        CATEGORY,
        PROJECT
    }

    /**
     * Projects together.
     *
     * @param group null: those that have none
     * @param weighted null by category, as is {@code earningPerHour}
     * @param cost null where one of it is not known, and by category, which costs do not have
     * @param figures those that were asked for, of the group as if it were one project
     */
    public record Group(
            @Nullable String group,
            List<String> projects,
            BigDecimal realised,
            @Nullable BigDecimal weighted,
            @Nullable BigDecimal earningPerHour,
            @Nullable BigDecimal cost,
            @Nullable BigDecimal roiSimple,
            @Nullable BigDecimal budget,
            List<String> reasons,
            Map<String, Told> figures) {

        Group with(Map<String, Told> more) {
            return new Group(
                    group,
                    projects,
                    realised,
                    weighted,
                    earningPerHour,
                    cost,
                    roiSimple,
                    budget,
                    reasons,
                    more);
        }
    }

    /**
     * A roll-up, greatest realised value first, in one currency.
     *
     * @param rates that projects in other currencies were converted at
     * @param unknown projects without a rate, which are in no sum
     * @param asOf what had happened by then
     * @param asKnownAt what we knew by then; null: all that we know
     */
    public record RollUp(
            By by,
            String currency,
            Instant asOf,
            @Nullable Instant asKnownAt,
            List<Group> groups,
            List<Conversion> rates,
            List<Together.Unknown> unknown,
            List<String> reasons) {}

    /** What a step of a waterfall is. */
    public enum Step {
        VALUE,
        COST,
        NET
    }

    /** A bar from one height to another. */
    public record Bar(
            @Nullable String label, Step step, BigDecimal amount, BigDecimal from, BigDecimal to) {}

    /** From nothing by each group's value up, by each group's cost down, to net value. */
    public record Waterfall(
            String currency,
            Instant asOf,
            @Nullable Instant asKnownAt,
            List<Bar> bars,
            List<Conversion> rates,
            List<Together.Unknown> unknown,
            List<String> reasons) {}

    static RollUp rollUp(Together projects, By by) {
        List<PortfolioRow> rows = projects.rows();
        return new RollUp(
                by,
                projects.currency(),
                projects.at().until(),
                projects.at().asKnownAt(),
                (by == By.CATEGORY ? categories(rows) : groups(rows, by))
                        .stream().sorted(Comparator.comparing(Group::realised).reversed()).toList(),
                projects.rates(),
                projects.unknown(),
                projects.reasons());
    }

    /** The same with figures of money that each group comes to as if it were one project. */
    static RollUp withMoney(
            RollUp of, List<MoneyMeasure> measures, Map<String, Appraised> money, Together all) {
        return new RollUp(
                of.by(),
                of.currency(),
                of.asOf(),
                of.asKnownAt(),
                of.groups().stream()
                        .map(group ->
                                group.with(
                                        of.by() == By.CATEGORY
                                                ? GroupMoney.unknown(measures, NO_CATEGORY)
                                                : GroupMoney.of(
                                                        all.members(group.projects(), money),
                                                        measures)))
                        .toList(),
                of.rates(),
                of.unknown(),
                of.reasons());
    }

    private static List<Group> groups(List<PortfolioRow> rows, By by) {
        Map<String, List<PortfolioRow>> groups = new LinkedHashMap<>();
        List<PortfolioRow> none = new ArrayList<>();
        for (PortfolioRow row : rows) {
            row.group(by)
                    .ifPresentOrElse(
                            name -> groups.computeIfAbsent(name, k -> new ArrayList<>()).add(row),
                            () -> none.add(row));
        }
        List<Group> made = new ArrayList<>();
        groups.forEach((name, members) -> made.add(group(name, members)));
        if (!none.isEmpty()) {
            made.add(group(null, none));
        }
        return made;
    }

    private static Group group(@Nullable String name, List<PortfolioRow> members) {
        BigDecimal realised = sum(members, "realised");
        List<String> reasons = new ArrayList<>();
        for (PortfolioRow row : members) {
            if (!row.reasons().isEmpty()) {
                reasons.add(row.key() + " is not complete.");
            }
        }
        boolean costKnown = members.stream().allMatch(it -> it.cost() != null);
        BigDecimal cost = costKnown ? sum(members, "cost") : null;
        boolean budgets = members.stream().allMatch(it -> it.budget() != null);
        if (!budgets) {
            long without = members.stream().filter(it -> it.budget() == null).count();
            reasons.add("There is no budget of %d of %d.".formatted(without, members.size()));
        }
        return new Group(
                name,
                members.stream().map(PortfolioRow::key).toList(),
                shown(realised),
                shown(sum(members, "weighted")),
                shown(sum(members, "earningPerHour")),
                Shown.figure(cost),
                cost == null ? null : Shown.figure(Finance.roiSimple(realised, cost)),
                budgets ? Shown.figure(sum(members, "budget")) : null,
                reasons,
                Map.of());
    }

    static final String NO_CATEGORY = "Costs are a project's and belong to no category.";

    static final String OF_PROJECTS =
            "Weighted value and the present rate are told of projects, not of categories.";

    private static List<Group> categories(List<PortfolioRow> rows) {
        Map<String, BigDecimal> realised = new TreeMap<>();
        Map<String, List<String>> projects = new TreeMap<>();
        for (PortfolioRow row : rows) {
            row.byCategory()
                    .forEach((category, amount) -> {
                        realised.merge(category, amount, BigDecimal::add);
                        projects.computeIfAbsent(category, k -> new ArrayList<>()).add(row.key());
                    });
        }
        List<Group> made = new ArrayList<>();
        realised.forEach((category, amount) ->
                made.add(
                        new Group(
                                category,
                                projects.getOrDefault(category, List.of()),
                                shown(amount),
                                null,
                                null,
                                null,
                                null,
                                null,
                                List.of(NO_CATEGORY, OF_PROJECTS),
                                Map.of())));
        return made;
    }

    static Waterfall waterfall(Together projects, By by) {
        RollUp rollUp = rollUp(projects, by);
        List<String> reasons = new ArrayList<>(rollUp.reasons());
        List<Bar> bars = new ArrayList<>();
        BigDecimal at = BigDecimal.ZERO;
        for (Group group : rollUp.groups()) {
            bars.add(bar(group.group(), Step.VALUE, group.realised(), at));
            at = at.add(group.realised());
        }
        for (Group group : rollUp.groups()) {
            BigDecimal cost = group.cost();
            if (cost == null) {
                reasons.add("The cost of " + group.group() + " is not known, and is no step.");
            } else {
                bars.add(bar(group.group(), Step.COST, cost.negate(), at));
                at = at.subtract(cost);
            }
        }
        bars.add(bar(null, Step.NET, at, BigDecimal.ZERO));
        return new Waterfall(
                rollUp.currency(),
                rollUp.asOf(),
                rollUp.asKnownAt(),
                bars,
                rollUp.rates(),
                rollUp.unknown(),
                reasons);
    }

    private static Bar bar(@Nullable String label, Step step, BigDecimal amount, BigDecimal from) {
        return new Bar(
                label, step, Shown.plain(amount), Shown.plain(from), Shown.plain(from.add(amount)));
    }

    private static BigDecimal sum(List<PortfolioRow> rows, String figure) {
        BigDecimal sum = BigDecimal.ZERO;
        for (PortfolioRow row : rows) {
            BigDecimal amount = row.figure(figure);
            sum = amount == null ? sum : sum.add(amount);
        }
        return sum;
    }

    private static BigDecimal shown(BigDecimal exact) {
        return java.util.Objects.requireNonNull(Shown.figure(exact));
    }
}
