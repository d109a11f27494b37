package dev.payoff.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.payoff.stream.Bench;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Writes down what is asked and answered, by operation. What differs from run to run is written as
 * if it did not: ids count from 1, and what happens now happens on one day.
 */
final class ApiTape {

    private static final String NOW = "2026-06-30T12:00:00Z";
    private static final Duration ABOUT_NOW = Duration.ofHours(30);
    private static final Pattern ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true))
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(
                            com.fasterxml.jackson.core.JsonGenerator.Feature
                                    .WRITE_BIGDECIMAL_AS_PLAIN)
                    .enable(SerializationFeature.INDENT_OUTPUT);

    private final Bench bench;
    private final List<String> templates;
    private final Instant start = Instant.now();
    private final Map<String, String> ids = new HashMap<>();
    private final Map<String, Map<String, ObjectNode>> cases = new TreeMap<>();
    private final List<String> refused = new ArrayList<>();
    private String current = "";

    /** Writes what {@code bench}'s tenant asks of operations under these paths. */
    ApiTape(Bench bench, List<String> templates) {
        this.bench = bench;
        this.templates = templates;
    }

    /** What follows belongs to this case. */
    void start(String name) {
        current = name;
        cases.put(name, new TreeMap<>());
    }

    JsonNode get(String path) {
        return say("GET", path, bench.admin(), null, null);
    }

    JsonNode delete(String path) {
        return say("DELETE", path, bench.admin(), null, null);
    }

    JsonNode post(String path) {
        return say("POST", path, bench.admin(), null, null);
    }

    JsonNode post(String path, String body) {
        return json("POST", path, body);
    }

    JsonNode put(String path, String body) {
        return json("PUT", path, body);
    }

    JsonNode put(String path) {
        return say("PUT", path, bench.admin(), null, null);
    }

    JsonNode patch(String path, String body) {
        return json("PATCH", path, body);
    }

    JsonNode csv(String path, String body) {
        RequestSpecification asked = bench.admin().contentType("text/csv").body(body);
        return say("POST", path, asked, "text/csv", new TextNode(body));
    }

    private JsonNode json(String method, String path, String body) {
        String text = body.replace('\'', '"');
        return say(method, path, bench.admin().body(text), "application/json", read(text));
    }

    private JsonNode say(
            String method, String path, RequestSpecification asked, String type, JsonNode body) {
        Response answer = queried(asked, path).request(method, "/api/v1/" + plain(path));
        if (answer.statusCode() < 200 || answer.statusCode() > 204) {
            refused.add(method + " " + path + ": " + answer.asString());
            return JSON.missingNode();
        }
        String operation = method + " " + template("/api/v1/" + plain(path));
        JsonNode said = answer.asString().isEmpty() ? null : read(answer.asString());
        ObjectNode line = JSON.createObjectNode();
        if (answer.statusCode() != 200) {
            line.put("status", answer.statusCode());
        }
        if (path.contains("?")) {
            line.put("query", steady(path.substring(path.indexOf('?') + 1)));
        }
        if (body != null) {
            line.put("type", type);
            line.set("request", steady(body));
        }
        if (said != null) {
            line.set("answer", steady(said));
        }
        assertThat(cases.get(current).put(operation, line))
                .as("%s was written down already", operation)
                .isNull();
        return said;
    }

    private static String plain(String path) {
        return path.replaceFirst("\\?.*", "");
    }

    /** With what follows the question mark, encoded as it must be. */
    static RequestSpecification queried(RequestSpecification asked, String path) {
        RequestSpecification queried = asked;
        String query = path.contains("?") ? path.substring(path.indexOf('?') + 1) : "";
        for (String parameter : query.isEmpty() ? new String[0] : query.split("&")) {
            int at = parameter.indexOf('=');
            queried = queried.queryParam(parameter.substring(0, at), parameter.substring(at + 1));
        }
        return queried;
    }

    /** The path as the description names it; a literal part goes before a parameter. */
    private String template(String path) {
        return templates.stream()
                .filter(template ->
                        path.matches(template.replaceAll("\\{[^}]+}", "[^/]+").replace(".", "\\.")))
                .min((one, other) ->
                        Long.compare(
                                one.chars().filter(c -> c == '{').count(),
                                other.chars().filter(c -> c == '{').count()))
                .orElseThrow(() -> new AssertionError("No operation has the path " + path));
    }

    private JsonNode steady(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JSON.createObjectNode();
            object.properties().forEach(it -> copy.set(steady(it.getKey()), steady(it.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JSON.createArrayNode();
            array.forEach(item -> copy.add(steady(item)));
            return copy;
        }
        return node.isTextual() ? new TextNode(steady(node.textValue())) : node;
    }

    private String steady(String text) {
        String named = text.replace(bench.tenantKey, "acme");
        named =
                ID.matcher(named)
                        .replaceAll(found ->
                                ids.computeIfAbsent(
                                        found.group(),
                                        id ->
                                                String.format(
                                                        Locale.ROOT,
                                                        "0197f0a0-0000-7000-8000-%012d",
                                                        ids.size() + 1)));
        if (named.equals(LocalDate.ofInstant(start, ZoneOffset.UTC).toString())) {
            return NOW.substring(0, 10);
        }
        try {
            Duration away = Duration.between(start, Instant.parse(named)).abs();
            return away.compareTo(ABOUT_NOW) < 0 ? NOW : named;
        } catch (DateTimeParseException e) {
            return named; // it tells no time
        }
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    /** Puts each case into a file of its own, to be taken over. */
    void write(Path folder) {
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, Map<String, ObjectNode>> one : cases.entrySet()) {
                Files.writeString(
                        folder.resolve(one.getKey() + ".json"),
                        JSON.writeValueAsString(one.getValue()) + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was asked and not done. */
    List<String> refused() {
        return refused;
    }

    /** What was written down, by operation. */
    Map<String, ObjectNode> lines() {
        Map<String, ObjectNode> all = new TreeMap<>();
        cases.values().forEach(all::putAll);
        return all;
    }
}
