package dev.payoff.app;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param items at most the limit that was asked for
 * @param nextCursor what to send as {@code cursor} for the part after this one; null at the end
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {

    /** Items of a page where none are asked for; see also {@link #MAX_LIMIT}. */
    public static final String DEFAULT_LIMIT = "50";

    /** The most items that one page may have. */
    public static final int MAX_LIMIT = 200;

    /**
     * Cuts a page from rows of which one more than the limit was read, to learn whether there is a
     * next page.
     *
     * @param position of the last item of this page: what {@link Cursor#encode} makes of its sort
     *     key
     */
    public static <R, T> Page<T> cut(
            List<R> rows, int limit, Function<R, T> item, Function<R, String> position) {
        boolean more = rows.size() > limit;
        List<R> kept = more ? rows.subList(0, limit) : rows;
        return new Page<>(
                kept.stream().map(item).toList(),
                more && !kept.isEmpty() ? position.apply(kept.getLast()) : null);
    }
}
