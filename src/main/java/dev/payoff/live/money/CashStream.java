package dev.payoff.live.money;

import dev.payoff.value.DatedAmount;
import dev.payoff.value.Decimals;
import dev.payoff.value.DiscountSchedule;
import dev.payoff.value.appraisal.Appraisal;
import dev.payoff.value.appraisal.ThreePoint;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The flows of one benefit or cost.
 *
 * @param key unique within a case: a metric's, or {@code cost/STAGE/category}
 * @param benefit whether it is one; amounts of costs are positive, too
 * @param flows as told, ascending
 */
record CashStream(String key, String label, boolean benefit, List<Flow> flows) {

    /**
     * Money of a day, in the project's currency and the prices that were asked for.
     *
     * @param origin where it comes from
     * @param amount as told
     * @param weighted what of a benefit counts by confidence; of a cost, the amount
     * @param low the least that a cost may come to; of a benefit, the amount
     * @param high the most
     */
    record Flow(
            LocalDate on,
            Origin origin,
            BigDecimal amount,
            BigDecimal weighted,
            BigDecimal low,
            BigDecimal high) {

        DatedAmount told() {
            return new DatedAmount(on, amount);
        }
    }

    /** Where a flow comes from. */
    sealed interface Origin {

        /**
         * Value that was measured on a day.
         *
         * @param deflator that turned it into the prices asked for
         */
        record Measured(dev.payoff.live.Ledger.Entry metric, BigDecimal deflator)
                implements Origin {}

        /** Value that a metric promises between two instants. */
        record Promised(
                dev.payoff.live.Ledger.Entry metric,
                java.time.Instant from,
                java.time.Instant to,
                BigDecimal deflator)
                implements Origin {}

        /**
         * A cost that was told.
         *
         * @param optimism that it was multiplied by
         */
        record Booked(CostRow row, BigDecimal optimism, BigDecimal deflator) implements Origin {}
    }

    List<DatedAmount> told() {
        return flows.stream().map(Flow::told).toList();
    }

    List<DatedAmount> weighted() {
        return flows.stream().map(it -> new DatedAmount(it.on(), it.weighted())).toList();
    }

    /** What it is worth on a day, a cost negative. */
    BigDecimal present(DiscountSchedule schedule, LocalDate origin) {
        BigDecimal present = Appraisal.present(schedule, told(), origin);
        return benefit ? present : present.negate();
    }

    /**
     * What may become of it, as factors of what was told: a benefit by its confidence, a cost by
     * its range; sure where there is none.
     */
    ThreePoint factor(DiscountSchedule schedule, LocalDate origin) {
        BigDecimal told = Appraisal.present(schedule, told(), origin);
        if (told.signum() == 0) {
            return ThreePoint.certain(BigDecimal.ONE);
        }
        if (benefit) {
            BigDecimal confidence =
                    Decimals.quotient(Appraisal.present(schedule, weighted(), origin), told);
            // Good and bad days with confidences of their own may mix to no confidence at all.
            return confidence.signum() < 0 || confidence.compareTo(BigDecimal.ONE) > 0
                    ? ThreePoint.certain(confidence)
                    : ThreePoint.ofConfidence(confidence);
        }
        List<DatedAmount> low = new ArrayList<>();
        List<DatedAmount> high = new ArrayList<>();
        for (Flow flow : flows) {
            low.add(new DatedAmount(flow.on(), flow.low()));
            high.add(new DatedAmount(flow.on(), flow.high()));
        }
        BigDecimal least = Decimals.quotient(Appraisal.present(schedule, low, origin), told);
        BigDecimal most = Decimals.quotient(Appraisal.present(schedule, high, origin), told);
        return new ThreePoint(
                least.min(most).min(BigDecimal.ONE),
                BigDecimal.ONE,
                most.max(least).max(BigDecimal.ONE));
    }
}
