package dev.payoff.connector.xlsx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Workbooks by an encoder that is not ours, and packages made by hand to go wrong. */
final class Workbooks {

    private static final String RELATIONSHIPS =
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private Workbooks() {}

    /** A workbook with one sheet. */
    static byte[] workbook(String sheet, Consumer<Worksheet> content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(out, "Test", "1.0")) {
            content.accept(workbook.newWorksheet(sheet));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A package whose first sheet has these rows, written as XML by hand. */
    static Map<String, String> parts(String rows) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put(
                "_rels/.rels",
                "<Relationships><Relationship Id=\"rId1\" Type=\"%s/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                        .formatted(RELATIONSHIPS));
        parts.put(
                "xl/workbook.xml",
                "<workbook xmlns:r=\"%s\"><sheets><sheet name=\"Kept\" sheetId=\"2\" state=\"hidden\" r:id=\"rId2\"/>"
                                .formatted(RELATIONSHIPS)
                        + "<sheet name=\"Shown\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
        parts.put(
                "xl/_rels/workbook.xml.rels",
                ("<Relationships><Relationship Id=\"rId1\" Type=\"%1$s/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                                + "<Relationship Id=\"rId2\" Type=\"%1$s/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/></Relationships>")
                        .formatted(RELATIONSHIPS));
        parts.put("xl/worksheets/sheet1.xml", sheet(rows));
        parts.put("xl/worksheets/sheet2.xml", sheet(row("time", "value") + row("2020-01-01", "7")));
        return parts;
    }

    static String sheet(String rows) {
        return "<worksheet><sheetData>" + rows + "</sheetData></worksheet>";
    }

    /** A row of texts. */
    static String row(String... texts) {
        StringBuilder row = new StringBuilder("<row>");
        for (String text : texts) {
            row.append("<c t=\"inlineStr\"><is><t>").append(text).append("</t></is></c>");
        }
        return row.append("</row>").toString();
    }

    static byte[] zip(Map<String, String> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
