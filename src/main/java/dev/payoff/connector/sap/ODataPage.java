package dev.payoff.connector.sap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.connector.CostPull.Entry;
import dev.payoff.connector.CostPull.Page;
import dev.payoff.connector.Glob;
import dev.payoff.connector.Payload;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Pages of an OData service, version 2 ({@code d.results}, {@code d.__next}, days as {@code
 * /Date(ms)/}, numbers as texts) or 4 ({@code value}, {@code @odata.nextLink}); pure.
 */
final class ODataPage {

    private static final Pattern DATE = Pattern.compile("/Date\\((-?\\d{1,15})([+-]\\d{1,4})?\\)/");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final int MAX_LINK_CHARS = 4_000;

    /**
     * Which page is asked for.
     *
     * @param skip rows of the pages that we cut
     * @param read rows of this one that the service has given already, in pages that it cut
     * @param link the service's own query for the next of those, or null
     */
    record At(int skip, int read, @Nullable String link) {

        static At parse(@Nullable String text) {
            if (text == null) {
                return new At(0, 0, null);
            }
            String[] parts = text.split("\\|", 3);
            return new At(
                    Integer.parseInt(parts[0]),
                    Integer.parseInt(parts[1]),
                    parts[2].isEmpty() ? null : parts[2]);
        }

        @Override
        public String toString() {
            return skip + "|" + read + "|" + (link == null ? "" : link);
        }

        /** The page after this one; null after the last. */
        @Nullable At after(int rows, @Nullable String next) {
            if (next != null) {
                return new At(skip, read + rows, next);
            }
            return read + rows < SapQuery.PAGE ? null : new At(skip + read + rows, 0, null);
        }
    }

    private ODataPage() {}

    /**
     * The costs on a page.
     *
     * @param accounts which accounts are costs; empty for all
     */
    static Page.Entries read(
            Payload body, SapQuery query, YearMonth month, At at, List<Glob> accounts) {
        JsonNode rows = rows(body);
        Map<String, Entry> entries = new LinkedHashMap<>();
        List<String> unusable = new ArrayList<>();
        for (JsonNode each : rows) {
            Payload row = new Payload(each);
            try {
                if (counts(row, accounts)) {
                    Entry entry = entry(row, query, month);
                    // A service that does not add up by what it is asked for gives several rows of
                    // one identity; together they are the entry.
                    entries.merge(entry.id(), entry, ODataPage::together);
                }
            } catch (Payload.Unusable e) {
                unusable.add(e.reason());
            }
        }
        At next = at.after(rows.size(), link(body));
        return new Page.Entries(
                List.copyOf(entries.values()), unusable, next == null ? null : next.toString());
    }

    /** The rows of an answer of either version. */
    static JsonNode rows(Payload body) {
        JsonNode v2 = body.at("d").at("results").node();
        JsonNode rows = v2.isArray() ? v2 : body.at("value").node();
        if (!rows.isArray()) {
            throw new Payload.Unusable(
                    "The answer is not a list of OData; is the path of the service right?");
        }
        return rows;
    }

    /**
     * What the service's link to the next page asks for. The host in it is left aside: behind a
     * proxy it is often one that only the system itself knows.
     */
    private static @Nullable String link(Payload body) {
        JsonNode v2 = body.at("d").at("__next").node();
        String link =
                v2.isTextual() ? v2.textValue() : body.node().path("@odata.nextLink").asText();
        int query = link.indexOf('?');
        if (query < 0) {
            return null;
        }
        if (link.length() > MAX_LINK_CHARS) {
            throw new Payload.Unusable("The link to the next page is too long.");
        }
        return link.substring(query + 1);
    }

    private static boolean counts(Payload row, List<Glob> accounts) {
        String account = bare(row.textOr("GLAccount", ""));
        return accounts.isEmpty() || accounts.stream().anyMatch(each -> each.matches(account));
    }

    private static Entry together(Entry one, Entry other) {
        return new Entry(
                one.id(),
                one.on(),
                one.amount().add(other.amount()),
                one.currency(),
                one.category(),
                one.note(),
                one.of());
    }

    private static Entry entry(Payload row, SapQuery query, YearMonth month) {
        Map<String, String> of = new HashMap<>();
        for (String name : query.dimensions()) {
            String value = row.textOr(name, "");
            if (!value.isBlank()) {
                of.put(name, name.equals("GLAccount") ? bare(value) : value.strip());
            }
        }
        String currency = row.text(query.currencyField());
        if (!CURRENCY.matcher(currency).matches()) {
            throw new Payload.Unusable("'" + currency + "' is no currency.");
        }
        StringBuilder id = new StringBuilder();
        for (String name : query.identity()) {
            id.append(name).append('=').append(row.node().path(name).asText()).append('\n');
        }
        return new Entry(
                id.toString(),
                // Where only the period is known, its costs count from its first day on.
                query.dateField() == null ? month.atDay(1) : day(row, query.dateField()),
                amount(row, query),
                currency,
                of.getOrDefault("GLAccount", "other"),
                of.getOrDefault("WBSElement", of.get("CostCenter")),
                of);
    }

    /** Debits are positive; where a field tells the side, the amount's own sign does not count. */
    private static BigDecimal amount(Payload row, SapQuery query) {
        BigDecimal amount = row.decimal(query.amountField());
        String field = query.signField();
        if (field == null) {
            return amount;
        }
        return switch (row.text(field)) {
            case "S" -> amount.abs();
            case "H" -> amount.abs().negate();
            default ->
                    throw new Payload.Unusable(
                            "'" + field + "' is neither S (debit) nor H (credit).");
        };
    }

    private static LocalDate day(Payload row, String field) {
        Matcher date = DATE.matcher(row.textOr(field, ""));
        try {
            return date.matches()
                    ? Instant.ofEpochMilli(Long.parseLong(date.group(1)))
                            .atOffset(ZoneOffset.UTC)
                            .toLocalDate()
                    : row.day(field);
        } catch (DateTimeException e) {
            throw new Payload.Unusable("'" + field + "' is no day.");
        }
    }

    /** Some services fill account numbers with zeros up to ten places, some do not. */
    private static String bare(String account) {
        return account.replaceFirst("^0+(?=.)", "");
    }
}
