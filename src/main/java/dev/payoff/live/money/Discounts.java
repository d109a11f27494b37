package dev.payoff.live.money;

import dev.payoff.live.money.Proof.Operation;
import dev.payoff.value.DiscountSchedule;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Discount factors of the days of a case, each with its proof. */
final class Discounts {

    private final DiscountSchedule schedule;
    private final LocalDate origin;
    private final Map<LocalDate, Proof> factors = new HashMap<>();

    Discounts(DiscountSchedule schedule, LocalDate origin) {
        this.schedule = schedule;
        this.origin = origin;
    }

    Proof factor(LocalDate day) {
        return factors.computeIfAbsent(day, this::made);
    }

    private Proof made(LocalDate day) {
        int days = Math.toIntExact(ChronoUnit.DAYS.between(origin, day));
        return Proof.of(
                        "Discount factor after " + days + " days",
                        Operation.DISCOUNT,
                        schedule.factorAfter(days),
                        null,
                        List.of())
                .with(Map.of("days", Integer.toString(days)), null);
    }
}
