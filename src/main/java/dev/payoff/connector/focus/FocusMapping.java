package dev.payoff.connector.focus;

import dev.payoff.app.Problem.Violation;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose cost a row is: the first rule all of whose conditions hold names the project; where none
 * does, the default.
 *
 * @param amountColumn EffectiveCost (amortised: what the use was worth) or BilledCost (what the
 *     invoice says)
 * @param defaultProject id or key, or null to leave such rows out
 */
record FocusMapping(List<Rule> rules, @Nullable String defaultProject, String amountColumn) {

    /**
     * A rule.
     *
     * @param columns values by column name
     * @param tags values by tag key
     */
    record Rule(Map<String, String> columns, Map<String, String> tags, String project) {}

    /** The columns that a condition may ask for. */
    static final List<String> COLUMNS =
            List.of(
                    "BillingAccountId",
                    "SubAccountId",
                    "ServiceName",
                    "ServiceCategory",
                    "ProviderName",
                    "RegionId",
                    "ResourceId");

    private static final String TAG = "tag:";
    private static final int MAX_RULES = 1000;

    /** Reads settings; what is wrong with them goes to the list. */
    static FocusMapping parse(JsonObject settings, List<Violation> violations) {
        List<Rule> rules = new ArrayList<>();
        Object given = settings.getValue("rules");
        if (given instanceof JsonArray array && array.size() <= MAX_RULES) {
            for (int i = 0; i < array.size(); i++) {
                Rule rule = rule(array.getValue(i), "config.rules[" + i + "]", violations);
                if (rule != null) {
                    rules.add(rule);
                }
            }
        } else if (given != null) {
            violations.add(
                    new Violation("config.rules", "is a list of at most " + MAX_RULES + " rules"));
        }
        String fallback = settings.getValue("defaultProject") instanceof String key ? key : null;
        if (rules.isEmpty() && fallback == null && violations.isEmpty()) {
            violations.add(
                    new Violation(
                            "config.rules",
                            "or defaultProject is needed, to tell whose cost it is"));
        }
        String amount =
                settings.getValue("amount") instanceof String column ? column : "EffectiveCost";
        if (!amount.equals("EffectiveCost") && !amount.equals("BilledCost")) {
            violations.add(new Violation("config.amount", "is EffectiveCost or BilledCost"));
        }
        return new FocusMapping(List.copyOf(rules), fallback, amount);
    }

    private static @Nullable Rule rule(Object given, String at, List<Violation> violations) {
        if (!(given instanceof JsonObject rule)
                || !(rule.getValue("when") instanceof JsonObject when)
                || !(rule.getValue("project") instanceof String project)
                || when.isEmpty()) {
            violations.add(
                    new Violation(
                            at, "is {\"when\": {column or tag:key: value, …}, \"project\": key}"));
            return null;
        }
        Map<String, String> columns = new HashMap<>();
        Map<String, String> tags = new HashMap<>();
        for (String name : when.fieldNames()) {
            if (!(when.getValue(name) instanceof String value)) {
                violations.add(new Violation(at + ".when." + name, "is a text"));
            } else if (name.startsWith(TAG)) {
                tags.put(name.substring(TAG.length()), value);
            } else if (COLUMNS.contains(name)) {
                columns.put(name, value);
            } else {
                violations.add(
                        new Violation(at + ".when." + name, "is tag:<key> or one of " + COLUMNS));
            }
        }
        return new Rule(Map.copyOf(columns), Map.copyOf(tags), project);
    }

    /** All projects that are named, by id or key. */
    Set<String> projects() {
        Set<String> projects = new LinkedHashSet<>();
        rules.forEach(rule -> projects.add(rule.project()));
        if (defaultProject != null) {
            projects.add(defaultProject);
        }
        return projects;
    }

    /** The project of a row, or null where none is told. */
    @Nullable String project(FocusRows.Charge charge) {
        Map<String, String> tags = null;
        for (Rule rule : rules) {
            if (!rule.tags().isEmpty() && tags == null) {
                tags = tags(charge.text("Tags"));
            }
            if (holds(rule.columns(), charge) && (tags == null || holds(rule.tags(), tags))) {
                return rule.project();
            }
        }
        return defaultProject;
    }

    private static boolean holds(Map<String, String> wanted, FocusRows.Charge charge) {
        return wanted.entrySet().stream()
                .allMatch(each -> each.getValue().equals(charge.text(each.getKey())));
    }

    private static boolean holds(Map<String, String> wanted, Map<String, String> tags) {
        return wanted.entrySet().stream()
                .allMatch(each -> each.getValue().equals(tags.get(each.getKey())));
    }

    /** Tags that cannot be read are no tags: they decide whose cost it is, not how much. */
    private static Map<String, String> tags(@Nullable String text) {
        if (text == null) {
            return Map.of();
        }
        try {
            Map<String, String> tags = new HashMap<>();
            new JsonObject(text)
                    .forEach(tag -> tags.put(tag.getKey(), String.valueOf(tag.getValue())));
            return tags;
        } catch (DecodeException e) {
            return Map.of();
        }
    }
}
