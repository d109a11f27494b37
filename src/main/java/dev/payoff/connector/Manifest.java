package dev.payoff.connector;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.payoff.app.Problem.Violation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a kind of connection is and what can be set on it.
 *
 * @param kind such as {@code github}; the name of the resource that describes it
 * @param title for people
 * @param family the measurement topic that its readings go to: MONITORING, DELIVERY or BUSINESS
 * @param way how data comes: WEBHOOK (it calls us), PULL (we call it) or FILE
 * @param description one or two sentences
 * @param series what a feed of this kind names as its series, or null where it has no feeds
 * @param fields what can be set
 */
public record Manifest(
        String kind,
        String title,
        Family family,
        Way way,
        String description,
        @Nullable String series,
        List<Field> fields) {

    /** How data comes in. */
    public enum Way {
        WEBHOOK,
        PULL,
        FILE
    }

    /** What a field holds. */
    public enum Type {
        TEXT,
        URL,
        INTEGER,
        BOOLEAN,
        CHOICE,
        TEXTS,
        JSON,
        SECRET
    }

    /**
     * One thing that can be set.
     *
     * @param defaultValue taken where nothing is given, or null
     * @param choices what a CHOICE allows
     * @param min least INTEGER, or null
     * @param max greatest INTEGER, or null
     * @param generate whether a SECRET that is not given is made up by us and shown once
     */
    public record Field(
            String name,
            Type type,
            String title,
            String help,
            boolean required,
            @Nullable Object defaultValue,
            @Nullable List<String> choices,
            @Nullable Long min,
            @Nullable Long max,
            boolean generate) {}

    private static final int MAX_TEXT_CHARS = 2000;
    private static final int MAX_TEXTS = 100;
    private static final int MAX_JSON_CHARS = 64 * 1024;

    /** Reads the manifest of a kind from {@code connector/<kind>.json} on the class path. */
    static Manifest load(String kind) {
        ObjectMapper mapper =
                new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        String path = "/connector/" + kind + ".json";
        try (InputStream in = Manifest.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("No resource " + path);
            }
            Manifest manifest = mapper.readValue(in, Manifest.class);
            if (!manifest.kind().equals(kind)) {
                throw new IllegalStateException(path + " describes " + manifest.kind());
            }
            return manifest;
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    /** The names of the fields that are secrets. */
    Set<String> secretNames() {
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            if (field.type() == Type.SECRET) {
                names.add(field.name());
            }
        }
        return names;
    }

    /**
     * The settings with the defaults filled in; secrets and what is unknown are left as they are.
     */
    JsonObject withDefaults(JsonObject settings) {
        JsonObject full = settings.copy();
        for (Field field : fields) {
            if (field.type() != Type.SECRET
                    && full.getValue(field.name()) == null
                    && field.defaultValue() != null) {
                full.put(
                        field.name(),
                        field.defaultValue() instanceof List<?> list
                                ? new JsonArray(new ArrayList<>(list))
                                : field.defaultValue());
            }
        }
        return full;
    }

    /**
     * What is wrong with settings, defaults filled in and secrets among them; empty where nothing
     * is.
     *
     * @param held names of secrets that are already kept and may be left out
     */
    List<Violation> check(JsonObject settings, Set<String> held) {
        List<Violation> violations = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Field field : fields) {
            known.add(field.name());
            Object value = settings.getValue(field.name());
            if (value == null) {
                if (field.required() && !held.contains(field.name()) && !field.generate()) {
                    violations.add(violation(field.name(), "is needed: " + field.help()));
                }
            } else {
                String wrong = wrong(field, value);
                if (wrong != null) {
                    violations.add(violation(field.name(), wrong));
                }
            }
        }
        for (String name : settings.fieldNames()) {
            if (!known.contains(name)) {
                violations.add(
                        violation(name, "is not a setting of " + kind + "; it has " + names()));
            }
        }
        return violations;
    }

    private static @Nullable String wrong(Field field, Object value) {
        return switch (field.type()) {
            case TEXT, SECRET -> text(value);
            case URL -> text(value) == null ? url((String) value) : text(value);
            case INTEGER -> integer(field, value);
            case BOOLEAN -> value instanceof Boolean ? null : "is true or false";
            case CHOICE ->
                    field.choices() != null && field.choices().contains(value)
                            ? null
                            : "is one of " + field.choices();
            case TEXTS -> texts(value);
            case JSON ->
                    (value instanceof JsonArray || value instanceof JsonObject)
                                    && value.toString().length() <= MAX_JSON_CHARS
                            ? null
                            : "is a JSON array or object of at most "
                                    + MAX_JSON_CHARS
                                    + " characters";
        };
    }

    private static @Nullable String text(Object value) {
        return value instanceof String text && !text.isBlank() && text.length() <= MAX_TEXT_CHARS
                ? null
                : "is a text of 1 to " + MAX_TEXT_CHARS + " characters";
    }

    private static @Nullable String url(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme();
            if (uri.getHost() == null
                    || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
                return "is an http or https URL";
            }
            return uri.getUserInfo() == null && uri.getFragment() == null && uri.getQuery() == null
                    ? null
                    : "has no user, query or fragment; credentials have fields of their own";
        } catch (URISyntaxException e) {
            return "is an http or https URL";
        }
    }

    private static @Nullable String integer(Field field, Object value) {
        if (!(value instanceof Integer || value instanceof Long)) {
            return "is a whole number";
        }
        long number = ((Number) value).longValue();
        boolean low = field.min() != null && number < field.min();
        boolean high = field.max() != null && number > field.max();
        return low || high ? "is between " + field.min() + " and " + field.max() : null;
    }

    private static @Nullable String texts(Object value) {
        boolean fine =
                value instanceof JsonArray array
                        && array.size() <= MAX_TEXTS
                        && array.stream().allMatch(each -> text(each) == null);
        return fine ? null : "is a list of at most " + MAX_TEXTS + " texts";
    }

    private List<String> names() {
        return fields.stream().map(Field::name).toList();
    }

    private static Violation violation(String name, String message) {
        return new Violation("config." + name, message);
    }
}
