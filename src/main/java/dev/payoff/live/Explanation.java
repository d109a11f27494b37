package dev.payoff.live;

import dev.payoff.app.Shown;
import dev.payoff.value.Gap;
import dev.payoff.value.HourWindow;
import dev.payoff.value.Kind;
import dev.payoff.value.RealisedValue;
import dev.payoff.value.Segment;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A figure and what it is made of, down to the measured hours.
 *
 * @param label what it is
 * @param formula how it is made of what stands below it; null for a leaf
 * @param value null where {@code reasons} say why it is unknown
 * @param exact the value as it is computed with, for checking a sum to the last digit; null where
 *     it is not a sum
 * @param unit a currency, or the metric's unit
 * @param from the start of the stretch of time that it speaks of, or null
 * @param to the end of it
 * @param readings where the readings behind it are found, or null
 */
public record Explanation(
        String label,
        @Nullable String formula,
        @Nullable BigDecimal value,
        @Nullable String exact,
        @Nullable String unit,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String readings,
        List<String> reasons,
        List<Explanation> children) {

    /**
     * The most measured intervals that are told one by one for a metric; earlier ones are told as
     * one sum.
     */
    static final int MAX_INTERVALS = 200;

    static Explanation of(Ledger ledger) {
        String currency = ledger.project().currency();
        List<Explanation> metrics = new ArrayList<>();
        List<Explanation> apart = new ArrayList<>();
        for (Ledger.Entry entry : ledger.entries()) {
            (entry.terms().counted() ? metrics : apart).add(metric(entry, ledger, currency));
        }
        ProjectValue value = ProjectValue.of(ledger);
        Explanation benefit =
                sum(
                        "Realised value",
                        "sum over metrics",
                        total(metrics),
                        currency,
                        List.of(),
                        metrics);
        List<Explanation> parts = new ArrayList<>(List.of(benefit, cost(ledger, currency)));
        if (!apart.isEmpty()) {
            parts.add(
                    sum(
                            "Counted apart",
                            "sum over metrics that have not passed the gate; not part of the ROI",
                            total(apart),
                            currency,
                            List.of(),
                            apart));
        }
        return new Explanation(
                "Simple ROI of " + ledger.project().name(),
                "(realised value − cost) / cost",
                value.roiSimple(),
                null,
                null,
                null,
                value.asOf(),
                null,
                value.reasons(),
                List.copyOf(parts));
    }

    private static BigDecimal total(List<Explanation> metrics) {
        return metrics.stream()
                .map(Explanation::exact)
                .filter(Objects::nonNull)
                .map(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Explanation cost(Ledger ledger, String currency) {
        Map<String, BigDecimal> byCategory = new LinkedHashMap<>();
        BigDecimal total = BigDecimal.ZERO;
        for (Ledger.Cost cost : ledger.costs()) {
            if (cost.amount() != null) {
                byCategory.merge(cost.category(), cost.amount(), BigDecimal::add);
                total = total.add(cost.amount());
            }
        }
        List<Explanation> children = new ArrayList<>();
        byCategory.forEach((category, amount) ->
                children.add(sum(category, null, amount, currency, List.of(), List.of())));
        return sum(
                "Actual cost to date",
                "sum over cost lines",
                total,
                currency,
                ledger.missingRates(),
                children);
    }

    private static Explanation metric(Ledger.Entry entry, Ledger ledger, String currency) {
        List<String> gaps = RealisedValue.gaps(entry.terms()).stream().map(Gap::sentence).toList();
        if (!gaps.isEmpty()) {
            return new Explanation(
                    entry.name() + " (" + entry.key() + ")",
                    null,
                    null,
                    null,
                    currency,
                    null,
                    null,
                    null,
                    gaps,
                    List.of());
        }
        List<Segment> segments =
                RealisedValue.segments(entry.terms(), entry.hours(), ledger.moment().until());
        BigDecimal total =
                segments.stream().map(Segment::value).reduce(BigDecimal.ZERO, BigDecimal::add);
        List<Explanation> children = new ArrayList<>(TermFacts.of(entry, currency));
        int earlier = Math.max(0, segments.size() - MAX_INTERVALS);
        if (earlier > 0) {
            BigDecimal before =
                    segments.subList(0, earlier).stream()
                            .map(Segment::value)
                            .reduce(BigDecimal.ZERO, BigDecimal::add);
            children.add(
                    new Explanation(
                            earlier + " earlier intervals",
                            "sum",
                            Shown.figure(before),
                            before.toPlainString(),
                            currency,
                            segments.getFirst().from(),
                            segments.get(earlier - 1).to(),
                            readings(
                                    entry,
                                    segments.getFirst().from(),
                                    segments.get(earlier - 1).to()),
                            List.of(),
                            List.of()));
        }
        for (Segment segment : segments.subList(earlier, segments.size())) {
            children.add(interval(entry, segment, currency));
        }
        return sum(
                entry.name() + " (" + entry.key() + ")",
                TermFacts.formula(entry.terms()),
                total,
                currency,
                List.of(),
                children);
    }

    private static Explanation interval(Ledger.Entry entry, Segment segment, String currency) {
        HourWindow hour = segment.hour();
        String what =
                segment.carried()
                        ? "carried from the hour of " + hour.start()
                        : hour.count()
                                + (hour.count() == 1 ? " reading" : " readings")
                                + " in the hour of "
                                + hour.start();
        List<Explanation> made = new ArrayList<>();
        made.add(
                fact(
                        entry.terms().kind() == Kind.LEVEL ? "mean" : "units",
                        segment.rate(),
                        entry.unit()));
        if (entry.terms().baselines() != null) {
            made.add(
                    dated(
                            "baseline",
                            segment.baseline(),
                            entry.unit(),
                            segment.from(),
                            segment.to()));
        }
        return new Explanation(
                what,
                null,
                Shown.figure(segment.value()),
                segment.value().toPlainString(),
                currency,
                segment.from(),
                segment.to(),
                readings(entry, hour.start(), hour.end()),
                List.of(),
                List.copyOf(made));
    }

    private static String readings(Ledger.Entry entry, Instant from, Instant to) {
        return "/api/v1/metrics/" + entry.id() + "/measurements?from=" + from + "&to=" + to;
    }

    /** A leaf that is told, not worked out. */
    static Explanation fact(String label, BigDecimal value, @Nullable String unit) {
        return dated(label, value, unit, null, null);
    }

    /** The same of a stretch of time; a null end is open. */
    static Explanation dated(
            String label,
            BigDecimal value,
            @Nullable String unit,
            @Nullable Instant from,
            @Nullable Instant to) {
        return new Explanation(
                label, null, Shown.figure(value), null, unit, from, to, null, List.of(), List.of());
    }

    private static Explanation sum(
            String label,
            @Nullable String formula,
            BigDecimal value,
            String unit,
            List<String> reasons,
            List<Explanation> children) {
        return new Explanation(
                label,
                formula,
                Shown.figure(value),
                value.toPlainString(),
                unit,
                null,
                null,
                null,
                reasons,
                children);
    }
}
