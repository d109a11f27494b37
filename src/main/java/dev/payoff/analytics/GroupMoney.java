package dev.payoff.analytics;

import dev.payoff.app.Shown;
import dev.payoff.portfolio.Appraisals.Appraised;
import dev.payoff.portfolio.Appraisals.Parts;
import dev.payoff.portfolio.Appraisals.Told;
import dev.payoff.portfolio.MoneyMeasure;
import dev.payoff.value.DatedAmount;
import dev.payoff.value.Decimals;
import dev.payoff.value.DiscountSchedule;
import dev.payoff.value.appraisal.Appraisal;
import dev.payoff.value.appraisal.EarnedValue;
import dev.payoff.value.appraisal.Unknown;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What several projects' money comes to as if they were one: their flows together in one currency,
 * discounted to the first of them; sums of what can be added, and ratios of those sums. Never a
 * mean of ratios. Where a part of one of them is not known, neither is what is made of it. Pure.
 */
final class GroupMoney {

    private static final String NO_PROMISE = "Nothing is promised in money.";

    private GroupMoney() {}

    /**
     * A project of a group.
     *
     * @param money null where it was not read
     * @param rate to the group's currency
     */
    record Member(String project, @Nullable Appraised money, BigDecimal rate) {

        Parts parts() {
            if (money == null || money.parts() == null) {
                throw new IllegalStateException("Nothing is known of " + project);
            }
            return money.parts();
        }
    }

    /** The figures of a group, by name. */
    static Map<String, Told> of(List<Member> members, List<MoneyMeasure> measures) {
        for (Member member : members) {
            if (member.money() == null || member.money().parts() == null) {
                String why =
                        member.money() == null
                                ? "it could not be read."
                                : member.money().figures().values().stream()
                                        .map(told -> String.valueOf(told.reason()))
                                        .findFirst()
                                        .orElse("it is not known.");
                return unknown(measures, member.project() + ": " + why);
            }
        }
        Map<String, Told> figures = new TreeMap<>();
        Flowing flowing = Flowing.of(members);
        for (MoneyMeasure measure : measures) {
            figures.put(
                    measure.label(),
                    shown(
                            switch (measure) {
                                case REALISATION_TO_DATE ->
                                        realisation(
                                                members,
                                                it -> it.promises().promisedToDate(),
                                                "Nothing was to be realised by now.");
                                case REALISATION_TO_TOTAL ->
                                        realisation(
                                                members,
                                                it -> it.promises().promisedInTotal(),
                                                "Nothing is to be realised until the horizon.");
                                case CPI, SPI, EAC -> work(members, measure);
                                case COST_OF_DELAY_PER_WEEK -> costOfDelay(members);
                                case PROBABILITY_NEGATIVE ->
                                        Told.unknown(
                                                "How projects vary together is not known; ask a"
                                                        + " scenario with risk.");
                                default -> flowing.figure(measure);
                            }));
        }
        return figures;
    }

    /** None of them, for one reason. */
    static Map<String, Told> unknown(List<MoneyMeasure> measures, String reason) {
        Map<String, Told> figures = new TreeMap<>();
        measures.forEach(measure -> figures.put(measure.label(), Told.unknown(reason)));
        return figures;
    }

    private static Told shown(Told exact) {
        return new Told(Shown.figure(exact.value()), exact.reason());
    }

    /** Their flows together, appraised; or why they cannot be. */
    private record Flowing(
            @Nullable Appraisal of, @Nullable BigDecimal expected, @Nullable String unknown) {

        static Flowing of(List<Member> members) {
            DiscountSchedule schedule = null;
            List<DatedAmount> benefits = new ArrayList<>();
            List<DatedAmount> weighted = new ArrayList<>();
            List<DatedAmount> costs = new ArrayList<>();
            LocalDate until = LocalDate.MIN;
            for (Member member : members) {
                Parts parts = member.parts();
                if (!parts.flows().missing().isEmpty()) {
                    return none(member.project() + ": " + parts.flows().missing().getFirst());
                }
                if (schedule != null && !same(schedule, parts.schedule())) {
                    return none(
                            "Its projects are discounted at different rates; tell one by rate or"
                                    + " schedule.");
                }
                schedule = parts.schedule();
                add(parts.flows().benefits(), member.rate(), benefits);
                add(parts.flows().weighted(), member.rate(), weighted);
                add(parts.flows().costs(), member.rate(), costs);
                until = until.isBefore(parts.flows().until()) ? parts.flows().until() : until;
            }
            benefits.sort(Comparator.comparing(DatedAmount::on));
            costs.sort(Comparator.comparing(DatedAmount::on));
            Appraisal it = Appraisal.of(schedule, null, benefits, costs, until);
            BigDecimal expected =
                    schedule == null || it.origin() == null || it.presentCost() == null
                            ? null
                            : Appraisal.present(schedule, weighted, it.origin())
                                    .subtract(it.presentCost());
            return new Flowing(it, expected, null);
        }

        private static Flowing none(String reason) {
            return new Flowing(null, null, reason);
        }

        Told figure(MoneyMeasure measure) {
            if (of == null) {
                return Told.of(null, unknown);
            }
            BigDecimal value =
                    switch (measure) {
                        case NPV -> of.npv();
                        case RISK_ADJUSTED_NPV -> expected;
                        case ROI_DISCOUNTED -> of.roiDiscounted();
                        case IRR -> of.rate();
                        case MIRR -> of.mirr();
                        case PAYBACK_MONTHS -> of.payback().last();
                        case DISCOUNTED_PAYBACK_MONTHS ->
                                of.discountedPayback() == null
                                        ? null
                                        : of.discountedPayback().last();
                        case BCR -> of.bcr();
                        case PROFITABILITY_INDEX -> of.profitabilityIndex();
                        case REALISATION_TO_DATE,
                                REALISATION_TO_TOTAL,
                                PROBABILITY_NEGATIVE,
                                CPI,
                                SPI,
                                EAC,
                                COST_OF_DELAY_PER_WEEK ->
                                throw new IllegalArgumentException(measure + " is not of flows");
                    };
            String name =
                    measure == MoneyMeasure.RISK_ADJUSTED_NPV
                            ? MoneyMeasure.NPV.label()
                            : measure.label();
            return Told.of(value, reason(of.undefined(), name));
        }
    }

    private static boolean same(DiscountSchedule one, DiscountSchedule other) {
        return rates(one).equals(rates(other));
    }

    private static List<DiscountSchedule.Step> rates(DiscountSchedule of) {
        return of.steps().stream()
                .map(it -> new DiscountSchedule.Step(it.throughYear(), Decimals.plain(it.rate())))
                .toList();
    }

    private static void add(List<DatedAmount> flows, BigDecimal rate, List<DatedAmount> into) {
        flows.forEach(it -> into.add(new DatedAmount(it.on(), it.amount().multiply(rate))));
    }

    private static Told realisation(
            List<Member> members, Function<Parts, @Nullable BigDecimal> promise, String none) {
        BigDecimal realised = BigDecimal.ZERO;
        BigDecimal promised = null;
        for (Member member : members) {
            BigDecimal more = promise.apply(member.parts());
            if (more != null) {
                BigDecimal converted = more.multiply(member.rate());
                promised = promised == null ? converted : promised.add(converted);
            }
            realised = realised.add(member.parts().promises().realised().multiply(member.rate()));
        }
        if (promised == null) {
            return Told.unknown(NO_PROMISE);
        }
        return promised.signum() == 0
                ? Told.unknown(none)
                : new Told(Decimals.quotient(realised, promised), null);
    }

    private static Told work(List<Member> members, MoneyMeasure measure) {
        BigDecimal budget = BigDecimal.ZERO;
        BigDecimal planned = BigDecimal.ZERO;
        BigDecimal earned = BigDecimal.ZERO;
        BigDecimal actual = BigDecimal.ZERO;
        for (Member member : members) {
            var work = member.parts().work();
            if (work.earned() == null) {
                return Told.unknown(member.project() + ": " + work.reason());
            }
            budget = budget.add(work.budget().multiply(member.rate()));
            planned = planned.add(work.planned().multiply(member.rate()));
            earned = earned.add(work.earned().multiply(member.rate()));
            actual = actual.add(work.actual().multiply(member.rate()));
        }
        EarnedValue it =
                EarnedValue.of(
                        Decimals.plain(budget),
                        Decimals.plain(planned),
                        Decimals.plain(earned),
                        Decimals.plain(actual),
                        null);
        return switch (measure) {
            case CPI -> Told.of(it.cpi(), reason(it.undefined(), "cpi"));
            case SPI -> Told.of(it.spi(), reason(it.undefined(), "spi"));
            default -> Told.of(it.eacAtCpi(), reason(it.undefined(), "eacAtCpi"));
        };
    }

    private static Told costOfDelay(List<Member> members) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Member member : members) {
            BigDecimal week = member.parts().costOfDelayPerWeek();
            if (week == null) {
                return Told.unknown(
                        member.project()
                                + " earns nothing, promises nothing in money, and nobody"
                                + " told its cost of delay.");
            }
            sum = sum.add(week.multiply(member.rate()));
        }
        return new Told(sum, null);
    }

    private static @Nullable String reason(List<Unknown> undefined, String figure) {
        return undefined.stream()
                .filter(it -> it.figure().equals(figure))
                .map(Unknown::sentence)
                .findFirst()
                .orElse(null);
    }
}
