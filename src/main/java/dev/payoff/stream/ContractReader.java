package dev.payoff.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.payoff.alert.RuleTerms;
import dev.payoff.value.DatedAmount;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a contract from YAML; what it does not understand is a fault that names the place. */
final class ContractReader {

    /** The longest file, in characters. */
    static final int MAX_TEXT = 2_000_000;

    private static final Duration HOUR = Duration.ofHours(1);

    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private ContractReader() {}

    /**
     * Reads the text of a file.
     *
     * @throws ContractFault where it is not a contract
     */
    static Contract read(String text) {
        if (text.length() > MAX_TEXT) {
            throw new ContractFault("the file", "is longer than " + MAX_TEXT + " characters.");
        }
        try {
            return contract(new ContractFields("", YAML.readTree(text)));
        } catch (JsonProcessingException e) {
            throw new ContractFault("the file", "is not YAML: " + e.getOriginalMessage());
        }
    }

    private static Contract contract(ContractFields file) {
        String name = file.text("contract");
        ZoneId zone = zone(file);
        ContractFields project = required(file, "project");
        ProjectRow row =
                new ProjectRow(
                        ContractDefinitions.PROJECT,
                        ContractDefinitions.TENANT,
                        "contract",
                        project.text("key"),
                        project.text("name", project.text("key")),
                        project.text("type", "SOFTWARE"),
                        project.text("currency", "EUR"),
                        1);
        String projectDefinition = project.all().toString();
        Map<String, MetricDef> metrics = new LinkedHashMap<>();
        Set<UUID> owned = new HashSet<>();
        if (project.textOrNull("owner") != null) {
            owned.add(row.id());
        }
        for (ContractFields metric : file.objects("metrics")) {
            MetricDef def =
                    ContractDefinitions.metric(
                            metric, row, projectDefinition, zone, metrics.size());
            if (metrics.put(metric.text("key"), def) != null) {
                throw new ContractFault(metric.where("key"), "is there twice.");
            }
            if (metric.textOrNull("owner") != null) {
                owned.add(def.id());
            }
        }
        List<DatedAmount> costs = new ArrayList<>();
        for (ContractFields cost : file.objects("costs")) {
            costs.add(new DatedAmount(date(cost, "incurredOn"), cost.number("amount")));
            cost.done();
        }
        List<RuleTerms> rules = new ArrayList<>();
        for (ContractFields rule : file.objects("rules")) {
            rules.add(ContractDefinitions.rule(rule, metrics, rules.size()));
        }
        Contract contract =
                new Contract(
                        name,
                        row,
                        metrics,
                        costs,
                        rules,
                        ContractDefinitions.events(file, rules),
                        owned,
                        clock(file),
                        readings(file, metrics),
                        ContractExpectations.figures(file, metrics),
                        ContractExpectations.states(file, rules),
                        file.items("episodes"),
                        ContractExpectations.frames(file));
        file.done();
        return contract;
    }

    private static ContractFields required(ContractFields file, String field) {
        JsonNode node = file.node(field);
        if (node == null) {
            throw new ContractFault(field, "is missing.");
        }
        return new ContractFields(field, node);
    }

    private static ZoneId zone(ContractFields file) {
        try {
            return ZoneId.of(file.text("zone", "UTC"));
        } catch (DateTimeException e) {
            throw new ContractFault("zone", "is not a time zone, such as Europe/Berlin.");
        }
    }

    private static LocalDate date(ContractFields of, String field) {
        try {
            return LocalDate.parse(of.text(field));
        } catch (DateTimeException e) {
            throw new ContractFault(of.where(field), "is not a date, such as 2026-11-21.");
        }
    }

    private static Contract.@Nullable Clock clock(ContractFields file) {
        JsonNode node = file.node("clock");
        if (node == null) {
            return null;
        }
        ContractFields clock = new ContractFields("clock", node);
        Contract.Clock read =
                new Contract.Clock(
                        clock.instant("from"),
                        clock.instant("to"),
                        clock.duration("every", Duration.ofMinutes(1)));
        clock.done();
        if (!read.every().isPositive()
                || Duration.between(read.from(), read.to()).dividedBy(read.every())
                        > Contract.MAX_STEPS) {
            throw new ContractFault("clock", "looks more than " + Contract.MAX_STEPS + " times.");
        }
        return read;
    }

    private static List<Contract.Arrival> readings(
            ContractFields file, Map<String, MetricDef> metrics) {
        List<Contract.Arrival> readings = new ArrayList<>();
        for (ContractFields each : file.objects("readings")) {
            String metric = each.text("metric");
            ContractDefinitions.known(metrics, each.where("metric"), metric);
            Instant at = each.instant("at");
            Instant known = each.instantOrNull("knownAt");
            Duration every = each.duration("every", HOUR);
            JsonNode told = each.node("values");
            List<@Nullable BigDecimal> values =
                    told == null
                            ? List.of(each.number("value"))
                            : ContractSeries.values(each.where("values"), told.asText());
            BigDecimal confidence = each.numberOrNull("confidence");
            String eventId = each.textOrNull("eventId");
            int revision = each.number("revision", 0);
            each.done();
            for (int i = 0; i < values.size(); i++) {
                BigDecimal value = values.get(i);
                if (value != null) {
                    Instant observed = at.plus(every.multipliedBy(i));
                    readings.add(
                            new Contract.Arrival(
                                    metric,
                                    observed,
                                    known == null ? observed : known,
                                    value,
                                    confidence,
                                    eventId,
                                    revision,
                                    readings.size()));
                }
            }
            if (readings.size() > Contract.MAX_STEPS) {
                throw new ContractFault("readings", "are more than " + Contract.MAX_STEPS + ".");
            }
        }
        readings.sort(Comparator.comparing(Contract.Arrival::known));
        return readings;
    }
}
