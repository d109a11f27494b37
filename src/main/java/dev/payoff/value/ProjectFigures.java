package dev.payoff.value;

import dev.payoff.value.Undefined.Reason;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a project to date, in its currency. Each may be null; then {@code undefined} has
 * its reason.
 *
 * @param roiSimple (value − cost) / cost, nothing discounted
 * @param roiDiscounted net present value / present value of the costs
 * @param npv value less cost, discounted to the date of the first of either, actual days / 365
 * @param irr the one rate a year at which npv is 0; null where there are several, and above
 *     1,000,000, as a good first week gives it
 * @param paybackMonths since when value covers cost, in months of 730.5 h from the first spend
 * @param realisationRate value / value planned to date; not capped
 * @param undefined the reasons of those that are null, in the order of the figures
 */
public record ProjectFigures(
        @Nullable BigDecimal roiSimple,
        @Nullable BigDecimal roiDiscounted,
        @Nullable BigDecimal npv,
        @Nullable BigDecimal irr,
        @Nullable BigDecimal paybackMonths,
        @Nullable BigDecimal realisationRate,
        List<Undefined> undefined) {

    private static final BigDecimal HOURS_PER_DAY = Period.DAY.hours();
    private static final BigDecimal GREATEST_RATE = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal HOURS_PER_MONTH = Period.MONTH.hours();

    /** Keeps an own copy of the reasons. */
    public ProjectFigures {
        undefined = List.copyOf(undefined);
    }

    /**
     * The figures at the end of a day.
     *
     * @param discountRate a year, as a fraction; null where the project has none
     * @param value realised value by day or month, in any order; negative where things got worse
     * @param costs actual cost, positive, in any order
     * @param plannedToDate what was to be realised by then; null where unknown
     * @param asOf the day; amounts after it do not count
     */
    public static ProjectFigures of(
            @Nullable BigDecimal discountRate,
            List<DatedAmount> value,
            List<DatedAmount> costs,
            @Nullable BigDecimal plannedToDate,
            LocalDate asOf) {
        List<DatedAmount> gained = until(value, asOf);
        List<DatedAmount> spent = until(costs, asOf);
        List<Undefined> undefined = new ArrayList<>();
        BigDecimal roiSimple = Finance.roiSimple(sum(gained), sum(spent));
        if (roiSimple == null) {
            undefined.add(Undefined.of("roiSimple", Reason.NO_COST));
        }
        Discounted discounted = discounted(discountRate, gained, spent, undefined);
        return new ProjectFigures(
                roiSimple,
                discounted.roi(),
                discounted.npv(),
                irr(gained, spent, undefined),
                paybackMonths(gained, spent, asOf, undefined),
                realisationRate(sum(gained), plannedToDate, undefined),
                undefined);
    }

    private record Discounted(@Nullable BigDecimal roi, @Nullable BigDecimal npv) {}

    private static Discounted discounted(
            @Nullable BigDecimal rate,
            List<DatedAmount> gained,
            List<DatedAmount> spent,
            List<Undefined> undefined) {
        List<DatedAmount> flows = net(gained, spent);
        if (flows.isEmpty()) {
            undefined.add(Undefined.of("roiDiscounted", Reason.NO_COST));
            undefined.add(Undefined.of("npv", Reason.NO_FLOWS));
            return new Discounted(null, null);
        }
        LocalDate origin = flows.stream().map(DatedAmount::on).min(LocalDate::compareTo).get();
        BigDecimal npv = rate == null ? null : Finance.xnpv(rate, flows, origin);
        BigDecimal cost = rate == null ? null : Finance.xnpv(rate, spent, origin);
        if (npv == null || cost == null) {
            undefined.add(Undefined.of("roiDiscounted", Reason.NO_DISCOUNT_RATE));
            undefined.add(Undefined.of("npv", Reason.NO_DISCOUNT_RATE));
            return new Discounted(null, null);
        }
        if (cost.signum() <= 0) {
            undefined.add(Undefined.of("roiDiscounted", Reason.NO_COST));
            return new Discounted(null, npv);
        }
        return new Discounted(Decimals.quotient(npv, cost), npv);
    }

    private static @Nullable BigDecimal irr(
            List<DatedAmount> gained, List<DatedAmount> spent, List<Undefined> undefined) {
        return switch (Finance.xirr(net(gained, spent))) {
            case InternalRate.Roots roots when roots.count() == 1 -> {
                BigDecimal rate = roots.ascending().getFirst();
                if (rate.compareTo(GREATEST_RATE) <= 0) {
                    yield rate;
                }
                undefined.add(Undefined.of("irr", Reason.INTERNAL_RATE_BEYOND_MEASURE));
                yield null;
            }
            case InternalRate.Roots roots -> {
                undefined.add(Undefined.of("irr", Reason.SEVERAL_INTERNAL_RATES));
                yield null;
            }
            case InternalRate.None none -> {
                undefined.add(
                        new Undefined("irr", Reason.NO_INTERNAL_RATE, none.reason().sentence()));
                yield null;
            }
        };
    }

    private static @Nullable BigDecimal paybackMonths(
            List<DatedAmount> gained,
            List<DatedAmount> spent,
            LocalDate asOf,
            List<Undefined> undefined) {
        if (firstSpend(spent) == null) {
            undefined.add(Undefined.of("paybackMonths", Reason.NO_COST));
            return null;
        }
        BigDecimal months = payback(gained, spent, asOf).last();
        if (months == null) {
            undefined.add(Undefined.of("paybackMonths", Reason.NOT_YET_PAID_BACK));
        }
        return months;
    }

    /**
     * When value covers cost, in months of 730.5 h from the first spend. Walks the months: what is
     * spent in a month counts from its start; its value comes in evenly, in the last month until
     * as-of.
     */
    public static Payback payback(
            List<DatedAmount> gained, List<DatedAmount> spent, LocalDate asOf) {
        LocalDate start = firstSpend(spent);
        if (start == null) {
            return new Payback(null, null);
        }
        SortedMap<Long, BigDecimal> valueOf = byMonth(gained, start);
        SortedMap<Long, BigDecimal> costOf = byMonth(spent, start);
        SortedMap<Long, BigDecimal> months = new TreeMap<>(valueOf);
        months.putAll(costOf);
        BigDecimal end = months(start, asOf.plusDays(1));
        BigDecimal balance = BigDecimal.ZERO;
        BigDecimal first = null;
        BigDecimal paidSince = null;
        for (long month : months.keySet()) {
            BigDecimal low = balance.subtract(costOf.getOrDefault(month, BigDecimal.ZERO));
            BigDecimal value = valueOf.getOrDefault(month, BigDecimal.ZERO);
            balance = low.add(value);
            BigDecimal from = BigDecimal.valueOf(Math.max(month, 0));
            if (balance.signum() < 0) {
                paidSince = null;
            } else if (low.signum() < 0) {
                BigDecimal length = end.subtract(from).min(BigDecimal.ONE);
                paidSince = from.add(Decimals.quotient(low.negate().multiply(length), value));
            } else if (paidSince == null) {
                paidSince = from;
            }
            first = first == null ? paidSince : first;
        }
        return new Payback(rounded(first), rounded(paidSince));
    }

    private static @Nullable LocalDate firstSpend(List<DatedAmount> spent) {
        return spent.stream()
                .filter(cost -> cost.amount().signum() > 0)
                .map(DatedAmount::on)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable BigDecimal rounded(@Nullable BigDecimal months) {
        return months == null ? null : Decimals.plain(months.round(Decimals.DIGITS));
    }

    private static @Nullable BigDecimal realisationRate(
            BigDecimal realised, @Nullable BigDecimal planned, List<Undefined> undefined) {
        if (planned == null) {
            undefined.add(Undefined.of("realisationRate", Reason.NO_PLAN));
            return null;
        }
        if (planned.signum() == 0) {
            undefined.add(Undefined.of("realisationRate", Reason.NOTHING_PLANNED_YET));
            return null;
        }
        return Decimals.quotient(realised, planned);
    }

    /** Amounts by month from the start; all that lies before it is month −1. */
    private static SortedMap<Long, BigDecimal> byMonth(List<DatedAmount> amounts, LocalDate start) {
        SortedMap<Long, BigDecimal> byMonth = new TreeMap<>();
        for (DatedAmount amount : amounts) {
            long month = amount.on().isBefore(start) ? -1 : months(start, amount.on()).longValue();
            byMonth.merge(month, amount.amount(), BigDecimal::add);
        }
        return byMonth;
    }

    private static BigDecimal months(LocalDate from, LocalDate to) {
        BigDecimal days = BigDecimal.valueOf(ChronoUnit.DAYS.between(from, to));
        return Decimals.quotient(days.multiply(HOURS_PER_DAY), HOURS_PER_MONTH);
    }

    private static List<DatedAmount> net(List<DatedAmount> gained, List<DatedAmount> spent) {
        List<DatedAmount> flows = new ArrayList<>(gained);
        spent.forEach(cost -> flows.add(new DatedAmount(cost.on(), cost.amount().negate())));
        return flows;
    }

    private static List<DatedAmount> until(List<DatedAmount> amounts, LocalDate asOf) {
        return amounts.stream().filter(amount -> !amount.on().isAfter(asOf)).toList();
    }

    private static BigDecimal sum(List<DatedAmount> amounts) {
        return amounts.stream().map(DatedAmount::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
