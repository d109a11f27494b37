package dev.payoff.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Problem.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleInputTest {

    private static final String GOOD =
            """
            {"name": "n", "metric": "a/b", "figure": "MEAN", "window": "HOUR", "comparator": ">",
             "threshold": 50, "clear": 40, "for": "PT5M", "severity": "WARNING"}\
            """;

    private static List<String> wrong(String patch) {
        RuleInput good = Bodies.read(GOOD, RuleInput.class);
        return Bodies.merged(good, patch, RuleInput.class).violations().stream()
                .map(Violation::field)
                .toList();
    }

    @Test
    void aWholeRuleIsTaken() {
        assertThat(wrong("{}")).isEmpty();
        assertThat(wrong("{\"clear\": null, \"for\": null, \"keepFiringFor\": \"P1D\"}")).isEmpty();
        assertThat(wrong("{\"figure\": \"VALUE\", \"window\": null}")).isEmpty();
        assertThat(wrong("{\"comparator\": \"<\", \"clear\": 60}")).isEmpty();
        assertThat(
                        wrong(
                                "{\"figure\": \"ROI_SIMPLE\", \"window\": null, \"metric\": null,"
                                        + " \"project\": \"a\"}"))
                .isEmpty();
        assertThat(
                        wrong(
                                "{\"figure\": \"NO_DATA\", \"window\": null, \"comparator\": null,"
                                        + " \"threshold\": null, \"clear\": null}"))
                .isEmpty();
    }

    private static List<String> wrongBurn(String patch) {
        RuleInput good =
                Bodies.read(
                        """
                        {"name": "n", "metric": "a/b", "figure": "BURN_RATE", "longWindow": "PT24H",
                         "shortWindow": "PT2H", "allowance": 0.1, "comparator": ">=", "threshold": 6,
                         "severity": "WARNING"}\
                        """,
                        RuleInput.class);
        return Bodies.merged(good, patch, RuleInput.class).violations().stream()
                .map(Violation::field)
                .toList();
    }

    @Test
    void aBurnRateTakesTwoWindowsAndAnAllowance() {
        assertThat(wrongBurn("{}")).isEmpty();
        assertThat(wrongBurn("{\"metric\": null, \"project\": \"a\", \"clear\": 2}")).isEmpty();
        assertThat(wrongBurn("{\"longWindow\": \"P31D\", \"allowance\": 1}")).isEmpty();
        assertThat(wrongBurn("{\"longWindow\": \"P32D\"}")).containsExactly("longWindow");
        assertThat(wrongBurn("{\"longWindow\": \"PT2H\"}")).containsExactly("longWindow");
        assertThat(wrongBurn("{\"shortWindow\": \"PT90M\"}")).containsExactly("shortWindow");
        assertThat(wrongBurn("{\"shortWindow\": \"soon\"}")).containsExactly("shortWindow");
        assertThat(wrongBurn("{\"shortWindow\": null}")).containsExactly("shortWindow");
        assertThat(wrongBurn("{\"allowance\": 0}")).containsExactly("allowance");
        assertThat(wrongBurn("{\"allowance\": 1.01}")).containsExactly("allowance");
        assertThat(wrongBurn("{\"comparator\": \"<\"}")).containsExactly("comparator");
        assertThat(wrong("{\"longWindow\": \"PT24H\", \"allowance\": 0.1}"))
                .containsExactly("longWindow", "allowance");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name': ' '}                        | name",
                "{'severity': null}                   | severity",
                "{'figure': null}                     | figure",
                "{'window': null}                     | window",
                "{'window': 'WEEK'}                   | window",
                "{'figure': 'VALUE'}                  | window",
                "{'comparator': null}                 | comparator",
                "{'comparator': '=='}                 | comparator",
                "{'threshold': null}                  | threshold",
                "{'threshold': 1e999999999}           | threshold",
                "{'threshold': 1e-31}                 | threshold",
                "{'clear': 60}                        | clear",
                "{'comparator': '<='}                 | clear",
                "{'for': '5m'}                        | for",
                "{'for': 'PT-1S'}                     | for",
                "{'for': 'PT0.5S'}                    | for",
                "{'keepFiringFor': 'P400D'}           | keepFiringFor",
                "{'metric': null}                     | metric",
                "{'metric': null, 'project': 'a'}     | metric",
            })
    void whatIsWrongIsNamed(String patch, String field) {
        assertThat(wrong(patch.replace('\'', '"'))).contains(field);
    }

    @Test
    void aProjectsFigureTakesNoMetricAndSilenceNoLevel() {
        assertThat(wrong("{\"figure\": \"ROI_SIMPLE\", \"window\": null}")).contains("metric");
        for (String question : new String[] {"NO_DATA", "UNMEASURED", "NO_OWNER"}) {
            assertThat(wrong("{\"figure\": \"" + question + "\", \"window\": null}"))
                    .contains("comparator");
        }
    }
}
