package dev.payoff.connector.xlsx;

import dev.payoff.connector.BoundedZip;
import dev.payoff.connector.TableLines;
import dev.payoff.connector.TableLines.NotReadable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A workbook: its sheets, and the texts that their cells share. What a file of measurements has no
 * need of, and documents with a DOCTYPE, are refused.
 */
final class XlsxWorkbook implements AutoCloseable {

    /** Characters of texts that several cells share, which are held in memory. */
    static final int MAX_SHARED_CHARS = 64 * 1024 * 1024;

    /** Most of such texts. */
    static final int MAX_SHARED = 1_000_000;

    private static final int OLE2 = 0xD0CF11E0;
    private static final int ZIP = 0x504B0304;

    /** A sheet, from its beginning. */
    record Found(String name, List<String> shared, XMLStreamReader xml) {}

    private final BoundedZip zip;

    private XlsxWorkbook(BoundedZip zip) {
        this.zip = zip;
    }

    /**
     * Opens a workbook.
     *
     * @throws NotReadable where it is none, or has what is refused
     */
    static XlsxWorkbook open(InputStream in) throws IOException {
        BoundedZip zip = BoundedZip.open(in, XlsxWorkbook::checkStart);
        try {
            zip.names().forEach(XlsxWorkbook::checkPart);
        } catch (NotReadable e) {
            zip.close();
            throw e;
        }
        return new XlsxWorkbook(zip);
    }

    private static void checkStart(byte[] bytes) {
        int start = 0;
        for (int i = 0; i < 4 && i < bytes.length; i++) {
            start = start << 8 | bytes[i] & 0xFF;
        }
        if (start == OLE2) {
            throw new NotReadable(
                    "ENCRYPTED",
                    "The file is encrypted, or a workbook of before 2007; save it without a password"
                            + " as XLSX.");
        }
        if (start != ZIP) {
            throw new NotReadable("NOT_XLSX", "The file is not an XLSX workbook.");
        }
    }

    private static void checkPart(String name) {
        if (name.contains("/externallinks/")) {
            throw new NotReadable(
                    "EXTERNAL_LINKS",
                    "The workbook takes values from other files; break the links (Data, Edit Links)"
                            + " and save it with values only.");
        }
        if (name.endsWith("/connections.xml") || name.contains("/querytables/")) {
            throw new NotReadable(
                    "EXTERNAL_DATA",
                    "The workbook has connections to outside data; remove them, and save it with"
                            + " values only.");
        }
        if (name.contains("vbaproject") || name.contains("/macrosheets/")) {
            throw new NotReadable(
                    "MACROS", "The workbook has macros; save it as XLSX without them.");
        }
    }

    /**
     * Finds a sheet.
     *
     * @param wanted its name; null for the first that is not hidden
     * @throws NotReadable where there is none
     */
    Found sheet(@Nullable String wanted) throws IOException {
        Map<String, String> top = targets(zip, "_rels/.rels", "");
        String workbook = of(top, "officeDocument");
        String folder = workbook.substring(0, workbook.lastIndexOf('/') + 1);
        Map<String, String> parts =
                targets(
                        zip,
                        folder + "_rels/" + workbook.substring(folder.length()) + ".rels",
                        folder);
        String[] sheet = sheet(zip, workbook, wanted);
        String part = parts.get(sheet[1]);
        if (part == null) {
            throw new NotReadable("NOT_XLSX", "The workbook does not say where its sheet is.");
        }
        String texts = parts.get("type sharedStrings");
        return new Found(
                sheet[0], texts == null ? List.of() : shared(read(zip, texts)), read(zip, part));
    }

    private static XMLStreamReader read(BoundedZip zip, String part) throws IOException {
        InputStream in = zip.read(part);
        if (in == null) {
            throw new NotReadable("NOT_XLSX", "The workbook has no part " + part + ".");
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            return factory.createXMLStreamReader(in);
        } catch (XMLStreamException e) {
            throw new NotReadable("NOT_XLSX", "A part of the workbook is not XML: " + part + ".");
        }
    }

    /**
     * The next event.
     *
     * @throws NotReadable where the XML is broken, has a DOCTYPE, or is a bomb
     */
    static int next(XMLStreamReader xml) {
        try {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD) {
                throw new NotReadable("DOCTYPE", "A part of the workbook has a DOCTYPE.");
            }
            return event;
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof BoundedZip.Bomb) {
                throw BoundedZip.Bomb.told();
            }
            throw new NotReadable("NOT_XLSX", "A part of the workbook cannot be read.");
        }
    }

    private static String of(Map<String, String> targets, String type) {
        String target = targets.get("type " + type);
        if (target == null) {
            throw new NotReadable("NOT_XLSX", "The file is not a workbook.");
        }
        return target;
    }

    /** Parts by the id of the relationship to them, and by {@code type} and the type's name. */
    private static Map<String, String> targets(BoundedZip zip, String part, String folder)
            throws IOException {
        Map<String, String> targets = new HashMap<>();
        XMLStreamReader xml = read(zip, part);
        while (hasNext(xml)) {
            if (next(xml) == XMLStreamConstants.START_ELEMENT
                    && xml.getLocalName().equals("Relationship")
                    && !"External".equals(xml.getAttributeValue(null, "TargetMode"))) {
                String target = attribute(xml, "Target");
                String full = target.startsWith("/") ? target.substring(1) : folder + target;
                String type = attribute(xml, "Type");
                targets.put(attribute(xml, "Id"), full);
                targets.putIfAbsent("type " + type.substring(type.lastIndexOf('/') + 1), full);
            }
        }
        return targets;
    }

    static String attribute(XMLStreamReader xml, String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    /** Name and relationship of the sheet that is wanted. */
    private static String[] sheet(BoundedZip zip, String workbook, @Nullable String wanted)
            throws IOException {
        List<String> names = new ArrayList<>();
        XMLStreamReader xml = read(zip, workbook);
        while (hasNext(xml)) {
            if (next(xml) != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            if (xml.getLocalName().equals("workbookPr")
                    && List.of("1", "true").contains(attribute(xml, "date1904"))) {
                throw new NotReadable(
                        "DATES_FROM_1904",
                        "The workbook counts its days from 1904; switch that off in its options.");
            }
            if (xml.getLocalName().equals("sheet")) {
                String name = attribute(xml, "name");
                boolean shown =
                        !attribute(xml, "state").toLowerCase(Locale.ROOT).contains("hidden");
                if (wanted == null ? shown : name.equalsIgnoreCase(wanted)) {
                    return new String[] {name, relationship(xml)};
                }
                names.add(name);
            }
        }
        throw new NotReadable(
                "NO_SHEET",
                wanted == null
                        ? "The workbook has no visible sheet."
                        : "The workbook has no sheet " + wanted + " but " + names + ".");
    }

    private static String relationship(XMLStreamReader xml) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals("id")
                    && String.valueOf(xml.getAttributeNamespace(i)).endsWith("/relationships")) {
                return xml.getAttributeValue(i);
            }
        }
        return "";
    }

    private static List<String> shared(XMLStreamReader xml) {
        List<String> texts = new ArrayList<>();
        long chars = 0;
        while (hasNext(xml)) {
            if (next(xml) == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("si")) {
                String text = text(xml, "si");
                chars += text.length();
                if (texts.size() == MAX_SHARED || chars > MAX_SHARED_CHARS) {
                    throw new NotReadable(
                            "TOO_MANY_TEXTS",
                            "The workbook has too many texts; split it, or send it as CSV.");
                }
                texts.add(text);
            }
        }
        return texts;
    }

    /** What stands in the texts within an element, without readings in another script. */
    static String text(XMLStreamReader xml, String element) {
        StringBuilder text = new StringBuilder();
        boolean within = false;
        int phonetic = 0;
        while (hasNext(xml)) {
            switch (next(xml)) {
                case XMLStreamConstants.START_ELEMENT -> {
                    phonetic += xml.getLocalName().equals("rPh") ? 1 : 0;
                    within = xml.getLocalName().equals("t") && phonetic == 0;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (within && text.length() < TableLines.MAX_CELL_CHARS) {
                        text.append(xml.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    within = false;
                    phonetic -= xml.getLocalName().equals("rPh") ? 1 : 0;
                    if (xml.getLocalName().equals(element)) {
                        return text.toString();
                    }
                }
                default -> {}
            }
        }
        return text.toString();
    }

    static boolean hasNext(XMLStreamReader xml) {
        try {
            return xml.hasNext();
        } catch (XMLStreamException e) {
            throw new NotReadable("NOT_XLSX", "A part of the workbook cannot be read.");
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
