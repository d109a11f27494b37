package dev.payoff.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whoever reads the API's description finds, at each operation on value, an example of what is
 * asked and of what is answered, and the examples are what the description's schemas allow. The
 * description is the one in the repository, which {@link OpenApiDocumentTest} holds to the
 * application.
 */
class ApiExamplesTest {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final Set<String> TAGS =
            Set.of(
                    "benefits",
                    "Money",
                    "Portfolio",
                    "Value",
                    "projects",
                    "metrics",
                    "costs",
                    "rates",
                    "stakeholders",
                    "deliverables",
                    "dependencies",
                    "templates");
    private static final Set<String> PATHS =
            Set.of("/api/v1/rules", "/api/v1/alerts", "/api/v1/imports/projects", "/api/v1/dora");

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private static JsonNode description;
    private static final Map<String, JsonNode> OPERATIONS = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        description = JSON.readTree(Files.readString(Path.of("src/main/webui/openapi.json")));
        description
                .path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .properties()
                                .forEach(method -> {
                                    if (METHODS.contains(method.getKey())) {
                                        OPERATIONS.put(
                                                method.getKey().toUpperCase(Locale.ROOT)
                                                        + " "
                                                        + path.getKey(),
                                                method.getValue());
                                    }
                                }));
        close(description.path("components").path("schemas"));
    }

    /** A field that a schema does not name is a fault, or a misspelt example would pass. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(ApiExamplesTest::close);
    }

    private static boolean ofValue(String name, JsonNode operation) {
        boolean tagged = false;
        for (JsonNode tag : operation.path("tags")) {
            tagged |= TAGS.contains(tag.textValue());
        }
        String path = name.substring(name.indexOf(' ') + 1);
        return tagged || PATHS.stream().anyMatch(path::startsWith);
    }

    private static JsonNode answer(JsonNode operation) {
        for (Map.Entry<String, JsonNode> answer : operation.path("responses").properties()) {
            if (answer.getKey().startsWith("2")) {
                return answer.getValue().path("content");
            }
        }
        return JSON.missingNode();
    }

    @Test
    void everyOperationOnValueHasAnExampleOfWhatIsAskedAndAnswered() {
        Map<String, ApiExamples.Example> examples = ApiExamples.all();
        List<String> without = new ArrayList<>();
        OPERATIONS.forEach((name, operation) -> {
            if (ofValue(name, operation)) {
                ApiExamples.Example example = examples.get(name);
                JsonNode asked = operation.path("requestBody").path("content");
                if (asked.size() > 0 && (example == null || example.request() == null)) {
                    without.add(name + ": what is asked");
                }
                if (answer(operation).size() > 0 && (example == null || example.answer() == null)) {
                    without.add(name + ": what is answered");
                }
            }
        });
        assertThat(without).as("ApiStory plays the operations").isEmpty();
        assertThat(examples.keySet()).isSubsetOf(OPERATIONS.keySet());
        assertThat(examples).hasSizeGreaterThan(100);
    }

    @Test
    void theExamplesAreWhatTheSchemasAllow() {
        List<String> wrong = new ArrayList<>();
        ApiExamples.all()
                .forEach((name, example) -> {
                    JsonNode operation = OPERATIONS.get(name);
                    List<String> asked = new ArrayList<>();
                    check(
                            name + " asked",
                            operation.path("requestBody").path("content").path(example.type()),
                            example.request(),
                            asked);
                    // A merge patch names what changes, and is described by the whole.
                    if (name.startsWith("PATCH ")) {
                        asked.removeIf(it -> it.contains(": required property '"));
                    }
                    wrong.addAll(asked);
                    check(
                            name + " answered",
                            answer(operation).path("application/json"),
                            example.answer(),
                            wrong);
                });
        assertThat(wrong).isEmpty();
    }

    @Test
    void anExampleWithAFieldThatNobodyKnowsOrWithoutOneThatIsPromisedIsSeen() {
        ApiExamples.Example example = ApiExamples.all().get("GET /api/v1/projects/{project}/value");
        JsonNode content =
                answer(OPERATIONS.get("GET /api/v1/projects/{project}/value"))
                        .path("application/json");
        ObjectNode misspelt = example.answer().deepCopy();
        misspelt.set("realized", misspelt.remove("realised"));
        List<String> wrong = new ArrayList<>();
        check("it", content, misspelt, wrong);
        assertThat(wrong).hasSize(2).anyMatch(it -> it.contains("realized"));
    }

    @Test
    void theyStandInTheDescriptionBesideWhatAnnotationsTell() throws IOException {
        String kept = Files.readString(Path.of("src/main/webui/openapi.json"));
        SmallRyeOpenAPI described =
                SmallRyeOpenAPI.builder()
                        .enableAnnotationScan(false)
                        .enableModelReader(false)
                        .enableStandardStaticFiles(false)
                        .enableStandardFilter(false)
                        .withCustomStaticFile(() ->
                                new ByteArrayInputStream(kept.getBytes(StandardCharsets.UTF_8)))
                        .addFilter(new ApiExamples())
                        .build();
        JsonNode paths = JSON.readTree(described.toJSON()).path("paths");
        ApiExamples.all()
                .forEach((name, example) -> {
                    String[] parts = name.split(" ");
                    JsonNode operation =
                            paths.path(parts[1]).path(parts[0].toLowerCase(Locale.ROOT));
                    JsonNode answers = operation.path("responses");
                    if (example.answer() != null) {
                        JsonNode told =
                                answers.path(Integer.toString(example.status()))
                                        .path("content")
                                        .path("application/json")
                                        .path("examples")
                                        .path(ApiExamples.NAME)
                                        .path("value");
                        assertThat(told.toString()).as(name).isEqualTo(example.answer().toString());
                    }
                    if (example.request() != null) {
                        JsonNode media =
                                operation.path("requestBody").path("content").path(example.type());
                        JsonNode told = media.path("examples").path(ApiExamples.NAME).path("value");
                        assertThat(told.toString())
                                .as(name)
                                .isEqualTo(example.request().toString());
                    }
                });
        assertThat(
                        paths.path("/api/v1/metrics/{metric}/claims")
                                .path("post")
                                .path("requestBody")
                                .path("content")
                                .path("application/json")
                                .path("examples")
                                .properties())
                .extracting(Map.Entry::getKey)
                .contains("interval", "threshold", ApiExamples.NAME);
    }

    private static void check(String name, JsonNode content, JsonNode value, List<String> wrong) {
        if (value == null) {
            return;
        }
        ObjectNode schema = JSON.createObjectNode();
        schema.set("components", description.path("components"));
        schema.putArray("allOf").add(content.path("schema"));
        JsonSchema validator =
                JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(schema, SchemaValidatorsConfig.builder().build());
        for (ValidationMessage message : validator.validate(value)) {
            wrong.add(name + ": " + message);
        }
    }
}
