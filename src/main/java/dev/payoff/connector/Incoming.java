package dev.payoff.connector;

import java.time.Instant;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an outside system posted, as it came: nothing of it is parsed yet.
 *
 * @param path what follows {@code /hooks/{connection}/}, without slashes at its ends; empty for
 *     most systems
 * @param headers a request header by its name in any case, or null
 * @param body the raw bytes, which a signature is of; not to be changed
 * @param at when it arrived
 */
public record Incoming(
        String path, UnaryOperator<@Nullable String> headers, byte[] body, Instant at) {

    /** A request header; null where it was not sent. */
    public @Nullable String header(String name) {
        return headers.apply(name);
    }

    /** The media type without its parameters, in lower case; empty where none was told. */
    public String mediaType() {
        String told = header("Content-Type");
        return told == null ? "" : told.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
