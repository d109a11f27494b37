package dev.payoff.connector.xlsx;

import static dev.payoff.connector.xlsx.Workbooks.parts;
import static dev.payoff.connector.xlsx.Workbooks.row;
import static dev.payoff.connector.xlsx.Workbooks.sheet;
import static dev.payoff.connector.xlsx.Workbooks.workbook;
import static dev.payoff.connector.xlsx.Workbooks.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payoff.connector.TableCells;
import dev.payoff.connector.TableLines.Line;
import dev.payoff.connector.TableLines.NotReadable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XlsxSheetTest {

    private static final TableCells GERMAN = new TableCells(true, true, ZoneId.of("Europe/Berlin"));

    private static List<Line.Cells> lines(byte[] file, String sheet) {
        List<Line.Cells> lines = new ArrayList<>();
        try (XlsxSheet open = XlsxSheet.open(new ByteArrayInputStream(file), sheet)) {
            open.forEachRemaining(line -> lines.add((Line.Cells) line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    private static void refused(Map<String, String> parts, String code) {
        refused(zip(parts), code);
    }

    private static void refused(byte[] file, String code) {
        assertThatThrownBy(() -> lines(file, null))
                .isInstanceOfSatisfying(
                        NotReadable.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aWorkbookOfAnotherEncoder() {
        byte[] file =
                workbook(
                        "März",
                        sheet -> {
                            sheet.value(0, 0, "Datum");
                            sheet.value(0, 1, "Wert");
                            sheet.value(0, 2, "Notiz");
                            sheet.value(1, 0, LocalDateTime.of(2026, 3, 2, 13, 30));
                            sheet.style(1, 0).format("yyyy-MM-dd H:mm:ss").set();
                            sheet.value(1, 1, 1234.57);
                            sheet.value(1, 2, "Schätzung & <mehr>");
                            sheet.value(3, 0, "03.03.2026");
                            sheet.value(3, 1, "1.234,5");
                        });
        List<Line.Cells> lines = lines(file, null);
        assertThat(lines).extracting(Line.Cells::number).containsExactly(1L, 2L, 4L);
        assertThat(lines.getFirst().cells()).containsExactly("Datum", "Wert", "Notiz");
        assertThat(GERMAN.time("time", lines.get(1).cell(0))).hasToString("2026-03-02T12:30:00Z");
        assertThat(GERMAN.number("value", lines.get(1).cell(1))).isEqualByComparingTo("1234.57");
        assertThat(lines.get(1).cell(2)).isEqualTo("Schätzung & <mehr>");
        assertThat(GERMAN.time("time", lines.get(2).cell(0))).hasToString("2026-03-02T23:00:00Z");
        assertThat(GERMAN.number("value", lines.get(2).cell(1))).isEqualByComparingTo("1234.5");
        assertThat(lines(file, "märz")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "1234.5699999999999, 1234.57",
        "0.30000000000000004, 0.3",
        "1.5E-3, 0.0015",
        "-17, -17",
        "1E+3, 1000",
        "1.234, 1.234"
    })
    void aNumberIsWhatTheWorkbookShows_howeverDecimalsAreWritten(String stored, BigDecimal shown) {
        String cell =
                lines(zip(parts("<row><c><v>" + stored + "</v></c></row>")), null)
                        .getFirst()
                        .cell(0);
        for (boolean comma : new boolean[] {true, false}) {
            assertThat(new TableCells(comma, true, ZoneId.of("UTC")).number("value", cell))
                    .isEqualByComparingTo(shown);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "46083,      2026-03-02T00:00:00Z",
        "46083.5,    2026-03-02T12:00:00Z",
        "46083.39618, 2026-03-02T09:30:29.952Z",
        "1772445600, 2026-03-02T10:00:00Z"
    })
    void aDayIsANumber(String stored, String time) {
        String cell =
                lines(zip(parts("<row><c><v>" + stored + "</v></c></row>")), null)
                        .getFirst()
                        .cell(0);
        assertThat(new TableCells(false, false, ZoneId.of("UTC")).time("time", cell))
                .hasToString(time);
    }

    @Test
    void cellsStandWhereTheirAddressSays_andOnesFarOutAreLeftOut() {
        List<Line.Cells> lines =
                lines(
                        zip(
                                parts(
                                        "<row r=\"7\"><c r=\"C7\" t=\"str\"><f>A1</f><v>x</v></c><c r=\"ZZZZZZZZ7\"><f/><v>1</v></c>"
                                                + "<c r=\"&#65;&#65;&#65;&#65;7\"><v>2</v></c></row>")),
                        null);
        assertThat(lines.getFirst().number()).isEqualTo(7);
        assertThat(lines.getFirst().cells()).containsExactly("", "", "x");
        assertThat(lines.getFirst().formulas().stream()).containsExactly(2);
    }

    @Test
    void theFirstSheetThatIsNotHidden_orTheOneThatIsNamed() {
        byte[] file = zip(parts(row("time", "value")));
        assertThat(lines(file, null)).hasSize(1);
        assertThat(lines(file, "kept").getLast().cells()).containsExactly("2020-01-01", "7");
        assertThatThrownBy(() -> lines(file, "Nope"))
                .hasMessage("The workbook has no sheet Nope but [Kept, Shown].");
    }

    @Test
    void aManyRowsSheetIsStreamed() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            rows.append("<row><c><v>")
                    .append(46083 + i % 1000)
                    .append("</v></c><c><v>")
                    .append(i * 7919L % 100_003)
                    .append("</v></c></row>");
        }
        assertThat(lines(zip(parts(rows.toString())), null)).hasSize(60_000);
    }

    @Test
    void whatAFileOfMeasurementsHasNoNeedOfIsRefused() {
        for (Map.Entry<String, String> each :
                Map.of(
                                "xl/externalLinks/externalLink1.xml", "EXTERNAL_LINKS",
                                "xl/connections.xml", "EXTERNAL_DATA",
                                "xl/queryTables/queryTable1.xml", "EXTERNAL_DATA",
                                "xl/vbaProject.bin", "MACROS",
                                "xl/macrosheets/sheet1.xml", "MACROS")
                        .entrySet()) {
            Map<String, String> parts = parts(row("time", "value"));
            parts.put(each.getKey(), "<x/>");
            refused(parts, each.getValue());
        }
    }

    @Test
    void bombsAreDefused() {
        refused(parts(row("a", " ".repeat(30 * 1024 * 1024))), "ZIP_BOMB");

        Map<String, String> laughs = parts("");
        laughs.put(
                "xl/worksheets/sheet1.xml",
                "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
                        + sheet(row("&b;")));
        refused(laughs, "DOCTYPE");

        Map<String, String> many = parts(row("a"));
        for (int i = 0; i < dev.payoff.connector.BoundedZip.MAX_PARTS; i++) {
            many.put("xl/media/" + i, "");
        }
        refused(many, "TOO_MANY_PARTS");
    }

    @Test
    void whatIsNoWorkbookIsTold() {
        refused(new byte[0], "EMPTY");
        refused("time;value\n1;2\n".getBytes(StandardCharsets.UTF_8), "NOT_XLSX");
        refused(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 0, 0, 0, 0}, "ENCRYPTED");
        refused(Map.of("word/document.xml", "<x/>"), "NOT_XLSX");
        byte[] whole = zip(parts(row("time", "value")));
        refused(java.util.Arrays.copyOf(whole, whole.length / 2), "NOT_READABLE");
        refused(parts("<row><c><v>1</c></row>"), "NOT_XLSX");

        Map<String, String> old = parts(row("a"));
        old.compute(
                "xl/workbook.xml",
                (part, xml) ->
                        String.valueOf(xml)
                                .replace("<sheets>", "<workbookPr date1904=\"1\"/><sheets>"));
        refused(old, "DATES_FROM_1904");
    }
}
