package dev.payoff.connector;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of a table in a file, whatever kind of file it is; read one by one, by one thread. */
public interface TableLines extends Iterator<TableLines.Line>, AutoCloseable {

    /** Most columns of a table. */
    int MAX_COLUMNS = 500;

    /** Longest cell. */
    int MAX_CELL_CHARS = 64 * 1024;

    /** Lines from which is found out how a table is written. */
    int HEAD_LINES = 2_000;

    /** Characters of them, in case they are long. */
    int HEAD_CHARS = 256 * 1024;

    /**
     * Reads the first lines, the header among them, so that the table's spelling can be told before
     * the others are read.
     */
    static Deque<Line> head(TableLines lines) {
        Deque<Line> head = new ArrayDeque<>();
        int chars = 0;
        while (lines.hasNext() && head.size() < HEAD_LINES && chars < HEAD_CHARS) {
            Line line = lines.next();
            head.add(line);
            if (line instanceof Line.Cells readable) {
                chars += readable.cells().stream().mapToInt(String::length).sum();
            }
        }
        return head;
    }

    /** Those of some lines that can be read. */
    static List<Line.Cells> readable(Iterable<Line> lines) {
        List<Line.Cells> readable = new ArrayList<>();
        for (Line line : lines) {
            if (line instanceof Line.Cells cells) {
                readable.add(cells);
            }
        }
        return readable;
    }

    /** What the file is, for the answer to whoever sent it. */
    Recognised recognised();

    /** Lets go of what the file holds; nothing can be read after that. */
    @Override
    default void close() {}

    /**
     * How a file was found to be written; what does not apply is null.
     *
     * @param sheet of a workbook
     * @param decimal comma or point
     */
    record Recognised(
            @Nullable String encoding,
            @Nullable String delimiter,
            @Nullable String sheet,
            String decimal) {

        /** With how decimals are written. */
        public Recognised withDecimal(boolean comma) {
            return new Recognised(encoding, delimiter, sheet, comma ? "comma" : "point");
        }
    }

    /** A line. */
    sealed interface Line {

        /**
         * A line that can be read.
         *
         * @param number in the file, from 1
         * @param cells texts, stripped; a number that the file has as such has the form {@code
         *     digits E- places}, which can be read in one way only
         * @param formulas places of the cells that are worked out by a formula
         */
        record Cells(long number, List<String> cells, BitSet formulas) implements Line {

            /** A cell's text; empty where there is no such cell. */
            public String cell(int column) {
                return column < 0 || column >= cells.size() ? "" : cells.get(column);
            }
        }

        /** From this line on, the file cannot be read. */
        record Broken(long number) implements Line {}
    }

    /** The file cannot be read; the message is a sentence that says what to do. */
    final class NotReadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String code;

        /**
         * With the sentence.
         *
         * @param code for programs
         */
        public NotReadable(String code, String message) {
            super(message, null, false, false);
            this.code = code;
        }

        /** What is wrong, for programs. */
        public String code() {
            return code;
        }

        /** What is wrong, for people. */
        public String reason() {
            return String.valueOf(getMessage());
        }
    }
}
