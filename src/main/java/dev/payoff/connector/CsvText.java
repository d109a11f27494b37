package dev.payoff.connector;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a CSV file of any make; how it is encoded and what stands between its cells is found
 * out from its beginning, where it is not told.
 */
public final class CsvText implements TableLines {

    /** Where a file begins. */
    static final int HEAD_BYTES = 256 * 1024;

    private static final char MARK = '\uFEFF';
    private static final int MAX_ROW_CHARS = 256 * 1024;
    private static final int GZIP = 0x1F8B;
    private static final int ZIP = 0x504B;

    private final Charset charset;
    private final char delimiter;
    private final Iterator<CsvRecord> records;
    private @Nullable CsvRecord pending;
    private boolean broken;
    private boolean ended;
    private long last;

    private CsvText(InputStream in, Charset charset, char delimiter) {
        this.charset = charset;
        this.delimiter = delimiter;
        this.records =
                CsvReader.builder()
                        .fieldSeparator(delimiter)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .build(
                                CsvRecordHandler.builder()
                                        .maxFields(MAX_COLUMNS)
                                        .maxFieldSize(MAX_CELL_CHARS)
                                        .maxRecordSize(MAX_ROW_CHARS)
                                        .build(),
                                text(in, charset))
                        .iterator();
    }

    /**
     * Opens a file.
     *
     * @param charset and delimiter: null to find them out
     * @throws NotReadable where it is no text
     */
    public static CsvText open(
            InputStream file, @Nullable Charset charset, @Nullable Character delimiter)
            throws IOException {
        byte[] head = file.readNBytes(HEAD_BYTES);
        int start = head.length < 2 ? 0 : (head[0] & 0xFF) << 8 | head[1] & 0xFF;
        if (start == GZIP || start == ZIP) {
            throw new NotReadable(
                    "PACKED", "The file is packed; unpack it, or send a workbook as XLSX.");
        }
        Charset encoding = charset != null ? charset : charset(head);
        String text = new String(head, encoding);
        return new CsvText(
                new SequenceInputStream(new ByteArrayInputStream(head), file),
                encoding,
                delimiter != null ? delimiter : delimiter(text.lines().findFirst().orElse("")));
    }

    @Override
    public Recognised recognised() {
        return new Recognised(charset.name(), String.valueOf(delimiter), null, "point");
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
    public Line next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        CsvRecord record = pending;
        pending = null;
        if (record == null) {
            broken = false;
            ended = true;
            return new Line.Broken(last + 1);
        }
        last = record.getStartingLineNumber();
        return new Line.Cells(
                last, record.getFields().stream().map(String::strip).toList(), new BitSet(0));
    }

    /** The text without the mark of its encoding, which would be part of the first name. */
    private static Reader text(InputStream in, Charset charset) {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, charset));
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
}
