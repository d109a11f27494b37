package dev.payoff.connector;

import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.TableLines.Line;
import dev.payoff.connector.TableLines.NotReadable;
import io.vertx.core.json.JsonObject;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which columns a table of measurements has and how its numbers and dates are written, found out
 * from its first lines; pure. What can be read in two ways is not guessed: it has to be set.
 *
 * @param metric column of the metric, or -1 where all rows are of one
 * @param id column of the sender's id of a row, or -1
 * @param note column of a note, or -1
 */
public record TableFormat(
        boolean decimalComma, boolean dayFirst, int time, int value, int metric, int id, int note) {

    /**
     * What was set; what is null is found out.
     *
     * @param columns names of columns by their part: time, value, metric, id, note
     * @param defaultMetric of the rows, where no column names it
     * @param sheet of a workbook; null for the first
     * @param zone of times without an offset
     */
    public record Settings(
            JsonObject columns,
            @Nullable String defaultMetric,
            @Nullable Charset charset,
            @Nullable Character delimiter,
            @Nullable String sheet,
            @Nullable Boolean decimalComma,
            @Nullable Boolean dayFirst,
            ZoneId zone) {

        /** Reads settings by their names in the manifest. */
        public static Settings parse(JsonObject config, List<Violation> wrong) {
            ZoneId zone = ZoneId.of("UTC");
            Charset charset = null;
            try {
                zone = ZoneId.of(config.getString("zone", "UTC"));
            } catch (DateTimeException e) {
                wrong.add(new Violation("config.zone", "is a time zone such as Europe/Berlin"));
            }
            String encoding = config.getString("encoding", "auto");
            try {
                charset = encoding.equals("auto") ? null : Charset.forName(encoding);
            } catch (IllegalArgumentException e) {
                wrong.add(new Violation("config.encoding", "is auto, UTF-8, windows-1252, …"));
            }
            JsonObject columns = new JsonObject();
            for (String part : List.of("time", "value", "metric", "id", "note")) {
                String name = config.getString(part + "Column");
                if (name != null) {
                    columns.put(part, name);
                }
            }
            String decimal = config.getString("decimal", "auto");
            String dates = config.getString("dates", "auto");
            return new Settings(
                    columns,
                    config.getString("metric"),
                    charset,
                    delimiter(config.getString("delimiter", "auto")),
                    config.getString("sheet"),
                    decimal.equals("auto") ? null : decimal.equals("comma"),
                    dates.equals("auto") ? null : dates.equals("day-first"),
                    zone);
        }

        /** What stands between two cells; null to find it out. */
        public static @Nullable Character delimiter(String name) {
            return switch (name) {
                case "comma" -> ',';
                case "semicolon" -> ';';
                case "tab" -> '\t';
                case "bar" -> '|';
                default -> null;
            };
        }
    }

    private static final Set<String> TIMES =
            Set.of(
                    "time",
                    "timestamp",
                    "date",
                    "datetime",
                    "observedat",
                    "observed_at",
                    "ts",
                    "datum",
                    "zeit",
                    "zeitpunkt",
                    "tag",
                    "day",
                    "month",
                    "monat");
    private static final Set<String> VALUES =
            Set.of("value", "amount", "count", "wert", "betrag", "anzahl", "menge");
    private static final Set<String> METRICS = Set.of("metric", "metrik", "kennzahl", "kpi");
    private static final Set<String> IDS = Set.of("id", "eventid", "event_id", "external_id");
    private static final Set<String> NOTES = Set.of("note", "comment", "notiz", "kommentar");

    /**
     * Finds out what a table's columns are.
     *
     * @param lines the first ones, the header among them
     * @throws NotReadable where that cannot be told
     */
    static TableFormat detect(List<Line.Cells> lines, Settings settings) {
        if (lines.isEmpty()) {
            throw new NotReadable("EMPTY", "The file is empty.");
        }
        List<String> header = lines.getFirst().cells();
        int time = column(header, settings, "time", TIMES);
        int value = column(header, settings, "value", VALUES);
        int metric = column(header, settings, "metric", METRICS);
        if (time < 0 || value < 0) {
            throw new NotReadable(
                    "NO_COLUMN",
                    "The header has no column for "
                            + (time < 0 ? "the time" : "the value")
                            + "; set "
                            + (time < 0 ? "timeColumn" : "valueColumn")
                            + " to one of "
                            + header
                            + ".");
        }
        if (metric < 0 && settings.defaultMetric() == null) {
            throw new NotReadable(
                    "NO_METRIC",
                    "Nothing says of which metric the rows are; set metric or metricColumn.");
        }
        try {
            return new TableFormat(
                    settings.decimalComma() != null
                            ? settings.decimalComma()
                            : Spelling.decimalComma(cells(lines, value)),
                    settings.dayFirst() != null
                            ? settings.dayFirst()
                            : Spelling.dayFirst(cells(lines, time)),
                    time,
                    value,
                    metric,
                    column(header, settings, "id", IDS),
                    column(header, settings, "note", NOTES));
        } catch (Spelling.Ambiguous e) {
            throw new NotReadable("AMBIGUOUS", String.valueOf(e.getMessage()));
        }
    }

    private static int column(
            List<String> header, Settings settings, String part, Set<String> names) {
        String wanted = settings.columns().getString(part);
        int found = column(header, wanted, names);
        if (wanted != null && found < 0) {
            throw new NotReadable(
                    "NO_COLUMN", "The header has no column " + wanted + " but " + header + ".");
        }
        return found;
    }

    /** The column that is wanted, else the first of one of the usual names; -1 where none is. */
    static int column(List<String> header, @Nullable String wanted, Set<String> names) {
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            if (wanted != null
                    ? name.equalsIgnoreCase(wanted)
                    : names.contains(name.toLowerCase(Locale.ROOT))) {
                return i;
            }
        }
        return -1;
    }

    /** What stands in a column below the header, where anything does. */
    static List<String> cells(List<Line.Cells> lines, int column) {
        return lines.stream()
                .skip(1)
                .map(line -> line.cell(column))
                .filter(cell -> !cell.isEmpty())
                .toList();
    }
}
