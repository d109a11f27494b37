package dev.payoff.alert;

import dev.payoff.app.Problem.Violation;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The labels of an alert, which routes, groups and inhibitions go by: what it is (name, severity,
 * project, metric, category, owner, figure), and the labels that its rule was given.
 */
final class AlertLabels {

    static final String NAME = "alertname";
    static final String SEVERITY = "severity";
    static final String PROJECT = "project";
    static final String METRIC = "metric";
    static final String CATEGORY = "category";
    static final String OWNER = "owner";
    static final String FIGURE = "figure";

    /** Names that a rule's own labels cannot have; {@code alert} names a group of one. */
    static final Set<String> GIVEN =
            Set.of(NAME, SEVERITY, PROJECT, METRIC, CATEGORY, OWNER, FIGURE, "alert");

    /** How many labels a rule may have. */
    static final int MAX_LABELS = 20;

    /** How long a label's value may be. */
    static final int MAX_VALUE_CHARS = 200;

    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,62}");

    private AlertLabels() {}

    /** Whether a text can be a label's name. */
    static boolean isName(String name) {
        return LABEL.matcher(name).matches();
    }

    /** Checks the labels of a rule. */
    static void check(String field, Map<String, String> labels, List<Violation> wrong) {
        if (labels.size() > MAX_LABELS) {
            wrong.add(new Violation(field, "must be at most " + MAX_LABELS));
            return;
        }
        for (Map.Entry<String, @Nullable String> label : labels.entrySet()) {
            String value = label.getValue();
            if (!isName(label.getKey())) {
                wrong.add(
                        new Violation(
                                field,
                                "have names of letters, digits and _, at most 63, no digit first"));
            } else if (GIVEN.contains(label.getKey())) {
                wrong.add(
                        new Violation(field, "cannot name " + label.getKey() + ", which is given"));
            } else if (value == null || value.length() > MAX_VALUE_CHARS) {
                wrong.add(
                        new Violation(
                                field,
                                "have values of at most " + MAX_VALUE_CHARS + " characters"));
            }
        }
    }

    /** The rule's own labels, from the column {@code labels}. */
    static Map<String, String> own(Row row) {
        JsonObject json = row.getJsonObject("labels");
        Map<String, String> labels = new LinkedHashMap<>();
        json.forEach(label -> labels.put(label.getKey(), String.valueOf(label.getValue())));
        return labels;
    }

    /**
     * All labels of an alert, from columns {@code name, severity, project_key, metric_key,
     * category, owner, figure, labels}.
     */
    static Map<String, String> all(Row row) {
        Map<String, String> labels = own(row);
        labels.put(NAME, row.getString("name"));
        labels.put(SEVERITY, row.getString("severity"));
        labels.put(PROJECT, row.getString("project_key"));
        labels.put(FIGURE, row.getString("figure"));
        putIfKnown(labels, METRIC, row.getString("metric_key"));
        putIfKnown(labels, CATEGORY, row.getString("category"));
        putIfKnown(labels, OWNER, row.getString("owner"));
        return labels;
    }

    private static void putIfKnown(
            Map<String, String> labels, String name, @Nullable String value) {
        if (value != null) {
            labels.put(name, value);
        }
    }
}
