package dev.payoff.value;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Discount rates that change with the distance in time, such as the declining schedule of HM
 * Treasury's Green Book. Schedules are data of their publisher and have versions; none is built in.
 *
 * @param steps by ascending last year; the last step's rate holds for all later years too
 */
public record DiscountSchedule(List<Step> steps) {

    /** The furthest year that a step can name. */
    public static final int MOST_YEARS = 1_000;

    private static final int DAYS_PER_YEAR = 365;

    /** Factors that are kept; beyond it they start afresh. One takes some 300 bytes. */
    private static final int MOST_KEPT = 20_000;

    // A factor takes tens of microseconds, and projects ask for those of the same days again and
    // again.
    private static final Map<AfterDays, BigDecimal> KEPT = new ConcurrentHashMap<>();

    private record AfterDays(DiscountSchedule schedule, int days) {}

    /**
     * A rate for some years.
     *
     * @param throughYear the last year that it holds for; year 1 is the first that is discounted
     * @param rate a year, such as 0.035
     */
    public record Step(int throughYear, BigDecimal rate) {}

    /** Keeps an own copy. */
    public DiscountSchedule {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("A schedule has at least one step");
        }
        for (Step step : steps) {
            if (BigDecimal.ONE.add(step.rate()).signum() <= 0) {
                throw new IllegalArgumentException("The rates of a schedule lie above -100 %");
            }
            if (step.throughYear() < 1 || step.throughYear() > MOST_YEARS) {
                throw new IllegalArgumentException(
                        "The years of a schedule lie between 1 and " + MOST_YEARS);
            }
        }
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i - 1).throughYear() >= steps.get(i).throughYear()) {
                throw new IllegalArgumentException("The steps of a schedule ascend by year");
            }
        }
    }

    /**
     * What 1 in this year is worth in year 0: the product of 1 / (1 + rate) of the years between.
     */
    public BigDecimal factor(int year) {
        if (year < 0) {
            throw new IllegalArgumentException("Years count from 0: " + year);
        }
        BigDecimal growth = BigDecimal.ONE;
        int from = 0;
        for (int i = 0; i < steps.size() && from < year; i++) {
            Step step = steps.get(i);
            boolean last = i == steps.size() - 1;
            int to = last ? year : Math.min(year, step.throughYear());
            BigDecimal yearly = BigDecimal.ONE.add(step.rate());
            growth = growth.multiply(yearly.pow(to - from, Decimals.WORKING), Decimals.WORKING);
            from = to;
        }
        return Decimals.quotient(BigDecimal.ONE, growth);
    }

    /** One rate for ever, a year. */
    public static DiscountSchedule flat(BigDecimal rate) {
        return new DiscountSchedule(List.of(new Step(1, rate)));
    }

    /**
     * What 1 after this many days is worth at their start: years of 365 days, each day at the rate
     * of the year that it lies in. With one rate it is that of {@link Finance#xnpv}. Rounded to 34
     * digits.
     *
     * @param days 0 or more
     */
    public BigDecimal factorAfter(int days) {
        if (days < 0) {
            throw new IllegalArgumentException("Days count from 0: " + days);
        }
        AfterDays key = new AfterDays(this, days);
        BigDecimal kept = KEPT.get(key);
        if (kept != null) {
            return kept;
        }
        BigDecimal factor = made(days);
        if (KEPT.size() >= MOST_KEPT) {
            KEPT.clear();
        }
        KEPT.put(key, factor);
        return factor;
    }

    private BigDecimal made(int days) {
        BigDecimal growth = BigDecimal.ONE;
        int from = 0;
        for (int i = 0; i < steps.size() && from < days; i++) {
            Step step = steps.get(i);
            boolean last = i == steps.size() - 1;
            int to = last ? days : Math.min(days, step.throughYear() * DAYS_PER_YEAR);
            BigDecimal daily = Decimals.root(BigDecimal.ONE.add(step.rate()), DAYS_PER_YEAR);
            growth = growth.multiply(daily.pow(to - from, Decimals.WORKING), Decimals.WORKING);
            from = to;
        }
        return Decimals.quotient(BigDecimal.ONE, growth);
    }

    /** The present value of yearly flows, the first of them in year 0, rounded to 34 digits. */
    public BigDecimal npv(List<BigDecimal> flows) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int year = 0; year < flows.size(); year++) {
            sum = sum.add(flows.get(year).multiply(factor(year)));
        }
        return Decimals.plain(sum.round(Decimals.DIGITS));
    }
}
