package dev.payoff.connector.focus;

import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.ProjectRules;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose cost a row is, by rules on its columns and tags.
 *
 * @param amountColumn EffectiveCost (amortised: what the use was worth) or BilledCost (what the
 *     invoice says)
 */
record FocusMapping(ProjectRules rules, String amountColumn) {

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

    /** Reads settings; what is wrong with them goes to the list. */
    static FocusMapping parse(JsonObject settings, List<Violation> violations) {
        ProjectRules rules =
                ProjectRules.parse(
                        settings,
                        name -> name.startsWith(TAG) || COLUMNS.contains(name),
                        "tag:<key> or one of " + COLUMNS,
                        violations);
        String amount =
                settings.getValue("amount") instanceof String column ? column : "EffectiveCost";
        if (!amount.equals("EffectiveCost") && !amount.equals("BilledCost")) {
            violations.add(new Violation("config.amount", "is EffectiveCost or BilledCost"));
        }
        return new FocusMapping(rules, amount);
    }

    /** All projects that are named, by id or key. */
    Set<String> projects() {
        return rules.projects();
    }

    /** The project of a row, or null where none is told. */
    @Nullable String project(FocusRows.Charge charge) {
        Map<String, String> tags = new HashMap<>();
        return rules.project(name -> {
            if (!name.startsWith(TAG)) {
                return charge.text(name);
            }
            // Tags are read once a row, and only where a rule asks for one.
            if (tags.isEmpty()) {
                tags.putAll(tags(charge.text("Tags")));
            }
            return tags.get(name.substring(TAG.length()));
        });
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
