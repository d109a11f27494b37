package dev.payoff.connector.erpnext;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.connector.StubSystem.Answer;
import dev.payoff.connector.StubSystem.Asked;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/**
 * A stub of Frappe's list of documents and of ERPNext's ledger, from their documentation: filters,
 * fields, order, page length, {@code token} authorization, and a cancellation that books the same
 * amount on the other side and marks both.
 */
final class ErpNextStub implements Function<Asked, Answer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, ObjectNode> ledger = new ConcurrentSkipListMap<>();
    volatile Answer refusal;

    /** Where a list begins, it is answered with 503. */
    volatile String brokenAfter;

    void book(
            String name,
            LocalDate day,
            String account,
            String costCenter,
            String debit,
            String credit) {
        ledger.put(
                name,
                JSON.createObjectNode()
                        .put("name", name)
                        .put("posting_date", day.toString())
                        .put("account", account)
                        .put("cost_center", costCenter)
                        .putNull("project")
                        .put("debit", Double.parseDouble(debit))
                        .put("credit", Double.parseDouble(credit))
                        .put("voucher_type", "Purchase Invoice")
                        .put("voucher_no", "ACC-PINV-" + name)
                        .put("is_cancelled", 0));
    }

    void cancel(String name) {
        ObjectNode entry = ledger.get(name);
        entry.put("is_cancelled", 1);
        ObjectNode other = entry.deepCopy().put("name", name + "-C");
        other.set("debit", entry.get("credit"));
        other.set("credit", entry.get("debit"));
        ledger.put(name + "-C", other);
    }

    void delete(String name) {
        ledger.remove(name);
    }

    @Override
    public Answer apply(Asked asked) {
        if (!"token key:s3cret".equals(asked.header("Authorization"))) {
            return Answer.of(401, "{\"exception\":\"frappe.exceptions.AuthenticationError\"}");
        }
        if (refusal != null) {
            return refusal;
        }
        if (brokenAfter != null
                && asked.query().getOrDefault("filters", "").contains(brokenAfter)) {
            return Answer.of(503, "<html>Bad Gateway</html>");
        }
        if (asked.path().equals("/api/resource/Company/Acme GmbH")) {
            return Answer.ok("{\"data\":{\"name\":\"Acme GmbH\",\"default_currency\":\"EUR\"}}");
        }
        ArrayNode data = JSON.createArrayNode();
        if (asked.path().equals("/api/resource/Account")) {
            data.addObject().put("name", "Hosting - A");
            data.addObject().put("name", "Travel - A");
        } else if (asked.path().equals("/api/resource/GL Entry")) {
            int most = Integer.parseInt(asked.query().getOrDefault("limit_page_length", "20"));
            ledger.values().stream()
                    .filter(row -> passes(row, asked.query().getOrDefault("filters", "[]")))
                    .limit(most)
                    .forEach(data::add);
        } else {
            return Answer.of(404, "{\"exception\":\"DoesNotExistError\"}");
        }
        ObjectNode body = JSON.createObjectNode();
        body.set("data", data);
        return Answer.ok(body.toString());
    }

    private static boolean passes(ObjectNode row, String filters) {
        try {
            for (JsonNode filter : JSON.readTree(filters)) {
                String field = filter.get(0).asText();
                int compared = row.path(field).asText().compareTo(filter.get(2).asText());
                boolean holds =
                        switch (filter.get(1).asText()) {
                            case ">=" -> compared >= 0;
                            case "<=" -> compared <= 0;
                            case ">" -> compared > 0;
                            default -> field.equals("company") || compared == 0;
                        };
                if (!holds) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
