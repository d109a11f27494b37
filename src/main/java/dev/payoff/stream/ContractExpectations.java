package dev.payoff.stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.alert.RuleTerms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a contract expects. */
final class ContractExpectations {

    private static final Set<String> EVENTS = Set.of("metric", "value", "alert");

    private ContractExpectations() {}

    static List<Contract.Expected> figures(ContractFields file, Map<String, MetricDef> metrics) {
        List<Contract.Expected> figures = new ArrayList<>();
        for (ContractFields each : file.objects("figures")) {
            Map<String, JsonNode> ofMetrics = new LinkedHashMap<>();
            JsonNode node = each.node("metrics");
            if (node != null) {
                new ContractFields(each.where("metrics"), node)
                        .all()
                        .fields()
                        .forEachRemaining(field -> {
                            ContractDefinitions.known(
                                    metrics, each.where("metrics"), field.getKey());
                            ofMetrics.put(field.getKey(), field.getValue());
                        });
            }
            figures.add(
                    new Contract.Expected(
                            each.instant("at"),
                            each.instantOrNull("asKnownAt"),
                            each.node("value"),
                            ofMetrics));
            each.done();
        }
        return figures;
    }

    static List<Contract.ExpectedState> states(ContractFields file, List<RuleTerms> rules) {
        List<Contract.ExpectedState> states = new ArrayList<>();
        for (ContractFields each : file.objects("states")) {
            String rule = each.text("rule");
            if (rules.stream().noneMatch(it -> it.name().equals(rule))) {
                throw new ContractFault(each.where("rule"), "there is no rule " + rule + ".");
            }
            states.add(new Contract.ExpectedState(each.instant("at"), rule, each.text("state")));
            each.done();
        }
        return states;
    }

    static Contract.@Nullable ExpectedFrames frames(ContractFields file) {
        JsonNode node = file.node("frames");
        if (node == null) {
            return null;
        }
        ContractFields frames = new ContractFields("frames", node);
        Set<String> of = new TreeSet<>();
        List<JsonNode> told = frames.items("of");
        if (told != null) {
            told.forEach(it -> of.add(it.asText()));
        }
        if (of.isEmpty() || !EVENTS.containsAll(of)) {
            throw new ContractFault("frames.of", "names some of metric, value and alert.");
        }
        List<JsonNode> are = frames.items("are");
        frames.done();
        return new Contract.ExpectedFrames(of, are == null ? List.of() : are);
    }
}
