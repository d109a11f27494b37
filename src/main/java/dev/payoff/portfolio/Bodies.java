package dev.payoff.portfolio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.ProblemException;
import dev.payoff.app.Problems;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import jakarta.validation.Validator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * For all that keeps what people decide: reads JSON bodies exactly (no number becomes a double) and
 * strictly (no unknown or repeated property, no text for a number), and checks them.
 */
@Singleton
public final class Bodies {

    /** Jackson as all of the registry uses it; also for what is stored. */
    public static final ObjectMapper EXACT =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .build();

    private final Validator validator;

    Bodies(Validator validator) {
        this.validator = validator;
    }

    /** The body as an object, its properties not looked at yet. */
    public static ObjectNode tree(byte[] body) {
        if (body.length > Limits.BODY) {
            throw ProblemException.of(
                    413,
                    "TOO_LARGE",
                    "Too large",
                    "The body has "
                            + body.length
                            + " bytes; at most "
                            + Limits.BODY
                            + " are taken.",
                    "Send less in one request.");
        }
        try {
            return EXACT.readTree(body) instanceof ObjectNode object ? object : notAnObject();
        } catch (JsonProcessingException e) {
            throw refused(e);
        } catch (IOException e) {
            throw new IllegalStateException("An array of bytes cannot fail to be read.", e);
        }
    }

    /** The tree as what it should be, with every constraint of the type checked. */
    public <T> T checked(ObjectNode tree, Class<T> type) {
        T input;
        try {
            input = EXACT.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw refused(e);
        }
        refuse(violations(input));
        return input;
    }

    <T> List<Violation> violations(T input) {
        return validator.validate(input).stream()
                .map(v -> new Violation(v.getPropertyPath().toString(), v.getMessage()))
                .sorted(Comparator.comparing(Violation::field).thenComparing(Violation::message))
                .toList();
    }

    /** Ends the request with 400 where there are violations. */
    public static void refuse(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw ProblemException.notValid(violations);
        }
    }

    /** RFC 7396: the present state with the patch's properties put in its place; null removes. */
    static ObjectNode merged(Object present, ObjectNode patch) {
        ObjectNode merged = json(present);
        merge(merged, patch);
        return merged;
    }

    private static void merge(ObjectNode into, ObjectNode patch) {
        for (Map.Entry<String, JsonNode> property : patch.properties()) {
            if (property.getValue() instanceof ObjectNode inner
                    && into.get(property.getKey()) instanceof ObjectNode present) {
                merge(present, inner);
            } else {
                into.set(property.getKey(), property.getValue());
            }
        }
    }

    /** The view as a tree. */
    public static ObjectNode json(Object view) {
        return EXACT.valueToTree(view);
    }

    public static String text(Object view) {
        try {
            return EXACT.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A view of the registry could not be written.", e);
        }
    }

    /** What was stored as text. */
    public static JsonNode parsed(String stored) {
        try {
            return EXACT.readTree(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What is stored is not JSON.", e);
        }
    }

    /** What was stored as text by {@link #text}. */
    public static <T> T stored(String stored, Class<T> type) {
        try {
            return EXACT.readValue(stored, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What is stored is no " + type.getSimpleName(), e);
        }
    }

    /** What differs, property by property, for the audit trail. */
    public static JsonObject changes(Object before, Object after) {
        ObjectNode from = json(before);
        ObjectNode to = json(after);
        JsonObject changes = new JsonObject();
        for (Map.Entry<String, JsonNode> property : to.properties()) {
            JsonNode old = from.get(property.getKey());
            if (!property.getValue().equals(old)) {
                changes.put(
                        property.getKey(),
                        new JsonObject()
                                .put("from", old == null ? null : plain(old))
                                .put("to", plain(property.getValue())));
            }
        }
        return changes;
    }

    private static @Nullable String plain(JsonNode value) {
        return value.isNull() ? null : value.isValueNode() ? value.asText() : value.toString();
    }

    /** Their names only, where the values are about people and must stay erasable. */
    static JsonObject changedNames(Object before, Object after) {
        return new JsonObject()
                .put("changed", new ArrayList<>(changes(before, after).fieldNames()));
    }

    private static ObjectNode notAnObject() {
        throw ProblemException.of(
                400,
                "MALFORMED_JSON",
                "Malformed JSON",
                "The body is not a JSON object.",
                "Send one object with Content-Type: application/json.");
    }

    private static ProblemException refused(JsonProcessingException e) {
        return new ProblemException(
                Problems.known(e)
                        .orElseThrow(() ->
                                new IllegalStateException("Malformed JSON is a problem.", e)));
    }
}
