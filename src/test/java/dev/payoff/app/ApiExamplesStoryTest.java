package dev.payoff.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.devstack.StackResource;
import dev.payoff.stream.Bench;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * The examples of the API's description are what the application answers: the manual's cases are
 * played again, and their answers have the fields that the examples have.
 */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class ApiExamplesStoryTest {

    private static final Path PLAYED = Path.of("target/api-examples");

    /** The file tells who signed it and when, so no two are the same. */
    private static final String TAKES_A_SIGNED_FILE = "POST /api/v1/template-catalogue";

    @Test
    void theExamplesAreWhatTheApplicationAnswers() throws IOException {
        JsonNode served =
                new ObjectMapper().readTree(given().get("/q/openapi?format=json").asString());
        List<String> templates = new ArrayList<>();
        served.path("paths").fieldNames().forEachRemaining(templates::add);
        ApiTape tape;
        try (Bench bench = new Bench()) {
            tape = new ApiTape(bench, templates);
            ApiStory story = new ApiStory(bench, tape);
            ApiPortfolioStory choice = new ApiPortfolioStory(bench, tape);
            List<Runnable> parts =
                    List.of(
                            story::money,
                            story::benefits,
                            choice::portfolio,
                            story::rules,
                            choice::registry);
            SoftAssertions all = new SoftAssertions();
            parts.forEach(part -> all.assertThatCode(part::run).doesNotThrowAnyException());
            tape.write(PLAYED);
            all.assertAll();
        }
        assertThat(tape.refused()).isEmpty();
        Map<String, ObjectNode> played = tape.lines();
        Map<String, ApiExamples.Example> kept = ApiExamples.all();

        assertThat(kept.keySet())
                .as("If an answer changed, take over what lies in %s", PLAYED)
                .containsExactlyInAnyOrderElementsOf(played.keySet());
        played.forEach((operation, line) -> {
            ApiExamples.Example example = kept.get(operation);
            assertThat(shape(example.answer()))
                    .as("%s: take over what lies in %s", operation, PLAYED)
                    .isEqualTo(shape(line.get("answer")));
            assertThat(example.status()).as(operation).isEqualTo(line.path("status").asInt(200));
            assertThat(shape(example.request()))
                    .as(operation)
                    .isEqualTo(shape(line.get("request")));
            if (!operation.equals(TAKES_A_SIGNED_FILE)) {
                assertThat(example.request()).as(operation).isEqualTo(line.get("request"));
            }
            String[] parts = operation.split(" ");
            assertThat(
                            served.path("paths")
                                    .path(parts[1])
                                    .path(parts[0].toLowerCase(Locale.ROOT))
                                    .findPath(ApiExamples.NAME)
                                    .path("value")
                                    .isMissingNode())
                    .as("%s is told in the description", operation)
                    .isFalse();
        });
    }

    /** The names of all fields, with where they are. */
    private static TreeSet<String> shape(JsonNode node) {
        TreeSet<String> names = new TreeSet<>();
        collect("", node, names);
        return names;
    }

    private static void collect(String where, JsonNode node, TreeSet<String> names) {
        if (node == null) {
            return;
        }
        node.properties()
                .forEach(field -> {
                    String name = where + "/" + field.getKey();
                    names.add(name);
                    collect(name, field.getValue(), names);
                });
        if (node.isArray()) {
            node.forEach(item -> collect(where + "[]", item, names));
        }
    }
}
