package dev.payoff.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The dashboard's client is generated from the API's description as it lies in the repository; here
 * that description is held against the one that the running application gives.
 */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class OpenApiDocumentTest {

    private static final Path KEPT = Path.of("src/main/webui/openapi.json");
    private static final Path SERVED = Path.of("target/openapi/served.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theDescriptionInTheRepositoryIsThatOfTheRunningApplication() throws IOException {
        String answer = given().accept("application/json").get("/q/openapi?format=json").asString();
        Files.createDirectories(SERVED.getParent());
        Files.writeString(SERVED, answer);

        List<String> differences = new ArrayList<>();
        compare(
                "",
                normal(JSON.readTree(Files.readString(KEPT))),
                normal(JSON.readTree(answer)),
                differences);

        assertThat(differences)
                .as(
                        "The API has changed (kept here, served there). Take its description over"
                                + " with `npm run api` in src/main/webui, and mend what then no longer"
                                + " compiles there.")
                .isEmpty();
    }

    @Test
    void whatMayBeNullSaysSoAndWhatIsAlwaysThereToo() {
        var api = given().accept("application/json").get("/q/openapi?format=json").jsonPath();
        List<String> always = api.getList("components.schemas.ProjectValue.required");
        assertThat(always).contains("id", "realised", "npv", "metrics");
        List<String> npv = api.getList("components.schemas.ProjectValue.properties.npv.type");
        assertThat(npv).containsExactlyInAnyOrder("number", "null");
        Object id = api.get("components.schemas.ProjectValue.properties.id.type");
        assertThat(id).isNotEqualTo(npv);
    }

    private static void compare(
            String where, JsonNode kept, JsonNode served, List<String> differences) {
        if (kept.isObject() && served.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            kept.fieldNames().forEachRemaining(names::add);
            served.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                compare(where + "/" + name, kept.path(name), served.path(name), differences);
            }
        } else if (!kept.equals(served)) {
            differences.add(where + ": " + brief(kept) + " -> " + brief(served));
        }
    }

    private static String brief(JsonNode node) {
        String text = node.isMissingNode() ? "absent" : node.toString();
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    /** Without served address and played cases, which the client does not need; sets in order. */
    private static JsonNode normal(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JSON.createObjectNode();
            object.properties()
                    .forEach(property -> {
                        boolean set =
                                List.of("required", "type", "enum").contains(property.getKey())
                                        && property.getValue().isArray();
                        if (!property.getKey().equals("servers") && !isCase(property)) {
                            copy.set(
                                    property.getKey(),
                                    set
                                            ? sorted(property.getValue())
                                            : normal(property.getValue()));
                        }
                    });
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JSON.createArrayNode();
            array.forEach(item -> copy.add(normal(item)));
            return copy;
        }
        return node;
    }

    /** A played case, or examples of which it is the only one. */
    private static boolean isCase(Map.Entry<String, JsonNode> property) {
        JsonNode value = property.getValue();
        return property.getKey().equals(ApiExamples.NAME)
                || property.getKey().equals("examples")
                        && value.size() == 1
                        && value.has(ApiExamples.NAME);
    }

    private static JsonNode sorted(JsonNode set) {
        ArrayNode copy = JSON.createArrayNode();
        StreamSupport.stream(set.spliterator(), false)
                .map(JsonNode::asText)
                .sorted()
                .forEach(copy::add);
        return copy;
    }
}
