package dev.payoff.value.appraisal;

import dev.payoff.value.DatedAmount;
import dev.payoff.value.Decimals;
import dev.payoff.value.DiscountSchedule;
import dev.payoff.value.Finance;
import dev.payoff.value.InternalRate;
import dev.payoff.value.Payback;
import dev.payoff.value.ProjectFigures;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What dated benefits and costs are worth. Amounts in one currency, costs positive; present values
 * are of {@code origin}. What is null has its reason in {@code undefined}.
 *
 * @param origin the day of the first flow, to which all is discounted; null without flows
 * @param benefit the sum of the benefits
 * @param cost the sum of the costs
 * @param net benefit − cost
 * @param presentBenefit the benefits' present value
 * @param presentCost the costs' present value
 * @param npv presentBenefit − presentCost
 * @param roiSimple (benefit − cost) / cost
 * @param roiDiscounted npv / presentCost
 * @param bcr presentBenefit / presentCost, which is 1 + roiDiscounted
 * @param profitabilityIndex 1 + npv / the present value of what is spent until the first benefit
 * @param irr the yearly rates (365 days) at which npv is 0
 * @param mirr the modified internal rate of return, a year
 * @param payback months of 730.5 h from the first spend
 * @param discountedPayback the same of present values
 */
public record Appraisal(
        @Nullable LocalDate origin,
        BigDecimal benefit,
        BigDecimal cost,
        BigDecimal net,
        @Nullable BigDecimal presentBenefit,
        @Nullable BigDecimal presentCost,
        @Nullable BigDecimal npv,
        @Nullable BigDecimal roiSimple,
        @Nullable BigDecimal roiDiscounted,
        @Nullable BigDecimal bcr,
        @Nullable BigDecimal profitabilityIndex,
        InternalRate irr,
        @Nullable BigDecimal mirr,
        Payback payback,
        @Nullable Payback discountedPayback,
        List<Unknown> undefined) {

    private static final int DAYS_PER_YEAR = 365;
    private static final String NO_COST = "There is no cost, so no return on it can be told.";
    private static final String NO_RATE =
            "There is no discount rate or schedule, so nothing can be discounted.";
    private static final String NO_FLOWS = "There are neither costs nor benefits.";

    /** Keeps an own copy of the reasons. */
    public Appraisal {
        undefined = List.copyOf(undefined);
    }

    /**
     * Appraises.
     *
     * @param schedule by which is discounted; null: not known
     * @param reinvested the rates at which MIRR invests what comes in; null: the schedule
     * @param until the last day of the flows, to which the last month of a payback reaches
     */
    public static Appraisal of(
            @Nullable DiscountSchedule schedule,
            @Nullable DiscountSchedule reinvested,
            List<DatedAmount> benefits,
            List<DatedAmount> costs,
            LocalDate until) {
        List<Unknown> undefined = new ArrayList<>();
        LocalDate origin = origin(benefits, costs);
        BigDecimal benefit = sum(benefits);
        BigDecimal cost = sum(costs);
        BigDecimal roi = Finance.roiSimple(benefit, cost);
        tell(undefined, "roiSimple", roi, NO_COST);
        BigDecimal presentBenefit = null;
        BigDecimal presentCost = null;
        BigDecimal exact = null;
        BigDecimal npv = null;
        BigDecimal invested = null;
        Payback discountedPayback = null;
        if (schedule != null && origin != null) {
            List<DatedAmount> in = discounted(schedule, benefits, origin);
            List<DatedAmount> out = discounted(schedule, costs, origin);
            presentBenefit = sum(in);
            presentCost = sum(out);
            exact = presentBenefit.subtract(presentCost);
            npv = rounded(exact);
            invested = invested(in, out);
            discountedPayback = ProjectFigures.payback(in, out, until);
        }
        String unknown = origin == null ? NO_FLOWS : NO_RATE;
        for (String figure : List.of("presentBenefit", "presentCost", "npv")) {
            tell(undefined, figure, npv, unknown);
        }
        BigDecimal roiDiscounted = null;
        BigDecimal bcr = null;
        if (presentBenefit != null && presentCost != null && presentCost.signum() > 0) {
            roiDiscounted = Decimals.quotient(presentBenefit.subtract(presentCost), presentCost);
            bcr = Decimals.quotient(presentBenefit, presentCost);
        }
        String noReturn = npv == null ? unknown : NO_COST;
        tell(undefined, "roiDiscounted", roiDiscounted, noReturn);
        tell(undefined, "bcr", bcr, noReturn);
        BigDecimal index =
                exact == null || invested == null || invested.signum() <= 0
                        ? null
                        : Decimals.quotient(exact.add(invested), invested);
        tell(
                undefined,
                "profitabilityIndex",
                index,
                npv == null ? unknown : "Nothing is spent until the first benefit.");
        List<DatedAmount> net = net(benefits, costs);
        InternalRate irr = Finance.xirr(net);
        tellRate(irr, undefined);
        BigDecimal mirr =
                schedule == null || origin == null
                        ? null
                        : mirr(schedule, reinvested == null ? schedule : reinvested, net, origin);
        tell(
                undefined,
                "mirr",
                mirr,
                npv == null
                        ? unknown
                        : "It needs days on which money goes out and later ones on which it comes in.");
        Payback payback = ProjectFigures.payback(benefits, costs, until);
        boolean spent = costs.stream().anyMatch(it -> it.amount().signum() > 0);
        String notPaid = spent ? "The benefits do not cover the costs." : NO_COST;
        tell(undefined, "paybackMonths", payback.last(), notPaid);
        tell(
                undefined,
                "discountedPaybackMonths",
                discountedPayback == null ? null : discountedPayback.last(),
                discountedPayback == null ? unknown : notPaid);
        return new Appraisal(
                origin,
                Decimals.plain(benefit),
                Decimals.plain(cost),
                Decimals.plain(benefit.subtract(cost)),
                presentBenefit == null ? null : rounded(presentBenefit),
                presentCost == null ? null : rounded(presentCost),
                npv,
                roi,
                roiDiscounted,
                bcr,
                index,
                irr,
                mirr,
                payback,
                discountedPayback,
                undefined);
    }

    /** A rate beyond it is none: costs and benefits lie too close together. */
    public static final BigDecimal GREATEST_RATE = BigDecimal.valueOf(1_000_000);

    /** The internal rate where there is just one that means something; else null. */
    public @Nullable BigDecimal rate() {
        return switch (irr) {
            case InternalRate.None none -> null;
            case InternalRate.Roots roots ->
                    roots.count() == 1 && roots.ascending().getFirst().compareTo(GREATEST_RATE) <= 0
                            ? roots.ascending().getFirst()
                            : null;
        };
    }

    /** The day of the first flow; null where there is none. */
    public static @Nullable LocalDate origin(List<DatedAmount> benefits, List<DatedAmount> costs) {
        return Stream.concat(benefits.stream(), costs.stream())
                .map(DatedAmount::on)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** What the flows are worth on a day at or before the first of them; exact products, summed. */
    public static BigDecimal present(
            DiscountSchedule schedule, List<DatedAmount> flows, LocalDate origin) {
        return rounded(sum(discounted(schedule, flows, origin)));
    }

    /** Each flow's amount times its factor, not rounded; the days stay. */
    public static List<DatedAmount> discounted(
            DiscountSchedule schedule, List<DatedAmount> flows, LocalDate origin) {
        Map<LocalDate, BigDecimal> factors = new TreeMap<>();
        List<DatedAmount> present = new ArrayList<>(flows.size());
        for (DatedAmount flow : flows) {
            BigDecimal factor =
                    factors.computeIfAbsent(
                            flow.on(), day -> schedule.factorAfter(days(origin, day)));
            present.add(new DatedAmount(flow.on(), flow.amount().multiply(factor)));
        }
        return present;
    }

    /** Benefits less costs, a flow a day, ascending. */
    public static List<DatedAmount> net(List<DatedAmount> benefits, List<DatedAmount> costs) {
        Map<LocalDate, BigDecimal> byDay = new TreeMap<>();
        benefits.forEach(it -> byDay.merge(it.on(), it.amount(), BigDecimal::add));
        costs.forEach(it -> byDay.merge(it.on(), it.amount().negate(), BigDecimal::add));
        return byDay.entrySet().stream()
                .map(it -> new DatedAmount(it.getKey(), it.getValue()))
                .toList();
    }

    /**
     * (future value of what comes in, at the last day / present value of what goes out)^(365 /
     * days) − 1.
     */
    private static @Nullable BigDecimal mirr(
            DiscountSchedule finance,
            DiscountSchedule reinvested,
            List<DatedAmount> net,
            LocalDate origin) {
        LocalDate last = net.getLast().on();
        BigDecimal out = sum(discounted(finance, part(net, -1), origin)).negate();
        BigDecimal in = sum(discounted(reinvested, part(net, 1), origin));
        int days = days(origin, last);
        if (days == 0 || out.signum() <= 0 || in.signum() <= 0) {
            return null;
        }
        BigDecimal growth = in.divide(reinvested.factorAfter(days).multiply(out), Decimals.WORKING);
        BigDecimal yearly = Decimals.root(growth, days).pow(DAYS_PER_YEAR, Decimals.WORKING);
        return rounded(yearly.subtract(BigDecimal.ONE));
    }

    private static List<DatedAmount> part(List<DatedAmount> flows, int sign) {
        return flows.stream().filter(it -> it.amount().signum() == sign).toList();
    }

    /** The present value of the costs until the day of the first benefit, that day included. */
    private static BigDecimal invested(List<DatedAmount> in, List<DatedAmount> out) {
        LocalDate first =
                in.stream()
                        .filter(it -> it.amount().signum() > 0)
                        .map(DatedAmount::on)
                        .min(Comparator.naturalOrder())
                        .orElse(LocalDate.MAX);
        return sum(out.stream().filter(it -> !it.on().isAfter(first)).toList());
    }

    private static void tellRate(InternalRate irr, List<Unknown> undefined) {
        switch (irr) {
            case InternalRate.None none ->
                    undefined.add(new Unknown("irr", none.reason().sentence()));
            case InternalRate.Roots roots when roots.count() > 1 ->
                    undefined.add(
                            new Unknown(
                                    "irr",
                                    roots.count()
                                            + " rates make costs and benefits balance, so none of"
                                            + " them is the return; use mirr."));
            case InternalRate.Roots roots -> {
                if (roots.ascending().getFirst().compareTo(GREATEST_RATE) > 0) {
                    undefined.add(
                            new Unknown(
                                    "irr",
                                    "Costs and benefits lie too close together for a yearly rate."));
                }
            }
        }
    }

    private static void tell(
            List<Unknown> undefined, String figure, @Nullable Object value, String reason) {
        if (value == null) {
            undefined.add(new Unknown(figure, reason));
        }
    }

    private static int days(LocalDate from, LocalDate to) {
        return Math.toIntExact(ChronoUnit.DAYS.between(from, to));
    }

    private static BigDecimal sum(List<DatedAmount> flows) {
        return flows.stream().map(DatedAmount::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal rounded(BigDecimal number) {
        return Decimals.plain(number.round(Decimals.DIGITS));
    }
}
