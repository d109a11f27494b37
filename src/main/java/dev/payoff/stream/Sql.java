package dev.payoff.stream;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How Java's values travel as columns of {@code unnest}; the client knows no {@code Instant[]}. */
final class Sql {

    private Sql() {}

    private static <T, C> C[] fill(
            Collection<T> rows, Function<? super T, ? extends @Nullable C> column, C[] into) {
        int i = 0;
        for (T row : rows) {
            into[i++] = column.apply(row);
        }
        return into;
    }

    static <T> UUID[] uuids(
            Collection<T> rows, Function<? super T, ? extends @Nullable UUID> column) {
        return fill(rows, column, new UUID[rows.size()]);
    }

    static <T> OffsetDateTime[] times(
            Collection<T> rows, Function<? super T, ? extends @Nullable Instant> column) {
        return fill(rows, row -> time(column.apply(row)), new OffsetDateTime[rows.size()]);
    }

    static <T> BigDecimal[] decimals(
            Collection<T> rows, Function<? super T, ? extends @Nullable BigDecimal> column) {
        return fill(rows, column, new BigDecimal[rows.size()]);
    }

    static <T> Integer[] ints(Collection<T> rows, Function<? super T, Integer> column) {
        return fill(rows, column, new Integer[rows.size()]);
    }

    static <T> Long[] longs(Collection<T> rows, Function<? super T, Long> column) {
        return fill(rows, column, new Long[rows.size()]);
    }

    static <T> Short[] shorts(Collection<T> rows, Function<? super T, Short> column) {
        return fill(rows, column, new Short[rows.size()]);
    }

    static <T> Buffer[] bytes(Collection<T> rows, Function<? super T, byte @Nullable []> column) {
        return rows.stream()
                .map(column)
                .map(bytes -> bytes == null ? null : Buffer.buffer(bytes))
                .toArray(Buffer[]::new);
    }

    static <T> Boolean[] booleans(Collection<T> rows, Function<? super T, Boolean> column) {
        return fill(rows, column, new Boolean[rows.size()]);
    }

    static <T> String[] texts(
            Collection<T> rows, Function<? super T, ? extends @Nullable String> column) {
        return fill(rows, column, new String[rows.size()]);
    }

    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    static @Nullable Instant instantOrNull(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    static <T> List<T> list(Iterable<Row> rows, Function<Row, T> read) {
        return java.util.stream.StreamSupport.stream(rows.spliterator(), false).map(read).toList();
    }
}
