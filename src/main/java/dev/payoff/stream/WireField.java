package dev.payoff.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of the wire format, each with the form that its value must have. */
enum WireField {
    TENANT("tenant"),
    METRIC("metric"),
    VALUE("value"),
    OBSERVED_AT("observedAt"),
    EVENT_ID("eventId"),
    REVISION("revision"),
    CONFIDENCE("confidence"),
    NOTE("note"),
    SOURCE("source"),
    UNIT("unit"),
    PROJECT("project"),
    AMOUNT("amount"),
    CURRENCY("currency"),
    INCURRED_ON("incurredOn"),
    CATEGORY("category"),
    PLANNED("planned"),
    STAGE("stage");

    /** The most significant digits of a number, and the largest absolute decimal exponent. */
    static final int MAX_DIGITS = 38;

    static final int MAX_EXPONENT = 30;

    private static final int MAX_TEXT = 512;
    private static final int MAX_NOTE = 4_000;

    private static final Map<String, WireField> BY_NAME = new HashMap<>();

    private static final KnownTexts KNOWN = new KnownTexts();

    static {
        for (WireField field : values()) {
            BY_NAME.put(field.wireName, field);
        }
    }

    private final String wireName;

    WireField(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    String wireName() {
        return wireName;
    }

    static @Nullable WireField of(String wireName) {
        return BY_NAME.get(wireName);
    }

    /** Ends the reading of one record; its cause is data, so it has no stack. */
    static final class Unusable extends Exception {
        final transient Decoded.Refused refused;

        Unusable(RejectCode code, String detail) {
            super(detail, null, false, false);
            this.refused = new Decoded.Refused(code, detail);
        }
    }

    /** The value that the parser stands on. */
    Object read(JsonParser parser, JsonToken token) throws IOException, Unusable {
        return switch (this) {
            case VALUE, CONFIDENCE, AMOUNT -> decimal(parser, this, token);
            case REVISION -> revision(parser, token);
            case OBSERVED_AT -> instant(parser, token);
            case INCURRED_ON -> date(string(parser, this, token, MAX_TEXT));
            case CURRENCY -> currency(string(parser, this, token, MAX_TEXT));
            case NOTE -> string(parser, this, token, MAX_NOTE);
            case PLANNED -> bool(token);
            case STAGE -> anyText(parser, token);
            case TENANT, METRIC, SOURCE, UNIT -> known(parser, this, token);
            case EVENT_ID, PROJECT, CATEGORY -> string(parser, this, token, MAX_TEXT);
        };
    }

    private static BigDecimal decimal(JsonParser parser, WireField field, JsonToken token)
            throws IOException, Unusable {
        if (!token.isNumeric()) {
            throw wrongType(field, "a JSON number", token);
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT
                && Character.isLetter(lastChar(parser.getText()))) {
            throw new Unusable(
                    RejectCode.NOT_A_NUMBER,
                    "The field '"
                            + field.wireName
                            + "' is "
                            + parser.getText()
                            + ", which is no number.");
        }
        BigDecimal number = parser.getDecimalValue();
        long exponent = (long) number.precision() - number.scale() - 1;
        if (number.precision() > MAX_DIGITS
                || Math.abs((long) number.scale()) > MAX_DIGITS + MAX_EXPONENT
                || number.signum() != 0 && Math.abs(exponent) > MAX_EXPONENT) {
            throw new Unusable(
                    RejectCode.NUMBER_TOO_LARGE,
                    "The field '"
                            + field.wireName
                            + "' has more than "
                            + MAX_DIGITS
                            + " digits or an exponent beyond "
                            + MAX_EXPONENT
                            + ".");
        }
        return number;
    }

    private static char lastChar(String text) {
        return text.charAt(text.length() - 1);
    }

    private static Integer revision(JsonParser parser, JsonToken token)
            throws IOException, Unusable {
        if (token != JsonToken.VALUE_NUMBER_INT) {
            throw wrongType(REVISION, "a whole number", token);
        }
        BigDecimal number = decimal(parser, REVISION, token);
        if (number.signum() < 0 || number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
            throw new Unusable(
                    RejectCode.BAD_REVISION,
                    "The revision is " + number + "; it counts up from 0.");
        }
        return number.intValueExact();
    }

    private static Boolean bool(JsonToken token) throws Unusable {
        if (!token.isBoolean()) {
            throw wrongType(PLANNED, "true or false", token);
        }
        return token == JsonToken.VALUE_TRUE;
    }

    private static String string(JsonParser parser, WireField field, JsonToken token, int max)
            throws IOException, Unusable {
        if (token != JsonToken.VALUE_STRING) {
            throw wrongType(field, "a text", token);
        }
        String text = parser.getText();
        if (text.isBlank() || text.length() > max || text.indexOf('\0') >= 0) {
            throw new Unusable(
                    RejectCode.BAD_TEXT,
                    "The field '"
                            + field.wireName
                            + "' is blank, longer than "
                            + max
                            + " characters, or holds NUL.");
        }
        return text;
    }

    /**
     * What a field says that only a cost has: to a reading it is a field of the sender's own, and
     * is passed over whatever it holds.
     */
    private static String anyText(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return words(token);
    }

    /** A text that the records before had too, most likely. */
    private static String known(JsonParser parser, WireField field, JsonToken token)
            throws IOException, Unusable {
        if (token == JsonToken.VALUE_STRING) {
            String kept =
                    KNOWN.find(
                            parser.getTextCharacters(),
                            parser.getTextOffset(),
                            parser.getTextLength());
            if (kept != null) {
                return kept;
            }
        }
        String text = string(parser, field, token, MAX_TEXT);
        KNOWN.keep(text);
        return text;
    }

    private static Instant instant(JsonParser parser, JsonToken token)
            throws IOException, Unusable {
        if (token == JsonToken.VALUE_STRING) {
            Instant common =
                    WireTime.parseUtc(
                            parser.getTextCharacters(),
                            parser.getTextOffset(),
                            parser.getTextLength());
            if (common != null) {
                return common;
            }
        }
        String text = string(parser, OBSERVED_AT, token, MAX_TEXT);
        try {
            return WireTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new Unusable(
                    RejectCode.BAD_TIME,
                    "The time '"
                            + shorten(text)
                            + "' is not ISO-8601 with an offset, such as 2026-11-21T09:30:00Z.");
        }
    }

    private static LocalDate date(String text) throws Unusable {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new Unusable(
                    RejectCode.BAD_TIME,
                    "The date '" + shorten(text) + "' is not ISO-8601, such as 2026-11-21.");
        }
    }

    private static String currency(String text) throws Unusable {
        if (!text.matches("[A-Z]{3}")) {
            throw new Unusable(
                    RejectCode.BAD_CURRENCY,
                    "The currency '" + shorten(text) + "' is not a code such as EUR.");
        }
        return text;
    }

    private static Unusable wrongType(WireField field, String wanted, JsonToken token) {
        return new Unusable(
                RejectCode.WRONG_TYPE,
                "The field '"
                        + field.wireName
                        + "' should be "
                        + wanted
                        + ", not "
                        + words(token)
                        + ".");
    }

    static String words(JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            case START_OBJECT, END_OBJECT -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            case FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "something else";
        };
    }

    static String shorten(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
