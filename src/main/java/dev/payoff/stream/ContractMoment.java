package dev.payoff.stream;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a contract's project and metrics show at one moment, as known at another. Pure. */
final class ContractMoment {

    private ContractMoment() {}

    /** Figures of a moment as they were known at another, folded anew. */
    static JsonObject project(Contract contract, Contract.Expected at) {
        return ContractMetric.project(contract, known(contract, at), at.at()).json();
    }

    /** The figure of one metric, likewise. */
    static JsonObject metric(Contract contract, Contract.Expected at, String key) {
        MetricDef def = Objects.requireNonNull(contract.metrics().get(key));
        return known(contract, at).stream()
                .filter(it -> it.def().id().equals(def.id()))
                .findFirst()
                .orElseThrow()
                .figure(at.at())
                .json();
    }

    private static List<ContractMetric> known(Contract contract, Contract.Expected at) {
        Map<String, ContractMetric> metrics = new LinkedHashMap<>();
        contract.metrics().forEach((key, def) -> metrics.put(key, new ContractMetric(def)));
        for (Contract.Arrival reading : contract.readings()) {
            if (at.known() == null || !reading.known().isAfter(at.known())) {
                Objects.requireNonNull(metrics.get(reading.metric())).take(reading);
            }
        }
        metrics.values().forEach(metric -> metric.keepUntil(at.at()));
        return List.copyOf(metrics.values());
    }
}
