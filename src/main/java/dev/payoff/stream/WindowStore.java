package dev.payoff.stream;

import dev.payoff.value.HourWindow;
import dev.payoff.value.QuantileSketch;
import dev.payoff.value.WindowAggregate;
import dev.payoff.value.WindowSize;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedCollection;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Windows of metrics: added to by batches, folded anew where a correction touched them. */
final class WindowStore {

    /**
     * The arrays stand side by side in the list of columns: as a table function, PostgreSQL would
     * write them out before it reads the first row.
     */
    private static final String ADD =
            """
            INSERT INTO metric_window AS w (metric_id, size, start_at, tenant_id, end_at, count, sum, sum_squares, minimum, maximum,
                                            last_value, last_observed, last_partition, last_offset, confidence_sum, confidence_count,
                                            sketch, recorded_at)
            SELECT unnest($1::uuid[]), unnest($2::smallint[]), unnest($3::timestamptz[]), unnest($4::uuid[]),
                   unnest($5::timestamptz[]), unnest($7::bigint[]), unnest($8::numeric[]), unnest($9::numeric[]),
                   unnest($10::numeric[]), unnest($11::numeric[]), unnest($12::numeric[]), unnest($13::timestamptz[]),
                   unnest($14::int[]), unnest($15::bigint[]), unnest($16::numeric[]), unnest($17::bigint[]),
                   unnest($6::bytea[]), $18::timestamptz
            ON CONFLICT (metric_id, size, start_at) DO UPDATE SET
                count = w.count + excluded.count,
                sum = w.sum + excluded.sum,
                sum_squares = w.sum_squares + excluded.sum_squares,
                minimum = least(w.minimum, excluded.minimum),
                maximum = greatest(w.maximum, excluded.maximum),
                last_value = CASE WHEN %1$s THEN excluded.last_value ELSE w.last_value END,
                last_observed = CASE WHEN %1$s THEN excluded.last_observed ELSE w.last_observed END,
                last_partition = CASE WHEN %1$s THEN excluded.last_partition ELSE w.last_partition END,
                last_offset = CASE WHEN %1$s THEN excluded.last_offset ELSE w.last_offset END,
                confidence_sum = w.confidence_sum + excluded.confidence_sum,
                confidence_count = w.confidence_count + excluded.confidence_count,
                sketch = excluded.sketch,
                revision = w.revision + 1,
                recorded_at = excluded.recorded_at
            """
                    .formatted(
                            "(excluded.last_observed, excluded.last_partition, excluded.last_offset)"
                                    + " > (w.last_observed, w.last_partition, w.last_offset)");

    private static final String EMPTY_OUT =
            """
            UPDATE metric_window w SET count = 0, revision = w.revision + 1, recorded_at = $4
              FROM unnest($1::uuid[], $2::smallint[], $3::timestamptz[]) AS k(metric_id, size, start_at)
             WHERE w.metric_id = k.metric_id AND w.size = k.size AND w.start_at = k.start_at
            """;

    private static final String REFOLD =
            """
            INSERT INTO metric_window AS w (metric_id, size, start_at, tenant_id, end_at, count, sum, sum_squares, minimum, maximum,
                                            last_value, last_observed, last_partition, last_offset, confidence_sum, confidence_count,
                                            sketch, recorded_at)
            SELECT k.metric_id, k.size, k.start_at, k.tenant_id, k.end_at, a.*, k.sketch, $7
              FROM unnest($1::uuid[], $2::smallint[], $3::timestamptz[], $4::uuid[], $5::timestamptz[], $6::bytea[])
                     AS k(metric_id, size, start_at, tenant_id, end_at, sketch)
             CROSS JOIN LATERAL (
                SELECT count(*), sum(s.value), sum(s.value * s.value), min(s.value), max(s.value),
                       (array_agg(s.value ORDER BY s.observed_at DESC, s.partition DESC, s.log_offset DESC))[1],
                       max(s.observed_at),
                       (array_agg(s.partition ORDER BY s.observed_at DESC, s.partition DESC, s.log_offset DESC))[1],
                       (array_agg(s.log_offset ORDER BY s.observed_at DESC, s.partition DESC, s.log_offset DESC))[1],
                       coalesce(sum(s.confidence), 0), count(s.confidence)
                  FROM measurement s
                 WHERE s.metric_id = k.metric_id AND s.observed_at >= k.start_at AND s.observed_at < k.end_at
                   AND s.pack_last >= k.start_at AND s.pack_last < k.end_at + interval '1 hour' AND s.superseded_at IS NULL
                HAVING count(*) > 0) AS a
            ON CONFLICT (metric_id, size, start_at) DO UPDATE SET
                count = excluded.count, sum = excluded.sum, sum_squares = excluded.sum_squares, minimum = excluded.minimum, maximum = excluded.maximum,
                last_value = excluded.last_value, last_observed = excluded.last_observed,
                last_partition = excluded.last_partition, last_offset = excluded.last_offset,
                confidence_sum = excluded.confidence_sum, confidence_count = excluded.confidence_count,
                sketch = excluded.sketch, revision = w.revision + 1, recorded_at = excluded.recorded_at
            """;

    private static final String DROP_EMPTY =
            """
            DELETE FROM metric_window w
             USING unnest($1::uuid[], $2::smallint[], $3::timestamptz[]) AS k(metric_id, size, start_at)
             WHERE w.metric_id = k.metric_id AND w.size = k.size AND w.start_at = k.start_at AND w.count = 0
            """;

    private static final String HOURS =
            """
            SELECT metric_id, start_at, count, sum, confidence_sum, confidence_count
              FROM metric_window WHERE metric_id = ANY($1) AND size = 2 ORDER BY metric_id, start_at
            """;

    private static final String AROUND =
            """
            SELECT w.metric_id, w.start_at, w.count, w.sum, w.confidence_sum, w.confidence_count
              FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS k(metric_id, first, last)
             CROSS JOIN LATERAL (
                SELECT coalesce((SELECT max(start_at) FROM metric_window
                                  WHERE metric_id = k.metric_id AND size = 2 AND start_at < k.first), k.first) AS low,
                       coalesce((SELECT min(start_at) FROM metric_window
                                  WHERE metric_id = k.metric_id AND size = 2 AND start_at > k.last), 'infinity') AS high) AS b
              JOIN metric_window w ON w.metric_id = k.metric_id AND w.size = 2 AND w.start_at BETWEEN b.low AND b.high
             ORDER BY w.metric_id, w.start_at
            """;

    private static final String AT =
            """
            SELECT w.* FROM unnest($1::uuid[], $2::smallint[], $3::timestamptz[]) AS k(metric_id, size, start_at)
              JOIN metric_window w ON w.metric_id = k.metric_id AND w.size = k.size AND w.start_at = k.start_at
            """;

    private WindowStore() {}

    static Uni<Void> add(
            SqlConnection tx,
            SortedMap<WindowKey, WindowAggregate> deltas,
            Map<UUID, MetricDef> metrics,
            Map<WindowKey, QuantileSketch> sketches,
            Instant recordedAt) {
        if (deltas.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        SequencedCollection<WindowKey> keys = deltas.sequencedKeySet();
        Collection<WindowAggregate> sums = deltas.values();
        Tuple columns =
                keyColumns(keys, metrics)
                        .addValue(Sql.bytes(keys, key -> bytes(sketches, key)))
                        .addValue(Sql.longs(sums, WindowAggregate::count))
                        .addValue(Sql.decimals(sums, WindowAggregate::sum))
                        .addValue(Sql.decimals(sums, WindowAggregate::sumSquares))
                        .addValue(Sql.decimals(sums, WindowAggregate::min))
                        .addValue(Sql.decimals(sums, WindowAggregate::max))
                        .addValue(Sql.decimals(sums, WindowAggregate::lastValue))
                        .addValue(Sql.times(sums, WindowAggregate::lastObserved))
                        .addValue(Sql.ints(sums, WindowAggregate::lastPartition))
                        .addValue(Sql.longs(sums, WindowAggregate::lastOffset))
                        .addValue(Sql.decimals(sums, WindowAggregate::confidenceSum))
                        .addValue(Sql.longs(sums, WindowAggregate::confidenceCount))
                        .addValue(Sql.time(recordedAt));
        return tx.preparedQuery(ADD).execute(columns).replaceWithVoid();
    }

    /** Folds windows anew from the readings that count; one that has none left is removed. */
    static Uni<Void> refold(
            SqlConnection tx,
            Collection<WindowKey> sortedKeys,
            Map<UUID, MetricDef> metrics,
            Map<WindowKey, QuantileSketch> sketches,
            Instant recordedAt) {
        if (sortedKeys.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns =
                keyColumns(sortedKeys, metrics)
                        .addValue(Sql.bytes(sortedKeys, key -> bytes(sketches, key)))
                        .addValue(Sql.time(recordedAt));
        return tx.preparedQuery(EMPTY_OUT)
                .execute(plainKeys(sortedKeys).addValue(Sql.time(recordedAt)))
                .chain(() -> tx.preparedQuery(REFOLD).execute(columns))
                .chain(() -> tx.preparedQuery(DROP_EMPTY).execute(plainKeys(sortedKeys)))
                .replaceWithVoid();
    }

    private static byte @Nullable [] bytes(Map<WindowKey, QuantileSketch> sketches, WindowKey key) {
        QuantileSketch sketch = sketches.get(key);
        return sketch == null ? null : sketch.bytes();
    }

    static Tuple plainKeys(Collection<WindowKey> keys) {
        return Tuple.tuple()
                .addValue(Sql.uuids(keys, WindowKey::metricId))
                .addValue(Sql.shorts(keys, key -> key.size().code()))
                .addValue(Sql.times(keys, WindowKey::start));
    }

    private static Tuple keyColumns(Collection<WindowKey> keys, Map<UUID, MetricDef> metrics) {
        return plainKeys(keys)
                .addValue(Sql.uuids(keys, key -> metric(metrics, key).tenantId()))
                .addValue(
                        Sql.times(
                                keys,
                                key -> key.size().endOf(key.start(), metric(metrics, key).zone())));
    }

    private static MetricDef metric(Map<UUID, MetricDef> metrics, WindowKey key) {
        MetricDef metric = metrics.get(key.metricId());
        if (metric == null) {
            throw new IllegalStateException(
                    "A window of a metric that is not in the batch: " + key);
        }
        return metric;
    }

    /** All measured hours of some metrics, ascending. */
    static Uni<Map<UUID, List<HourWindow>>> hours(SqlConnection tx, Collection<UUID> metricIds) {
        return metricIds.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : tx.preparedQuery(HOURS)
                        .execute(Tuple.of(metricIds.toArray(UUID[]::new)))
                        .map(WindowStore::byMetric);
    }

    /** A stretch of hours of one metric. */
    record Stretch(UUID metricId, Instant first, Instant last) {}

    /** Measured hours of each stretch, with the measured hour before it and the one after it. */
    static Uni<Map<UUID, List<HourWindow>>> around(SqlConnection tx, List<Stretch> stretches) {
        return stretches.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : tx.preparedQuery(AROUND)
                        .execute(
                                Tuple.of(
                                        Sql.uuids(stretches, Stretch::metricId),
                                        Sql.times(stretches, Stretch::first),
                                        Sql.times(stretches, Stretch::last)))
                        .map(WindowStore::byMetric);
    }

    /** Windows as they stand, where they exist. */
    static Uni<Map<WindowKey, WindowAggregate>> at(SqlConnection tx, Collection<WindowKey> keys) {
        return keys.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : tx.preparedQuery(AT)
                        .execute(plainKeys(keys))
                        .map(rows -> {
                            Map<WindowKey, WindowAggregate> found = new HashMap<>();
                            rows.forEach(row -> found.put(key(row), aggregate(row)));
                            return found;
                        });
    }

    private static Map<UUID, List<HourWindow>> byMetric(Iterable<Row> rows) {
        Map<UUID, List<HourWindow>> hours = new HashMap<>();
        Function<UUID, List<HourWindow>> fresh = id -> new ArrayList<>();
        for (Row row : rows) {
            hours.computeIfAbsent(row.getUUID("metric_id"), fresh).add(hour(row));
        }
        return hours;
    }

    static HourWindow hour(Row row) {
        return new HourWindow(
                Sql.instant(row, "start_at"),
                row.getLong("count"),
                row.getBigDecimal("sum"),
                row.getBigDecimal("confidence_sum"),
                row.getLong("confidence_count"));
    }

    static WindowKey key(Row row) {
        return new WindowKey(
                row.getUUID("metric_id"),
                WindowSize.ofCode(row.getShort("size")),
                Sql.instant(row, "start_at"));
    }

    static WindowAggregate aggregate(Row row) {
        return new WindowAggregate(
                row.getLong("count"),
                row.getBigDecimal("sum"),
                row.getBigDecimal("sum_squares"),
                row.getBigDecimal("minimum"),
                row.getBigDecimal("maximum"),
                row.getBigDecimal("last_value"),
                Sql.instant(row, "last_observed"),
                row.getInteger("last_partition"),
                row.getLong("last_offset"),
                row.getBigDecimal("confidence_sum"),
                row.getLong("confidence_count"));
    }
}
