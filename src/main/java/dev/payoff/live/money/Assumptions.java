package dev.payoff.live.money;

import dev.payoff.app.Shown;
import dev.payoff.portfolio.FiscalCalendarInput;
import dev.payoff.portfolio.Kept;
import dev.payoff.value.Decimals;
import dev.payoff.value.DiscountSchedule;
import dev.payoff.value.appraisal.PriceIndex;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * By what a project is appraised.
 *
 * @param schedule by which is discounted
 * @param discounting the same for people
 * @param reinvested at which MIRR invests what comes in; null: the schedule
 * @param index by which amounts become real; null: they stay nominal
 * @param prices the same for people
 * @param horizon the last day that counts; null: told by the metrics
 * @param optimism what costs that are not spent are multiplied by
 * @param duration what the time that is left until the go-live is multiplied by
 */
record Assumptions(
        DiscountSchedule schedule,
        Discounting discounting,
        @Nullable DiscountSchedule reinvested,
        @Nullable PriceIndex index,
        Prices prices,
        @Nullable LocalDate horizon,
        BigDecimal optimism,
        BigDecimal duration,
        Kept<FiscalCalendarInput> calendar) {

    /** Work that takes as long as was told. */
    Assumptions(
            DiscountSchedule schedule,
            Discounting discounting,
            @Nullable DiscountSchedule reinvested,
            @Nullable PriceIndex index,
            Prices prices,
            @Nullable LocalDate horizon,
            BigDecimal optimism,
            Kept<FiscalCalendarInput> calendar) {
        this(
                schedule,
                discounting,
                reinvested,
                index,
                prices,
                horizon,
                optimism,
                BigDecimal.ONE,
                calendar);
    }

    /**
     * A go-live that comes later by optimism bias on the duration of the work.
     *
     * @param told the project's
     * @param factor of the time that was left from as-of
     * @param days by which it comes later
     */
    @org.eclipse.microprofile.openapi.annotations.media.Schema(name = "MoneyLaterGoLive")
    public record LaterGoLive(
            Instant told, Instant later, BigDecimal factor, BigDecimal days, String formula) {

        private static final BigDecimal SECONDS_A_DAY = BigDecimal.valueOf(86_400);

        /** Null where the project has no go-live ahead, or its work is taken to last as told. */
        static @Nullable LaterGoLive of(@Nullable Instant goLive, Instant asOf, BigDecimal factor) {
            if (goLive == null || !goLive.isAfter(asOf) || factor.compareTo(BigDecimal.ONE) == 0) {
                return null;
            }
            BigDecimal left = BigDecimal.valueOf(Duration.between(asOf, goLive).toSeconds());
            BigDecimal more =
                    left.multiply(factor.subtract(BigDecimal.ONE))
                            .setScale(0, RoundingMode.HALF_EVEN);
            return new LaterGoLive(
                    goLive,
                    goLive.plusSeconds(more.longValueExact()),
                    factor,
                    Decimals.quotient(more, SECONDS_A_DAY)
                            .setScale(Shown.DECIMALS, RoundingMode.HALF_EVEN)
                            .stripTrailingZeros(),
                    "go-live + (go-live − as-of) · bias · (1 − mitigation)");
        }

        Duration by() {
            return Duration.between(told, later);
        }
    }

    /**
     * How is discounted.
     *
     * @param rate a year; null where a schedule is used
     * @param schedule its key, null where a rate is used
     * @param version of the schedule
     * @param steps rates by years, one step for a rate
     */
    public record Discounting(
            @Nullable BigDecimal rate,
            @Nullable String schedule,
            @Nullable Integer version,
            @Nullable String source,
            DiscountSchedule steps) {}

    /**
     * In which prices.
     *
     * @param basis NOMINAL or REAL
     * @param base the day whose prices they are
     */
    public record Prices(
            String basis,
            @Nullable String index,
            @Nullable Integer version,
            @Nullable LocalDate base) {

        static final Prices NOMINAL = new Prices("NOMINAL", null, null, null);
    }

    /** The same at another rate. */
    Assumptions discountedBy(DiscountSchedule other) {
        return new Assumptions(
                other,
                discounting,
                reinvested,
                index,
                prices,
                horizon,
                optimism,
                duration,
                calendar);
    }

    /** What money of a day is multiplied by to be in the prices that are asked for. */
    BigDecimal toPrices(LocalDate day) {
        LocalDate base = prices.base();
        if (index == null || base == null) {
            return BigDecimal.ONE;
        }
        BigDecimal factor = index.toPricesOf(base, day);
        if (factor == null) {
            throw MoneyProblems.indexTooShort(prices, index.begins(), day);
        }
        return factor;
    }
}
