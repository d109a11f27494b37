package dev.payoff.connector.hr;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.ImportJournal.RowError;
import dev.payoff.connector.Payload;
import dev.payoff.connector.Spelling;
import dev.payoff.connector.TableCells;
import dev.payoff.connector.TableCells.Unusable;
import dev.payoff.connector.TableLines;
import dev.payoff.connector.TableLines.Line;
import dev.payoff.connector.TableLines.NotReadable;
import dev.payoff.connector.hr.Labour.Effort;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who did how much: columns of a table found by usual names in English and German, or places in a
 * system's answer told by a mapping; pure.
 */
final class HrTable {

    /** Rows of a table. */
    static final int MAX_ROWS = 500_000;

    private static final String PERSON = "person";

    private static final Map<String, Set<String>> NAMES =
            Map.of(
                    "role",
                    Set.of("role", "rolle", "funktion", "position", "job title"),
                    "project",
                    Set.of("project", "projekt", "project key"),
                    "department",
                    Set.of("department", "abteilung", "team", "cost centre", "kostenstelle"),
                    "month",
                    Set.of("month", "monat", "period", "periode", "date", "datum"),
                    "fte",
                    Set.of("fte", "vzä", "vzae", "vk"),
                    "hours",
                    Set.of("hours", "stunden", "std", "h"),
                    "rate",
                    Set.of("rate", "hourly_cost", "hourly rate", "stundensatz", "kostensatz"),
                    "currency",
                    Set.of("currency", "währung", "waehrung"),
                    PERSON,
                    Set.of("person", "name", "employee", "mitarbeiter", "mitarbeiterin"));

    private static final Pattern MONTH = Pattern.compile("(\\d{1,2})[./-](\\d{4})");
    private static final Pattern PLACE = Pattern.compile("(/.*)?");

    private final JsonObject config;
    private final Labour labour;
    private final TableCells cells;

    private HrTable(JsonObject config, Labour labour, TableCells cells) {
        this.config = config;
        this.labour = labour;
        this.cells = cells;
    }

    /**
     * Reads a file's table.
     *
     * @param errors gets each row that cannot be used
     * @return how many rows there are
     * @throws NotReadable where it cannot be told what is where
     */
    static int read(TableLines lines, JsonObject config, Labour labour, Consumer<RowError> errors) {
        Deque<Line> head = TableLines.head(lines);
        List<Line.Cells> sample = TableLines.readable(head);
        if (sample.isEmpty()) {
            throw new NotReadable("EMPTY", "The file is empty, or cannot be read.");
        }
        Map<String, Integer> columns = columns(sample.getFirst().cells());
        HrTable table = new HrTable(config, labour, spelling(sample, columns));
        head.removeFirst();
        int rows = 0;
        while (!head.isEmpty() || lines.hasNext()) {
            rows++;
            if (rows > MAX_ROWS) {
                throw new NotReadable(
                        "TOO_MANY_ROWS", "The file has more than " + MAX_ROWS + " rows; split it.");
            }
            table.take(head.isEmpty() ? lines.next() : head.removeFirst(), columns, errors);
        }
        return rows;
    }

    private void take(Line line, Map<String, Integer> columns, Consumer<RowError> errors) {
        switch (line) {
            case Line.Cells row -> {
                try {
                    add(part -> row.cell(columns.getOrDefault(part, -1)), null);
                } catch (Unusable e) {
                    errors.accept(e.at(row.number()));
                }
            }
            case Line.Broken broken ->
                    errors.accept(
                            new RowError(
                                    broken.number(),
                                    null,
                                    "UNREADABLE",
                                    "the file cannot be read on from here",
                                    null));
        }
    }

    /** Where the parts stand that a header names; of several columns of one name the first. */
    static Map<String, Integer> columns(Map<String, Set<String>> named, List<String> header) {
        Map<String, Integer> columns = new HashMap<>();
        named.forEach((part, names) -> {
            for (int i = header.size() - 1; i >= 0; i--) {
                if (names.contains(header.get(i).toLowerCase(Locale.ROOT))) {
                    columns.put(part, i);
                }
            }
        });
        return columns;
    }

    private static Map<String, Integer> columns(List<String> header) {
        Map<String, Integer> columns = columns(NAMES, header);
        for (String part : List.of("role", "month")) {
            if (!columns.containsKey(part)) {
                throw new NotReadable(
                        "NO_COLUMN",
                        "The header has no column for the " + part + " but " + header + ".");
            }
        }
        if (!columns.containsKey("fte") && !columns.containsKey("hours")) {
            throw new NotReadable(
                    "NO_COLUMN", "The header has neither hours nor fte but " + header + ".");
        }
        return columns;
    }

    private static TableCells spelling(List<Line.Cells> rows, Map<String, Integer> columns) {
        List<String> numbers = new ArrayList<>();
        List<String> dates = new ArrayList<>();
        for (Line.Cells row : rows.subList(1, rows.size())) {
            for (String part : List.of("fte", "hours", "rate")) {
                String cell = row.cell(columns.getOrDefault(part, -1));
                if (!cell.isEmpty()) {
                    numbers.add(cell);
                }
            }
            dates.add(row.cell(columns.getOrDefault("month", -1)));
        }
        try {
            return new TableCells(
                    Spelling.decimalComma(numbers), Spelling.dayFirst(dates), ZoneId.of("UTC"));
        } catch (Spelling.Ambiguous e) {
            throw new NotReadable("AMBIGUOUS", String.valueOf(e.getMessage()));
        }
    }

    /** What is wrong with a mapping goes to the list. */
    static void check(JsonObject mapping, List<Violation> wrong) {
        for (String name : mapping.fieldNames()) {
            boolean known = NAMES.containsKey(name) || name.equals("each") || name.equals("next");
            if (!known
                    || !(mapping.getValue(name) instanceof String pointer)
                    || !PLACE.matcher(pointer).matches()) {
                wrong.add(
                        new Violation(
                                "config.mapping." + name,
                                "is a JSON pointer such as /role; of "
                                        + NAMES.keySet()
                                        + ", each, next"));
            }
        }
        if (!mapping.containsKey("role")
                || !mapping.containsKey("hours") && !mapping.containsKey("fte")) {
            wrong.add(new Violation("config.mapping", "needs role, and hours or fte"));
        }
    }

    /** The place of a part in an answer; the whole answer where the mapping names none. */
    static JsonNode at(JsonNode answer, JsonObject mapping, String part) {
        return answer.at(JsonPointer.compile(mapping.getString(part, "")));
    }

    /** Adds an element of a system's answer for a month; answers why not, or null. */
    static @Nullable String add(
            JsonNode element, JsonObject config, YearMonth month, Labour labour) {
        JsonObject mapping = config.getJsonObject("mapping", new JsonObject());
        HrTable table = new HrTable(config, labour, new TableCells(false, false, ZoneId.of("UTC")));
        try {
            table.add(
                    part ->
                            mapping.containsKey(part)
                                    ? Payload.plain(at(element, mapping, part))
                                    : "",
                    month);
            return null;
        } catch (Unusable e) {
            return "An element " + e.getMessage() + ".";
        }
    }

    private void add(Function<String, String> part, @Nullable YearMonth asked) {
        String role = part.apply("role");
        if (role.isBlank()) {
            throw new Unusable("role", "MISSING", "names no role", role);
        }
        String month = part.apply("month");
        BigDecimal hours = hours(part);
        String rate = part.apply("rate");
        String currency = part.apply("currency");
        if (!rate.isEmpty() && !currency.matches("[A-Z]{3}")) {
            throw new Unusable(
                    "currency", "NO_CURRENCY", "has a rate without a currency", currency);
        }
        BigDecimal perHour = rate.isEmpty() ? null : cells.number("rate", rate);
        if (perHour != null && perHour.signum() < 0) {
            throw new Unusable("rate", "NEGATIVE", "has a negative rate", rate);
        }
        labour.add(
                new Effort(
                        asked != null && month.isEmpty() ? asked : month(month),
                        role.strip(),
                        orNull(part.apply("project")),
                        orNull(part.apply("department")),
                        hours,
                        perHour,
                        rate.isEmpty() ? null : currency,
                        // What is not wanted is not even looked at.
                        Boolean.TRUE.equals(config.getBoolean("names"))
                                ? orNull(part.apply(PERSON))
                                : null));
    }

    private BigDecimal hours(Function<String, String> part) {
        String hours = part.apply("hours");
        return hours.isEmpty()
                ? cells.number("fte", part.apply("fte"))
                        .multiply(BigDecimal.valueOf(config.getInteger("fteHours", 160)))
                : cells.number("hours", hours);
    }

    private YearMonth month(String cell) {
        Matcher month = MONTH.matcher(cell);
        if (month.matches() && Integer.parseInt(month.group(1)) <= 12) {
            int number = Integer.parseInt(month.group(1));
            if (number > 0) {
                return YearMonth.of(Integer.parseInt(month.group(2)), number);
            }
        }
        return YearMonth.from(cells.time("month", cell).atOffset(ZoneOffset.UTC));
    }

    private static @Nullable String orNull(String text) {
        return text.isBlank() ? null : text.strip();
    }
}
