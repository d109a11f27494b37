package dev.payoff.connector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON payload of an outside system. What we do not know of it is ignored; what we need and is
 * not there, or is of another kind, is told by its name.
 *
 * @param node an object, or what a field of one holds
 */
public record Payload(JsonNode node) {

    /** Deepest nesting of a payload; real ones have less than 15. */
    private static final int MAX_DEPTH = 64;

    /** Numbers beyond this are no amounts, and cost time to write out. */
    private static final int MAX_DIGITS = 38;

    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?\\d{1,38}(\\.\\d{1,38})?([eE][+-]?\\d{1,2})?");

    /** Longest text that is used. */
    private static final int MAX_TEXT_CHARS = 1000;

    /** Parses with bounds on depth, names, numbers and texts; numbers stay exact. */
    private static final ObjectMapper JSON =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxNameLength(1024)
                                                    .maxNumberLength(64)
                                                    .maxStringLength(1024 * 1024)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final DateTimeFormatter SPACED =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private static final DateTimeFormatter SPACED_OFFSET =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xx", Locale.ROOT);

    private static final DateTimeFormatter COMPACT_OFFSET =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxx", Locale.ROOT);

    /** The payload cannot be used; the message is a sentence for whoever sends it. */
    public static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String reason;

        /** With the sentence. */
        public Unusable(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        /** What is wrong. */
        public String reason() {
            return reason;
        }
    }

    /**
     * Any JSON.
     *
     * @throws Unusable where it is none, or goes beyond the bounds
     */
    public static Payload json(byte[] body) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (IOException e) {
            throw new Unusable("The body is not JSON that can be read.");
        }
        if (root == null || root.isMissingNode()) {
            throw new Unusable("The body is empty.");
        }
        return new Payload(root);
    }

    /**
     * A JSON object.
     *
     * @throws Unusable where it is none, or goes beyond the bounds
     */
    public static Payload object(byte[] body) {
        Payload root = json(body);
        if (!root.node.isObject()) {
            throw new Unusable("The body is not a JSON object.");
        }
        return root;
    }

    /** What a field holds; nothing where there is no such field. */
    public Payload at(String field) {
        return new Payload(node.path(field));
    }

    /** Whether there is something in a field. */
    public boolean has(String field) {
        return node.hasNonNull(field);
    }

    /** The elements of a list; none where it is no list. */
    public List<Payload> each(String field) {
        List<Payload> elements = new ArrayList<>();
        JsonNode list = node.path(field);
        if (list.isArray()) {
            list.forEach(element -> elements.add(new Payload(element)));
        }
        return elements;
    }

    /**
     * The elements of this, which is a list.
     *
     * @throws Unusable where it is none
     */
    public List<Payload> elements() {
        if (!node.isArray()) {
            throw new Unusable("There is no list where one was expected.");
        }
        List<Payload> elements = new ArrayList<>();
        node.forEach(element -> elements.add(new Payload(element)));
        return elements;
    }

    /**
     * A text that is needed.
     *
     * @throws Unusable where it is missing, empty, too long or has a NUL
     */
    public String text(String field) {
        String text = textOr(field, "");
        if (text.isEmpty()) {
            throw missing(field, "text");
        }
        return text;
    }

    /** A text, or another where it is missing or cannot be used. */
    public String textOr(String field, String other) {
        JsonNode value = node.path(field);
        String text = value.isTextual() ? value.textValue() : "";
        boolean usable = !text.isEmpty() && text.length() <= MAX_TEXT_CHARS && text.indexOf(0) < 0;
        return usable ? text : other;
    }

    /** A text, number or truth value as text; empty where there is none, or null. */
    public static String plain(JsonNode value) {
        return value.isValueNode() && !value.isNull() ? value.asText() : "";
    }

    /** Whether a field holds exactly this text. */
    public boolean is(String field, String text) {
        return text.equals(node.path(field).textValue());
    }

    /** Whether a field holds true. */
    public boolean isTrue(String field) {
        return node.path(field).isBoolean() && node.path(field).booleanValue();
    }

    /**
     * A whole number that is needed.
     *
     * @throws Unusable where it is missing or no whole number
     */
    public long number(String field) {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw missing(field, "whole number");
        }
        return value.longValue();
    }

    /**
     * A number that is needed, or a text that is one with a decimal point.
     *
     * @throws Unusable where it is missing or no number of at most {@value #MAX_DIGITS} digits
     */
    public BigDecimal decimal(String field) {
        JsonNode value = node.path(field);
        BigDecimal number =
                value.isNumber()
                        ? value.decimalValue()
                        : value.isTextual() && DECIMAL.matcher(value.textValue().strip()).matches()
                                ? new BigDecimal(value.textValue().strip())
                                : null;
        if (number == null
                || number.precision() > MAX_DIGITS
                || Math.abs(number.scale()) > MAX_DIGITS) {
            throw missing(field, "number");
        }
        return number;
    }

    /**
     * A day that is needed: {@code 2026-01-31}, with or without a time behind it.
     *
     * @throws Unusable where it is missing or none
     */
    public LocalDate day(String field) {
        String text = textOr(field, "");
        try {
            return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
        } catch (DateTimeException e) {
            throw missing(field, "day");
        }
    }

    /**
     * A time that is needed: ISO 8601 with an offset, {@code 2026-01-31 12:00:00 UTC}, {@code
     * 2026-01-31 12:00:00 +0100}, or whole seconds since 1970.
     *
     * @throws Unusable where it is missing or none of these
     */
    public Instant time(String field) {
        JsonNode value = node.path(field);
        Instant time =
                value.isIntegralNumber() && value.canConvertToLong()
                        ? second(value.longValue())
                        : instant(textOr(field, ""));
        if (time == null) {
            throw missing(field, "time");
        }
        return time;
    }

    /** A time, or null where the field is missing or empty. */
    public @Nullable Instant timeOrNull(String field) {
        return has(field) && !node.path(field).asText().isEmpty() ? time(field) : null;
    }

    /** A time out of a text; null where it is none. */
    public static @Nullable Instant instant(String text) {
        try {
            if (text.endsWith(" UTC")) {
                return LocalDateTime.parse(text.substring(0, text.length() - 4), SPACED)
                        .toInstant(ZoneOffset.UTC);
            }
            if (text.length() > 10 && text.charAt(10) == ' ') {
                return OffsetDateTime.parse(text, SPACED_OFFSET).toInstant();
            }
            boolean compact = text.length() == 24 && "+-".indexOf(text.charAt(19)) >= 0;
            return (compact
                            ? OffsetDateTime.parse(text, COMPACT_OFFSET)
                            : OffsetDateTime.parse(text))
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Instant second(long seconds) {
        try {
            return Instant.ofEpochSecond(seconds);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Unusable missing(String field, String kind) {
        return new Unusable("The payload has no " + kind + " '" + field + "'.");
    }
}
