package dev.payoff.connector.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.payoff.connector.ImportJournal.RowError;
import dev.payoff.connector.Occurrences;
import dev.payoff.connector.Payload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rows of a file whose format is known, read one by one. One thread owns it. */
final class CsvRows implements Iterator<CsvRows.Row> {

    /** One row. */
    sealed interface Row {}

    /**
     * A reading.
     *
     * @param eventId the same for the same row of the same file
     */
    record Reading(
            long line,
            String metric,
            BigDecimal value,
            Instant at,
            String eventId,
            @Nullable String note)
            implements Row {}

    /** A row that cannot be used, and why. */
    record Bad(RowError error) implements Row {}

    private static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String field;
        private final String code;
        private final String cell;

        Unusable(String field, String code, String detail, String cell) {
            super(detail, null, false, false);
            this.field = field;
            this.code = code;
            this.cell = cell;
        }
    }

    private static final char MARK = '\uFEFF';
    private static final int MAX_COLUMNS = 500;
    private static final int MAX_CELL_CHARS = 64 * 1024;
    private static final int MAX_ROW_CHARS = 256 * 1024;
    private static final int MAX_NOTE_CHARS = 300;
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?\\d{1,18}(\\.\\d{0,18})?([eE][+-]?\\d{1,2})?");
    private static final Pattern GROUPED_BEFORE_POINT =
            Pattern.compile(
                    "[+-]?\\d{1,3}([ '\u2019\u00a0\u202f,])\\d{3}(?:\\1\\d{3})*(?:\\.\\d+)?");
    private static final Pattern GROUPED_BEFORE_COMMA =
            Pattern.compile("[+-]?\\d{1,3}([ '\u2019\u00a0\u202f.])\\d{3}(?:\\1\\d{3})*(?:,\\d+)?");
    private static final Pattern DATE =
            Pattern.compile(
                    "(?:(\\d{4})-(\\d{1,2})(?:-(\\d{1,2}))?|(\\d{1,2})[./-](\\d{1,2})[./-](\\d{4}))"
                            + "(?:[ T]+(\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?))?");
    private static final Pattern EPOCH = Pattern.compile("\\d{9,10}|\\d{13}");

    private final CsvFormat format;
    private final @Nullable String defaultMetric;
    private final ZoneId zone;
    private final Iterator<CsvRecord> records;
    private final Occurrences occurrences = new Occurrences();
    private final MessageDigest digest;
    private @Nullable CsvRecord pending;
    private boolean broken;
    private boolean ended;
    private long lastLine = 1;

    CsvRows(InputStream in, CsvFormat format, @Nullable String defaultMetric, ZoneId zone) {
        this.format = format;
        this.defaultMetric = defaultMetric;
        this.zone = zone;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256.", e);
        }
        this.records =
                CsvReader.builder()
                        .fieldSeparator(format.delimiter())
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .build(
                                CsvRecordHandler.builder()
                                        .maxFields(MAX_COLUMNS)
                                        .maxFieldSize(MAX_CELL_CHARS)
                                        .maxRecordSize(MAX_ROW_CHARS)
                                        .build(),
                                text(in, format))
                        .iterator();
        if (hasNext()) {
            pending = null;
        }
    }

    /** The text without the mark of its encoding, which would be part of the first name. */
    private static Reader text(InputStream in, CsvFormat format) {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, format.charset()));
        try {
            reader.mark(1);
            if (reader.read() != MARK) {
                reader.reset();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reader;
    }

    @Override
    public boolean hasNext() {
        if (pending == null && !broken && !ended) {
            try {
                pending = records.hasNext() ? records.next() : null;
                ended = pending == null;
            } catch (CsvParseException | UncheckedIOException e) {
                broken = true;
            }
        }
        return pending != null || broken;
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        CsvRecord record = pending;
        pending = null;
        if (record == null) {
            broken = false;
            ended = true;
            return new Bad(
                    new RowError(
                            lastLine + 1,
                            null,
                            "UNREADABLE",
                            "the file cannot be read on from here",
                            null));
        }
        lastLine = record.getStartingLineNumber();
        try {
            return reading(record);
        } catch (Unusable e) {
            return new Bad(
                    new RowError(
                            lastLine, e.field, e.code, String.valueOf(e.getMessage()), e.cell));
        }
    }

    private Reading reading(CsvRecord record) {
        String named = cell(record, format.metric());
        String metric = named.isEmpty() ? defaultMetric : named;
        if (metric == null) {
            throw new Unusable("metric", "MISSING", "names no metric", "");
        }
        Instant at = time(cell(record, format.time()));
        BigDecimal value = value(cell(record, format.value()));
        String note = cell(record, format.note());
        return new Reading(
                lastLine,
                metric,
                value,
                at,
                eventId(metric, at, cell(record, format.id())),
                note.isEmpty() ? null : note.substring(0, Math.min(note.length(), MAX_NOTE_CHARS)));
    }

    private static String cell(CsvRecord record, int column) {
        return column < 0 || column >= record.getFieldCount()
                ? ""
                : record.getField(column).strip();
    }

    /** A row is known by its id, else by metric and time and which of its equals in those it is. */
    private String eventId(String metric, Instant at, String id) {
        digest.reset();
        String of = id.isEmpty() ? "t" + metric + "\n" + at : "i" + metric + "\n" + id;
        byte[] identity = digest.digest(of.getBytes(StandardCharsets.UTF_8));
        int occurrence = occurrences.next(identity);
        if (!id.isEmpty() && occurrence > 1) {
            throw new Unusable("id", "REPEATED", "has an id that stood in a row above", id);
        }
        return "csv/" + HexFormat.of().formatHex(identity, 0, 16) + "/" + occurrence;
    }

    private BigDecimal value(String cell) {
        if (cell.isEmpty()) {
            throw new Unusable("value", "MISSING", "has no value", cell);
        }
        Matcher grouped =
                (format.decimalComma() ? GROUPED_BEFORE_COMMA : GROUPED_BEFORE_POINT).matcher(cell);
        String plain = grouped.matches() ? cell.replace(grouped.group(1), "") : cell;
        if (format.decimalComma()) {
            plain = plain.indexOf('.') >= 0 ? "" : plain.replace(',', '.');
        }
        if (!NUMBER.matcher(plain).matches()) {
            throw new Unusable("value", "NOT_A_NUMBER", "has a value that is no number", cell);
        }
        return new BigDecimal(plain);
    }

    private Instant time(String cell) {
        if (cell.isEmpty()) {
            throw new Unusable("time", "MISSING", "has no time", cell);
        }
        if (EPOCH.matcher(cell).matches()) {
            long number = Long.parseLong(cell);
            return cell.length() == 13
                    ? Instant.ofEpochMilli(number)
                    : Instant.ofEpochSecond(number);
        }
        Instant told = Payload.instant(cell);
        if (told != null) {
            return told;
        }
        Matcher date = DATE.matcher(cell);
        try {
            if (date.matches()) {
                String clock = date.group(7);
                LocalTime time =
                        clock == null
                                ? LocalTime.MIDNIGHT
                                : LocalTime.parse(
                                        (clock.indexOf(':') == 1 ? "0" + clock : clock)
                                                .replace(',', '.'));
                return day(date).atTime(time).atZone(zone).toInstant();
            }
        } catch (DateTimeException e) {
            throw new Unusable("time", "NOT_A_TIME", "has a time that does not exist", cell);
        }
        throw new Unusable("time", "NOT_A_TIME", "has a time that cannot be read", cell);
    }

    private LocalDate day(Matcher date) {
        if (date.group(1) != null) {
            String day = date.group(3);
            return LocalDate.of(
                    Integer.parseInt(date.group(1)),
                    Integer.parseInt(date.group(2)),
                    day == null ? 1 : Integer.parseInt(day));
        }
        int first = Integer.parseInt(date.group(4));
        int second = Integer.parseInt(date.group(5));
        return LocalDate.of(
                Integer.parseInt(date.group(6)),
                format.dayFirst() ? second : first,
                format.dayFirst() ? first : second);
    }
}
