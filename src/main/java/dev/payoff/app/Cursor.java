package dev.payoff.app;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place in a sorted list, opaque to clients: the sort key of the last item seen, with the list's
 * name so that one list's cursor is refused by another. It grants nothing: row-level security
 * confines what any cursor can reach.
 */
public final class Cursor {

    private static final int MAX_CHARS = 512;

    private final List<String> parts;

    private Cursor(List<String> parts) {
        this.parts = parts;
    }

    /** The cursor after an item with this sort key in the named list. */
    public static String encode(String list, Object... sortKey) {
        JsonArray array = new JsonArray().add(list);
        for (Object part : sortKey) {
            array.add(part.toString());
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(array.encode().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a cursor of the named list with so many parts of a sort key; null where none was sent.
     *
     * @throws ProblemException 400 where it is not one that this list gave out
     */
    public static @Nullable Cursor decode(@Nullable String cursor, String list, int parts) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        if (cursor.length() > MAX_CHARS) {
            throw invalid();
        }
        try {
            JsonArray array =
                    new JsonArray(
                            new String(
                                    Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
            List<String> decoded = new ArrayList<>();
            for (Object part : array) {
                if (!(part instanceof String text)) {
                    throw invalid();
                }
                decoded.add(text);
            }
            if (decoded.size() != parts + 1 || !decoded.getFirst().equals(list)) {
                throw invalid();
            }
            return new Cursor(List.copyOf(decoded.subList(1, decoded.size())));
        } catch (DecodeException | IllegalArgumentException e) {
            throw invalid();
        }
    }

    /** A part of the sort key. */
    public String text(int part) {
        return parts.get(part);
    }

    /** A part of the sort key that is a whole number. */
    public long number(int part) {
        try {
            return Long.parseLong(parts.get(part));
        } catch (NumberFormatException e) {
            throw invalid();
        }
    }

    /** A part of the sort key that is a UUID. */
    public UUID id(int part) {
        try {
            return UUID.fromString(parts.get(part));
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    private static ProblemException invalid() {
        return ProblemException.of(
                400,
                "INVALID_CURSOR",
                "Not a cursor of this list",
                "The cursor was not given out by this list.",
                "Send nextCursor of the previous page unchanged, or no cursor for the first page.");
    }
}
