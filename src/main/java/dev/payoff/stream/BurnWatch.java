package dev.payoff.stream;

import dev.payoff.alert.AlertMachine;
import dev.payoff.alert.AlertState;
import dev.payoff.alert.RuleTerms;
import dev.payoff.value.Burn;
import dev.payoff.value.BurnRate;
import dev.payoff.value.HourWindow;
import dev.payoff.value.WindowSize;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When a rule on the burn rate is looked at, and what its windows bring. They are worked out from
 * measured hours, which have to be read, so such a rule is not looked at each second. Pure.
 */
final class BurnWatch {

    /** How often it is looked at; {@link RuleStore} asks for no rule sooner. */
    static final Duration EVERY = Duration.ofMinutes(1);

    /** In one round; of a project's all, so that there may be some more. */
    static final int MAX_METRICS = 100;

    /**
     * What one round looks at.
     *
     * @param rules by id
     * @param stretches the hours that they need
     */
    record Round(Set<UUID> rules, List<WindowStore.Stretch> stretches) {

        /** Whether this rule is looked at; one of another figure always is. */
        boolean has(RuleTerms rule) {
            return rule.burn() == null || rules.contains(rule.id());
        }
    }

    private BurnWatch() {}

    /**
     * Whether it is looked at now: it is new, was not looked at for a while, or its timer ran out.
     */
    static boolean isDue(WatchedRule rule, Instant now) {
        AlertState state = rule.state();
        Instant last = state.lastAt();
        Instant timer = AlertMachine.nextCheck(rule.terms().threshold(), state);
        return rule.terms().burn() != null
                && (!rule.isOfThisVersion()
                        || last == null
                        || !last.plus(EVERY).isAfter(now)
                        || timer != null && !timer.isAfter(now));
    }

    /** What is looked at in a round: of rules on metrics. What is due beyond the bound waits. */
    static Round ofMetrics(Collection<WatchedRule> rules, Instant now) {
        Map<UUID, Duration> longest = new HashMap<>();
        Set<UUID> looked = new HashSet<>();
        for (WatchedRule rule : rules) {
            Burn burn = rule.terms().burn();
            UUID metric = rule.terms().metricId();
            if (burn != null
                    && metric != null
                    && (longest.containsKey(metric) || longest.size() < MAX_METRICS)
                    && isDue(rule, now)) {
                keep(longest, metric, burn);
                looked.add(rule.terms().id());
            }
        }
        return new Round(looked, stretches(longest, now));
    }

    /** The same of rules on whole projects, with all metrics of each; one project is always. */
    static Round ofProjects(
            Collection<WatchedRule> rules, Map<UUID, FigureStore.Figures> projects, Instant now) {
        Map<UUID, Duration> longest = new HashMap<>();
        Set<UUID> looked = new HashSet<>();
        for (WatchedRule rule : rules) {
            Burn burn = rule.terms().burn();
            FigureStore.Figures project = projects.get(rule.terms().projectId());
            if (burn != null
                    && project != null
                    && longest.size() < MAX_METRICS
                    && isDue(rule, now)) {
                project.metrics().forEach(metric -> keep(longest, metric.definition().id(), burn));
                looked.add(rule.terms().id());
            }
        }
        return new Round(looked, stretches(longest, now));
    }

    private static void keep(Map<UUID, Duration> longest, UUID metric, Burn burn) {
        longest.merge(
                metric, burn.longWindow(), (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    private static List<WindowStore.Stretch> stretches(Map<UUID, Duration> longest, Instant now) {
        return longest.entrySet().stream()
                .map(it -> {
                    Instant from = now.minus(it.getValue());
                    return new WindowStore.Stretch(
                            it.getKey(), WindowSize.HOUR.startOf(from, ZoneOffset.UTC), now);
                })
                .toList();
    }

    /** The burn of a metric under a rule; null where it is unknown, or not asked for. */
    static @Nullable BurnRate of(
            RuleTerms rule, MetricFigure metric, List<HourWindow> hours, Instant now) {
        Burn burn = rule.burn();
        return burn == null
                ? null
                : BurnRate.of(
                        metric.definition().terms(),
                        hours,
                        metric.realised(),
                        metric.freshness(),
                        burn,
                        now);
    }

    /** The burn of a project's metrics together, as far as they count and are known. */
    static @Nullable BurnRate of(
            RuleTerms rule,
            List<MetricFigure> metrics,
            Map<UUID, List<HourWindow>> hours,
            Instant now) {
        BurnRate burn = null;
        for (MetricFigure metric : metrics) {
            BurnRate own =
                    metric.definition().terms().counted()
                            ? of(
                                    rule,
                                    metric,
                                    hours.getOrDefault(metric.definition().id(), List.of()),
                                    now)
                            : null;
            burn = burn == null ? own : own == null ? burn : burn.plus(own);
        }
        return burn;
    }
}
