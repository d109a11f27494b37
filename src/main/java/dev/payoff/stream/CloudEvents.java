package dev.payoff.stream;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Honours CloudEvents' Kafka binding (github.com/cloudevents/spec, kafka-protocol-binding, 3). In
 * binary mode {@code ce_id} is a record's identity and {@code ce_source} its source, unless the
 * object itself tells them. A {@code content-type} that begins with {@code
 * application/cloudevents}, in any case, makes it structured: the event is the value ({@link
 * StructuredEvent}). The binding knows no batches. A record without headers costs two looks at an
 * empty list.
 */
final class CloudEvents {

    private static final int MAX_HEADER_BYTES = 512;
    private static final String STRUCTURED = "application/cloudevents";
    private static final String AS_JSON = STRUCTURED + "+json";

    private CloudEvents() {}

    /** Reads a record in whichever mode it comes. */
    static Decoded decode(Headers headers, byte @Nullable [] value, String defaultSource) {
        String type = text(headers.lastHeader("content-type"));
        if (type == null || !type.regionMatches(true, 0, STRUCTURED, 0, STRUCTURED.length())) {
            return apply(headers, WireCodec.decode(value, defaultSource));
        }
        String mode = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!mode.equals(AS_JSON)) {
            return new Decoded.Refused(
                    RejectCode.WRONG_TYPE,
                    mode.startsWith(STRUCTURED + "-batch")
                            ? "A record is one event, not a batch; send each as a record of its own."
                            : "A CloudEvent in structured mode is taken as "
                                    + AS_JSON
                                    + ", not as '"
                                    + WireField.shorten(mode)
                                    + "'.");
        }
        return value == null || value.length == 0
                ? WireCodec.decode(value, defaultSource)
                : StructuredEvent.decode(value, defaultSource);
    }

    static Decoded apply(Headers headers, Decoded decoded) {
        String id = text(headers.lastHeader("ce_id"));
        return id == null
                ? decoded
                : identified(decoded, id, text(headers.lastHeader("ce_source")));
    }

    /** The record with an event's identity, unless it has one. */
    static Decoded identified(Decoded decoded, @Nullable String id, @Nullable String source) {
        if (id == null
                || !(decoded instanceof Decoded.Usable(WireRecord.Reading r))
                || r.eventId() != null) {
            return decoded;
        }
        return new Decoded.Usable(
                new WireRecord.Reading(
                        r.tenant(),
                        r.metric(),
                        r.value(),
                        r.observedAt(),
                        source == null ? id : source + "#" + id,
                        r.revision(),
                        r.confidence(),
                        r.note(),
                        source == null ? r.source() : source,
                        r.unit()));
    }

    private static @Nullable String text(@Nullable Header header) {
        if (header == null || header.value() == null) {
            return null;
        }
        byte[] value = header.value();
        return value.length == 0 || value.length > MAX_HEADER_BYTES
                ? null
                : new String(value, StandardCharsets.UTF_8).replace("\0", "");
    }
}
