package dev.payoff.connector.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.connector.Pull.Point;
import dev.payoff.connector.prometheus.PrometheusConnector.Range;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusAnswerTest {

    private static PrometheusAnswer read(int status, String body) {
        return PrometheusAnswer.read(status, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aMatrixOfOneSeries_withoutWhatIsNoNumber() {
        PrometheusAnswer answer =
                read(
                        200,
                        """
                        {"status":"success","warnings":["w"],"data":{"resultType":"matrix","result":[{"metric":{"job":"a"},
                         "values":[[1770000000,"0.1"],[1770000015.25,"1e-3"],[1770000030,"NaN"],[1770000045,"+Inf"],
                                   [1770000060,"-Inf"],[1770000075,"12345678901234567"]]}]}}
                        """);
        assertThat(answer)
                .isEqualTo(
                        new PrometheusAnswer.Series(
                                List.of(
                                        new Point(
                                                Instant.ofEpochSecond(1770000000),
                                                new BigDecimal("0.1")),
                                        new Point(
                                                Instant.ofEpochMilli(1770000015250L),
                                                new BigDecimal("1e-3")),
                                        new Point(
                                                Instant.ofEpochSecond(1770000075),
                                                new BigDecimal("12345678901234567"))),
                                3));
    }

    @Test
    void noSeriesIsNoReadings() {
        assertThat(
                        read(
                                200,
                                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}"))
                .isEqualTo(new PrometheusAnswer.Series(List.of(), 0));
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    200 | {"status":"success","data":{"resultType":"matrix","result":[{"values":[]},{"values":[]}]}} | exactly one
                    200 | {"status":"success","data":{"resultType":"vector","result":[]}}                            | not a matrix
                    200 | {"status":"success","data":{"resultType":"matrix","result":[{"histograms":[]}]}}           | histogram
                    400 | {"status":"error","errorType":"bad_data","error":"parse error at char 3"}                  | parse error at char 3
                    502 | <html>bad gateway</html>                                                                   | not JSON
                    200 | []                                                                                         | envelope
                    200 | {"status":"success","data":{"resultType":"matrix","result":[{"values":[[1,"x"]]}]}}        | neither a number
                    200 | {"status":"success","data":{"resultType":"matrix","result":[{"values":[["1","2"]]}]}}      | not a pair
                    """)
    void whatCannotBeUsedTellsWhy(int status, String body, String reason) {
        assertThat(read(status, body))
                .isInstanceOfSatisfying(
                        PrometheusAnswer.Unusable.class,
                        unusable -> assertThat(unusable.reason()).contains(reason));
    }

    @Test
    void rangesLieOnTheGrid_andABackfillIsSliced() {
        Duration step = Duration.ofSeconds(15);
        Instant present = Instant.parse("2026-03-01T00:00:07Z");
        Range range = Range.after(present.minus(Duration.ofDays(7)), present, step);

        assertThat(range.start()).isEqualTo(Instant.parse("2026-02-22T00:00:15Z"));
        assertThat(Duration.between(range.start(), range.end()).dividedBy(step)).isEqualTo(10_999);
        assertThat(range.more()).isTrue();

        int slices = 1;
        while (range.more()) {
            Range next = Range.after(range.end(), present, step);
            assertThat(next.start()).isEqualTo(range.end().plus(step));
            range = next;
            slices++;
        }
        assertThat(slices).isEqualTo(4);
        assertThat(range.end()).isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
        assertThat(Range.after(range.end(), present, step)).isNull();
    }
}
