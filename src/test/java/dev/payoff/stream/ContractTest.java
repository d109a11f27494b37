package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Contract tests for benefits: the project's own hold, and one that does not is told apart. */
class ContractTest {

    private static final String SMALL =
            """
            contract: small
            project: {key: p, goLive: "2026-01-05T00:00:00Z"}
            metrics:
              - {key: m, kind: LEVEL, baseline: 50000, target: 35000, valuation: {amount: 1, per: MONTH}}
            rules:
              - {name: dear, metric: m, figure: VALUE, comparator: ">", threshold: 45000}
            readings:
              - {metric: m, at: "2026-01-05T00:00:00Z", value: 42695}
              - {metric: m, at: "2026-01-05T01:00:00Z", value: 46000}
            """;

    record Ran(int code, String out, String err) {}

    private static Ran run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = CheckCommand.run(args, new PrintStream(out), new PrintStream(err));
        return new Ran(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    static List<Path> own() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("docs/contracts"))) {
            return files.filter(it -> it.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("own")
    void ourOwnHold(Path file) {
        Ran ran = run(file.toString());
        assertThat(ran.out()).startsWith("ok    " + file);
        assertThat(ran.code()).isZero();
    }

    @Test
    void aFolderIsAllOfItsFiles() throws IOException {
        assertThat(run("docs/contracts").out().lines()).hasSize(own().size());
    }

    /** Each expectation that is wrong is found, and nothing beside it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '$',
            value = {
                "figures: [{at: \"2026-01-05T01:00:00Z\", value: {realised: 10.1}}]|value.realised|10.1|10",
                "figures: [{at: \"2026-01-05T01:00:00Z\", value: {realised: 11}}]|value.realised|11|10",
                "figures: [{at: \"2026-01-05T01:00:00Z\", value: {earned: 10}}]|value.earned|10|no such field",
                "figures: [{at: \"2026-01-05T01:00:00Z\", metrics: {m: {current: 1}}}]|m.current|1|46000",
                "figures: [{at: \"2026-01-05T00:30:00Z\", metrics: {m: {current: 42695, freshness: STALE}}}]|m.freshness|STALE|LIVE",
                "states: [{at: \"2026-01-05T01:00:00Z\", rule: dear, state: INACTIVE}]|state of dear|INACTIVE|FIRING",
                "states: [{at: \"2026-01-05T00:59:00Z\", rule: dear, state: FIRING}]|state of dear|FIRING|INACTIVE",
                "episodes: []|episodes[0]|nothing|{\"rule\":\"dear\"",
                "episodes: [{rule: dear, value: 46000}, {rule: dear}]|episodes[1]|{\"rule\":\"dear\"}|nothing",
                "episodes: [{rule: dear, value: 46000.5}]|episodes[0].value|46000.5|46000",
                "frames: {of: [alert], are: []}|frames[0]|nothing|{\"at\":\"2026-01-05T01:00:00Z\",\"event\":\"alert\"",
                "frames: {of: [alert], are: [{at: \"2026-01-05T01:00:01Z\"}]}|frames[0].at|2026-01-05T01:00:01Z|2026-01-05T01:00:00Z",
            })
    void whatDiffersIsTold(
            String expectation, String where, String expected, String told, @TempDir Path directory)
            throws IOException {
        Path file = Files.writeString(directory.resolve("c.yaml"), SMALL + expectation + "\n");
        Ran ran = run(file.toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out().lines().toList())
                .hasSize(4)
                .satisfies(lines -> {
                    assertThat(lines.get(0)).isEqualTo("FAIL  " + file + ": small");
                    assertThat(lines.get(1)).endsWith(where);
                    assertThat(lines.get(2)).startsWith("    - expected " + expected);
                    assertThat(lines.get(3)).startsWith("    + told     " + told);
                });
    }

    @Test
    void aNumberIsComparedToAsManyDecimalsAsItIsWrittenWith() {
        for (String right : List.of("8.2", "8.21", "8.214", "8.2135524")) {
            assertThat(
                            ContractCheck.check(
                                            ContractReader.read(
                                                    SMALL.replace("42695", "44000")
                                                            + "figures: [{at: \"2026-01-05T01:00:00Z\", value: {realised: "
                                                            + right
                                                            + "}}]"))
                                    .differences())
                    .as(right)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '$',
            value = {
                "contract: x|project: is missing",
                "contrat: x|contract: is missing",
                "contract: x, project: {key: p}, metrix: []|metrix: there is no such field",
                "contract: x, project: {key: p}, metrics: [{key: m, kind: LEVL}]|metrics[0].kind: 'LEVL' is none of [LEVEL, FLOW]",
                "contract: x, project: {key: p}, metrics: [{key: m, kind: LEVEL, baselineSeries: 5}]|metrics[0].key: its terms cannot be read: baselineSeries is no list",
                "contract: x, project: {key: p}, metrics: [{key: m, kind: LEVEL, baselineSeries: [{from: July, baseline: 5}]}]|metrics[0].key: its terms cannot be read: a baseline's 'from' must be",
                "contract: x, project: {key: p}, readings: [{metric: m, at: \"2026-01-05T00:00:00Z\", value: 1}]|readings[0].metric: there is no metric m",
                "contract: x, project: {key: p}, costs: [{incurredOn: 2026-13-01, amount: 1}]|costs[0].incurredOn: is not a date",
                "contract: x, project: {key: p}, clock: {from: \"2026-01-05T00:00:00Z\", to: \"2027-01-05T00:00:00Z\", every: PT1S}|clock: looks more than",
                "contract: x, project: {key: p}, frames: {of: [valu], are: []}|frames.of: names some of",
                "[|is not YAML",
            })
    void aFileThatIsNoContractSaysWhere(String yaml, String told) {
        String text = yaml.startsWith("[") ? yaml : "{" + yaml + "}";
        assertThatThrownBy(() -> ContractReader.read(text))
                .isInstanceOf(ContractFault.class)
                .hasMessageContaining(told);
    }

    @Test
    void aFileThatIsNotThereAndNoFileAtAllAreErrors(@TempDir Path directory) {
        assertThat(run(directory.resolve("none.yaml").toString()).code()).isEqualTo(2);
        assertThat(run().err()).contains("Usage: payoff check");
        assertThat(run().code()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "5,5",
        "5x2,5 5 5",
        "1+2x3,1 3 5 7",
        "9-2.5x2,9 6.5 4.0",
        "1 _ 2,1 - 2",
        "_x2 3,- - 3"
    })
    void seriesAreWrittenAsInPrometheusRuleTests(String text, String values) {
        assertThat(
                        String.join(
                                " ",
                                ContractSeries.values("values", text).stream()
                                        .map(it -> it == null ? "-" : it.toPlainString())
                                        .toList()))
                .isEqualTo(values);
    }
}
