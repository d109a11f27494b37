package dev.payoff.live;

import dev.payoff.value.QuantileSketch;
import dev.payoff.value.WindowSize;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Windows of a metric: as they are kept, or folded anew from the readings that had happened and
 * were known by some moment. Both ways tell the same where both can tell.
 */
final class WindowReader {

    /**
     * A question.
     *
     * @param from of the first window's start
     * @param to of the last window's start, exclusive
     * @param quantiles by the text that they were asked with; from 0 to 1
     */
    record Asked(
            UUID metricId,
            WindowSize size,
            Instant from,
            Instant to,
            Map<String, Double> quantiles,
            int limit) {

        Asked until(Instant end) {
            return new Asked(metricId, size, from, end.isBefore(to) ? end : to, quantiles, limit);
        }

        Asked from(Instant start) {
            return new Asked(metricId, size, start, to, quantiles, limit);
        }

        Double[] shares() {
            return quantiles.values().toArray(Double[]::new);
        }
    }

    /** A window as it is kept; {@code revision} is null where it was folded for a moment. */
    record Found(
            Instant start,
            Instant end,
            long count,
            BigDecimal sum,
            BigDecimal sumSquares,
            BigDecimal min,
            BigDecimal max,
            BigDecimal last,
            Map<String, BigDecimal> quantiles,
            @Nullable Integer revision) {}

    // A minute keeps no sketch; its readings are asked themselves.
    private static final String KEPT =
            """
            SELECT w.start_at, w.count, w.sum, w.sum_squares, w.minimum, w.maximum, w.last_value, w.revision,
                   CASE WHEN cardinality($6::float8[]) > 0 THEN w.sketch END AS sketch,
                   CASE WHEN cardinality($6::float8[]) > 0 AND w.sketch IS NULL THEN
                     (SELECT percentile_disc($6::float8[]) WITHIN GROUP (ORDER BY s.value) FROM measurement s
                       WHERE s.metric_id = w.metric_id AND s.superseded_at IS NULL
                         AND s.observed_at >= w.start_at AND s.observed_at < w.end_at
                         AND s.pack_last >= w.start_at AND s.pack_last < w.end_at + interval '1 hour') END AS picked
              FROM metric_window w
             WHERE w.metric_id = $1 AND w.size = $2 AND w.start_at >= $3 AND w.start_at < $4
               AND (w.size > 1 OR w.start_at >= (SELECT kept_from FROM reading_bound))
             ORDER BY w.start_at LIMIT $5
            """;

    /** Of each reading the highest revision that was known, wherever the others lie. */
    private static final String FOLDED =
            """
            WITH known AS (
                SELECT s.value, s.observed_at, s.partition, s.log_offset, %s AS start_at
                  FROM measurement s
                 WHERE s.metric_id = $1 AND s.observed_at >= $3 AND s.observed_at < $4 AND s.observed_at <= $7 AND s.recorded_at <= $8
                   AND s.pack_last >= $3 AND s.pack_last < $4 + interval '1 hour' AND (s.superseded_at IS NULL OR s.superseded_at > $8))
            SELECT start_at, count(*) AS count, sum(value) AS sum, sum(value * value) AS sum_squares, min(value) AS minimum,
                   max(value) AS maximum, NULL::int AS revision, NULL::bytea AS sketch,
                   (array_agg(value ORDER BY observed_at DESC, partition DESC, log_offset DESC))[1] AS last_value,
                   percentile_disc($6::float8[]) WITHIN GROUP (ORDER BY value) AS picked
              FROM known WHERE start_at >= $3 GROUP BY start_at ORDER BY start_at LIMIT $5
            """;

    private static final String BY_UTC = "date_trunc($2::text, s.observed_at, 'UTC')";

    /** Starts are told by us: PostgreSQL may know other rules of the zones. */
    private static final String BY_STARTS =
            "($2::timestamptz[])[width_bucket(s.observed_at, $2::timestamptz[])]";

    private static final String EXTENT =
            "SELECT min(first_observed) AS first, max(last_observed) AS last FROM measurement_pack"
                    + " WHERE metric_id = $1 AND last_observed >= (SELECT kept_from FROM reading_bound)";

    private WindowReader() {}

    /** Windows as they stand. */
    static Uni<List<Found>> kept(SqlConnection tx, Asked asked, ZoneId zone) {
        return tx.preparedQuery(KEPT)
                .execute(
                        Tuple.tuple()
                                .addValue(asked.metricId())
                                .addValue(asked.size().code())
                                .addValue(utc(asked.from()))
                                .addValue(utc(asked.to()))
                                .addValue(asked.limit())
                                .addValue(asked.shares()))
                .map(rows -> found(rows, asked, zone));
    }

    /**
     * Windows of what had happened by as-of and was known by as-known-at. Those that readings are
     * not kept of any more, or not of the whole, are told as they stand, if they were over by
     * as-of.
     */
    static Uni<List<Found>> folded(
            SqlConnection tx, Asked asked, ZoneId zone, Instant asOf, Instant asKnownAt) {
        return tx.query(LedgerSql.KEPT_FROM)
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime("kept_from").toInstant())
                .chain(keptFrom -> {
                    Instant window = asked.size().startOf(keptFrom, zone);
                    Instant whole =
                            window.equals(keptFrom) ? keptFrom : asked.size().endOf(window, zone);
                    return asked.from().isBefore(whole) && keptFrom.isAfter(Instant.EPOCH)
                            ? asTheyStand(tx, asked.until(whole), zone, asOf)
                                    .chain(stand ->
                                            fromReadings(
                                                            tx,
                                                            asked.from(whole),
                                                            zone,
                                                            asOf,
                                                            asKnownAt)
                                                    .map(folded ->
                                                            first(asked.limit(), stand, folded)))
                            : fromReadings(tx, asked, zone, asOf, asKnownAt);
                });
    }

    private static Uni<List<Found>> asTheyStand(
            SqlConnection tx, Asked asked, ZoneId zone, Instant asOf) {
        return kept(tx, asked, zone)
                .map(found ->
                        found.stream().filter(window -> !window.end().isAfter(asOf)).toList());
    }

    private static List<Found> first(int limit, List<Found> before, List<Found> after) {
        return Stream.concat(before.stream(), after.stream()).limit(limit).toList();
    }

    private static Uni<List<Found>> fromReadings(
            SqlConnection tx, Asked asked, ZoneId zone, Instant asOf, Instant asKnownAt) {
        return switch (asked.size()) {
            case MINUTE, HOUR ->
                    folded(
                            tx,
                            BY_UTC,
                            asked.size() == WindowSize.HOUR ? "hour" : "minute",
                            asked,
                            zone,
                            asOf,
                            asKnownAt);
            case DAY, MONTH ->
                    tx.preparedQuery(EXTENT)
                            .execute(Tuple.of(asked.metricId()))
                            .map(rows -> starts(rows.iterator().next(), asked, zone))
                            .chain(starts ->
                                    starts.length == 0
                                            ? Uni.createFrom().item(List.of())
                                            : folded(
                                                    tx, BY_STARTS, starts, asked, zone, asOf,
                                                    asKnownAt));
        };
    }

    private static Uni<List<Found>> folded(
            SqlConnection tx,
            String start,
            Object starts,
            Asked asked,
            ZoneId zone,
            Instant asOf,
            Instant asKnownAt) {
        Instant until = asked.size().startOf(asked.to().minusNanos(1), zone);
        return tx.preparedQuery(FOLDED.formatted(start))
                .execute(
                        Tuple.tuple()
                                .addValue(asked.metricId())
                                .addValue(starts)
                                .addValue(utc(asked.from()))
                                .addValue(utc(asked.size().endOf(until, zone)))
                                .addValue(asked.limit())
                                .addValue(asked.shares())
                                .addValue(utc(asOf))
                                .addValue(utc(asKnownAt)))
                .map(rows -> found(rows, asked, zone));
    }

    /** Of the days or months that may hold readings: at most those since 1970, the gate's bound. */
    private static OffsetDateTime[] starts(Row extent, Asked asked, ZoneId zone) {
        OffsetDateTime first = extent.getOffsetDateTime("first");
        OffsetDateTime last = extent.getOffsetDateTime("last");
        if (first == null || last == null) {
            return new OffsetDateTime[0];
        }
        Instant from = first.toInstant().isBefore(asked.from()) ? asked.from() : first.toInstant();
        List<OffsetDateTime> starts = new ArrayList<>();
        Instant start = asked.size().startOf(from, zone);
        while (!start.isAfter(last.toInstant()) && start.isBefore(asked.to())) {
            starts.add(utc(start));
            start = asked.size().endOf(start, zone);
        }
        // What lies after the last window asked for must not count into it.
        starts.add(utc(start));
        return starts.toArray(OffsetDateTime[]::new);
    }

    private static List<Found> found(Iterable<Row> rows, Asked asked, ZoneId zone) {
        List<Found> found = new ArrayList<>();
        for (Row row : rows) {
            Instant start = row.getOffsetDateTime("start_at").toInstant();
            found.add(
                    new Found(
                            start,
                            asked.size().endOf(start, zone),
                            row.getLong("count"),
                            row.getBigDecimal("sum"),
                            row.getBigDecimal("sum_squares"),
                            row.getBigDecimal("minimum"),
                            row.getBigDecimal("maximum"),
                            row.getBigDecimal("last_value"),
                            quantiles(row, asked.quantiles()),
                            row.getInteger("revision")));
        }
        return found;
    }

    /** From the sketch, or of the readings that it would pick: the same figures. */
    private static Map<String, BigDecimal> quantiles(Row row, Map<String, Double> asked) {
        Map<String, BigDecimal> told = new LinkedHashMap<>();
        if (asked.isEmpty()) {
            return told;
        }
        BigDecimal min = row.getBigDecimal("minimum");
        BigDecimal max = row.getBigDecimal("maximum");
        Buffer kept = row.getBuffer("sketch");
        if (kept != null) {
            QuantileSketch sketch = QuantileSketch.of(kept.getBytes());
            asked.forEach((text, q) -> told.put(text, sketch.quantile(q, min, max)));
            return told;
        }
        BigDecimal[] picked = row.getArrayOfBigDecimals("picked");
        int at = 0;
        for (String text : asked.keySet()) {
            told.put(text, QuantileSketch.told(picked[at++], min, max));
        }
        return told;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
