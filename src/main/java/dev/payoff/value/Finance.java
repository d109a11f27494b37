package dev.payoff.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The figures of investment appraisal. Rates are fractions (0.08 is 8 %) per period, or per year of
 * 365 days where flows have dates. Money in, money out; results are rounded to 34 digits, internal
 * rates to 12 decimals, of which a double's 15 digits hold. What is not defined is null, and the
 * method says when.
 */
public final class Finance {

    private static final int DAYS_PER_YEAR = 365;
    private static final int RATE_DECIMALS = 12;
    private static final int RATE_DIGITS = 15;
    private static final double DOUBLE_EXPONENT = 700;
    private static final int ROOT_PARTS = 1 << 20;

    private Finance() {}

    /**
     * Net present value: the sum of flow_t / (1 + rate)^t, t = 0, 1, 2, … The first flow is not
     * discounted; spreadsheets that discount it too give this divided by (1 + rate).
     *
     * @return null for a rate of −1 or below
     */
    public static @Nullable BigDecimal npv(BigDecimal rate, List<BigDecimal> flows) {
        List<BigDecimal> present = present(rate, flows);
        return present == null ? null : rounded(sum(present));
    }

    /**
     * Net present value of dated flows at the earliest of their dates: the sum of flow_i / (1 +
     * rate)^(days_i / 365).
     *
     * @return 0 without flows; null for a rate of −1 or below
     */
    public static @Nullable BigDecimal xnpv(BigDecimal rate, List<DatedAmount> flows) {
        SortedMap<LocalDate, BigDecimal> byDate = byDate(flows);
        LocalDate origin = byDate.isEmpty() ? LocalDate.EPOCH : byDate.firstKey();
        return xnpv(rate, flows, origin);
    }

    /** The same at a date of choice, which may lie before, between or after those of the flows. */
    static @Nullable BigDecimal xnpv(BigDecimal rate, List<DatedAmount> flows, LocalDate origin) {
        BigDecimal growth = BigDecimal.ONE.add(rate);
        if (growth.signum() <= 0) {
            return null;
        }
        BigDecimal daily = Decimals.root(growth, DAYS_PER_YEAR);
        BigDecimal sum = BigDecimal.ZERO;
        for (DatedAmount flow : flows) {
            int days = Math.toIntExact(ChronoUnit.DAYS.between(origin, flow.on()));
            sum = sum.add(flow.amount().multiply(daily.pow(-days, Decimals.WORKING)));
        }
        return rounded(sum);
    }

    /** The rates per period at which the {@link #npv} is 0: all of them above −1. */
    public static InternalRate irr(List<BigDecimal> flows) {
        return internalRate(IntStream.range(0, flows.size()).asDoubleStream().toArray(), flows);
    }

    /** The rates per year of 365 days at which the {@link #xnpv} is 0: all of them above −1. */
    public static InternalRate xirr(List<DatedAmount> flows) {
        SortedMap<LocalDate, BigDecimal> byDate = byDate(flows);
        double[] years =
                byDate.keySet().stream()
                        .mapToDouble(date ->
                                (double) ChronoUnit.DAYS.between(byDate.firstKey(), date)
                                        / DAYS_PER_YEAR)
                        .toArray();
        return internalRate(years, List.copyOf(byDate.values()));
    }

    private static InternalRate internalRate(double[] times, List<BigDecimal> flows) {
        int[] moving =
                IntStream.range(0, times.length).filter(i -> flows.get(i).signum() != 0).toArray();
        if (moving.length == 0) {
            return new InternalRate.None(InternalRate.Reason.NO_FLOWS);
        }
        double[] when = new double[moving.length];
        double[] amounts = new double[moving.length];
        boolean in = false;
        boolean out = false;
        for (int i = 0; i < moving.length; i++) {
            BigDecimal flow = flows.get(moving[i]);
            when[i] = times[moving[i]];
            amounts[i] = flow.doubleValue();
            in |= flow.signum() > 0;
            out |= flow.signum() < 0;
        }
        if (!in || !out) {
            return new InternalRate.None(InternalRate.Reason.ONE_SIGN);
        }
        List<BigDecimal> rates =
                Arrays.stream(RateRoots.of(when, amounts)).mapToObj(Finance::rate).toList();
        return rates.isEmpty()
                ? new InternalRate.None(InternalRate.Reason.NO_REAL_ROOT)
                : new InternalRate.Roots(rates);
    }

    /** exp(root) − 1, beyond the range of doubles too. */
    private static BigDecimal rate(double root) {
        BigDecimal rate =
                Math.abs(root) < DOUBLE_EXPONENT
                        ? new BigDecimal(Math.expm1(root))
                        : new BigDecimal(Math.exp(root / ROOT_PARTS))
                                .pow(ROOT_PARTS, Decimals.DIGITS)
                                .subtract(BigDecimal.ONE);
        return rate.precision() - rate.scale() > RATE_DIGITS
                ? rate.round(new MathContext(RATE_DIGITS, RoundingMode.HALF_EVEN))
                : Decimals.plain(rate.setScale(RATE_DECIMALS, RoundingMode.HALF_EVEN));
    }

    /**
     * Modified internal rate of return: (future value of what comes in, at the reinvestment rate /
     * present value of what goes out, at the finance rate)^(1/n) − 1, with n the periods between
     * the first and the last flow.
     *
     * @return null unless there are flows of both signs, at least one period and rates above −1
     */
    public static @Nullable BigDecimal mirr(
            List<BigDecimal> flows, BigDecimal financeRate, BigDecimal reinvestRate) {
        List<BigDecimal> out =
                present(financeRate, flows.stream().map(f -> f.min(BigDecimal.ZERO)).toList());
        List<BigDecimal> in =
                present(reinvestRate, flows.stream().map(f -> f.max(BigDecimal.ZERO)).toList());
        if (out == null || in == null || sum(out).signum() == 0 || sum(in).signum() == 0) {
            return null;
        }
        int periods = flows.size() - 1;
        BigDecimal future =
                sum(in).multiply(BigDecimal.ONE.add(reinvestRate).pow(periods, Decimals.WORKING));
        BigDecimal growth = future.divide(sum(out).negate(), Decimals.WORKING);
        return rounded(Decimals.root(growth, periods).subtract(BigDecimal.ONE));
    }

    /** When the cumulated flows come back to 0; the first flow is at time 0. */
    public static Payback payback(List<BigDecimal> flows) {
        BigDecimal first = null;
        BigDecimal last = null;
        BigDecimal cumulated = BigDecimal.ZERO;
        for (int t = 0; t < flows.size(); t++) {
            BigDecimal before = cumulated;
            cumulated = before.add(flows.get(t));
            if (cumulated.signum() < 0) {
                last = null;
            } else if (last == null) {
                last =
                        t == 0
                                ? BigDecimal.ZERO
                                : rounded(
                                        BigDecimal.valueOf(t - 1L)
                                                .add(
                                                        Decimals.quotient(
                                                                before.negate(), flows.get(t))));
                first = first == null ? last : first;
            }
        }
        return new Payback(first, last);
    }

    /**
     * The same of present values.
     *
     * @return null for a rate of −1 or below
     */
    public static @Nullable Payback discountedPayback(BigDecimal rate, List<BigDecimal> flows) {
        List<BigDecimal> present = present(rate, flows);
        return present == null ? null : payback(present);
    }

    /**
     * Simple return on investment: (value − cost) / cost, nothing discounted.
     *
     * @return null where the cost is 0 or less, against which no return can be told
     */
    public static @Nullable BigDecimal roiSimple(BigDecimal value, BigDecimal cost) {
        return cost.signum() <= 0 ? null : Decimals.quotient(value.subtract(cost), cost);
    }

    /**
     * Discounted return on investment: net present value / present value of the costs. It is {@link
     * #bcr} − 1, and not to be confused with {@link #roiSimple}.
     *
     * @param benefits per period from period 0 on, positive
     * @param costs per period from period 0 on, positive
     * @return null where the costs' present value is 0 or less, or the rate −1 or below
     */
    public static @Nullable BigDecimal roiDiscounted(
            BigDecimal rate, List<BigDecimal> benefits, List<BigDecimal> costs) {
        List<BigDecimal> benefit = present(rate, benefits);
        List<BigDecimal> cost = present(rate, costs);
        return benefit == null || cost == null ? null : roiSimple(sum(benefit), sum(cost));
    }

    /** Benefit-cost ratio: present value of the benefits / that of the costs; null as above. */
    public static @Nullable BigDecimal bcr(
            BigDecimal rate, List<BigDecimal> benefits, List<BigDecimal> costs) {
        List<BigDecimal> benefit = present(rate, benefits);
        List<BigDecimal> cost = present(rate, costs);
        return benefit == null || cost == null || sum(cost).signum() <= 0
                ? null
                : Decimals.quotient(sum(benefit), sum(cost));
    }

    /**
     * Profitability index: 1 + net present value / investment, the investment being the first flow,
     * turned positive.
     *
     * @return null where the first flow is no investment (0 or more) or the rate −1 or below
     */
    public static @Nullable BigDecimal profitabilityIndex(BigDecimal rate, List<BigDecimal> flows) {
        BigDecimal npv = npv(rate, flows);
        if (npv == null || flows.isEmpty() || flows.getFirst().signum() >= 0) {
            return null;
        }
        BigDecimal investment = flows.getFirst().negate();
        return Decimals.quotient(npv.add(investment), investment);
    }

    private static @Nullable List<BigDecimal> present(BigDecimal rate, List<BigDecimal> flows) {
        BigDecimal growth = BigDecimal.ONE.add(rate);
        if (growth.signum() <= 0) {
            return null;
        }
        List<BigDecimal> present = new ArrayList<>(flows.size());
        for (int t = 0; t < flows.size(); t++) {
            BigDecimal factor = growth.pow(-t, Decimals.WORKING);
            present.add(flows.get(t).multiply(factor, Decimals.WORKING));
        }
        return present;
    }

    private static SortedMap<LocalDate, BigDecimal> byDate(List<DatedAmount> flows) {
        SortedMap<LocalDate, BigDecimal> byDate = new TreeMap<>();
        flows.forEach(flow -> byDate.merge(flow.on(), flow.amount(), BigDecimal::add));
        return byDate;
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal rounded(BigDecimal number) {
        return Decimals.plain(number.round(Decimals.DIGITS));
    }
}
