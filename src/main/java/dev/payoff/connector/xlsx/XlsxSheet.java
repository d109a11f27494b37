package dev.payoff.connector.xlsx;

import dev.payoff.connector.TableCells;
import dev.payoff.connector.TableLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.NoSuchElementException;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The rows of one sheet of a workbook, read as they are asked for; one thread owns it. */
final class XlsxSheet implements TableLines {

    /** What a workbook holds of a number; what is beyond it comes of binary fractions. */
    private static final MathContext SHOWN = new MathContext(15);

    private final XlsxWorkbook file;
    private final String name;
    private final List<String> shared;
    private final XMLStreamReader xml;
    private Line.@Nullable Cells pending;
    private long row;
    private boolean ended;

    private XlsxSheet(XlsxWorkbook file, String name, List<String> shared, XMLStreamReader xml) {
        this.file = file;
        this.name = name;
        this.shared = shared;
        this.xml = xml;
    }

    /**
     * Opens a sheet of a workbook.
     *
     * @param wanted its name; null for the first that is not hidden
     * @throws NotReadable where there is none
     */
    static XlsxSheet open(InputStream in, @Nullable String wanted) throws IOException {
        XlsxWorkbook file = XlsxWorkbook.open(in);
        try {
            XlsxWorkbook.Found found = file.sheet(wanted);
            return new XlsxSheet(file, found.name(), found.shared(), found.xml());
        } catch (IOException | NotReadable e) {
            file.close();
            throw e;
        }
    }

    @Override
    public Recognised recognised() {
        return new Recognised(null, null, name, "point");
    }

    @Override
    public boolean hasNext() {
        while (pending == null && !ended) {
            if (!XlsxWorkbook.hasNext(xml)) {
                ended = true;
            } else {
                int event = XlsxWorkbook.next(xml);
                if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("row")) {
                    Line.Cells line = line();
                    pending = line.cells().stream().allMatch(String::isEmpty) ? null : line;
                } else if (event == XMLStreamConstants.END_ELEMENT
                        && xml.getLocalName().equals("sheetData")) {
                    ended = true;
                }
            }
        }
        return pending != null;
    }

    @Override
    public Line next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Line.Cells line = pending;
        pending = null;
        if (line == null) {
            throw new NoSuchElementException();
        }
        return line;
    }

    private Line.Cells line() {
        String told = XlsxWorkbook.attribute(xml, "r");
        row = told.matches("\\d{1,9}") ? Long.parseLong(told) : row + 1;
        List<String> cells = new ArrayList<>();
        BitSet formulas = new BitSet();
        int column = -1;
        while (XlsxWorkbook.hasNext(xml)) {
            int event = XlsxWorkbook.next(xml);
            if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("c")) {
                column = column(XlsxWorkbook.attribute(xml, "r"), column + 1);
                String text = cell(XlsxWorkbook.attribute(xml, "t"), column, formulas);
                if (column < MAX_COLUMNS) {
                    while (cells.size() <= column) {
                        cells.add("");
                    }
                    cells.set(column, text.strip());
                }
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && xml.getLocalName().equals("row")) {
                break;
            }
        }
        return new Line.Cells(row, cells, formulas);
    }

    /** The place of a cell such as AB12; what is beyond the bound is one place, and left out. */
    private static int column(String address, int next) {
        int column = 0;
        for (int i = 0; i < address.length() && Character.isLetter(address.charAt(i)); i++) {
            int letter = Character.toUpperCase(address.charAt(i)) - 'A' + 1;
            if (letter < 1 || letter > 26 || column > MAX_COLUMNS) {
                return MAX_COLUMNS;
            }
            column = column * 26 + letter;
        }
        return column == 0 ? Math.min(next, MAX_COLUMNS) : column - 1;
    }

    private String cell(String type, int column, BitSet formulas) {
        String text = "";
        while (XlsxWorkbook.hasNext(xml)) {
            int event = XlsxWorkbook.next(xml);
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "v" -> text = content();
                    case "is" -> text = XlsxWorkbook.text(xml, "is");
                    case "f" -> {
                        if (column < MAX_COLUMNS) {
                            formulas.set(column);
                        }
                    }
                    default -> {}
                }
            } else if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("c")) {
                break;
            }
        }
        return switch (type) {
            case "s" -> sharedText(text);
            case "", "n" -> number(text);
            default -> text;
        };
    }

    private String content() {
        StringBuilder text = new StringBuilder();
        while (XlsxWorkbook.hasNext(xml)) {
            int event = XlsxWorkbook.next(xml);
            if (event == XMLStreamConstants.END_ELEMENT) {
                return text.toString();
            }
            if (event == XMLStreamConstants.CHARACTERS && text.length() < MAX_CELL_CHARS) {
                text.append(xml.getText());
            }
        }
        return text.toString();
    }

    private String sharedText(String place) {
        if (place.matches("\\d{1,7}") && Integer.parseInt(place) < shared.size()) {
            return shared.get(Integer.parseInt(place));
        }
        return "";
    }

    private static String number(String text) {
        if (!text.matches("[+-]?\\d{1,40}(\\.\\d{1,40})?([eE][+-]?\\d{1,2})?")) {
            return text;
        }
        return TableCells.typed(new BigDecimal(text).round(SHOWN).stripTrailingZeros());
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
