package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Problem.Violation;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactTrialTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    {}                                                    | -
                    {"token": "t", "repositories": ["a/b"]}               | -
                    {"teams": {"x": ["a/*"], "y": []}}                    | -
                    {"token": "t"}                                        | config.repositories
                    {"token": "t", "repositories": []}                    | config.repositories
                    {"repositories": ["a/b", "https://github.com/a/b"]}   | config.repositories
                    {"teams": ["x"]}                                      | config.teams
                    {"teams": {"x": "a/*"}}                               | config.teams
                    {"teams": {"x": [1]}}                                 | config.teams
                    """)
    void namesTheSettingThatIsWrong(String config, String field) {
        assertThat(
                        FactTrial.check(
                                new JsonObject(config), Pattern.compile("\\w+/\\w+"), "owner/name"))
                .extracting(Violation::field)
                .isEqualTo(field == null ? java.util.List.of() : java.util.List.of(field));
    }
}
