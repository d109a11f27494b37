package dev.payoff.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.payoff.portfolio.CostStage;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The wire format of the measurement topics and of the REST way in: one plain JSON object a record,
 * that anyone can produce. Reads by streaming, refuses by value, ignores fields that it does not
 * know. Thread-safe.
 */
public final class WireCodec {

    /** The largest record that is read. */
    public static final int MAX_RECORD_BYTES = 64 * 1024;

    private static final int MAX_DEPTH = 16;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNumberLength(200)
                                    .maxStringLength(MAX_RECORD_BYTES)
                                    .build())
                    .build();

    private WireCodec() {}

    /**
     * Reads one record.
     *
     * @param defaultSource the source of a record that names none
     */
    public static Decoded decode(byte @Nullable [] bytes, String defaultSource) {
        if (bytes == null || bytes.length == 0) {
            return new Decoded.Refused(
                    RejectCode.MALFORMED_JSON, "The record is empty; send one JSON object.");
        }
        if (bytes.length > MAX_RECORD_BYTES) {
            return new Decoded.Refused(
                    RejectCode.TOO_LARGE,
                    "The record has "
                            + bytes.length
                            + " bytes; at most "
                            + MAX_RECORD_BYTES
                            + " are read.");
        }
        try (JsonParser parser = JSON.createParser(bytes)) {
            WireRecord wire = readObject(parser, defaultSource);
            if (parser.nextToken() != null) {
                throw new WireField.Unusable(
                        RejectCode.MALFORMED_JSON,
                        "There is more than one JSON value in the record.");
            }
            return new Decoded.Usable(wire);
        } catch (WireField.Unusable e) {
            return e.refused;
        } catch (IOException e) {
            return malformed(e);
        }
    }

    /**
     * Reads the object that the parser stands on, or stands before.
     *
     * @throws IOException if the input is not JSON; the rest of it cannot be read either
     */
    public static Decoded decodeNext(JsonParser parser, String defaultSource) throws IOException {
        JsonToken at = parser.currentToken();
        if (at != JsonToken.START_OBJECT) {
            String what = at == null ? "nothing" : WireField.words(at);
            parser.skipChildren();
            return new Decoded.Refused(
                    RejectCode.WRONG_TYPE, "A measurement is a JSON object, not " + what + ".");
        }
        int depth = parser.getParsingContext().getNestingDepth();
        try {
            return new Decoded.Usable(readFields(parser, defaultSource));
        } catch (WireField.Unusable e) {
            while (!(parser.currentToken() == JsonToken.END_OBJECT
                    && parser.getParsingContext().getNestingDepth() < depth)) {
                if (parser.nextToken() == null) {
                    break;
                }
            }
            return e.refused;
        }
    }

    /** A parser of the same strictness, for bodies that hold many records. */
    public static JsonParser parser(byte[] body) throws IOException {
        return JSON.createParser(body);
    }

    /** Says in a sentence where JSON went wrong. */
    public static Decoded.Refused malformed(IOException e) {
        if (e instanceof StreamConstraintsException) {
            return new Decoded.Refused(
                    RejectCode.NUMBER_TOO_LARGE,
                    "A number, text or nesting in the record is larger than any measurement needs.");
        }
        String where =
                e instanceof JsonProcessingException j && j.getLocation() != null
                        ? " at line "
                                + j.getLocation().getLineNr()
                                + ", column "
                                + j.getLocation().getColumnNr()
                        : "";
        String why =
                e instanceof JsonParseException j
                        ? ": " + WireField.firstLine(j.getOriginalMessage())
                        : ".";
        return new Decoded.Refused(RejectCode.MALFORMED_JSON, "Not valid JSON" + where + why);
    }

    /** Writes a record as it travels on a topic. */
    public static byte[] encode(WireRecord record) {
        return WireWriter.write(JSON, record);
    }

    private static WireRecord readObject(JsonParser parser, String defaultSource)
            throws IOException, WireField.Unusable {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new WireField.Unusable(
                    RejectCode.MALFORMED_JSON, "The record is not a JSON object.");
        }
        return readFields(parser, defaultSource);
    }

    private static WireRecord readFields(JsonParser parser, String defaultSource)
            throws IOException, WireField.Unusable {
        EnumMap<WireField, Object> seen = new EnumMap<>(WireField.class);
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            WireField field = WireField.of(name);
            JsonToken token = parser.nextToken();
            if (field == null) {
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL
                    && seen.put(field, field.read(parser, token)) != null) {
                throw new WireField.Unusable(
                        RejectCode.DUPLICATE_FIELD,
                        "The field '" + field.wireName() + "' is given twice.");
            }
        }
        return seen.containsKey(WireField.AMOUNT) && !seen.containsKey(WireField.METRIC)
                ? cost(seen, defaultSource)
                : reading(seen, defaultSource);
    }

    private static WireRecord reading(Map<WireField, Object> seen, String defaultSource)
            throws WireField.Unusable {
        BigDecimal confidence = (BigDecimal) seen.get(WireField.CONFIDENCE);
        if (confidence != null
                && (confidence.signum() < 0 || confidence.compareTo(BigDecimal.ONE) > 0)) {
            throw new WireField.Unusable(
                    RejectCode.BAD_CONFIDENCE,
                    "The confidence is " + confidence + "; it lies between 0 and 1.");
        }
        return new WireRecord.Reading(
                (String) seen.get(WireField.TENANT),
                (String) need(seen, WireField.METRIC),
                (BigDecimal) need(seen, WireField.VALUE),
                (Instant) need(seen, WireField.OBSERVED_AT),
                (String) seen.get(WireField.EVENT_ID),
                seen.get(WireField.REVISION) instanceof Integer revision ? revision : 0,
                confidence,
                (String) seen.get(WireField.NOTE),
                seen.get(WireField.SOURCE) instanceof String source ? source : defaultSource,
                (String) seen.get(WireField.UNIT));
    }

    private static WireRecord cost(Map<WireField, Object> seen, String defaultSource)
            throws WireField.Unusable {
        return new WireRecord.Cost(
                (String) seen.get(WireField.TENANT),
                (String) need(seen, WireField.PROJECT),
                (BigDecimal) need(seen, WireField.AMOUNT),
                (String) need(seen, WireField.CURRENCY),
                (LocalDate) need(seen, WireField.INCURRED_ON),
                seen.get(WireField.CATEGORY) instanceof String category ? category : "other",
                stage((Boolean) seen.get(WireField.PLANNED), (String) seen.get(WireField.STAGE)),
                (String) seen.get(WireField.NOTE),
                (String) need(seen, WireField.EVENT_ID),
                seen.get(WireField.SOURCE) instanceof String source ? source : defaultSource);
    }

    private static CostStage stage(@Nullable Boolean planned, @Nullable String told)
            throws WireField.Unusable {
        if (told == null) {
            return Boolean.TRUE.equals(planned) ? CostStage.PLANNED : CostStage.ACTUAL;
        }
        for (CostStage stage : CostStage.values()) {
            if (stage.name().equals(told)) {
                if (planned != null && planned != (stage != CostStage.ACTUAL)) {
                    throw new WireField.Unusable(
                            RejectCode.BAD_STAGE,
                            "The field 'planned' is "
                                    + planned
                                    + ", which contradicts the stage "
                                    + told
                                    + ".");
                }
                return stage;
            }
        }
        throw new WireField.Unusable(
                RejectCode.BAD_STAGE,
                "The stage '"
                        + WireField.shorten(told)
                        + "' is none of "
                        + List.of(CostStage.values())
                        + ".");
    }

    private static Object need(Map<WireField, Object> seen, WireField field)
            throws WireField.Unusable {
        Object value = seen.get(field);
        if (value == null) {
            throw new WireField.Unusable(
                    RejectCode.MISSING_FIELD, "The field '" + field.wireName() + "' is missing.");
        }
        return value;
    }
}
