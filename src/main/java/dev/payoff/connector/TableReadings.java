package dev.payoff.connector;

import dev.payoff.connector.ImportJournal.RowError;
import dev.payoff.connector.TableCells.Unusable;
import dev.payoff.connector.TableLines.Line;
import dev.payoff.connector.TableLines.NotReadable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The readings of a table, row by row. One thread owns it. */
final class TableReadings implements Iterator<TableReadings.Row> {

    private static final int MAX_NOTE_CHARS = 300;

    /** One row. */
    sealed interface Row {}

    /**
     * A reading.
     *
     * @param eventId the same for the same row of the same file, and for the same row of a file of
     *     another kind
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

    private final TableFormat format;
    private final TableCells cells;
    private final @Nullable String defaultMetric;
    private final Deque<Line> head;
    private final TableLines lines;
    private final Occurrences occurrences = new Occurrences();
    private final MessageDigest digest;

    /**
     * Reads a table from its header on.
     *
     * @throws NotReadable where it cannot be told how it is written
     */
    TableReadings(TableLines lines, TableFormat.Settings settings) {
        this.lines = lines;
        this.head = TableLines.head(lines);
        List<Line.Cells> sample = TableLines.readable(head);
        if (sample.isEmpty() && !head.isEmpty()) {
            throw new NotReadable("UNREADABLE", "The file is not one that can be read.");
        }
        this.format = TableFormat.detect(sample, settings);
        this.cells = new TableCells(format.decimalComma(), format.dayFirst(), settings.zone());
        this.defaultMetric = settings.defaultMetric();
        head.removeFirst();
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256.", e);
        }
    }

    /** How the table was found to be written. */
    TableLines.Recognised recognised() {
        return lines.recognised().withDecimal(format.decimalComma());
    }

    @Override
    public boolean hasNext() {
        return !head.isEmpty() || lines.hasNext();
    }

    @Override
    public Row next() {
        Line line = head.isEmpty() ? lines.next() : head.removeFirst();
        return switch (line) {
            case Line.Broken broken ->
                    new Bad(
                            new RowError(
                                    broken.number(),
                                    null,
                                    "UNREADABLE",
                                    "the file cannot be read on from here",
                                    null));
            case Line.Cells readable -> {
                try {
                    yield reading(readable);
                } catch (Unusable e) {
                    yield new Bad(e.at(readable.number()));
                }
            }
        };
    }

    private Reading reading(Line.Cells line) {
        String named = cell(line, format.metric(), "metric");
        String metric = named.isEmpty() ? defaultMetric : named;
        if (metric == null) {
            throw new Unusable("metric", "MISSING", "names no metric", "");
        }
        Instant at = cells.time("time", cell(line, format.time(), "time"));
        BigDecimal value = cells.number("value", cell(line, format.value(), "value"));
        String note = cell(line, format.note(), "note");
        return new Reading(
                line.number(),
                metric,
                value,
                at,
                eventId(metric, at, cell(line, format.id(), "id")),
                note.isEmpty() ? null : note.substring(0, Math.min(note.length(), MAX_NOTE_CHARS)));
    }

    /** What a formula says is not what it would come to now, here: such a cell is not believed. */
    private static String cell(Line.Cells line, int column, String field) {
        if (column >= 0 && line.formulas().get(column)) {
            throw new Unusable(
                    field,
                    "FORMULA",
                    "has a formula there; save the workbook with values only",
                    line.cell(column));
        }
        return line.cell(column);
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
}
