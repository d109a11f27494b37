package dev.payoff.stream;

import org.jspecify.annotations.Nullable;

/**
 * Texts that come again with every record, such as names of tenants and metrics: one string each,
 * which has been checked and hashed once. A text that falls on another's place takes it. Safe for
 * any thread: what a race loses is a saving.
 */
final class KnownTexts {

    /** A power of two. A text of the wire has at most 512 characters, those kept far fewer. */
    private static final int PLACES = 1 << 15;

    private static final int MAX_LENGTH = 64;

    private final @Nullable String[] texts = new @Nullable String[PLACES];

    /** The text of these characters, if it was kept. */
    @Nullable String find(char[] buffer, int from, int length) {
        if (length > MAX_LENGTH) {
            return null;
        }
        String kept = texts[place(hash(buffer, from, length))];
        if (kept == null || kept.length() != length) {
            return null;
        }
        for (int i = 0; i < length; i++) {
            if (kept.charAt(i) != buffer[from + i]) {
                return null;
            }
        }
        return kept;
    }

    /** Keeps a text that has been found good. */
    void keep(String text) {
        if (text.length() <= MAX_LENGTH) {
            texts[place(text.hashCode())] = text;
        }
    }

    /** As {@link String#hashCode} does. */
    private static int hash(char[] buffer, int from, int length) {
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + buffer[i];
        }
        return hash;
    }

    private static int place(int hash) {
        return (hash ^ hash >>> 15) & PLACES - 1;
    }
}
