package dev.payoff.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent of version 1 that is all of a record's value, in the JSON event format
 * (github.com/cloudevents/spec, json-format and kafka-protocol-binding, 3.3). Its data are one wire
 * object, as JSON or, in {@code data_base64}, its bytes; its id and source are the identity. Other
 * attributes and extensions are ignored. Read by streaming, in any order of fields; pure.
 */
final class StructuredEvent {

    private static final int MAX_ATTRIBUTE_CHARS = 512;
    private static final String JSON = "application/json";

    /** Those that are looked at; the first four are in every event (spec 1.0.2, 3.1). */
    private static final Set<String> ATTRIBUTES =
            Set.of("specversion", "id", "source", "type", "datacontenttype");

    private static final String DATA = "data";
    private static final String BASE64 = "data_base64";

    private final Map<String, String> attributes = new HashMap<>();
    private final String defaultSource;
    private @Nullable Decoded data;

    private StructuredEvent(String defaultSource) {
        this.defaultSource = defaultSource;
    }

    /** Reads the event and the record in it. */
    static Decoded decode(byte[] bytes, String defaultSource) {
        if (bytes.length > WireCodec.MAX_RECORD_BYTES) {
            return WireCodec.decode(bytes, defaultSource);
        }
        try (JsonParser parser = WireCodec.parser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return refused(
                        RejectCode.MALFORMED_JSON,
                        "A CloudEvent in structured mode is one JSON object.");
            }
            StructuredEvent event = new StructuredEvent(defaultSource);
            Decoded wrong = event.read(parser);
            if (wrong == null && parser.nextToken() != null) {
                wrong =
                        refused(
                                RejectCode.MALFORMED_JSON,
                                "There is more than one JSON value in the record.");
            }
            return wrong == null ? event.decoded() : wrong;
        } catch (IOException e) {
            return WireCodec.malformed(e);
        }
    }

    /** What is wrong with a field; null where nothing is. */
    private @Nullable Decoded read(JsonParser parser) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            boolean ofData = name.equals(DATA) || name.equals(BASE64);
            if (token == JsonToken.VALUE_NULL || !ofData && !ATTRIBUTES.contains(name)) {
                parser.skipChildren();
                continue;
            }
            if (ofData && data != null || attributes.containsKey(name)) {
                return refused(
                        RejectCode.DUPLICATE_FIELD,
                        ofData
                                ? "The event has its data twice; send 'data' or 'data_base64'."
                                : "The event's '" + name + "' is given twice.");
            }
            if (name.equals(DATA)) {
                data = WireCodec.decodeNext(parser, defaultSource);
                continue;
            }
            if (token != JsonToken.VALUE_STRING) {
                return refused(
                        RejectCode.WRONG_TYPE,
                        "The event's '"
                                + name
                                + "' is "
                                + WireField.words(token)
                                + ", not a text.");
            }
            if (name.equals(BASE64)) {
                data = unBase64(parser.getText());
            } else if (fits(parser.getText())) {
                attributes.put(name, parser.getText());
            } else {
                return refused(
                        RejectCode.BAD_TEXT,
                        "The event's '"
                                + name
                                + "' is empty, longer than "
                                + MAX_ATTRIBUTE_CHARS
                                + " characters, or has control characters.");
            }
        }
        return null;
    }

    private static boolean fits(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_ATTRIBUTE_CHARS
                && text.chars().noneMatch(Character::isISOControl);
    }

    private Decoded unBase64(String text) {
        try {
            return WireCodec.decode(Base64.getDecoder().decode(text), defaultSource);
        } catch (IllegalArgumentException e) {
            return refused(RejectCode.BAD_TEXT, "The event's 'data_base64' is not base64.");
        }
    }

    private Decoded decoded() {
        for (String needed : new String[] {"specversion", "id", "source", "type"}) {
            if (!attributes.containsKey(needed)) {
                return refused(
                        RejectCode.MISSING_FIELD, "The event's '" + needed + "' is missing.");
            }
        }
        String version = attributes.getOrDefault("specversion", "");
        if (!version.startsWith("1.")) {
            return refused(
                    RejectCode.BAD_TEXT,
                    "Only CloudEvents 1.x are taken, not '" + WireField.shorten(version) + "'.");
        }
        String type = attributes.getOrDefault("datacontenttype", JSON);
        if (!isJson(type)) {
            return refused(
                    RejectCode.WRONG_TYPE,
                    "The event's data are '" + WireField.shorten(type) + "', not JSON.");
        }
        Decoded told = data;
        return told == null
                ? refused(RejectCode.MISSING_FIELD, "The event has no data.")
                : CloudEvents.identified(told, attributes.get("id"), attributes.get("source"));
    }

    /** Whether a media type, with or without parameters, is of JSON (RFC 6839, 3.1). */
    private static boolean isJson(String mediaType) {
        String plain = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return plain.equals(JSON) || plain.equals("text/json") || plain.endsWith("+json");
    }

    private static Decoded refused(RejectCode code, String detail) {
        return new Decoded.Refused(code, detail);
    }
}
