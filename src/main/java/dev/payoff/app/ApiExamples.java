package dev.payoff.app;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jspecify.annotations.Nullable;

/**
 * Puts into the API's description, at each operation, what was asked and answered in a case that
 * really happened. The cases lie in {@code api-examples/}, one file each, by method and path; they
 * are written down by a test that plays them. An example that an annotation tells stays beside it.
 * Runs once, when the application is built.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiExamples implements OASFilter {

    /** The name of what comes from a case, among an operation's examples. */
    static final String NAME = "worked case";

    /** The files of {@code api-examples/}, without {@code .json}. */
    static final List<String> CASES =
            List.of("money", "benefits", "portfolio", "rules", "registry");

    private static final int USUAL_STATUS = 200;

    /** What is told of a status that is not the usual one. */
    private static final Map<Integer, String> STATUSES = Map.of(201, "Created", 202, "Accepted");

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /**
     * What was said to one operation, and what it said.
     *
     * @param status that was answered
     * @param query of the address, without the question mark; null: there was none
     * @param type media type of the request; null: it had no body
     * @param request null: it had no body
     * @param answer null: there was nothing to say
     */
    record Example(
            int status,
            @Nullable String query,
            @Nullable String type,
            @Nullable JsonNode request,
            @Nullable JsonNode answer) {}

    /** All of them, by method and path, such as {@code GET /api/v1/portfolio}. */
    static Map<String, Example> all() {
        Map<String, Example> all = new LinkedHashMap<>();
        for (String name : CASES) {
            read(name)
                    .properties()
                    .forEach(told -> {
                        if (all.put(told.getKey(), example(told.getValue())) != null) {
                            throw new IllegalStateException(
                                    told.getKey() + " has an example in two files.");
                        }
                    });
        }
        return all;
    }

    private static JsonNode read(String name) {
        String file = "/api-examples/" + name + ".json";
        try (InputStream in = ApiExamples.class.getResourceAsStream(file)) {
            return JSON.readTree(Objects.requireNonNull(in, () -> file + " is not there."));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    private static Example example(JsonNode told) {
        return new Example(
                told.path("status").asInt(USUAL_STATUS),
                told.path("query").textValue(),
                told.path("type").textValue(),
                told.get("request"),
                told.get("answer"));
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getPaths() == null) {
            return;
        }
        Map<String, Example> examples = all();
        for (Map.Entry<String, PathItem> path : api.getPaths().getPathItems().entrySet()) {
            path.getValue()
                    .getOperations()
                    .forEach((method, operation) -> {
                        String name = method.name().toUpperCase(Locale.ROOT) + " " + path.getKey();
                        Example example = examples.get(name);
                        if (example != null) {
                            tell(operation, example);
                        }
                    });
        }
    }

    private static void tell(Operation operation, Example example) {
        String asked = example.query() == null ? null : "Asked with `" + example.query() + "`";
        if (operation.getRequestBody() != null) {
            put(operation.getRequestBody().getContent(), example.type(), example.request(), asked);
        }
        APIResponse answer = success(operation.getResponses(), example.status());
        if (answer != null) {
            put(answer.getContent(), "application/json", example.answer(), asked);
        }
    }

    /**
     * What is answered when all is well. Where the status is known only to the method's body, it
     * was taken for 200, and is told here as it was answered.
     */
    private static @Nullable APIResponse success(APIResponses answers, int status) {
        APIResponse usual = answers.getAPIResponse(Integer.toString(USUAL_STATUS));
        APIResponse told = answers.getAPIResponse(Integer.toString(status));
        if (told != null || usual == null) {
            return told;
        }
        answers.removeAPIResponse(Integer.toString(USUAL_STATUS));
        answers.addAPIResponse(
                Integer.toString(status),
                usual.description(STATUSES.getOrDefault(status, usual.getDescription())));
        return usual;
    }

    private static void put(
            @Nullable Content content,
            @Nullable String type,
            @Nullable JsonNode value,
            @Nullable String asked) {
        if (content != null && value != null && content.hasMediaType(type)) {
            content.getMediaType(type)
                    .addExample(
                            NAME, OASFactory.createExample().summary(asked).value(plain(value)));
        }
    }

    /** As the maps, lists and numbers that a description is made of. */
    private static @Nullable Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            node.properties().forEach(field -> map.put(field.getKey(), plain(field.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            node.forEach(item -> list.add(plain(item)));
            return list;
        }
        if (node.isNumber()) {
            return node.isIntegralNumber() ? node.bigIntegerValue() : node.decimalValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isNull() ? null : node.asText();
    }
}
