package dev.payoff.connector;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a delivery, so that it can be taken again: its body, and what says how to read
 * it. Signatures and credentials are not kept; it was verified when it came. Pure.
 *
 * @param path its first part: what follows may be a credential
 * @param headers by lower-case name
 */
record KeptDelivery(String path, JsonObject headers, Buffer body) {

    /** Deliveries of a connection that are kept. */
    static final int KEPT = 20;

    /** A larger body is not kept: {@value #KEPT} of them come to 5 MiB a connection. */
    static final int MAX_BODY_BYTES = 256 * 1024;

    private static final int MAX_HEADER_CHARS = 1_000;

    /** The media type, and the attributes of a CloudEvent that is told in headers. */
    private static final List<String> HEADERS =
            List.of(
                    "content-type",
                    "ce-specversion",
                    "ce-id",
                    "ce-source",
                    "ce-type",
                    "ce-subject",
                    "ce-time");

    /** What is kept of it; null where it is too large. */
    static @Nullable KeptDelivery of(Incoming incoming) {
        if (incoming.body().length > MAX_BODY_BYTES) {
            return null;
        }
        JsonObject headers = new JsonObject();
        for (String name : HEADERS) {
            String told = incoming.header(name);
            if (told != null && told.length() <= MAX_HEADER_CHARS) {
                headers.put(name, told);
            }
        }
        return new KeptDelivery(
                incoming.path().split("/", 2)[0], headers, Buffer.buffer(incoming.body()));
    }

    static KeptDelivery of(Row row) {
        return new KeptDelivery(
                row.getString("path"),
                row.getJsonObject("headers"),
                row.getDelegate().getBuffer("body"));
    }

    /**
     * The delivery as it came.
     *
     * @param at when it came: readings without a time of their own are of that moment again
     */
    Incoming incoming(OffsetDateTime at) {
        return new Incoming(
                path,
                name -> name == null ? null : headers.getString(name.toLowerCase(Locale.ROOT)),
                body.getBytes(),
                at.toInstant());
    }
}
