package dev.payoff.connector.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payoff.connector.Incoming;
import dev.payoff.connector.Payload;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a delivery holds, out of its envelope; pure. CloudEvents 1.0.2, HTTP protocol binding:
 * binary (headers {@code ce-*}), structured and batched; everything else is one event without
 * attributes.
 */
sealed interface JsonEvents {

    /**
     * Events.
     *
     * @param unusable how many could not be used
     * @param why what is wrong with the first of those, or null
     */
    record Read(List<Event> events, int unusable, @Nullable String why) implements JsonEvents {}

    /** It cannot be read. */
    record Malformed(String reason) implements JsonEvents {}

    /**
     * One event.
     *
     * @param origin source and id, which together name a CloudEvent for ever; null for plain JSON
     * @param data what the mapping's pointers point into
     */
    record Event(
            @Nullable String origin,
            @Nullable String type,
            @Nullable String subject,
            @Nullable Instant time,
            JsonNode data) {}

    /** Events of one batch. */
    int MAX_EVENTS = 1_000;

    String STRUCTURED = "application/cloudevents+json";
    String BATCH = "application/cloudevents-batch+json";

    /** Reads a delivery; one event that cannot be used does not keep the others out. */
    static JsonEvents parse(Incoming incoming) {
        try {
            if (incoming.mediaType().equals(BATCH)) {
                return batch(Payload.json(incoming.body()));
            }
            Event event =
                    incoming.mediaType().equals(STRUCTURED)
                            ? structured(Payload.object(incoming.body()))
                            : incoming.header("ce-specversion") != null
                                    ? binary(incoming)
                                    : plain(Payload.json(incoming.body()));
            return new Read(List.of(event), 0, null);
        } catch (Payload.Unusable e) {
            return new Malformed(e.reason());
        }
    }

    private static JsonEvents batch(Payload root) {
        if (!root.node().isArray()) {
            return new Malformed("A batch is a JSON array of events.");
        }
        if (root.node().size() > MAX_EVENTS) {
            return new Malformed("The batch has more than " + MAX_EVENTS + " events.");
        }
        List<Event> events = new ArrayList<>();
        String why = null;
        for (JsonNode each : root.node()) {
            try {
                events.add(structured(new Payload(each)));
            } catch (Payload.Unusable e) {
                why = why == null ? e.reason() : why;
            }
        }
        return new Read(List.copyOf(events), root.node().size() - events.size(), why);
    }

    private static Event plain(Payload root) {
        return new Event(null, null, null, null, root.node());
    }

    private static Event structured(Payload event) {
        version(event.text("specversion"));
        String type = event.textOr("datacontenttype", "application/json");
        JsonNode data = event.node().path("data");
        if (event.has("data_base64")) {
            data = Payload.json(unBase64(event.text("data_base64"))).node();
        } else if (!isJson(type)) {
            throw new Payload.Unusable("The event's data are " + type + ", not JSON.");
        }
        return new Event(
                origin(event.text("source"), event.text("id")),
                event.text("type"),
                event.has("subject") ? event.text("subject") : null,
                event.timeOrNull("time"),
                data);
    }

    private static Event binary(Incoming incoming) {
        version(needed(incoming, "ce-specversion"));
        if (!incoming.mediaType().isEmpty() && !isJson(incoming.mediaType())) {
            throw new Payload.Unusable(
                    "The event's data are " + incoming.mediaType() + ", not JSON.");
        }
        String time = attribute(incoming, "ce-time");
        Instant at = time == null ? null : Payload.instant(time);
        if (time != null && at == null) {
            throw new Payload.Unusable("ce-time is not a time.");
        }
        return new Event(
                origin(needed(incoming, "ce-source"), needed(incoming, "ce-id")),
                needed(incoming, "ce-type"),
                attribute(incoming, "ce-subject"),
                at,
                Payload.json(incoming.body()).node());
    }

    private static String needed(Incoming incoming, String header) {
        String told = attribute(incoming, header);
        if (told == null || told.isEmpty()) {
            throw new Payload.Unusable("The event has no " + header + " header.");
        }
        return told;
    }

    /** Header values are percent-encoded (HTTP binding, 3.1.3.2). */
    private static @Nullable String attribute(Incoming incoming, String header) {
        String told = incoming.header(header);
        try {
            return told == null
                    ? null
                    : URLDecoder.decode(told.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Payload.Unusable(header + " is not percent-encoded.");
        }
    }

    private static void version(String told) {
        if (!told.startsWith("1.")) {
            throw new Payload.Unusable("Only CloudEvents 1.x are taken, not " + told + ".");
        }
    }

    private static boolean isJson(String mediaType) {
        String plain = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return plain.equals("application/json")
                || plain.equals("text/json")
                || plain.endsWith("+json");
    }

    private static String origin(String source, String id) {
        return source.length() + ":" + source + id;
    }

    private static byte[] unBase64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new Payload.Unusable("data_base64 is not base64.");
        }
    }
}
