package dev.payoff.live.money;

import dev.payoff.live.Ledger;
import dev.payoff.live.money.CashStream.Flow;
import dev.payoff.live.money.CashStream.Origin;
import dev.payoff.portfolio.CostStage;
import dev.payoff.value.DatedAmount;
import dev.payoff.value.RealisedValue;
import dev.payoff.value.Segment;
import dev.payoff.value.appraisal.Appraisal;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * A project's benefits and costs from one point of view. Days are those of UTC, as in the live
 * figures. Measured value lies on the day that it was earned on; promised value on the last day of
 * each month.
 *
 * @param until the last day that counts
 * @param reasons what is missing in it
 */
record MoneyCase(
        Basis basis,
        List<CashStream> benefits,
        List<CashStream> costs,
        LocalDate until,
        List<String> reasons) {

    /** The points of view. */
    enum Basis {
        /** What was measured and spent until as-of. */
        TO_DATE,
        /** What the metrics promise and the planned cost lines say, until the horizon. */
        PLAN,
        /**
         * What was measured and spent, and from as-of on what is promised, committed and forecast;
         * where nothing is committed or forecast, what was planned for later.
         */
        OUTLOOK
    }

    /** The whole of what is known, and when the case ends. */
    record Facts(Ledger ledger, List<CostRow> costs, Assumptions by, LocalDate horizon) {

        LocalDate asOf() {
            return day(ledger.moment().until());
        }
    }

    static MoneyCase of(Basis basis, Facts facts) {
        List<CashStream> benefits = new ArrayList<>();
        for (Ledger.Entry entry : facts.ledger().entries()) {
            if (!counts(entry)) {
                continue;
            }
            List<Flow> flows = new ArrayList<>();
            if (basis != Basis.PLAN) {
                measured(entry, facts, flows);
            }
            if (basis != Basis.TO_DATE) {
                promised(basis, entry, facts, flows);
            }
            benefits.add(new CashStream(entry.key(), entry.name(), true, List.copyOf(flows)));
        }
        List<String> reasons = new ArrayList<>();
        List<CashStream> costs = costs(basis, facts, reasons);
        LocalDate until = basis == Basis.TO_DATE ? facts.asOf() : facts.horizon();
        return new MoneyCase(basis, List.copyOf(benefits), costs, until, List.copyOf(reasons));
    }

    /** Whether a metric's value is known, and counts in its project's figures. */
    static boolean counts(Ledger.Entry entry) {
        return entry.terms().counted() && RealisedValue.gaps(entry.terms()).isEmpty();
    }

    private static void measured(Ledger.Entry entry, Facts facts, List<Flow> into) {
        Map<LocalDate, List<Segment>> days = days(entry, facts.ledger().moment().until());
        days.forEach((day, segments) -> {
            BigDecimal deflator = facts.by().toPrices(day);
            BigDecimal value = BigDecimal.ZERO;
            BigDecimal weighted = BigDecimal.ZERO;
            for (Segment segment : segments) {
                value = value.add(segment.value());
                weighted = weighted.add(segment.weighted());
            }
            BigDecimal amount = value.multiply(deflator);
            into.add(
                    new Flow(
                            day,
                            new Origin.Measured(entry, deflator),
                            amount,
                            weighted.multiply(deflator),
                            amount,
                            amount));
        });
    }

    /** What a metric earned, by the day of UTC on which each stretch began. */
    static Map<LocalDate, List<Segment>> days(Ledger.Entry entry, Instant until) {
        Map<LocalDate, List<Segment>> days = new TreeMap<>();
        for (Segment segment : RealisedValue.segments(entry.terms(), entry.hours(), until)) {
            days.computeIfAbsent(day(segment.from()), day -> new ArrayList<>()).add(segment);
        }
        return days;
    }

    private static void promised(Basis basis, Ledger.Entry entry, Facts facts, List<Flow> into) {
        Instant start = Objects.requireNonNull(entry.terms().benefitStart());
        Instant asOf = facts.ledger().moment().until();
        Instant from = basis == Basis.OUTLOOK && asOf.isAfter(start) ? asOf : start;
        Instant end = facts.horizon().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant benefitEnd = entry.terms().benefitEnd();
        if (benefitEnd != null && benefitEnd.isBefore(end)) {
            end = benefitEnd;
        }
        while (from.isBefore(end)) {
            Instant month =
                    day(from)
                            .plusMonths(1)
                            .withDayOfMonth(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
            Instant to = month.isBefore(end) ? month : end;
            LocalDate on = day(to.minusNanos(1));
            BigDecimal deflator = facts.by().toPrices(on);
            BigDecimal value = planned(entry, to).subtract(planned(entry, from)).multiply(deflator);
            into.add(
                    new Flow(
                            on,
                            new Origin.Promised(entry, from, to, deflator),
                            value,
                            value.multiply(entry.terms().confidence()),
                            value,
                            value));
            from = to;
        }
    }

    static BigDecimal planned(Ledger.Entry entry, Instant until) {
        return Objects.requireNonNull(RealisedValue.plannedToDate(entry.terms(), until).value());
    }

    private static List<CashStream> costs(Basis basis, Facts facts, List<String> reasons) {
        Set<CostStage> open = EnumSet.of(CostStage.COMMITTED, CostStage.FORECAST);
        boolean estimated = facts.costs().stream().anyMatch(it -> open.contains(it.stage()));
        Map<String, List<CostRow>> byKey = new TreeMap<>();
        for (CostRow row : facts.costs()) {
            boolean counts =
                    switch (basis) {
                        case TO_DATE -> row.stage() == CostStage.ACTUAL;
                        case PLAN -> row.stage() == CostStage.PLANNED;
                        case OUTLOOK ->
                                row.stage() == CostStage.ACTUAL
                                        || open.contains(row.stage())
                                        || !estimated
                                                && row.stage() == CostStage.PLANNED
                                                && row.on().isAfter(facts.asOf());
                    };
            if (counts && !row.on().isAfter(facts.horizon())) {
                if (row.rate() == null) {
                    reasons.add(
                            "There is no rate from "
                                    + row.currency()
                                    + " to "
                                    + facts.ledger().project().currency()
                                    + " for some cost lines.");
                }
                byKey.computeIfAbsent(
                                "cost/" + row.stage() + "/" + row.category(),
                                key -> new ArrayList<>())
                        .add(row);
            }
        }
        List<CashStream> streams = new ArrayList<>();
        byKey.forEach((key, rows) ->
                streams.add(
                        new CashStream(
                                key,
                                rows.getFirst().category()
                                        + ", "
                                        + rows.getFirst()
                                                .stage()
                                                .name()
                                                .toLowerCase(java.util.Locale.ROOT),
                                false,
                                rows.stream()
                                        .filter(row -> row.rate() != null)
                                        .map(row -> booked(row, facts.by()))
                                        .toList())));
        List<String> distinct = reasons.stream().distinct().toList();
        reasons.clear();
        reasons.addAll(distinct);
        return List.copyOf(streams);
    }

    private static Flow booked(CostRow row, Assumptions by) {
        BigDecimal optimism = row.stage() == CostStage.ACTUAL ? BigDecimal.ONE : by.optimism();
        BigDecimal deflator = by.toPrices(row.on());
        BigDecimal factor =
                Objects.requireNonNull(row.rate()).multiply(optimism).multiply(deflator);
        BigDecimal amount = row.told().multiply(factor);
        return new Flow(
                row.on(),
                new Origin.Booked(row, optimism, deflator),
                amount,
                amount,
                row.low().multiply(factor),
                row.high().multiply(factor));
    }

    List<CashStream> streams() {
        List<CashStream> all = new ArrayList<>(benefits);
        all.addAll(costs);
        return all;
    }

    List<DatedAmount> benefitFlows() {
        return benefits.stream().flatMap(it -> it.told().stream()).sorted(BY_DAY).toList();
    }

    List<DatedAmount> costFlows() {
        return costs.stream().flatMap(it -> it.told().stream()).sorted(BY_DAY).toList();
    }

    private static final Comparator<DatedAmount> BY_DAY = Comparator.comparing(DatedAmount::on);

    Appraisal appraise(Assumptions by) {
        return Appraisal.of(by.schedule(), by.reinvested(), benefitFlows(), costFlows(), until);
    }

    static LocalDate day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
