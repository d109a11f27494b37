package dev.payoff.connector.hr;

import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.CostPull;
import dev.payoff.connector.CostPull.Entry;
import dev.payoff.connector.Spelling;
import dev.payoff.connector.TableCells;
import dev.payoff.connector.TableCells.Unusable;
import dev.payoff.connector.TableLines;
import dev.payoff.connector.TableLines.Line;
import dev.payoff.connector.TableLines.NotReadable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Adds hours times rates up, by month, role, project and department; one thread owns it. Without
 * names, what several people did of one role for one project is one line.
 */
final class Labour {

    /** Lines of one file, or of one month that is asked for. */
    static final int MAX_LINES = 50_000;

    private static final int MAX_RATES = 1_000;

    private static final Map<String, Set<String>> RATE_COLUMNS =
            Map.of(
                    "role",
                    Set.of("role", "rolle", "funktion", "position", "job title"),
                    "rate",
                    Set.of("rate", "hourly_cost", "hourly rate", "stundensatz", "kostensatz"),
                    "currency",
                    Set.of("currency", "währung", "waehrung"),
                    "from",
                    Set.of("from", "valid from", "valid_from", "gültig ab", "gueltig ab", "ab"));

    /**
     * An hourly rate of a role from a day on.
     *
     * @param role in lower case
     */
    record Rate(String role, LocalDate from, BigDecimal perHour, String currency) {}

    /**
     * What somebody did.
     *
     * @param rate per hour, in {@code currency}; null to take it from the table of rates
     * @param person null where names are not wanted
     */
    record Effort(
            YearMonth month,
            String role,
            @Nullable String project,
            @Nullable String department,
            BigDecimal hours,
            @Nullable BigDecimal rate,
            @Nullable String currency,
            @Nullable String person) {}

    private record Key(
            YearMonth month,
            String role,
            @Nullable String project,
            @Nullable String department,
            String currency,
            @Nullable String person) {}

    private record Sum(BigDecimal hours, BigDecimal amount) {
        Sum and(Sum other) {
            return new Sum(hours.add(other.hours), amount.add(other.amount));
        }
    }

    private final List<Rate> rates;
    private final Map<Key, Sum> sums = new LinkedHashMap<>();

    Labour(JsonObject config) {
        this.rates = rates(config, new ArrayList<>());
    }

    /** Reads the setting {@code rates}; what is wrong goes to the list. */
    static List<Rate> rates(JsonObject config, List<Violation> wrong) {
        List<Rate> rates = new ArrayList<>();
        Object given = config.getValue("rates");
        if (given == null) {
            return rates;
        }
        if (!(given instanceof JsonArray list) || list.size() > MAX_RATES) {
            wrong.add(
                    new Violation("config.rates", "is a list of at most " + MAX_RATES + " rates"));
            return rates;
        }
        for (int i = 0; i < list.size(); i++) {
            Rate rate = list.getValue(i) instanceof JsonObject each ? rate(each) : null;
            if (rate == null) {
                wrong.add(
                        new Violation(
                                "config.rates[" + i + "]",
                                "is {\"role\", \"from\": \"2026-01-01\", \"perHour\": 85, \"currency\":"
                                        + " \"EUR\"}"));
            } else {
                rates.add(rate);
            }
        }
        return rates;
    }

    /**
     * Reads a table of rates: a row for each role and day from which on its rate holds.
     *
     * @param wrong gets a sentence on each row that cannot be used
     * @return the setting {@code rates}
     * @throws NotReadable where it cannot be told what is where
     */
    static JsonArray rates(TableLines lines, List<String> wrong) {
        List<Line.Cells> rows = TableLines.readable(TableLines.head(lines));
        if (rows.size() < 2 || rows.size() > MAX_RATES + 1 || lines.hasNext()) {
            throw new NotReadable(
                    "SIZE", "A table of rates has a header and 1 to " + MAX_RATES + " rows.");
        }
        List<String> header = rows.getFirst().cells();
        Map<String, Integer> columns = HrTable.columns(RATE_COLUMNS, header);
        if (columns.size() < RATE_COLUMNS.size()) {
            throw new NotReadable(
                    "NO_COLUMN",
                    "The header has to name " + RATE_COLUMNS.keySet() + " but is " + header + ".");
        }
        List<Line.Cells> body = rows.subList(1, rows.size());
        TableCells cells;
        try {
            cells =
                    new TableCells(
                            Spelling.decimalComma(column(body, columns, "rate")),
                            Spelling.dayFirst(column(body, columns, "from")),
                            ZoneOffset.UTC);
        } catch (Spelling.Ambiguous e) {
            throw new NotReadable("AMBIGUOUS", String.valueOf(e.getMessage()));
        }
        JsonArray rates = new JsonArray();
        for (Line.Cells row : body) {
            try {
                rates.add(rate(row, columns, cells));
            } catch (Unusable e) {
                wrong.add("Line " + row.number() + " " + e.getMessage() + ".");
            }
        }
        return rates;
    }

    private static List<String> column(
            List<Line.Cells> rows, Map<String, Integer> columns, String part) {
        return rows.stream()
                .map(row -> row.cell(columns.getOrDefault(part, -1)))
                .filter(cell -> !cell.isEmpty())
                .toList();
    }

    private static JsonObject rate(Line.Cells row, Map<String, Integer> columns, TableCells cells) {
        String role = row.cell(columns.getOrDefault("role", -1));
        String currency = row.cell(columns.getOrDefault("currency", -1));
        String rate = row.cell(columns.getOrDefault("rate", -1));
        BigDecimal perHour = cells.number("rate", rate);
        LocalDate from =
                cells.time("from", row.cell(columns.getOrDefault("from", -1)))
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate();
        if (role.isBlank()) {
            throw new Unusable("role", "MISSING", "names no role", role);
        }
        if (!currency.matches("[A-Z]{3}")) {
            throw new Unusable("currency", "NO_CURRENCY", "has no currency such as EUR", currency);
        }
        if (perHour.signum() < 0) {
            throw new Unusable("rate", "NEGATIVE", "has a negative rate", rate);
        }
        return new JsonObject()
                .put("role", role.strip())
                .put("from", from.toString())
                .put("perHour", perHour)
                .put("currency", currency);
    }

    private static @Nullable Rate rate(JsonObject given) {
        try {
            return given.getValue("role") instanceof String role
                            && given.getValue("from") instanceof String from
                            && given.getValue("perHour") instanceof Number perHour
                            && given.getValue("currency") instanceof String currency
                            && currency.matches("[A-Z]{3}")
                            && new BigDecimal(perHour.toString()).signum() >= 0
                    ? new Rate(
                            role.strip().toLowerCase(Locale.ROOT),
                            LocalDate.parse(from),
                            new BigDecimal(perHour.toString()),
                            currency)
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /**
     * Adds an effort.
     *
     * @throws Unusable where there is no rate for it
     */
    void add(Effort effort) {
        BigDecimal perHour = effort.rate();
        String currency = effort.currency();
        if (perHour == null || currency == null) {
            Rate rate = rate(effort.role(), effort.month());
            perHour = rate.perHour();
            currency = rate.currency();
        }
        Key key =
                new Key(
                        effort.month(),
                        effort.role(),
                        effort.project(),
                        effort.department(),
                        currency,
                        effort.person());
        if (sums.size() == MAX_LINES && !sums.containsKey(key)) {
            throw new Unusable(
                    "role", "TOO_MANY", "is beyond the " + MAX_LINES + " lines of one file", "");
        }
        sums.merge(key, new Sum(effort.hours(), effort.hours().multiply(perHour)), Sum::and);
    }

    private Rate rate(String role, YearMonth month) {
        Rate found = null;
        for (Rate rate : rates) {
            if (rate.role().equals(role.toLowerCase(Locale.ROOT))
                    && !rate.from().isAfter(month.atDay(1))
                    && (found == null || rate.from().isAfter(found.from()))) {
                found = rate;
            }
        }
        if (found == null) {
            throw new Unusable(
                    "role",
                    "NO_RATE",
                    "is of a role without a rate in " + month + "; add it to rates",
                    role);
        }
        return found;
    }

    /** The cost lines by month. */
    Map<YearMonth, List<Entry>> entries() {
        Map<YearMonth, List<Entry>> months = new TreeMap<>();
        sums.forEach((key, sum) ->
                months.computeIfAbsent(key.month(), month -> new ArrayList<>())
                        .add(entry(key, sum)));
        return months;
    }

    private static Entry entry(Key key, Sum sum) {
        Map<String, String> of = new HashMap<>();
        of.put("role", key.role());
        if (key.project() != null) {
            of.put("project", key.project());
            of.put(CostPull.OWN_PROJECT, key.project());
        }
        if (key.department() != null) {
            of.put("department", key.department());
        }
        String hours = sum.hours().stripTrailingZeros().toPlainString() + " h";
        return new Entry(
                key.toString(),
                key.month().atDay(1),
                sum.amount(),
                key.currency(),
                "Labour: " + key.role(),
                key.person() == null ? hours : key.person() + ", " + hours,
                of);
    }
}
