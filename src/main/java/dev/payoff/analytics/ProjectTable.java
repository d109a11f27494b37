package dev.payoff.analytics;

import dev.payoff.connector.TableLines;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table of projects: which column is what, and what its rows say; pure. Bounded by {@link
 * #MAX_ROWS}.
 *
 * @param columns name of a column by what it holds
 * @param constants fields that are the same of all rows
 */
record ProjectTable(Map<String, String> columns, Map<String, String> constants) {

    /** The most rows of one table. */
    static final int MAX_ROWS = 2_000;

    /** What a column can hold. */
    static final Set<String> FIELDS =
            Set.of(
                    "key",
                    "name",
                    "type",
                    "description",
                    "owner",
                    "programme",
                    "objective",
                    "currency",
                    "budget",
                    "completesOn");

    private static final int KEY = 63;
    private static final int NAME = 200;
    private static final int TEXT = 4_000;
    private static final Pattern NOT_OF_A_KEY = Pattern.compile("[^a-z0-9-]+");
    private static final Pattern AMOUNT = Pattern.compile("-?\\d{1,18}(\\.\\d{1,6})?");
    private static final List<DateTimeFormatter> DATES =
            List.of(
                    DateTimeFormatter.ISO_LOCAL_DATE,
                    DateTimeFormatter.ofPattern("MMMM d, uuuu", Locale.ENGLISH),
                    DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH));

    /** Keeps own copies. */
    ProjectTable {
        columns = Map.copyOf(columns);
        constants = Map.copyOf(constants);
    }

    /**
     * What a row says.
     *
     * @param fields as the registry takes them
     * @param budget null: none told
     */
    record Item(
            long line,
            String key,
            Map<String, String> fields,
            @Nullable BigDecimal budget,
            @Nullable LocalDate completesOn) {}

    /** A row that is not taken, and why. */
    public record RowError(long line, String field, String detail) {}

    /** What a table says. */
    record Content(long rows, List<Item> items, List<RowError> errors) {}

    /** Reads a table; its first line has the names of the columns. */
    Content read(TableLines lines) {
        List<Item> items = new ArrayList<>();
        List<RowError> errors = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>();
        Set<String> keys = new HashSet<>();
        long rows = 0;
        while (lines.hasNext()) {
            switch (lines.next()) {
                case TableLines.Line.Broken broken -> {
                    rows++;
                    errors.add(
                            new RowError(
                                    broken.number(), "", "cannot be read, nor what follows it"));
                }
                case TableLines.Line.Cells cells when places.isEmpty() -> {
                    for (int i = 0; i < cells.cells().size(); i++) {
                        places.putIfAbsent(cells.cell(i), i);
                    }
                    columns.forEach((field, column) -> {
                        if (!places.containsKey(column)) {
                            errors.add(
                                    new RowError(
                                            cells.number(), field, "there is no column " + column));
                        }
                    });
                    if (!errors.isEmpty()) {
                        return new Content(0, List.of(), errors);
                    }
                }
                case TableLines.Line.Cells cells -> {
                    if (++rows > MAX_ROWS) {
                        errors.add(
                                new RowError(
                                        cells.number(), "", "is beyond " + MAX_ROWS + " rows"));
                        return new Content(rows, items, errors);
                    }
                    item(cells, places, keys, items, errors);
                }
            }
        }
        return new Content(rows, items, errors);
    }

    private void item(
            TableLines.Line.Cells cells,
            Map<String, Integer> places,
            Set<String> keys,
            List<Item> items,
            List<RowError> errors) {
        Map<String, String> told = new HashMap<>(constants);
        columns.forEach((field, column) -> {
            String cell = cells.cell(places.getOrDefault(column, -1));
            if (!cell.isEmpty()) {
                told.put(field, cell);
            }
        });
        String key = key(told.getOrDefault("key", told.getOrDefault("name", "")));
        String budget = told.remove("budget");
        String end = told.remove("completesOn");
        BigDecimal amount = budget == null ? null : amount(budget);
        LocalDate completesOn = end == null ? null : date(end);
        if (key.isEmpty()) {
            errors.add(new RowError(cells.number(), "key", "and name are empty"));
        } else if (!keys.add(key)) {
            errors.add(new RowError(cells.number(), "key", "'" + key + "' is there twice"));
        } else if (budget != null && amount == null) {
            errors.add(new RowError(cells.number(), "budget", "'" + budget + "' is no amount"));
        } else if (end != null && completesOn == null) {
            errors.add(
                    new RowError(
                            cells.number(),
                            "completesOn",
                            "'" + end + "' is no date such as 2026-11-21 or November 21, 2026"));
        } else {
            told.put("key", key);
            told.putIfAbsent("name", key);
            told.computeIfPresent("name", (field, text) -> cut(text, NAME));
            told.computeIfPresent("programme", (field, text) -> cut(text, NAME));
            told.computeIfPresent("owner", (field, text) -> cut(text, NAME));
            told.computeIfPresent("objective", (field, text) -> cut(text, NAME));
            told.computeIfPresent("description", (field, text) -> cut(text, TEXT));
            items.add(new Item(cells.number(), key, told, amount, completesOn));
        }
    }

    /** A text as a key: lower case, hyphens for all that a key cannot have. */
    static String key(String text) {
        String plain = NOT_OF_A_KEY.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("-");
        String stripped = plain.replaceAll("^-+|-+$", "");
        return stripped.length() > KEY
                ? stripped.substring(0, KEY).replaceAll("-+$", "")
                : stripped;
    }

    /** An amount with a currency's sign and thousands in groups, as reports write it; else null. */
    static @Nullable BigDecimal amount(String text) {
        String plain = text.replaceAll("[$€£, \u00a0]", "");
        return AMOUNT.matcher(plain).matches() ? new BigDecimal(plain) : null;
    }

    /** A date as ISO or as reports write it; else null. */
    static @Nullable LocalDate date(String text) {
        for (DateTimeFormatter format : DATES) {
            try {
                return LocalDate.parse(text, format);
            } catch (DateTimeException e) {
                // Another format may fit.
                continue;
            }
        }
        return null;
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most) : text;
    }
}
