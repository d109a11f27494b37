package dev.payoff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.Pull.Slice;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordMapTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final Instant CURSOR = Instant.parse("2026-03-01T00:00:00Z");

    private static RecordMap map(String more) {
        JsonObject query =
                new JsonObject("{\"value\": \"Score__c\", \"time\": \"ClosedDate\"}")
                        .mergeIn(new JsonObject(more));
        List<Violation> wrong = new ArrayList<>();
        RecordMap map =
                RecordMap.parse(
                                new JsonObject().put("queries", new JsonObject().put("q", query)),
                                Map.of("changed", "SystemModstamp", "id", "Id"),
                                wrong)
                        .get("q");
        assertThat(wrong).isEmpty();
        return map;
    }

    private static List<JsonNode> records(String... json) {
        List<JsonNode> records = new ArrayList<>();
        for (String each : json) {
            try {
                records.add(new ObjectMapper().readTree(each));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return records;
    }

    private static String record(String id, String score, String changed) {
        return """
        {"attributes": {"type": "Case"}, "Id": "%s", "Score__c": %s, "SystemModstamp": "%s",
         "ClosedDate": "2026-03-02T10:00:00.000+0000"}
        """
                .formatted(id, score, changed);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    number, 4.5,    4.5
                    number, '"7"',  7
                    number, null,   -
                    number, '"n/a"', -
                    nps,    10,     100
                    nps,    9,      100
                    nps,    8,      0
                    nps,    7,      0
                    nps,    6,      -100
                    nps,    0,      -100
                    nps,    11,     -
                    csat,   4,      100
                    csat,   3.9,    0
                    count,  null,   1
                    """)
    void aValueBecomesWhatIsAskedFor(String as, String value, BigDecimal reading) {
        Slice.Points points =
                (Slice.Points)
                        map("{\"as\": \"%s\", \"satisfiedFrom\": 4}".formatted(as))
                                .slice(
                                        records(record("1", value, "2026-03-02T10:00:00.000+0000")),
                                        true,
                                        CURSOR,
                                        NOW,
                                        null);
        assertThat(points.points())
                .extracting(p -> p.value().stripTrailingZeros())
                .isEqualTo(reading == null ? List.of() : List.of(reading.stripTrailingZeros()));
        assertThat(points.skipped()).isEqualTo(reading == null ? 1 : 0);
    }

    @Test
    void theCursorStaysBehindThePresent_andGoesRecordByRecordBeforeThat() {
        List<JsonNode> two =
                records(
                        record("1", "1", "2026-03-02T10:00:00.000+0000"),
                        record("2", "2", "2026-03-10T11:59:00.000+0000"));
        Slice.Points end = (Slice.Points) map("{}").slice(two, true, CURSOR, NOW, null);
        assertThat(end.cursor()).isEqualTo(NOW.minus(RecordMap.OVERLAP));
        assertThat(end.points()).extracting(Pull.Point::id).containsExactly("1", "2");

        Slice.Points middle = (Slice.Points) map("{}").slice(two, false, CURSOR, NOW, null);
        assertThat(middle.cursor()).isEqualTo(Instant.parse("2026-03-10T11:59:00Z"));
        assertThat(middle.more()).isTrue();
    }

    @Test
    void anOrderThatWouldLoseRecordsIsRefused() {
        List<JsonNode> turned =
                records(
                        record("1", "1", "2026-03-03T10:00:00.000+0000"),
                        record("2", "2", "2026-03-02T10:00:00.000+0000"));
        assertThat(map("{}").slice(turned, true, CURSOR, NOW, null))
                .isInstanceOfSatisfying(
                        Slice.Failed.class,
                        failed -> assertThat(failed.reason()).contains("in the order of"));

        List<JsonNode> stuck = records(record("1", "1", "2026-03-01T00:00:00.000+0000"));
        assertThat(map("{}").slice(stuck, false, CURSOR, NOW, null))
                .isInstanceOfSatisfying(
                        Slice.Failed.class,
                        failed -> assertThat(failed.reason()).contains("at one moment"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                        | config.queries
                    {"queries": {"a b": {}}}                                  | config.queries.a b
                    {"queries": {"q": {"time": "T"}}}                         | config.queries.q.value
                    {"queries": {"q": {"time": "T", "as": "count"}}}          |
                    {"queries": {"q": {"time": "T", "value": "V", "as": "x"}}} | config.queries.q.as
                    {"queries": {"q": {"time": "T", "value": "V", "as": "csat"}}} | config.queries.q.satisfiedFrom
                    {"queries": {"q": {"time": "T T", "value": "V"}}}         | config.queries.q.time
                    """)
    void whatAQueryLacksIsTold(String config, String field) {
        List<Violation> wrong = new ArrayList<>();
        RecordMap.parse(
                new JsonObject(config), Map.of("changed", "SystemModstamp", "id", "Id"), wrong);
        assertThat(wrong)
                .extracting(Violation::field)
                .isEqualTo(field == null ? List.of() : List.of(field));
    }
}
