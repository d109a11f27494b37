package dev.payoff.stream;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Honours the headers of CloudEvents' binary Kafka binding where a record has them: {@code ce_id}
 * is its identity and {@code ce_source} its source, unless the object itself tells them.
 */
final class CloudEvents {

    private static final int MAX_HEADER_BYTES = 512;

    private CloudEvents() {}

    static Decoded apply(Headers headers, Decoded decoded) {
        String id = text(headers.lastHeader("ce_id"));
        if (id == null
                || !(decoded instanceof Decoded.Usable(WireRecord.Reading r))
                || r.eventId() != null) {
            return decoded;
        }
        String source = text(headers.lastHeader("ce_source"));
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
