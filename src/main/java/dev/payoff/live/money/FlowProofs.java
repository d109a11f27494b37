package dev.payoff.live.money;

import dev.payoff.app.Discounts;
import dev.payoff.app.MetricFacts;
import dev.payoff.app.Proof;
import dev.payoff.app.Proof.Operation;
import dev.payoff.live.Ledger;
import dev.payoff.live.money.CashStream.Flow;
import dev.payoff.live.money.CashStream.Origin;
import dev.payoff.value.HourWindow;
import dev.payoff.value.Kind;
import dev.payoff.value.Segment;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Proofs of single flows, down to the hours that were measured and the cost lines that were told.
 */
final class FlowProofs {

    /** Which amount of a flow is told. */
    enum Which {
        TOLD,
        /** Each interval and promise by its confidence. */
        WEIGHTED,
        /** The least that cost lines may come to. */
        LOW,
        /** The most. */
        HIGH
    }

    /**
     * The most measured intervals that one proof tells one by one; ask for a day to see its own.
     */
    static final int MAX_INTERVALS = 5_000;

    private final Ledger ledger;
    private final @Nullable LocalDate only;
    private final Which which;
    private final Map<String, Map<LocalDate, List<Segment>>> segments = new HashMap<>();
    private int intervals;

    /**
     * Proofs of this ledger's flows.
     *
     * @param only the one day whose intervals are told; null: those of all days, while they are few
     */
    FlowProofs(Ledger ledger, @Nullable LocalDate only, Which which) {
        this.ledger = ledger;
        this.only = only;
        this.which = which;
    }

    private boolean weighted() {
        return which == Which.WEIGHTED;
    }

    /** A benefit or cost, each flow discounted where there is a factor for its day. */
    Proof stream(CashStream stream, @Nullable Discounts discounts, @Nullable LocalDate until) {
        List<Proof> days = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (Flow flow : stream.flows()) {
            if (until != null && flow.on().isAfter(until)) {
                continue;
            }
            Proof day = amount(flow);
            if (discounts != null) {
                Proof factor = discounts.factor(flow.on());
                day =
                        Proof.of(
                                "Present value of " + flow.on(),
                                Operation.PRODUCT,
                                day.number().multiply(factor.number()),
                                currency(),
                                List.of(day, factor));
            }
            days.add(day.on(flow.on()));
            sum = sum.add(day.number());
        }
        return Proof.of(stream.label(), Operation.SUM, sum, currency(), days);
    }

    private Proof amount(Flow flow) {
        return switch (flow.origin()) {
            case Origin.Measured measured -> measured(flow.on(), measured);
            case Origin.Promised promised -> promised(flow.on(), promised);
            case Origin.Booked booked -> booked(booked);
        };
    }

    /** Cost lines of a day, by their rate. */
    Proof booked(Origin.Booked booked) {
        CostRow row = booked.row();
        String label =
                row.lines() + (row.lines() == 1 ? " cost line" : " cost lines") + " of " + row.on();
        Proof told =
                Proof.told(
                                label,
                                switch (which) {
                                    case TOLD, WEIGHTED -> row.told();
                                    case LOW -> row.low();
                                    case HIGH -> row.high();
                                },
                                row.currency())
                        .with(
                                Map.of("stage", row.stage().name(), "category", row.category()),
                                "/api/v1/projects/" + ledger.project().key() + "/costs");
        List<Proof> factors = new ArrayList<>(List.of(told));
        add(factors, "Exchange rate", Objects.requireNonNull(row.rate()));
        add(factors, "Optimism bias", booked.optimism());
        add(factors, "To prices of the base day", booked.deflator());
        return product(label, factors);
    }

    private Proof measured(LocalDate day, Origin.Measured measured) {
        Ledger.Entry metric = measured.metric();
        List<Segment> of =
                segments.computeIfAbsent(
                                metric.key(),
                                key -> MoneyCase.days(metric, ledger.moment().until()))
                        .getOrDefault(day, List.of());
        BigDecimal sum = BigDecimal.ZERO;
        List<Proof> hours = new ArrayList<>();
        boolean tell = only == null ? intervals + of.size() <= MAX_INTERVALS : day.equals(only);
        intervals += tell ? of.size() : 0;
        for (Segment segment : of) {
            sum = sum.add(weighted() ? segment.weighted() : segment.value());
            if (tell) {
                hours.add(interval(metric, segment));
            }
        }
        String link =
                "/api/v1/metrics/"
                        + metric.id()
                        + "/measurements?from="
                        + day.atStartOfDay(ZoneOffset.UTC).toInstant()
                        + "&to="
                        + day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Proof earned =
                Proof.of(
                                metric.name() + ", measured on " + day,
                                tell ? Operation.SUM : Operation.TOLD,
                                sum,
                                currency(),
                                hours)
                        .with(
                                tell
                                        ? Map.of()
                                        : Map.of("intervals", "ask with day=" + day + " for them"),
                                link);
        List<Proof> factors = new ArrayList<>(List.of(earned));
        add(factors, "To prices of the base day", measured.deflator());
        return product(earned.label(), factors);
    }

    private Proof interval(Ledger.Entry metric, Segment segment) {
        HourWindow hour = segment.hour();
        Map<String, String> facts = MetricFacts.of(metric.terms(), segment.baseline());
        facts.put("count", Long.toString(hour.count()));
        facts.put(
                "sum",
                (metric.terms().kind() == Kind.FLOW ? segment.rate() : hour.sum()).toPlainString());
        facts.put("from", segment.from().toString());
        facts.put("to", segment.to().toString());
        facts.put("seconds", MetricFacts.seconds(segment.from(), segment.to()).toPlainString());
        if (weighted()) {
            BigDecimal untold = BigDecimal.valueOf(hour.count() - hour.confidenceCount());
            facts.put(
                    "confidences",
                    hour.confidenceSum()
                            .add(untold.multiply(metric.terms().confidence()))
                            .toPlainString());
        }
        return Proof.of(
                        segment.carried()
                                ? "carried from the hour of " + hour.start()
                                : "hour of " + hour.start(),
                        metric.terms().kind() == Kind.LEVEL ? Operation.LEVEL : Operation.FLOW,
                        weighted() ? segment.weighted() : segment.value(),
                        currency(),
                        List.of())
                .with(
                        facts,
                        "/api/v1/metrics/"
                                + metric.id()
                                + "/measurements?from="
                                + hour.start()
                                + "&to="
                                + hour.end());
    }

    private Proof promised(LocalDate on, Origin.Promised promised) {
        Ledger.Entry metric = promised.metric();
        Proof to = promise(metric, promised.to());
        Proof from = promise(metric, promised.from());
        String label = metric.name() + ", promised until " + on;
        Proof difference =
                Proof.of(
                        label,
                        Operation.DIFFERENCE,
                        to.number().subtract(from.number()),
                        currency(),
                        List.of(to, from));
        List<Proof> factors = new ArrayList<>(List.of(difference));
        add(factors, "To prices of the base day", promised.deflator());
        if (weighted()) {
            add(factors, "Confidence", metric.terms().confidence());
        }
        return product(label, factors);
    }

    Proof promise(Ledger.Entry metric, Instant until) {
        return Proof.of(
                        metric.name() + ", promised from its start until " + until,
                        Operation.PROMISE,
                        MoneyCase.planned(metric, until),
                        currency(),
                        List.of())
                .with(MetricFacts.promise(metric.terms(), until), null);
    }

    /** A factor of 1 explains nothing. */
    private static void add(List<Proof> factors, String label, BigDecimal factor) {
        if (factor.compareTo(BigDecimal.ONE) != 0) {
            factors.add(Proof.told(label, factor, null));
        }
    }

    private Proof product(String label, List<Proof> factors) {
        if (factors.size() == 1) {
            return factors.getFirst();
        }
        BigDecimal product =
                factors.stream().map(Proof::number).reduce(BigDecimal.ONE, BigDecimal::multiply);
        return Proof.of(label, Operation.PRODUCT, product, currency(), factors);
    }

    private String currency() {
        return ledger.project().currency();
    }
}
