package dev.payoff.live;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A piece of the stream, serialised once for all who get it, but for its id: that tells where each
 * subscriber is, so the subscriber adds it.
 *
 * @param event its name
 * @param topic what it belongs to
 * @param field what a newer figure of the same thing replaces; empty for an event, of which each
 *     counts
 * @param seq the event's number; 0 for a figure
 * @param head everything but the id and the blank line that ends the piece
 */
record Frame(String event, String topic, String field, long seq, Buffer head) {

    static Frame figure(String event, String topic, String json) {
        return new Frame(event, topic, event + ' ' + identity(json), 0, head(event, json));
    }

    static Frame event(String event, String topic, long seq, String json) {
        return new Frame(event, topic, "", seq, head(event, json));
    }

    /** A piece for one subscriber; without an id it leaves the subscriber where it is. */
    static Buffer write(String event, @Nullable String id, String json) {
        Buffer whole = Buffer.buffer();
        if (id == null) {
            return whole.appendBuffer(head(event, json)).appendString("\n");
        }
        write(whole, head(event, json), id);
        return whole;
    }

    void writeTo(Buffer out, String id) {
        write(out, head, id);
    }

    private static void write(Buffer out, Buffer head, String id) {
        out.appendBuffer(head).appendString("id: ").appendString(id).appendString("\n\n");
    }

    private static Buffer head(String event, String json) {
        return Buffer.buffer("event: " + event + "\ndata: " + json + "\n");
    }

    boolean isFigure() {
        return field.length() > 0;
    }

    /**
     * Figures begin with the id of what they are of, which tells one from another without parsing
     * them.
     */
    private static String identity(String json) {
        return json.substring(0, Math.min(json.length(), 60));
    }
}
