package dev.payoff.connector.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.Problem.Violation;
import dev.payoff.connector.Incoming;
import dev.payoff.connector.json.JsonMapping.Found;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Envelopes in the modes of the CloudEvents HTTP binding, and readings found in them. */
class JsonEventsTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    private static final String EVENT =
            "{\"specversion\":\"1.0\",\"id\":\"e-1\",\"source\":\"/till/1\",\"type\":\"sale\",\"subject\":\"shop\","
                    + "\"time\":\"2026-03-02T10:00:00Z\",\"ext\":7,\"data\":{\"value\":12.5}}";

    @Test
    void theThreeModesTellTheSame() {
        Found structured = only(JsonEvents.STRUCTURED + "; charset=utf-8", Map.of(), EVENT);
        assertThat(structured.series()).isEqualTo("sale");
        assertThat(structured.value()).isEqualByComparingTo("12.5");
        assertThat(structured.at()).isEqualTo("2026-03-02T10:00:00Z");
        assertThat(only(JsonEvents.BATCH, Map.of(), "[" + EVENT + "]")).isEqualTo(structured);
        assertThat(
                        only(
                                "application/json",
                                Map.of(
                                        "ce-specversion", "1.0",
                                        "ce-id", "e-1",
                                        "ce-source", "/till%2F1",
                                        "ce-type", "sale",
                                        "ce-time", "2026-03-02T10:00:00Z"),
                                "{\"value\":12.5}"))
                .isEqualTo(structured);
        String base64 =
                EVENT.replace(
                        "\"data\":{\"value\":12.5}", "\"data_base64\":\"eyJ2YWx1ZSI6MTIuNX0=\"");
        assertThat(only(JsonEvents.STRUCTURED, Map.of(), base64)).isEqualTo(structured);
    }

    @Test
    void idAndSourceTogetherAreTheIdentity() {
        Found one = only(JsonEvents.STRUCTURED, Map.of(), EVENT);
        assertThat(only(JsonEvents.STRUCTURED, Map.of(), EVENT.replace("12.5", "13")).identity())
                .isEqualTo(one.identity());
        assertThat(only(JsonEvents.STRUCTURED, Map.of(), EVENT.replace("e-1", "e-2")).identity())
                .isNotEqualTo(one.identity());
        assertThat(only(JsonEvents.STRUCTURED, Map.of(), EVENT.replace("/till/1", "/t")).identity())
                .isNotEqualTo(one.identity());
        assertThat(
                        only(
                                        JsonEvents.STRUCTURED,
                                        Map.of(),
                                        EVENT.replace("/till/1", "/till/1e").replace("e-1", "-1"))
                                .identity())
                .as("where the source ends is part of it")
                .isNotEqualTo(one.identity());
    }

    @Test
    void anEventOfABatchThatCannotBeUsedDoesNotKeepTheOthersOut() {
        JsonEvents.Read read =
                (JsonEvents.Read)
                        JsonEvents.parse(
                                incoming(
                                        JsonEvents.BATCH,
                                        Map.of(),
                                        "[7,{},"
                                                + EVENT.replace("1.0", "0.3")
                                                + ","
                                                + EVENT.replace(
                                                        "\"ext\":7",
                                                        "\"datacontenttype\":\"text/xml\"")
                                                + ","
                                                + EVENT
                                                + "]"));
        assertThat(read.events()).hasSize(1);
        assertThat(read.unusable()).isEqualTo(4);
        assertThat(read.why()).isEqualTo("The payload has no text 'specversion'.");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    application/cloudevents+json       | {}
                    application/cloudevents+json       | [1]
                    application/cloudevents-batch+json | {}
                    application/json                   | {
                    application/json                   | ``
                    """)
    void whatIsNoEnvelopeIsMalformed(String type, String body) {
        assertThat(JsonEvents.parse(incoming(type, Map.of(), body)))
                .isInstanceOf(JsonEvents.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce-id", "ce-source", "ce-type"})
    void aBinaryEventNeedsItsAttributes(String header) {
        Map<String, String> headers =
                new HashMap<>(
                        Map.of(
                                "ce-specversion", "1.0",
                                "ce-id", "e-1",
                                "ce-source", "/s",
                                "ce-type", "sale"));
        headers.remove(header);
        assertThat(JsonEvents.parse(incoming("application/json", headers, "{}")))
                .isEqualTo(new JsonEvents.Malformed("The event has no " + header + " header."));
    }

    @Test
    void aMappingFindsReadingsWhereverTheyAre() {
        JsonMapping mapping =
                mapping(
                        "{\"each\":\"/report/rows\",\"series\":\"/kpi/name\",\"value\":\"/kpi/0\","
                                + "\"time\":\"/day\",\"id\":\"/nr\"}");
        String body =
                "{\"report\":{\"rows\":["
                        + "{\"kpi\":{\"name\":\"orders\",\"0\":\"17\"},\"day\":\"2026-03-01\",\"nr\":4},"
                        + "{\"kpi\":{\"name\":\"up\",\"0\":true},\"day\":1772359200,\"nr\":5},"
                        + "{\"kpi\":{\"name\":\"ms\",\"0\":1e2},\"day\":1772359200500,\"nr\":\"6\"},"
                        + "{\"kpi\":{\"name\":\"bad\",\"0\":\"many\"},\"day\":1},"
                        + "{\"kpi\":{\"name\":\"bad\",\"0\":1},\"day\":\"someday\"},"
                        + "{\"kpi\":{\"name\":\"bad\",\"0\":1e999999999}},"
                        + "{\"kpi\":{\"0\":1}}]}}";
        JsonMapping.Readings readings = readings(mapping, body);
        assertThat(readings.found())
                .extracting(f -> f.series() + " " + f.value().toPlainString() + " " + f.at())
                .containsExactly(
                        "orders 17 2026-03-01T00:00:00Z",
                        "up 1 2026-03-01T10:00:00Z",
                        "ms 100 2026-03-01T10:00:00.500Z");
        assertThat(readings.unusable()).isEqualTo(4);
        assertThat(readings.why()).isEqualTo("There is no number at '/kpi/0'.");
        assertThat(readings(mapping, body.replace("\"17\"", "18")).found().getFirst().identity())
                .as("an id of the sender's own outlives the delivery")
                .isEqualTo(readings.found().getFirst().identity());
    }

    @Test
    void withoutAMappingTheNamesSuggestThemselves_andArrivalIsTheTime() {
        Found found =
                readings(mapping("{}"), "{\"series\":\"orders\",\"value\":3}").found().getFirst();
        assertThat(found.at()).isEqualTo(NOW);
        assertThat(found.series()).isEqualTo("orders");
        assertThat(
                        readings(mapping("{\"series\":\"=all\"}"), "[{\"value\":1},{\"value\":2}]")
                                .found())
                .extracting(Found::series)
                .containsExactly("all", "all");
        assertThat(readings(mapping("{\"each\":\"/none\"}"), "{}").why())
                .isEqualTo("There is nothing at '/none'.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"value\":\"x\"}",
                "{\"series\":\"x\"}",
                "{\"series\":\"@source\"}",
                "{\"velue\":\"/x\"}",
                "{\"value\":7}"
            })
    void aMappingThatSaysNothingIsToldSo(String mapping) {
        List<Violation> wrong = new ArrayList<>();
        JsonMapping.parse(new JsonObject(mapping), wrong);
        assertThat(wrong).hasSize(1);
    }

    @Test
    void theNumberOfReadingsAndEventsIsBounded() {
        assertThat(
                        readings(mapping("{}"), "[" + "1,".repeat(JsonMapping.MAX_READINGS) + "1]")
                                .why())
                .contains("more than 5000");
        assertThat(
                        JsonEvents.parse(
                                incoming(
                                        JsonEvents.BATCH,
                                        Map.of(),
                                        "[" + "1,".repeat(JsonEvents.MAX_EVENTS) + "1]")))
                .isInstanceOf(JsonEvents.Malformed.class);
    }

    private static JsonMapping mapping(String json) {
        List<Violation> wrong = new ArrayList<>();
        JsonMapping mapping = JsonMapping.parse(new JsonObject(json), wrong);
        assertThat(wrong).isEmpty();
        return mapping;
    }

    private static JsonMapping.Readings readings(JsonMapping mapping, String body) {
        JsonEvents.Read read =
                (JsonEvents.Read) JsonEvents.parse(incoming("application/json", Map.of(), body));
        return mapping.readings(read.events().getFirst(), "delivery", NOW);
    }

    private static Found only(String type, Map<String, String> headers, String body) {
        JsonEvents.Read read = (JsonEvents.Read) JsonEvents.parse(incoming(type, headers, body));
        return mapping("{}").readings(read.events().getFirst(), "delivery", NOW).found().getFirst();
    }

    private static Incoming incoming(String type, Map<String, String> headers, String body) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", type);
        return new Incoming("", all::get, body.getBytes(StandardCharsets.UTF_8), NOW);
    }
}
