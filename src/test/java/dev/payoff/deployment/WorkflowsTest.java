package dev.payoff.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkflowsTest {

    static Stream<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(".github/workflows"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void mayOnlyReadAndEndsInTime(Path file) {
        JsonNode workflow = Yaml.document(file);
        assertThat(workflow.get("permissions").properties())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.getKey()).isEqualTo("contents");
                    assertThat(it.getValue().asText()).isEqualTo("read");
                });
        assertThat(workflow.has("on")).isTrue();
        assertThat(workflow.get("jobs"))
                .isNotEmpty()
                .allSatisfy(job -> {
                    assertThat(job.get("runs-on").asText()).matches("ubuntu-\\d\\d\\.04");
                    assertThat(job.get("timeout-minutes").asInt()).isBetween(1, 60);
                    assertThat(job.has("permissions")).isFalse();
                });
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void eachStepDoesOneThingAndNoneTakesTextOfAStranger(Path file) {
        for (JsonNode job : Yaml.document(file).get("jobs")) {
            for (JsonNode step : job.get("steps")) {
                assertThat(step.has("uses")).as("%s", step).isNotEqualTo(step.has("run"));
                if (step.has("uses")) {
                    assertThat(step.get("uses").asText())
                            .matches("[\\w-]+(/[\\w-]+)+@(v\\d+|[0-9a-f]{40})");
                }
                assertThat(step.path("run").asText())
                        .as("an expression in a script is an injection")
                        .doesNotContain("${{");
                if (step.path("uses").asText().startsWith("actions/checkout@")) {
                    assertThat(step.at("/with/persist-credentials").asBoolean(true)).isFalse();
                }
            }
        }
    }

    @Test
    void theBuildRunsWhatADeveloperRuns() {
        JsonNode steps =
                Yaml.document(Path.of(".github/workflows/build.yml")).at("/jobs/test/steps");
        assertThat(List.copyOf(steps.findValuesAsText("run"))).contains(".ci/run");
        assertThat(steps.findValuesAsText("java-version")).containsExactly("25");
    }
}
