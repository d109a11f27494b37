package dev.payoff.connector.erpnext;

import dev.payoff.connector.CostPull.Entry;
import dev.payoff.connector.CostPull.Page;
import dev.payoff.connector.Payload;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Pages of the general ledger; pure. */
final class GlEntries {

    /** Rows asked for at a time. */
    static final int PAGE = 1_000;

    /** What rules can ask for, as ERPNext calls it. */
    static final List<String> CONDITIONS =
            List.of("cost_center", "project", "account", "voucher_type", "party");

    /** What is asked of each row. */
    static final List<String> FIELDS =
            List.of(
                    "name",
                    "posting_date",
                    "account",
                    "cost_center",
                    "project",
                    "debit",
                    "credit",
                    "voucher_type",
                    "voucher_no",
                    "party");

    private GlEntries() {}

    /** The names of the accounts in a list of them. */
    static Set<String> accounts(Payload body) {
        Set<String> names = new HashSet<>();
        body.each("data").forEach(account -> names.add(account.text("name")));
        return names;
    }

    /**
     * The costs on a page, which has further entries too: each voucher's lines sum up to nothing.
     *
     * @param accounts those of which debit is cost
     * @param currency of the company, in which debit and credit are
     */
    static Page.Entries read(Payload body, Set<String> accounts, String currency) {
        List<Payload> rows = body.each("data");
        List<Entry> entries = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        String last = null;
        for (Payload row : rows) {
            // Without its name no next page could be asked for: that fails the page.
            last = row.text("name");
            try {
                if (accounts.contains(row.text("account"))) {
                    entries.add(entry(row, currency));
                }
            } catch (Payload.Unusable e) {
                unusable.add("GL Entry " + last + ": " + e.reason());
            }
        }
        return new Page.Entries(entries, unusable, rows.size() < PAGE ? null : last);
    }

    /**
     * A cancelled entry counts as any other: ERPNext books the same amount on the other side, and
     * marks both.
     */
    private static Entry entry(Payload row, String currency) {
        BigDecimal amount = row.decimal("debit").subtract(row.decimal("credit"));
        Map<String, String> of = new HashMap<>();
        for (String name : CONDITIONS) {
            String value = row.textOr(name, "");
            if (!value.isEmpty()) {
                of.put(name, value);
            }
        }
        return new Entry(
                row.text("name"),
                row.day("posting_date"),
                amount,
                currency,
                row.text("account"),
                row.textOr("voucher_type", "") + " " + row.textOr("voucher_no", ""),
                of);
    }
}
