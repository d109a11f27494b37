package dev.payoff.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.alert.Comparison;
import dev.payoff.alert.Figure;
import dev.payoff.alert.RuleTerms;
import dev.payoff.alert.Severity;
import dev.payoff.alert.Threshold;
import dev.payoff.portfolio.Definitions;
import dev.payoff.value.Burn;
import dev.payoff.value.Kind;
import dev.payoff.value.MetricTerms;
import dev.payoff.value.appraisal.FiscalCalendar;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The metrics and rules of a contract, with the defaults that the API fills in. */
final class ContractDefinitions {

    static final UUID TENANT = new UUID(0, 1);
    static final UUID PROJECT = new UUID(0, 2);

    private static final Duration HOUR = Duration.ofHours(1);

    private ContractDefinitions() {}

    static MetricDef metric(
            ContractFields metric, ProjectRow project, String definition, ZoneId zone, int number) {
        MetricTerms terms;
        try {
            terms = Definitions.terms(filled(metric).toString(), definition, zone);
        } catch (RuntimeException e) {
            throw new ContractFault(
                    metric.where("key"), "its terms cannot be read: " + e.getMessage());
        }
        String key = project.key() + "/" + metric.text("key");
        return new MetricDef(
                new UUID(1, number),
                TENANT,
                "contract",
                zone,
                FiscalCalendar.CALENDAR_YEAR,
                PROJECT,
                project.key(),
                key,
                metric.text("name", key),
                metric.text("category", "EFFICIENCY"),
                metric.text("type", "COUNT"),
                project.currency(),
                false,
                terms,
                new Gate.Limits(key, metric.text("unit", ""), null, null, false),
                Instant.EPOCH,
                1,
                1);
    }

    /**
     * With the defaults of the API: confidence and share 1, staleness three times the frequency.
     */
    private static JsonNode filled(ContractFields metric) {
        metric.oneOf("kind", Kind.class);
        Duration frequency = metric.duration("frequency", HOUR);
        Duration stale = frequency.multipliedBy(3);
        Duration staleness = metric.duration("staleness", stale.compareTo(HOUR) > 0 ? stale : HOUR);
        ObjectNode filled = metric.all().deepCopy();
        filled.put("staleness", staleness.toString());
        for (String one : List.of("confidence", "share")) {
            if (!filled.hasNonNull(one)) {
                filled.put(one, BigDecimal.ONE);
            }
        }
        return filled;
    }

    static RuleTerms rule(ContractFields rule, Map<String, MetricDef> metrics, int number) {
        String key = rule.textOrNull("metric");
        MetricDef metric = key == null ? null : known(metrics, rule.where("metric"), key);
        Figure figure = rule.oneOf("figure", Figure.class);
        Duration forTime = rule.duration("for", Duration.ZERO);
        Duration keep = rule.duration("keepFiringFor", Duration.ZERO);
        Threshold threshold;
        try {
            threshold =
                    figure.yesOrNo()
                            ? Threshold.noData(forTime, keep)
                            : new Threshold(
                                    Comparison.of(rule.text("comparator")),
                                    rule.number("threshold"),
                                    rule.numberOrNull("clear"),
                                    forTime,
                                    keep);
        } catch (IllegalArgumentException e) {
            throw new ContractFault(rule.where("comparator"), e.getMessage() + ".");
        }
        RuleTerms terms =
                new RuleTerms(
                        new UUID(2, number),
                        1,
                        TENANT,
                        rule.text("name"),
                        metric == null ? null : metric.id(),
                        PROJECT,
                        figure,
                        rule.textOrNull("window"),
                        figure.needsBurn() ? burn(rule) : null,
                        threshold,
                        Severity.valueOf(rule.text("severity", "WARNING")));
        rule.done();
        if (figure.needsWindow() == (terms.window() == null)) {
            throw new ContractFault(
                    rule.where("window"), "goes with figures of windows, and only those.");
        }
        if (metric == null ? !figure.ofProject() : !figure.ofMetric()) {
            throw new ContractFault(rule.where("metric"), figure + " is not a figure of that.");
        }
        return terms;
    }

    /** Changes of rules, each of what the rule was until then, and restarts; by time. */
    static List<Contract.Event> events(ContractFields file, List<RuleTerms> rules) {
        List<Contract.Event> events = new ArrayList<>();
        Map<String, RuleTerms> latest = new HashMap<>();
        rules.forEach(rule -> latest.put(rule.name(), rule));
        Instant before = Instant.MIN;
        for (ContractFields change : file.objects("changes")) {
            RuleTerms rule = latest.get(change.text("rule"));
            if (rule == null) {
                throw new ContractFault(change.where("rule"), "there is no rule of that name.");
            }
            Instant at = change.instant("at");
            if (at.isBefore(before)) {
                throw new ContractFault(change.where("at"), "changes are told in their order.");
            }
            before = at;
            RuleTerms changed = changed(rule, change);
            change.done();
            latest.put(rule.name(), changed);
            events.add(new Contract.Event.Changed(at, changed));
        }
        for (ContractFields restart : file.objects("restarts")) {
            events.add(new Contract.Event.Restarted(restart.instant("at")));
            restart.done();
        }
        events.sort(Comparator.comparing(Contract.Event::at));
        return List.copyOf(events);
    }

    private static RuleTerms changed(RuleTerms rule, ContractFields change) {
        Threshold was = rule.threshold();
        BigDecimal threshold = change.numberOrNull("threshold");
        Threshold now =
                new Threshold(
                        was.comparison(),
                        threshold == null ? was.limit() : threshold,
                        was.clear(),
                        change.duration("for", was.forTime()),
                        change.duration("keepFiringFor", was.keepFiringFor()));
        return new RuleTerms(
                rule.id(),
                rule.version() + 1,
                rule.tenantId(),
                rule.name(),
                rule.metricId(),
                rule.projectId(),
                rule.figure(),
                rule.window(),
                rule.burn(),
                now,
                rule.severity());
    }

    private static Burn burn(ContractFields rule) {
        try {
            return new Burn(
                    rule.duration("longWindow", Duration.ZERO),
                    rule.duration("shortWindow", Duration.ZERO),
                    rule.number("allowance"));
        } catch (IllegalArgumentException e) {
            throw new ContractFault(rule.where("longWindow"), e.getMessage() + ".");
        }
    }

    static MetricDef known(Map<String, MetricDef> metrics, String where, String key) {
        MetricDef metric = metrics.get(key);
        if (metric == null) {
            throw new ContractFault(where, "there is no metric " + key + " in this contract.");
        }
        return metric;
    }
}
