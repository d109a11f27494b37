package dev.payoff.stream;

import dev.payoff.alert.Comparison;
import dev.payoff.alert.Figure;
import dev.payoff.alert.RuleTerms;
import dev.payoff.alert.Severity;
import dev.payoff.alert.Threshold;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The rules that the simulated stream watches. */
final class SimulatedRules {

    private SimulatedRules() {}

    /** On each metric a rule on readings; on the one that is never corrected, one on hours too. */
    static List<RuleTerms> all() {
        List<RuleTerms> rules = new ArrayList<>();
        for (MetricDef metric : SimulatedLog.METRICS) {
            rules.add(rule(metric, Figure.VALUE, null, Duration.ZERO));
        }
        rules.add(rule(SimulatedLog.UNCORRECTED, Figure.MEAN, "HOUR", Duration.ofMinutes(20)));
        return rules;
    }

    private static RuleTerms rule(
            MetricDef metric, Figure figure, String window, Duration forTime) {
        return new RuleTerms(
                new UUID(metric.id().getLeastSignificantBits(), figure.ordinal()),
                1,
                metric.tenantId(),
                "r",
                metric.id(),
                metric.projectId(),
                figure,
                window,
                null,
                new Threshold(
                        Comparison.ABOVE, new BigDecimal(45_000), null, forTime, Duration.ZERO),
                Severity.WARNING);
    }
}
