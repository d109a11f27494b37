package dev.payoff.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CloudEvents whose envelope is the record's value. */
class StructuredEventTest {

    private static final String READING =
            "{\"metric\":\"cloud/cost\",\"value\":44000.50,\"observedAt\":\"2026-03-02T10:00:00Z\"}";
    private static final String EVENT =
            "{\"specversion\":\"1.0\",\"id\":\"17\",\"source\":\"/billing\",\"type\":\"cost.read\","
                    + "\"time\":\"2026-03-02T10:00:01Z\",\"traceparent\":{\"x\":[1]},\"data\":"
                    + READING
                    + "}";

    private static Decoded decode(String contentType, String value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("content-type", contentType.getBytes(StandardCharsets.UTF_8));
        return CloudEvents.decode(headers, value.getBytes(StandardCharsets.UTF_8), "kafka");
    }

    private static Decoded structured(String value) {
        return decode("application/cloudevents+json", value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/cloudevents+json",
                "Application/CloudEvents+JSON; charset=UTF-8",
                "application/cloudevents+json;charset=utf-8"
            })
    void idAndSourceOfTheEnvelopeAreTheReadingsIdentity(String contentType) {
        Decoded.Usable usable = (Decoded.Usable) decode(contentType, EVENT);
        WireRecord.Reading reading = (WireRecord.Reading) usable.wire();
        assertThat(reading.metric()).isEqualTo("cloud/cost");
        assertThat(reading.value()).isEqualByComparingTo("44000.50");
        assertThat(reading.eventId()).isEqualTo("/billing#17");
        assertThat(reading.source()).isEqualTo("/billing");
    }

    @Test
    void theOrderOfFieldsAndTheFormOfTheDataAreTheSendersChoice() {
        String encoded =
                Base64.getEncoder().encodeToString(READING.getBytes(StandardCharsets.UTF_8));
        String reversed =
                "{\"data_base64\":\""
                        + encoded
                        + "\",\"data\":null,\"datacontenttype\":\"application/vnd.x+json; charset=utf-8\","
                        + "\"type\":\"t\",\"source\":\"/billing\",\"id\":\"17\",\"specversion\":\"1.0\"}";
        assertThat(structured(reversed)).isEqualTo(structured(EVENT));
    }

    @Test
    void itIsTheSameAsInBinaryMode_andWhatTheObjectTellsGoesFirst() {
        RecordHeaders binary = new RecordHeaders();
        binary.add("content-type", "application/json".getBytes(StandardCharsets.UTF_8));
        binary.add("ce_id", "17".getBytes(StandardCharsets.UTF_8));
        binary.add("ce_source", "/billing".getBytes(StandardCharsets.UTF_8));
        byte[] value = READING.getBytes(StandardCharsets.UTF_8);
        assertThat(CloudEvents.decode(binary, value, "kafka")).isEqualTo(structured(EVENT));
        String own = EVENT.replace("\"metric\"", "\"eventId\":\"mine\",\"metric\"");
        assertThat(((WireRecord.Reading) ((Decoded.Usable) structured(own)).wire()).eventId())
                .isEqualTo("mine");
        assertThat(CloudEvents.decode(new RecordHeaders(), value, "kafka"))
                .isEqualTo(WireCodec.decode(value, "kafka"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"id\":\"17\",' | '' | MISSING_FIELD | The event's 'id' is missing.",
                "'\"source\":\"/billing\"' | '\"source\":null' | MISSING_FIELD | The event's 'source' is missing.",
                "'\"type\":\"cost.read\",' | '' | MISSING_FIELD | The event's 'type' is missing.",
                "'\"specversion\":\"1.0\",' | '' | MISSING_FIELD | The event's 'specversion' is missing.",
                "'\"1.0\"' | '\"0.3\"' | BAD_TEXT | Only CloudEvents 1.x are taken, not '0.3'.",
                "'\"id\":\"17\"' | '\"id\":17' | WRONG_TYPE | The event's 'id' is a number, not a text.",
                "'\"id\":\"17\"' | '\"id\":\"17\",\"id\":\"18\"' | DUPLICATE_FIELD | The event's 'id' is given twice.",
                "'\"id\":\"17\"' | '\"id\":\"17\",\"data_base64\":\"e30=\"' | DUPLICATE_FIELD |"
                        + " The event has its data twice; send 'data' or 'data_base64'.",
                "'\"id\":\"17\"' | '\"id\":\"17\",\"datacontenttype\":\"text/xml\"' | WRONG_TYPE |"
                        + " The event's data are 'text/xml', not JSON.",
                "'\"data\":{' | '\"no\":{' | MISSING_FIELD | The event has no data.",
                "'\"data\":{' | '\"data\":\"x\",\"no\":{' | WRONG_TYPE |"
                        + " A measurement is a JSON object, not a text.",
                "'\"data\":{' | '\"data_base64\":\"***\",\"no\":{' | BAD_TEXT |"
                        + " The event's 'data_base64' is not base64.",
                "'\"metric\":\"cloud/cost\",' | '' | MISSING_FIELD | The field 'metric' is missing.",
            })
    void whatIsNoSuchEventIsRefusedWithItsReason(
            String what, String by, RejectCode code, String detail) {
        assertThat(EVENT).contains(what);
        assertThat(structured(EVENT.replace(what, by)))
                .isEqualTo(new Decoded.Refused(code, detail));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "{", "{}{}"})
    void whatIsNoObjectIsRefused(String value) {
        assertThat(structured(value)).isInstanceOf(Decoded.Refused.class);
    }

    @Test
    void batchesAndOtherFormatsAreRefused_andTooLargeOnesNotRead() {
        assertThat(decode("application/cloudevents-batch+json", "[" + EVENT + "]"))
                .isEqualTo(
                        new Decoded.Refused(
                                RejectCode.WRONG_TYPE,
                                "A record is one event, not a batch; send each as a record of its own."));
        assertThat(decode("application/cloudevents+avro", "x"))
                .isEqualTo(
                        new Decoded.Refused(
                                RejectCode.WRONG_TYPE,
                                "A CloudEvent in structured mode is taken as application/cloudevents+json,"
                                        + " not as 'application/cloudevents+avro'."));
        String large = EVENT.replace("cost.read", "x".repeat(WireCodec.MAX_RECORD_BYTES));
        assertThat(((Decoded.Refused) structured(large)).code()).isEqualTo(RejectCode.TOO_LARGE);
    }
}
