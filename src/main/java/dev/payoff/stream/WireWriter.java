package dev.payoff.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.payoff.portfolio.CostStage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Writes records as they travel on a topic; what is null or a default is left out. */
final class WireWriter {

    private WireWriter() {}

    static byte[] write(JsonFactory factory, WireRecord record) {
        return switch (record) {
            case WireRecord.Reading reading -> reading(factory, reading);
            case WireRecord.Cost cost -> cost(factory, cost);
        };
    }

    private static byte[] reading(JsonFactory factory, WireRecord.Reading r) {
        return write(
                factory,
                json -> {
                    text(json, WireField.TENANT, r.tenant());
                    text(json, WireField.METRIC, r.metric());
                    number(json, WireField.VALUE, r.value());
                    text(json, WireField.OBSERVED_AT, r.observedAt().toString());
                    text(json, WireField.EVENT_ID, r.eventId());
                    if (r.revision() != 0) {
                        json.writeNumberField(WireField.REVISION.wireName(), r.revision());
                    }
                    number(json, WireField.CONFIDENCE, r.confidence());
                    text(json, WireField.NOTE, r.note());
                    text(json, WireField.SOURCE, r.source());
                    text(json, WireField.UNIT, r.unit());
                });
    }

    private static byte[] cost(JsonFactory factory, WireRecord.Cost c) {
        return write(
                factory,
                json -> {
                    text(json, WireField.TENANT, c.tenant());
                    text(json, WireField.PROJECT, c.project());
                    number(json, WireField.AMOUNT, c.amount());
                    text(json, WireField.CURRENCY, c.currency());
                    text(json, WireField.INCURRED_ON, c.incurredOn().toString());
                    text(json, WireField.CATEGORY, c.category());
                    stage(json, c.stage());
                    text(json, WireField.NOTE, c.note());
                    text(json, WireField.EVENT_ID, c.eventId());
                    text(json, WireField.SOURCE, c.source());
                });
    }

    /** What is not spent is planned to a reader that knows no stages, so that it is not counted. */
    private static void stage(JsonGenerator json, CostStage stage) throws IOException {
        switch (stage) {
            case ACTUAL -> {}
            case PLANNED -> json.writeBooleanField(WireField.PLANNED.wireName(), true);
            case COMMITTED, FORECAST -> {
                json.writeBooleanField(WireField.PLANNED.wireName(), true);
                text(json, WireField.STAGE, stage.name());
            }
        }
    }

    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] write(JsonFactory factory, Body body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = factory.createGenerator(out)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("Writing to memory failed.", e);
        }
        return out.toByteArray();
    }

    private static void text(JsonGenerator json, WireField field, @Nullable String text)
            throws IOException {
        if (text != null) {
            json.writeStringField(field.wireName(), text);
        }
    }

    private static void number(JsonGenerator json, WireField field, @Nullable BigDecimal number)
            throws IOException {
        if (number != null) {
            json.writeNumberField(field.wireName(), number);
        }
    }
}
