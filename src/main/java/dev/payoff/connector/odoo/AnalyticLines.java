package dev.payoff.connector.odoo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.connector.CostPull.Entry;
import dev.payoff.connector.CostPull.Page;
import dev.payoff.connector.Payload;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is asked of analytic lines, and what comes; pure. */
final class AnalyticLines {

    /** The model. */
    static final String MODEL = "account.analytic.line";

    /** Lines asked for at a time. */
    static final int PAGE = 1_000;

    private static final String ACCOUNT = "general_account_id";

    private AnalyticLines() {}

    /**
     * The named arguments of {@code search_read} for a page of a month. Neither what was written on
     * a line nor whose hours it are is asked for.
     *
     * @param after id with which the page before ended, or null
     */
    static JsonObject query(JsonObject config, YearMonth month, @Nullable String after) {
        JsonArray domain =
                new JsonArray()
                        .add(condition("date", ">=", month.atDay(1).toString()))
                        .add(condition("date", "<=", month.atEndOfMonth().toString()));
        if (after != null) {
            domain.add(condition("id", ">", Long.parseLong(after)));
        }
        config.getJsonArray("domain", new JsonArray()).forEach(domain::add);
        Set<String> fields = new LinkedHashSet<>(List.of("id", "date", "amount", "currency_id"));
        fields.add(ACCOUNT);
        fields.addAll(dimensions(config));
        return new JsonObject()
                .put("domain", domain)
                .put("fields", new JsonArray(List.copyOf(fields)))
                .put("limit", PAGE)
                .put("order", "id asc");
    }

    private static JsonArray condition(String field, String operator, Object value) {
        return new JsonArray().add(field).add(operator).add(value);
    }

    /** The fields that rules can ask for. */
    static List<String> dimensions(JsonObject config) {
        return config.getJsonArray("dimensions", new JsonArray()).stream()
                .map(String::valueOf)
                .toList();
    }

    /** The costs on a page. */
    static Page.Entries read(JsonNode rows, JsonObject config) {
        List<Entry> entries = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        String last = null;
        for (JsonNode each : rows) {
            Payload row = new Payload(each);
            // Without its id no next page could be asked for: that fails the page.
            last = Long.toString(row.number("id"));
            try {
                entries.add(entry(row, last, config));
            } catch (Payload.Unusable e) {
                unusable.add("Analytic line " + last + ": " + e.reason());
            }
        }
        return new Page.Entries(entries, unusable, rows.size() < PAGE ? null : last);
    }

    private static Entry entry(Payload row, String id, JsonObject config) {
        Map<String, String> of = new HashMap<>();
        for (String field : dimensions(config)) {
            JsonNode value = row.node().path(field);
            String name = name(value);
            if (!name.isEmpty()) {
                of.put(field, name);
            }
            if (value.isArray() && value.size() == 2) {
                of.put(field + ".id", value.get(0).asText());
            }
        }
        String currency = name(row.node().path("currency_id"));
        if (!currency.matches("[A-Z]{3}")) {
            throw new Payload.Unusable("'" + currency + "' is no currency.");
        }
        String account = name(row.node().path(ACCOUNT));
        return new Entry(
                id,
                row.day("date"),
                // On analytic accounts costs are negative, revenues positive.
                row.decimal("amount").negate(),
                currency,
                account.isEmpty() ? "Without an account" : account,
                null,
                of);
    }

    /** A text, or the name in a pair of id and name; Odoo says false where there is nothing. */
    private static String name(JsonNode value) {
        JsonNode named = value.isArray() && value.size() == 2 ? value.get(1) : value;
        return named.isTextual() ? named.textValue().strip() : "";
    }
}
