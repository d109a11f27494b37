package dev.payoff.connector.json;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.Payload;
import dev.payoff.connector.Signatures;
import dev.payoff.connector.json.JsonEvents.Event;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the readings are in an event's data: JSON pointers, of which those but {@code each} point
 * into one element of what {@code each} points to; pure.
 *
 * @param each an array, or one object
 * @param series which feeds take it: a pointer, {@code =text} for a constant, or {@code @type} or
 *     {@code @subject} of a CloudEvent
 * @param value a number, a text that is one, or true and false for 1 and 0
 * @param time when it was observed; without it the event's own, else that of its arrival
 * @param id of the reading within its sender; without it its place within its event
 */
record JsonMapping(
        JsonPointer each, String series, JsonPointer value, JsonPointer time, JsonPointer id) {

    /**
     * A reading before it meets the feeds.
     *
     * @param identity the same each time that the same is told
     */
    record Found(String series, BigDecimal value, Instant at, String identity) {}

    /**
     * What an event holds.
     *
     * @param unusable how many elements held no reading
     * @param why what is wrong with the first of those, or null
     */
    record Readings(List<Found> found, int unusable, @Nullable String why) {}

    /** Readings of one event. */
    static final int MAX_READINGS = 5_000;

    /** Numbers beyond this are no measurements, and cost time to write out. */
    static final int MAX_DIGITS = 38;

    private static final Set<String> NAMES = Set.of("each", "series", "value", "time", "id");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?\\d{1,38}(\\.\\d{1,38})?([eE][+-]?\\d{1,2})?");
    private static final long FIRST_MILLISECOND = 100_000_000_000L;

    /** Reads the setting {@code mapping}; what is left out has a name that suggests itself. */
    static JsonMapping parse(@Nullable JsonObject mapping, List<Violation> wrong) {
        JsonObject given = mapping == null ? new JsonObject() : mapping;
        for (String name : given.fieldNames()) {
            if (!NAMES.contains(name) || !(given.getValue(name) instanceof String)) {
                wrong.add(
                        new Violation(
                                "config.mapping." + name,
                                "is not one of " + NAMES + " with a text as its value"));
            }
        }
        String series = text(given, "series", "/series");
        if (series.startsWith("/")) {
            pointer(given, "series", series, wrong);
        } else if (!series.startsWith("=") && !Set.of("@type", "@subject").contains(series)) {
            wrong.add(
                    new Violation(
                            "config.mapping.series",
                            "is a JSON pointer, =text, @type or @subject"));
        }
        return new JsonMapping(
                pointer(given, "each", "", wrong),
                series,
                pointer(given, "value", "/value", wrong),
                pointer(given, "time", "/time", wrong),
                pointer(given, "id", "/id", wrong));
    }

    private static JsonPointer pointer(
            JsonObject given, String name, String other, List<Violation> wrong) {
        try {
            return JsonPointer.compile(text(given, name, other));
        } catch (IllegalArgumentException e) {
            wrong.add(
                    new Violation(
                            "config.mapping." + name,
                            "is a JSON pointer such as /data/0/value, or empty"));
            return JsonPointer.empty();
        }
    }

    private static String text(JsonObject given, String name, String other) {
        return given.getValue(name) instanceof String text ? text : other;
    }

    /**
     * The readings of an event.
     *
     * @param delivery names a plain event that has no name of its own
     */
    Readings readings(Event event, String delivery, Instant arrived) {
        JsonNode target = event.data().at(each);
        List<JsonNode> elements = new ArrayList<>();
        if (target.isArray()) {
            target.forEach(elements::add);
        } else if (!target.isMissingNode()) {
            elements.add(target);
        }
        if (elements.size() > MAX_READINGS) {
            return new Readings(List.of(), 1, "There are more than " + MAX_READINGS + " elements.");
        }
        List<Found> found = new ArrayList<>();
        String why = elements.isEmpty() ? "There is nothing at '" + each + "'." : null;
        for (int place = 0; place < elements.size(); place++) {
            try {
                found.add(found(event, elements.get(place), place, delivery, arrived));
            } catch (Payload.Unusable e) {
                why = why == null ? e.reason() : why;
            }
        }
        return new Readings(List.copyOf(found), Math.max(1, elements.size()) - found.size(), why);
    }

    private Found found(
            Event event, JsonNode element, int place, String delivery, Instant arrived) {
        return new Found(
                series(event, element),
                value(element.at(value)),
                time(element.at(time), event.time() == null ? arrived : event.time()),
                identity(event.origin(), element.at(id), place, delivery));
    }

    private String series(Event event, JsonNode element) {
        String told =
                switch (series.charAt(0)) {
                    case '=' -> series.substring(1);
                    case '@' -> series.equals("@type") ? event.type() : event.subject();
                    default -> {
                        JsonNode there = element.at(series);
                        yield there.isTextual() ? there.textValue() : event.type();
                    }
                };
        if (told == null || told.isBlank()) {
            throw new Payload.Unusable("There is no series at '" + series + "'.");
        }
        return told;
    }

    private BigDecimal value(JsonNode node) {
        BigDecimal number =
                switch (node) {
                    case BooleanNode bool -> bool.booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO;
                    case JsonNode it when it.isNumber() -> it.decimalValue();
                    case JsonNode it
                            when it.isTextual() && NUMBER.matcher(it.textValue()).matches() ->
                            new BigDecimal(it.textValue());
                    default -> throw new Payload.Unusable("There is no number at '" + value + "'.");
                };
        boolean endless = number.precision() > MAX_DIGITS || Math.abs(number.scale()) > MAX_DIGITS;
        if (endless) {
            throw new Payload.Unusable(
                    "The number at '" + value + "' has more than " + MAX_DIGITS + " digits.");
        }
        return number;
    }

    private Instant time(JsonNode node, Instant other) {
        if (node.isMissingNode() || node.isNull()) {
            return other;
        }
        Instant told = null;
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            long number = node.longValue();
            told =
                    Math.abs(number) < FIRST_MILLISECOND
                            ? Instant.ofEpochSecond(number)
                            : Instant.ofEpochMilli(number);
        } else if (node.isTextual()) {
            told = Payload.instant(node.textValue());
            told = told == null ? day(node.textValue()) : told;
        }
        if (told == null) {
            throw new Payload.Unusable("There is no time at '" + time + "'.");
        }
        return told;
    }

    private static @Nullable Instant day(String text) {
        try {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** An id of plain JSON is the sender's own; a CloudEvent's is unique within its source. */
    private static String identity(
            @Nullable String origin, JsonNode id, int place, String delivery) {
        boolean named = id.isTextual() || id.isIntegralNumber();
        String within = named ? "id " + id.asText() : "place " + place;
        String whole = origin != null ? origin : named ? "" : delivery;
        return Signatures.digest((whole + "\n" + within).getBytes(StandardCharsets.UTF_8));
    }
}
