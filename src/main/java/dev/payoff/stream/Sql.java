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

    static <T> UUID[] uuids(
            Collection<T> rows, Function<? super T, ? extends @Nullable UUID> column) {
        return rows.stream().map(column).toArray(UUID[]::new);
    }

    static <T> OffsetDateTime[] times(
            Collection<T> rows, Function<? super T, ? extends @Nullable Instant> column) {
        return rows.stream().map(column).map(Sql::time).toArray(OffsetDateTime[]::new);
    }

    static <T> BigDecimal[] decimals(
            Collection<T> rows, Function<? super T, ? extends @Nullable BigDecimal> column) {
        return rows.stream().map(column).toArray(BigDecimal[]::new);
    }

    static <T> Integer[] ints(Collection<T> rows, Function<? super T, Integer> column) {
        return rows.stream().map(column).toArray(Integer[]::new);
    }

    static <T> Long[] longs(Collection<T> rows, Function<? super T, Long> column) {
        return rows.stream().map(column).toArray(Long[]::new);
    }

    static <T> Short[] shorts(Collection<T> rows, Function<? super T, Short> column) {
        return rows.stream().map(column).toArray(Short[]::new);
    }

    static <T> Buffer[] bytes(Collection<T> rows, Function<? super T, byte @Nullable []> column) {
        return rows.stream()
                .map(column)
                .map(bytes -> bytes == null ? null : Buffer.buffer(bytes))
                .toArray(Buffer[]::new);
    }

    static <T> Boolean[] booleans(Collection<T> rows, Function<? super T, Boolean> column) {
        return rows.stream().map(column).toArray(Boolean[]::new);
    }

    static <T> String[] texts(
            Collection<T> rows, Function<? super T, ? extends @Nullable String> column) {
        return rows.stream().map(column).toArray(String[]::new);
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
