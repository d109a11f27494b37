package dev.payoff.app;

import dev.payoff.app.Proof.Operation;
import dev.payoff.value.DiscountSchedule;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Discount factors of the days of a case, each with its proof. */
public final class Discounts {

    private final DiscountSchedule schedule;
    private final LocalDate origin;
    private final boolean told;
    private final Map<LocalDate, Proof> factors = new HashMap<>();

    /** By the schedule of the question, to the day. */
    public Discounts(DiscountSchedule schedule, LocalDate origin) {
        this(schedule, origin, true);
    }

    private Discounts(DiscountSchedule schedule, LocalDate origin, boolean told) {
        this.schedule = schedule;
        this.origin = origin;
        this.told = told;
    }

    /** By another schedule than that of the question, which each factor then tells. */
    public static Discounts otherwise(DiscountSchedule schedule, LocalDate origin) {
        return new Discounts(schedule, origin, false);
    }

    /** What 1 of a day is worth on the first. */
    public Proof factor(LocalDate day) {
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
                .with(
                        told
                                ? Map.of("days", Integer.toString(days))
                                : Map.of(
                                        "days",
                                        Integer.toString(days),
                                        "schedule",
                                        schedule.steps().stream()
                                                .map(it ->
                                                        it.throughYear()
                                                                + " "
                                                                + it.rate().toPlainString())
                                                .collect(Collectors.joining(", "))),
                        null);
    }
}
