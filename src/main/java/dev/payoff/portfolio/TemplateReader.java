package dev.payoff.portfolio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.app.Problem.Violation;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads templates, built in or a tenant's own, by the same rules as everything else. */
@Singleton
final class TemplateReader {

    private static final String SUGGESTION = "suggestion";

    /** Stands for the project's currency while there is no project. */
    private static final String ANY_CURRENCY = "EUR";

    /** What only a project can tell. */
    private static final List<String> OF_A_PROJECT =
            List.of("benefitStart", "benefitEnd", "targetDate", "series");

    private final Bodies bodies;

    TemplateReader(Bodies bodies) {
        this.bodies = bodies;
    }

    /** The template; ends the request with 400 where it is not a valid one. */
    Template read(ObjectNode json) {
        TemplateInput input = bodies.checked(json.deepCopy(), TemplateInput.class);
        List<Violation> wrong = new ArrayList<>();
        List<ObjectNode> items = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        List<ObjectNode> metrics = orEmpty(input.metrics());
        for (int i = 0; i < metrics.size(); i++) {
            String at = "metrics[" + i + "]";
            items.add(item(metrics.get(i), at, wrong));
            String key = metrics.get(i).path("key").asText();
            if (!keys.add(key)) {
                wrong.add(new Violation(at + ".key", "is there twice"));
            }
        }
        List<DeliverableInput> deliverables = orEmpty(input.deliverables());
        for (int i = 0; i < deliverables.size(); i++) {
            String at = "deliverables[" + i + "]";
            DeliverableRules.check(deliverables.get(i), keys).forEach(v -> wrong.add(under(at, v)));
        }
        Bodies.refuse(wrong);
        return new Template(
                input.key(),
                input.name(),
                input.type(),
                List.copyOf(items),
                orEmpty(input.stakeholders()),
                deliverables,
                json);
    }

    private ObjectNode item(ObjectNode written, String at, List<Violation> wrong) {
        ObjectNode metric = written.deepCopy();
        JsonNode suggested = metric.remove(SUGGESTION);
        TemplateInput.Suggestion suggestion =
                suggested instanceof ObjectNode object
                        ? bodies.checked(object, TemplateInput.Suggestion.class)
                        : null;
        if (suggested != null && suggestion == null && !suggested.isNull()) {
            wrong.add(new Violation(at + "." + SUGGESTION, "must be an object"));
        }
        for (String field : OF_A_PROJECT) {
            if (metric.hasNonNull(field)) {
                wrong.add(new Violation(at + "." + field, "belongs to a project's metric only"));
            }
        }
        String note = note(metric.path("note").asText(), suggestion);
        if (!note.isEmpty()) {
            metric.put("note", note);
        }
        ObjectNode complete = metric.deepCopy();
        MetricDefaults.fill(complete, ANY_CURRENCY);
        MetricInput input = bodies.checked(complete, MetricInput.class);
        MetricRules.check(input, ZoneOffset.UTC).forEach(v -> wrong.add(under(at, v)));
        return metric;
    }

    /** The words that go with a metric into a project, so that what is editorial stays marked. */
    static String note(String note, TemplateInput.@Nullable Suggestion suggestion) {
        if (suggestion == null) {
            return note;
        }
        String mark =
                suggestion.editorial() ? "Editorial starting value, not a measured fact: " : "";
        String range = range(suggestion.low(), suggestion.high());
        String what =
                switch (TemplateInput.Of.valueOf(suggestion.of())) {
                    case TARGET -> "target " + range;
                    case PERCENT_OF_BASELINE -> range + " % against the baseline";
                };
        String tail = range.isEmpty() ? suggestion.note() : what + ". " + suggestion.note();
        return (note.isEmpty() ? "" : note + " ") + mark + tail;
    }

    private static String range(@Nullable BigDecimal low, @Nullable BigDecimal high) {
        if (low == null || high == null || low.compareTo(high) == 0) {
            BigDecimal only = low == null ? high : low;
            return only == null ? "" : only.toPlainString();
        }
        return low.toPlainString() + " to " + high.toPlainString();
    }

    private static Violation under(String at, Violation violation) {
        return new Violation(at + "." + violation.field(), violation.message());
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
