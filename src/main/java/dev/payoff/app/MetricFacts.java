package dev.payoff.app;

import dev.payoff.value.BaselineSeries;
import dev.payoff.value.Decimals;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.TargetProfile;
import dev.payoff.value.Valuation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a proof tells of a metric, numbers as text. */
public final class MetricFacts {

    private MetricFacts() {}

    /** What an interval earns by, against a baseline. */
    public static Map<String, String> of(MetricTerms terms, BigDecimal baseline) {
        Valuation valuation = Objects.requireNonNull(terms.valuation());
        BigDecimal hours =
                switch (valuation) {
                    case Valuation.PerPeriod perPeriod -> perPeriod.per().hours();
                    case Valuation.PerUnit perUnit -> terms.flowPer().hours();
                };
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "sign",
                Integer.toString(
                        Objects.requireNonNull(terms.target())
                                .compareTo(Objects.requireNonNull(terms.baseline()))));
        facts.put("baseline", baseline.toPlainString());
        facts.put("amount", valuation.amount().toPlainString());
        facts.put("share", terms.share().toPlainString());
        facts.put(
                "periodSeconds",
                Decimals.plain(hours.multiply(BigDecimal.valueOf(3600))).toPlainString());
        return facts;
    }

    /** What it promises by, from its start until an instant. */
    public static Map<String, String> promise(MetricTerms terms, Instant until) {
        Map<String, String> facts = of(terms, Objects.requireNonNull(terms.baseline()));
        BaselineSeries baselines = terms.baselines();
        if (baselines != null) {
            facts.put(
                    "baselines",
                    baselines.steps().stream()
                            .map(it -> it.from() + " " + it.baseline().toPlainString())
                            .collect(Collectors.joining(", ")));
        }
        facts.put("target", Objects.requireNonNull(terms.target()).toPlainString());
        facts.put("start", Objects.requireNonNull(terms.benefitStart()).toString());
        Instant targetAt = terms.targetAt();
        if (targetAt != null) {
            facts.put("targetAt", targetAt.toString());
        }
        TargetProfile profile = terms.profile();
        if (profile != null) {
            facts.put(
                    "profile",
                    profile.points().stream()
                            .map(it -> it.at() + " " + it.target().toPlainString())
                            .collect(Collectors.joining(", ")));
        }
        if (terms.benefitEnd() != null) {
            facts.put("end", terms.benefitEnd().toString());
        }
        facts.put("until", until.toString());
        return facts;
    }

    /** Seconds between two instants, exactly. */
    public static BigDecimal seconds(Instant from, Instant to) {
        Duration length = Duration.between(from, to);
        return Decimals.plain(
                BigDecimal.valueOf(length.getSeconds())
                        .add(BigDecimal.valueOf(length.getNano(), 9)));
    }
}
