package dev.payoff.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.ProblemException;
import jakarta.validation.Validation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class BuiltInTemplatesTest {

    private static final List<String> KEYS = Templates.BUILT_IN;
    private static final TemplateReader READER =
            new TemplateReader(
                    new Bodies(Validation.buildDefaultValidatorFactory().getValidator()));
    private final Templates templates = new Templates(READER);

    @ParameterizedTest
    @FieldSource("KEYS")
    void isValidAndWhole(String key) {
        Template template = templates.builtIn(key).orElseThrow();
        Set<String> categories =
                template.metrics().stream()
                        .map(m -> m.path("category").asText())
                        .collect(Collectors.toSet());
        assertThat(categories)
                .contains("COST_REDUCTION", "EFFICIENCY", "QUALITY", "RISK", "SATISFACTION");
        assertThat(template.stakeholders()).hasSizeGreaterThan(9);
        assertThat(template.deliverables()).hasSizeGreaterThan(9);
        assertThat(template.metrics()).anyMatch(m -> m.path("disbenefit").asBoolean());
    }

    @ParameterizedTest
    @CsvSource({
        "infrastructure, INFRASTRUCTURE, higher-availability, shorter-response-time, lower-infrastructure-cost",
        "software, SOFTWARE, higher-user-adoption, higher-development-velocity, faster-bug-resolution",
        "digital-transformation, DIGITAL_TRANSFORMATION, higher-automation-rate, higher-employee-productivity, better-data-quality"
    })
    void hasWhatTheProductPromises(String key, String type, String one, String two, String three) {
        Template template = templates.builtIn(key).orElseThrow();
        assertThat(template.type()).isEqualTo(type);
        assertThat(template.metrics())
                .extracting(m -> m.path("key").asText())
                .contains(one, two, three);
    }

    @ParameterizedTest
    @FieldSource("KEYS")
    void inventsNoBaselineNoTargetAndNoMoney(String key) {
        for (ObjectNode metric : templates.builtIn(key).orElseThrow().metrics()) {
            assertThat(metric.has("baseline") || metric.has("target") || metric.has("valuation"))
                    .as(metric.path("key").asText())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @FieldSource("KEYS")
    void marksWhatIsEditorial(String key) {
        Template template = templates.builtIn(key).orElseThrow();
        int suggestions = 0;
        for (int i = 0; i < template.metrics().size(); i++) {
            JsonNode suggestion = template.json().path("metrics").path(i).path("suggestion");
            if (suggestion.isObject()) {
                suggestions++;
                assertThat(suggestion.path("editorial").asBoolean()).isTrue();
                assertThat(template.metrics().get(i).path("note").asText())
                        .contains("Editorial starting value, not a measured fact");
            }
        }
        assertThat(suggestions).isPositive();
    }

    @Test
    void theExampleOfTheApiIsValid() {
        assertThat(read(TemplateInput.EXAMPLE).metrics()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"kind\": \"LEVEL\" | \"kind\": \"STOCK\" | kind",
                "\"key\": \"data-platform\" | \"key\": \"Data\" | key",
                "\"type\": \"DATA_PLATFORM\" | \"type\": \"data\" | type",
                "\"influence\": 3 | \"influence\": 4 | stakeholders[0].influence",
                "[\"fresher-reports\"] | [\"other\"] | deliverables[0].metricKeys",
                "\"frequency\": \"PT24H\" | \"frequency\": \"daily\" | metrics[0].frequency",
                "\"frequency\": \"PT24H\" | \"series\": \"a\" | metrics[0].series",
                "\"editorial\": true | \"editorial\": null | editorial"
            })
    void aTenantsOwnIsCheckedLikeAnyOther(String was, String is, String field) {
        assertThat(TemplateInput.EXAMPLE).contains(was);
        assertThatThrownBy(() -> read(TemplateInput.EXAMPLE.replace(was, is)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem().violations())
                                        .extracting(Violation::field)
                                        .containsExactly(field));
    }

    private static Template read(String json) {
        return READER.read(Bodies.tree(json.getBytes(StandardCharsets.UTF_8)));
    }
}
