package dev.payoff.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.ProblemException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what is sent, exactly and strictly. */
final class Bodies {

    private static final ObjectMapper EXACT =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .serializationInclusion(JsonInclude.Include.ALWAYS)
                    .build();

    private Bodies() {}

    /** A body as its type; an empty one is one without properties. */
    static <T> T read(String body, Class<T> type) {
        try {
            return EXACT.readValue(body.isBlank() ? "{}" : body, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** RFC 7396 for flat objects: the patch's properties in place of the present ones. */
    static <T> T merged(T present, String patch, Class<T> type) {
        try {
            ObjectNode merged = EXACT.valueToTree(present);
            if (!(EXACT.readTree(patch) instanceof ObjectNode changes)) {
                throw invalid(List.of(new Violation("body", "must be a JSON object")));
            }
            for (java.util.Map.Entry<String, JsonNode> change : changes.properties()) {
                merged.set(change.getKey(), change.getValue());
            }
            return EXACT.treeToValue(merged, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the request with 400 where something is wrong. */
    static void refuse(List<Violation> wrong) {
        if (!wrong.isEmpty()) {
            throw invalid(wrong);
        }
    }

    static ProblemException invalid(List<Violation> wrong) {
        return ProblemException.notValid(wrong);
    }

    static ProblemException invalid(String field, String message) {
        return invalid(List.of(new Violation(field, message)));
    }

    /** A text of a bounded length that is not blank. */
    static String text(String field, @Nullable String text, int most) {
        if (text == null || text.isBlank()) {
            throw invalid(field, "must not be empty");
        }
        if (text.length() > most) {
            throw invalid(field, "must have at most " + most + " characters");
        }
        return text;
    }

    /** The instant that ends now: told itself, or as a duration from now. */
    static Instant until(
            String field, @Nullable String until, @Nullable String duration, Instant now) {
        if ((until == null) == (duration == null)) {
            throw invalid(field, "or 'for' must be told, and not both");
        }
        try {
            Instant end =
                    until != null
                            ? OffsetDateTime.parse(until).toInstant()
                            : now.plus(Duration.parse(duration));
            if (!end.isAfter(now) || end.isAfter(now.plus(LONGEST))) {
                throw invalid(
                        until != null ? field : "for", "must end after now and within 366 days");
            }
            return end.truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException | ArithmeticException e) {
            throw invalid(
                    until != null ? field : "for",
                    until != null
                            ? "must be an ISO 8601 time with an offset"
                            : "must be an ISO 8601 duration, such as PT4H");
        }
    }

    private static final Duration LONGEST = Duration.ofDays(366);

    /** The id that a text is, or null. */
    static @Nullable UUID idOrNull(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The id that a path names, or 404: nothing has an id that is none. */
    static UUID id(String kind, String text) {
        UUID id = idOrNull(text);
        if (id == null) {
            throw ProblemException.notFound(
                    kind, text.length() > 64 ? text.substring(0, 64) : text);
        }
        return id;
    }
}
