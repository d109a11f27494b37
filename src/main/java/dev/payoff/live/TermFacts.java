package dev.payoff.live;

import static dev.payoff.live.Explanation.dated;
import static dev.payoff.live.Explanation.fact;

import dev.payoff.value.BaselineSeries;
import dev.payoff.value.Kind;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.Valuation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What a metric's intervals are priced by, as an {@link Explanation} tells it. */
final class TermFacts {

    private TermFacts() {}

    /** How an interval's money is made. */
    static String formula(MetricTerms terms) {
        return switch (terms.kind()) {
            case LEVEL ->
                    "sum over intervals: sign · (mean − baseline) · amount / period · hours ·"
                            + " share";
            case FLOW ->
                    "sum over intervals: sign · (units − baseline · hours / period) · amount ·"
                            + " share";
        };
    }

    /** The terms of a metric whose value is known, one by one. */
    static List<Explanation> of(Ledger.Entry entry, String currency) {
        MetricTerms terms = entry.terms();
        BigDecimal baseline = Objects.requireNonNull(terms.baseline());
        BigDecimal target = Objects.requireNonNull(terms.target());
        List<Explanation> facts = new ArrayList<>();
        facts.addAll(baselines(entry, baseline));
        facts.add(
                fact(
                        "Target (" + direction(entry, target.compareTo(baseline) > 0) + ")",
                        target,
                        entry.unit()));
        switch (Objects.requireNonNull(terms.valuation())) {
            case Valuation.PerPeriod(BigDecimal amount, var per) ->
                    facts.add(
                            fact(
                                    "Value per unit and "
                                            + per.name().toLowerCase(Locale.ROOT)
                                            + " ("
                                            + per.hours()
                                            + " h)",
                                    amount,
                                    currency));
            case Valuation.PerUnit(BigDecimal amount) ->
                    facts.add(fact("Value per unit", amount, currency));
        }
        if (terms.kind() == Kind.FLOW) {
            facts.add(fact("Flow period in hours", terms.flowPer().hours(), "h"));
        }
        facts.add(fact("Attribution share", terms.share(), null));
        facts.add(fact("Confidence, where a reading tells none", terms.confidence(), null));
        return facts;
    }

    private static String direction(Ledger.Entry entry, boolean up) {
        if (entry.disbenefit()) {
            return up ? "a disbenefit: more is worse" : "a disbenefit: less is worse";
        }
        return up ? "more is better" : "less is better";
    }

    /** The constant baseline, and how it changes at dates. */
    private static List<Explanation> baselines(Ledger.Entry entry, BigDecimal constant) {
        BaselineSeries series = entry.terms().baselines();
        if (series == null) {
            return List.of(fact("Baseline", constant, entry.unit()));
        }
        List<Explanation> facts = new ArrayList<>();
        List<BaselineSeries.Step> steps = series.steps();
        facts.add(dated("Baseline", constant, entry.unit(), null, steps.getFirst().from()));
        for (int i = 0; i < steps.size(); i++) {
            Instant to = i + 1 < steps.size() ? steps.get(i + 1).from() : null;
            facts.add(
                    dated(
                            "Baseline",
                            steps.get(i).baseline(),
                            entry.unit(),
                            steps.get(i).from(),
                            to));
        }
        return facts;
    }
}
