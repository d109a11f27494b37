package dev.payoff.acceptance;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A record of the log, read by a JSON parser that the product does not use. */
sealed interface LogEntry {

    /** A reading of a metric; {@code confidence}, {@code note} and {@code unit} may be null. */
    record Reading(
            String tenant,
            String metric,
            String identity,
            int revision,
            BigDecimal value,
            Instant observed,
            BigDecimal confidence,
            String note,
            String unit)
            implements LogEntry {

        boolean saysTheSame(Reading other) {
            return value.compareTo(other.value) == 0
                    && observed.equals(other.observed)
                    && java.util.Objects.equals(note, other.note)
                    && (confidence == null
                            ? other.confidence == null
                            : other.confidence != null
                                    && confidence.compareTo(other.confidence) == 0);
        }
    }

    /** A line of cost. */
    record Cost(
            String tenant,
            String project,
            String identity,
            BigDecimal amount,
            String currency,
            LocalDate on,
            boolean planned)
            implements LogEntry {}

    /** Neither. */
    record Unusable(String tenant, String why) implements LogEntry {}

    int MAX_BYTES = 64 * 1024;
    int MAX_DIGITS = 38;
    int MAX_EXPONENT = 30;
    int MAX_TEXT = 512;
    int MAX_NOTE = 4_000;
    Pattern UUID_TEXT =
            Pattern.compile(
                    "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");
    JsonReaderFactory JSON =
            Json.createReaderFactory(
                    Map.of(
                            jakarta.json.JsonConfig.KEY_STRATEGY,
                            jakarta.json.JsonConfig.KeyStrategy.NONE));

    static LogEntry of(KafkaLog.Entry entry) {
        String filedUnder = keyTenant(entry.key());
        try {
            if (entry.value() == null || entry.value().length > MAX_BYTES) {
                return new Unusable(filedUnder, "empty or too large");
            }
            JsonObject json = parse(entry.value());
            String tenant = text(json, "tenant", MAX_TEXT);
            LogEntry read =
                    json.containsKey("amount") && !json.containsKey("metric")
                            ? cost(json, tenant)
                            : reading(json, tenant);
            return tenant == null ? new Unusable(filedUnder, "names no tenant") : read;
        } catch (RuntimeException | CharacterCodingException e) {
            return new Unusable(filedUnder, String.valueOf(e.getMessage()));
        }
    }

    private static JsonObject parse(byte[] bytes) throws CharacterCodingException {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        try (JsonReader reader =
                JSON.createReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
            return reader.readObject();
        }
    }

    private static String keyTenant(byte[] key) {
        String text = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        return text.contains("/") ? text.substring(0, text.indexOf('/')) : null;
    }

    private static Reading reading(JsonObject json, String tenant) {
        BigDecimal confidence = number(json, "confidence");
        require(
                confidence == null
                        || confidence.signum() >= 0 && confidence.compareTo(BigDecimal.ONE) <= 0,
                "confidence");
        BigDecimal revision = number(json, "revision");
        require(revision == null || revision.signum() >= 0, "revision");
        Instant observed =
                OffsetDateTime.parse(needed(json, "observedAt"))
                        .toInstant()
                        .truncatedTo(ChronoUnit.MICROS);
        String eventId = text(json, "eventId", MAX_TEXT);
        String source = text(json, "source", MAX_TEXT);
        BigDecimal value = number(json, "value");
        require(value != null, "value");
        return new Reading(
                tenant,
                needed(json, "metric"),
                eventId != null
                        ? identity(eventId)
                        : "at " + observed + " from " + (source == null ? "kafka" : source),
                revision == null ? 0 : revision.intValueExact(),
                value,
                observed,
                confidence,
                text(json, "note", MAX_NOTE),
                text(json, "unit", MAX_TEXT));
    }

    private static Cost cost(JsonObject json, String tenant) {
        String currency = needed(json, "currency");
        require(currency.matches("[A-Z]{3}"), "currency");
        return new Cost(
                tenant,
                needed(json, "project"),
                identity(needed(json, "eventId")),
                number(json, "amount"),
                currency,
                LocalDate.parse(needed(json, "incurredOn")),
                json.getBoolean("planned", false));
    }

    private static String identity(String eventId) {
        return UUID_TEXT.matcher(eventId).matches()
                ? "uuid " + eventId.toLowerCase(Locale.ROOT)
                : "id " + eventId;
    }

    private static String needed(JsonObject json, String field) {
        String text = text(json, field, MAX_TEXT);
        require(text != null, field);
        return text;
    }

    private static String text(JsonObject json, String field, int max) {
        JsonValue value = json.get(field);
        if (value == null || value == JsonValue.NULL) {
            return null;
        }
        String text = ((JsonString) value).getString();
        require(!text.isBlank() && text.length() <= max && text.indexOf(0) < 0, field);
        return text;
    }

    private static BigDecimal number(JsonObject json, String field) {
        JsonValue value = json.get(field);
        if (value == null || value == JsonValue.NULL) {
            return null;
        }
        BigDecimal number = ((JsonNumber) value).bigDecimalValue();
        long exponent = (long) number.precision() - number.scale() - 1;
        require(
                number.precision() <= MAX_DIGITS
                        && (number.signum() == 0 || Math.abs(exponent) <= MAX_EXPONENT),
                field);
        return number;
    }

    private static void require(boolean holds, String field) {
        if (!holds) {
            throw new IllegalArgumentException("'" + field + "' is not as it must be");
        }
    }
}
