package dev.payoff.connector.replay;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file of one time series, read row by row. What separates the cells, which column holds the
 * time, which the value, and how the time is written are recognised; a row that cannot be read is
 * told with its line number and does not end the reading. At most one row is held at a time.
 */
final class SeriesFile implements Iterable<SeriesFile.Row> {

    /** One row of the file. */
    sealed interface Row {

        /** Line of the file at which the row starts, from 1. */
        long line();

        /** A reading, with the number of its data row, from 1. */
        record Reading(long line, long number, Instant at, BigDecimal value) implements Row {}

        /** A row that is no reading, and why. */
        record Malformed(long line, String reason) implements Row {}
    }

    /** The file as a whole cannot be read. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message, null, false, false);
        }
    }

    private static final int MAX_CELL_CHARS = 4096;
    private static final int MAX_CELLS = 1000;
    private static final int MAX_ROW_CHARS = 256 * 1024;
    private static final int HEADER_SAMPLE_CHARS = 64 * 1024;
    private static final String DELIMITERS = ",;\t|";

    private static final Set<String> TIME_NAMES =
            Set.of(
                    "timestamp,time,date,datetime,ts,at,observedat,observed_at,observed,period,epoch,_time"
                            .split(","));
    private static final Set<String> VALUE_NAMES =
            Set.of("value,metric,val,reading,measurement,amount,count,y,v,_value".split(","));

    private final Path path;

    SeriesFile(Path path) {
        this.path = path;
    }

    /** Reads from the start; throws {@link Unreadable} where that cannot be. */
    @Override
    public Rows iterator() {
        try {
            return new Rows(path);
        } catch (IOException e) {
            throw new Unreadable("Cannot read " + path + ": " + e.getMessage());
        }
    }

    /** The rows of one reading of the file; close it. */
    static final class Rows implements Iterator<Row>, AutoCloseable {

        private final CsvReader<CsvRecord> reader;
        private final Iterator<CsvRecord> records;
        private final int timeColumn;
        private final int valueColumn;
        private @Nullable CsvRecord pending;
        private @Nullable String failure;
        private boolean ended;
        private long lastLine;
        private long number;

        Rows(Path path) throws IOException {
            char delimiter = delimiterOf(path);
            this.reader =
                    CsvReader.builder()
                            .fieldSeparator(delimiter)
                            .commentStrategy(CommentStrategy.SKIP)
                            .detectBomHeader(true)
                            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                            .build(
                                    CsvRecordHandler.builder()
                                            .maxFields(MAX_CELLS)
                                            .maxFieldSize(MAX_CELL_CHARS)
                                            .maxRecordSize(MAX_ROW_CHARS)
                                            .build(),
                                    path,
                                    StandardCharsets.UTF_8);
            this.records = reader.iterator();
            if (!records.hasNext()) {
                throw new Unreadable(path + " is empty.");
            }
            CsvRecord first = records.next();
            if (isData(first)) {
                this.timeColumn = 0;
                this.valueColumn = 1;
                this.pending = first;
            } else {
                this.timeColumn = column(first, TIME_NAMES, -1);
                if (timeColumn < 0) {
                    throw new Unreadable(
                            "No column for the time in the header "
                                    + first.getFields()
                                    + "; name one of them 'timestamp'.");
                }
                int named = column(first, VALUE_NAMES, timeColumn);
                this.valueColumn = named >= 0 ? named : onlyOther(first, timeColumn);
            }
        }

        @Override
        public boolean hasNext() {
            if (pending == null && failure == null && !ended) {
                try {
                    pending = records.hasNext() ? records.next() : null;
                } catch (CsvParseException | UncheckedIOException e) {
                    failure = e.getMessage();
                }
                ended = pending == null;
            }
            return pending != null || failure != null;
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            number++;
            CsvRecord record = pending;
            pending = null;
            if (record != null) {
                return row(record);
            }
            String reason = "the file cannot be read on from data row " + number + ": " + failure;
            failure = null;
            return new Row.Malformed(lastLine + 1, reason);
        }

        private Row row(CsvRecord record) {
            long line = record.getStartingLineNumber();
            lastLine = line;
            if (record.getFieldCount() <= Math.max(timeColumn, valueColumn)) {
                return new Row.Malformed(
                        line, "has " + record.getFieldCount() + " cells, too few for its header");
            }
            String time = record.getField(timeColumn).strip();
            String value = record.getField(valueColumn).strip();
            Instant at;
            try {
                at = time(time);
            } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
                return new Row.Malformed(line, "'" + shown(time) + "' is not a time");
            }
            try {
                return new Row.Reading(line, number, at, new BigDecimal(value));
            } catch (NumberFormatException e) {
                return new Row.Malformed(line, "'" + shown(value) + "' is not a number");
            }
        }

        @Override
        public void close() {
            try {
                reader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * A time as people write it: ISO 8601 with an offset; without one, or with a blank in place of
     * the T, as UTC; a date alone as its midnight in UTC; or seconds, milliseconds, microseconds or
     * nanoseconds since 1970, told apart by their size.
     */
    static Instant time(String text) {
        if (text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == '-')
                && text.indexOf('-', 1) < 0
                && !text.isEmpty()) {
            return epoch(new BigDecimal(text));
        }
        if (text.length() < 10) {
            throw new DateTimeException("too short");
        }
        if (text.length() == 10) {
            return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        String iso =
                text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
        iso = iso.endsWith(" UTC") ? iso.substring(0, iso.length() - 4) + 'Z' : iso;
        int clock = iso.indexOf('T');
        boolean offset =
                clock > 0
                        && (iso.endsWith("Z")
                                || iso.indexOf('+', clock) > 0
                                || iso.indexOf('-', clock) > 0);
        return offset
                ? OffsetDateTime.parse(iso).toInstant()
                : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    }

    private static Instant epoch(BigDecimal number) {
        double size = Math.abs(number.doubleValue());
        int shift = size < 1e11 ? 0 : size < 1e14 ? 3 : size < 1e17 ? 6 : 9;
        BigDecimal seconds = number.movePointLeft(shift);
        long whole = seconds.setScale(0, RoundingMode.FLOOR).longValueExact();
        long nanos = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue();
        return Instant.ofEpochSecond(whole, nanos);
    }

    private static boolean isData(CsvRecord first) {
        if (first.getFieldCount() < 2) {
            return false;
        }
        try {
            time(first.getField(0).strip());
            new BigDecimal(first.getField(1).strip());
            return true;
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            return false;
        }
    }

    private static int column(CsvRecord header, Set<String> names, int except) {
        List<String> cells = header.getFields();
        for (int i = 0; i < cells.size(); i++) {
            if (i != except && names.contains(cells.get(i).strip().toLowerCase(Locale.ROOT))) {
                return i;
            }
        }
        return -1;
    }

    private static int onlyOther(CsvRecord header, int timeColumn) {
        if (header.getFieldCount() != 2) {
            throw new Unreadable(
                    "No column for the value in the header "
                            + header.getFields()
                            + "; name one of them 'value'.");
        }
        return 1 - timeColumn;
    }

    /** The separator that occurs most in the first line; a comma where none does. */
    private static char delimiterOf(Path path) throws IOException {
        char[] sample = new char[HEADER_SAMPLE_CHARS];
        int read;
        try (BufferedReader in = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            read = Math.max(0, in.read(sample));
        }
        String header = new String(sample, 0, read).lines().findFirst().orElse("");
        char best = ',';
        long most = 0;
        for (int i = 0; i < DELIMITERS.length(); i++) {
            char candidate = DELIMITERS.charAt(i);
            long count = header.chars().filter(c -> c == candidate).count();
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        return best;
    }

    private static String shown(String cell) {
        return cell.length() <= 40 ? cell : cell.substring(0, 40) + "…";
    }
}
