package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Problem.Violation;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "github",
                "prometheus",
                "focus",
                "ci",
                "gitlab",
                "alertmanager",
                "grafana",
                "json",
                "erpnext",
                "sap",
                "odoo",
                "hubspot",
                "salesforce",
                "hr",
                "csv",
                "xlsx"
            })
    void everyManifestIsWhole(String kind) {
        Manifest manifest = Manifest.load(kind);
        assertThat(manifest.title()).isNotBlank();
        assertThat(manifest.description()).isNotBlank();
        assertThat(manifest.fields()).allSatisfy(field -> assertThat(field.help()).isNotBlank());
        JsonObject defaults = manifest.withDefaults(new JsonObject());
        assertThat(manifest.check(defaults, Set.of()))
                .allSatisfy(v -> assertThat(v.message()).startsWith("is needed"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"baseUrl":"https://p.example"}                        |
                    {"baseUrl":"https://p.example/x/","stepSeconds":15}    |
                    {}                                                     | config.baseUrl
                    {"baseUrl":"ftp://p.example"}                          | config.baseUrl
                    {"baseUrl":"https://u:p@p.example"}                    | config.baseUrl
                    {"baseUrl":"https://p.example/?q"}                     | config.baseUrl
                    {"baseUrl":7}                                          | config.baseUrl
                    {"baseUrl":"https://p.example","stepSeconds":14}       | config.stepSeconds
                    {"baseUrl":"https://p.example","stepSeconds":"60"}     | config.stepSeconds
                    {"baseUrl":"https://p.example","stepSeconds":60.5}     | config.stepSeconds
                    {"baseUrl":"https://p.example","auth":"digest"}        | config.auth
                    {"baseUrl":"https://p.example","token":{"a":1}}        | config.token
                    {"baseUrl":"https://p.example","tokne":"x"}            | config.tokne
                    """)
    void settingsAreChecked(String settings, String wrong) {
        Manifest manifest = Manifest.load("prometheus");
        List<Violation> found =
                manifest.check(manifest.withDefaults(new JsonObject(settings)), Set.of());
        assertThat(found.stream().map(Violation::field))
                .isEqualTo(wrong == null ? List.of() : List.of(wrong));
    }
}
