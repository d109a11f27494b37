package dev.payoff.connector.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.Spelling;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a file is written, found out from its beginning; pure. What can be read in two ways is not
 * guessed: it has to be set.
 *
 * @param metric column of the metric, or -1 where all rows are of one
 * @param id column of the sender's id of a row, or -1
 * @param note column of a note, or -1
 */
record CsvFormat(
        Charset charset,
        char delimiter,
        boolean decimalComma,
        boolean dayFirst,
        int time,
        int value,
        int metric,
        int id,
        int note) {

    /** Where a file begins; enough for some thousand rows. */
    static final int HEAD_BYTES = 256 * 1024;

    /** The file cannot be read; the message is a sentence that says what to set. */
    static final class NotReadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotReadable(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * What was set; what is null is found out.
     *
     * @param columns names of columns by their part: time, value, metric, id, note
     * @param defaultMetric of the rows, where no column names it
     * @param zone of times without an offset
     */
    record Settings(
            JsonObject columns,
            @Nullable String defaultMetric,
            @Nullable Charset charset,
            @Nullable Character delimiter,
            @Nullable Boolean decimalComma,
            @Nullable Boolean dayFirst,
            ZoneId zone) {

        /** Reads settings by their names in the manifest. */
        static Settings parse(JsonObject config, List<Violation> wrong) {
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
                    decimal.equals("auto") ? null : decimal.equals("comma"),
                    dates.equals("auto") ? null : dates.equals("day-first"),
                    zone);
        }

        private static @Nullable Character delimiter(String name) {
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

    private static final int GZIP = 0x1F8B;
    private static final int ZIP = 0x504B;

    /** Finds out how a file is written from its first bytes. */
    static CsvFormat detect(byte[] head, Settings settings) {
        int start = head.length < 2 ? 0 : (head[0] & 0xFF) << 8 | head[1] & 0xFF;
        if (start == GZIP || start == ZIP) {
            throw new NotReadable("The file is packed; unpack it, and save a spreadsheet as CSV.");
        }
        Charset charset = settings.charset() != null ? settings.charset() : charset(head);
        String text = new String(head, charset);
        text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try {
            return detect(text, charset, settings, head.length == HEAD_BYTES);
        } catch (Spelling.Ambiguous e) {
            throw new NotReadable(String.valueOf(e.getMessage()));
        }
    }

    private static CsvFormat detect(String text, Charset charset, Settings settings, boolean cut) {
        char delimiter =
                settings.delimiter() != null
                        ? settings.delimiter()
                        : delimiter(text.lines().findFirst().orElse(""));
        List<CsvRecord> rows = rows(text, delimiter, cut);
        if (rows.isEmpty()) {
            throw new NotReadable("The file is empty.");
        }
        List<String> header = rows.getFirst().getFields().stream().map(String::strip).toList();
        int time = column(header, settings, "time", TIMES);
        int value = column(header, settings, "value", VALUES);
        int metric = column(header, settings, "metric", METRICS);
        if (time < 0 || value < 0) {
            throw new NotReadable(
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
                    "Nothing says of which metric the rows are; set metric or metricColumn.");
        }
        return new CsvFormat(
                charset,
                delimiter,
                settings.decimalComma() != null
                        ? settings.decimalComma()
                        : Spelling.decimalComma(cells(rows, value)),
                settings.dayFirst() != null
                        ? settings.dayFirst()
                        : Spelling.dayFirst(cells(rows, time)),
                time,
                value,
                metric,
                column(header, settings, "id", IDS),
                column(header, settings, "note", NOTES));
    }

    private static Charset charset(byte[] head) {
        if (head.length >= 2 && (head[0] & 0xFF) == 0xFF && (head[1] & 0xFF) == 0xFE) {
            return StandardCharsets.UTF_16LE;
        }
        if (head.length >= 2 && (head[0] & 0xFF) == 0xFE && (head[1] & 0xFF) == 0xFF) {
            return StandardCharsets.UTF_16BE;
        }
        CharsetDecoder utf8 =
                StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        // Not at the end of the input: the head may stop in the middle of a character.
        CoderResult result =
                utf8.decode(ByteBuffer.wrap(head), CharBuffer.allocate(head.length + 1), false);
        return result.isError() ? Charset.forName("windows-1252") : StandardCharsets.UTF_8;
    }

    /** The one that the header has most of; what stands in quotes does not count. */
    private static char delimiter(String header) {
        String bare = header.replaceAll("\"[^\"]*\"", "");
        char best = ',';
        long most = 0;
        for (char each : new char[] {';', '\t', ',', '|'}) {
            long count = bare.chars().filter(c -> c == each).count();
            if (count > most) {
                most = count;
                best = each;
            }
        }
        return best;
    }

    private static List<CsvRecord> rows(String text, char delimiter, boolean cut) {
        List<CsvRecord> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder()
                        .fieldSeparator(delimiter)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .ofCsvRecord(text)) {
            reader.forEach(rows::add);
        } catch (CsvParseException e) {
            if (rows.isEmpty()) {
                throw new NotReadable("The file is not CSV that can be read.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cut && rows.size() > 1 ? rows.subList(0, rows.size() - 1) : rows;
    }

    private static int column(
            List<String> header, Settings settings, String part, Set<String> names) {
        String wanted = settings.columns().getString(part);
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            if (wanted != null
                    ? name.equalsIgnoreCase(wanted)
                    : names.contains(name.toLowerCase(Locale.ROOT))) {
                return i;
            }
        }
        if (wanted != null) {
            throw new NotReadable("The header has no column " + wanted + " but " + header + ".");
        }
        return -1;
    }

    private static List<String> cells(List<CsvRecord> rows, int column) {
        return rows.stream()
                .skip(1)
                .filter(row -> row.getFieldCount() > column)
                .map(row -> row.getField(column).strip())
                .filter(cell -> !cell.isEmpty())
                .toList();
    }
}
