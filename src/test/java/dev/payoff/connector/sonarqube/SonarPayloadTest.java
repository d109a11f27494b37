package dev.payoff.connector.sonarqube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.connector.Pull.Point;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads in the form of docs.sonarsource.com (webhooks) and of api/measures/search_history. */
class SonarPayloadTest {

    static final String GATE =
            "{\"serverUrl\":\"http://s\",\"taskId\":\"AVh2\",\"status\":\"SUCCESS\",\"analysedAt\":\"2016-11-18T10:46:28+0100\","
                    + "\"revision\":\"c7\",\"project\":{\"key\":\"org:shop\",\"name\":\"Shop\"},"
                    + "\"branch\":{\"name\":\"main\",\"type\":\"LONG\",\"isMain\":true},"
                    + "\"qualityGate\":{\"name\":\"way\",\"status\":\"%s\",\"conditions\":[{\"metric\":\"new_coverage\","
                    + "\"operator\":\"LESS_THAN\",\"value\":\"14\",\"status\":\"ERROR\",\"errorThreshold\":\"65\"}]}}";

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"OK,100", "WARN,100", "ERROR,0"})
    void aGateIsPassedOrNot(String status, BigDecimal value) {
        assertThat(gate(GATE.formatted(status)))
                .isEqualTo(
                        new SonarGate.Judged(
                                "org:shop",
                                "main",
                                true,
                                value,
                                Instant.parse("2016-11-18T09:46:28Z")));
    }

    @Test
    void whatHasNoGateIsLeftAlone() {
        assertThat(gate(GATE.formatted("NONE"))).isInstanceOf(SonarGate.Unused.class);
        assertThat(gate(GATE.formatted("OK").replace("\"SUCCESS\"", "\"FAILED\"")))
                .isInstanceOf(SonarGate.Unused.class);
        assertThat(gate(GATE.formatted("OK").replace("LONG", "PULL_REQUEST")))
                .isInstanceOf(SonarGate.Unused.class);
        assertThat(gate("{}")).isInstanceOf(SonarGate.Unused.class);
        assertThat(gate("[]")).isInstanceOf(SonarGate.Malformed.class);
        assertThat(gate(GATE.formatted("OK").replace("2016-11-18T10", "noon")))
                .isEqualTo(new SonarGate.Malformed("The payload has no time 'analysedAt'."));
    }

    private static SonarGate gate(String body) {
        return SonarGate.parse(body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0} takes {1} {2}: {3}")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    org:shop|quality_gate;       main;    true;  true
                    org:shop|quality_gate;       next;    false; false
                    org:shop|next|quality_gate;  next;    false; true
                    org:shop|next|quality_gate;  main;    true;  false
                    org:other|quality_gate;      main;    true;  false
                    org:shop|coverage;           main;    true;  false
                    """)
    void aSeriesWithoutABranchIsOfTheMainOne(
            String series, String branch, boolean main, boolean takes) {
        assertThat(
                        SonarConnector.Series.parse(series)
                                .takes(
                                        new SonarGate.Judged(
                                                "org:shop",
                                                branch,
                                                main,
                                                BigDecimal.ONE,
                                                Instant.EPOCH)))
                .isEqualTo(takes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a|", "|b", "a||b", "a|b|c|d"})
    void refusesSeries(String series) {
        assertThat(new SonarConnector(null, null, null).checkSeries(series)).isNotNull();
    }

    @Test
    void historyGoesOnAfterWhatWasHad() {
        String answer =
                "{\"paging\":{\"pageIndex\":1,\"pageSize\":1000,\"total\":4},\"measures\":[{\"metric\":\"coverage\",\"history\":["
                        + "{\"date\":\"2026-03-01T10:00:00+0000\",\"value\":\"81.5\"},"
                        + "{\"date\":\"2026-03-02T11:00:00+0100\",\"value\":\"82\"},"
                        + "{\"date\":\"2026-03-03T10:00:00+0000\"},"
                        + "{\"date\":\"2026-03-04T10:00:00+0000\",\"value\":\"ERROR\"}]}]}";
        SonarHistory.Values values =
                (SonarHistory.Values) read(200, answer, "2026-03-01T10:00:00Z");
        assertThat(values.points())
                .containsExactly(
                        new Point(Instant.parse("2026-03-02T10:00:00Z"), new BigDecimal("82")),
                        new Point(Instant.parse("2026-03-04T10:00:00Z"), BigDecimal.ZERO));
        assertThat(values.skipped()).isEqualTo(1);
        assertThat(values.last()).isEqualTo("2026-03-04T10:00:00Z");
        assertThat(values.more()).isFalse();
    }

    @Test
    void aFullPageSaysThatThereIsMore() {
        StringBuilder history = new StringBuilder();
        for (int i = 0; i < SonarHistory.PAGE; i++) {
            history.append(i == 0 ? "" : ",")
                    .append("{\"date\":\"")
                    .append(Instant.EPOCH.plusSeconds(i + 1))
                    .append("\",\"value\":\"1\"}");
        }
        String answer = "{\"measures\":[{\"metric\":\"bugs\",\"history\":[" + history + "%s]}]}";
        assertThat(
                        ((SonarHistory.Values)
                                        read(200, answer.formatted(""), "1970-01-01T00:00:00Z"))
                                .more())
                .isTrue();
        assertThat(read(200, answer.formatted(",{}"), "1970-01-01T00:00:00Z"))
                .isInstanceOf(SonarHistory.Unusable.class);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    404 | {"errors":[{"msg":"Component key 'x' not found"}]} | HTTP 404: Component key 'x' not found.
                    200 | {"measures":[]}                                    | SonarQube has no such metric, or no such branch.
                    502 | <html>                                             | HTTP 502: The body is not JSON that can be read.
                    """)
    void whatIsWrongIsTold(int status, String body, String reason) {
        assertThat(read(status, body, "1970-01-01T00:00:00Z"))
                .isEqualTo(new SonarHistory.Unusable(reason));
    }

    private static SonarHistory read(int status, String body, String after) {
        return SonarHistory.read(
                status, body.getBytes(StandardCharsets.UTF_8), Instant.parse(after));
    }
}
