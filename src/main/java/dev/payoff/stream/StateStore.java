package dev.payoff.stream;

import dev.payoff.value.ValueState;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of each metric. Its row is the lock of everything that belongs to the metric: whoever
 * changes windows locks the state first, in the order of ids.
 */
final class StateStore {

    private static final String ENSURE =
            """
            INSERT INTO metric_state (metric_id, tenant_id, project_id, definition_version, project_version, revision, count,
                                      settled, settled_weighted, tail, updated_at)
            SELECT m.id, m.tenant_id, m.project_id, m.version, p.version, 0, 0, 0, 0, '[]', $2
              FROM unnest($1::uuid[]) WITH ORDINALITY AS k(id, position) JOIN metric m ON m.id = k.id JOIN project p ON p.id = m.project_id
             ORDER BY k.position
            ON CONFLICT (metric_id) DO NOTHING
            """;

    private static final String LOCK =
            """
            SELECT s.metric_id, s.revision, m.version, p.version, m.archived_at IS NOT NULL OR p.archived_at IS NOT NULL
              FROM metric_state s JOIN metric m ON m.id = s.metric_id JOIN project p ON p.id = m.project_id
             WHERE s.metric_id = ANY($1) ORDER BY s.metric_id FOR UPDATE OF s
            """;

    private static final String READ = "SELECT * FROM metric_state WHERE metric_id = ANY($1)";

    private static final String OF_PROJECTS =
            "SELECT * FROM metric_state WHERE project_id = ANY($1)";

    private static final String SAVE =
            """
            UPDATE metric_state s SET definition_version = r.definition_version, project_version = r.project_version,
                   revision = r.revision, count = r.count, first_observed = r.first_observed, last_value = r.last_value,
                   last_observed = r.last_observed, last_partition = r.last_partition, last_offset = r.last_offset,
                   settled = r.settled, settled_weighted = r.settled_weighted, tail = r.tail::jsonb, updated_at = $14
              FROM unnest($1::uuid[], $2::int[], $3::int[], $4::bigint[], $5::bigint[], $6::timestamptz[], $7::numeric[],
                          $8::timestamptz[], $9::int[], $10::bigint[], $11::numeric[], $12::numeric[], $13::text[])
                AS r(metric_id, definition_version, project_version, revision, count, first_observed, last_value, last_observed,
                     last_partition, last_offset, settled, settled_weighted, tail)
             WHERE s.metric_id = r.metric_id
            """;

    private static final String LAST =
            """
            SELECT k.metric_id, c.count, coalesce(f.first_observed, a.first_observed) AS first_observed,
                   l.value, l.observed_at, l.partition, l.log_offset
              FROM unnest($1::uuid[]) AS k(metric_id)
             CROSS JOIN LATERAL (SELECT sum(count)::bigint AS count FROM metric_window WHERE metric_id = k.metric_id AND size = 4) AS c
             CROSS JOIN LATERAL (SELECT min(observed_at) AS first_observed FROM measurement
                                  WHERE metric_id = k.metric_id AND superseded_at IS NULL) AS a
              LEFT JOIN LATERAL (SELECT s.first_observed FROM metric_state s, reading_bound b
                                  WHERE s.metric_id = k.metric_id AND s.first_observed < b.kept_from) AS f ON true
             CROSS JOIN LATERAL (SELECT value, observed_at, partition, log_offset FROM measurement
                                  WHERE metric_id = k.metric_id AND superseded_at IS NULL
                                  ORDER BY observed_at DESC, partition DESC, log_offset DESC LIMIT 1) AS l
            """;

    /** A state under lock, and whether what it was valued by is still in force. */
    record Locked(MetricState state, int metricVersion, int projectVersion, boolean archived) {}

    private StateStore() {}

    /** Makes the rows that are missing; ids in the order of locks. */
    static Uni<Void> ensure(SqlConnection tx, SortedSet<UUID> metricIds, Instant now) {
        return metricIds.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(ENSURE)
                        .execute(Tuple.of(metricIds.toArray(UUID[]::new), Sql.time(now)))
                        .replaceWithVoid();
    }

    static Uni<Map<UUID, Locked>> lock(SqlConnection tx, Collection<UUID> metricIds) {
        return lock(tx, metricIds, new KnownStates());
    }

    /** Locks them all and reads those that are not known as they stand. */
    static Uni<Map<UUID, Locked>> lock(
            SqlConnection tx, Collection<UUID> metricIds, KnownStates known) {
        return metricIds.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : tx.preparedQuery(LOCK)
                        .execute(Tuple.of(metricIds.toArray(UUID[]::new)))
                        .chain(rows -> {
                            List<UUID> unknown = new ArrayList<>();
                            for (Row row : rows) {
                                if (known.at(row.getUUID(0), row.getLong(1)) == null) {
                                    unknown.add(row.getUUID(0));
                                }
                            }
                            return read(tx, unknown).map(read -> locked(rows, known, read));
                        });
    }

    private static Map<UUID, Locked> locked(
            RowSet<Row> rows, KnownStates known, Map<UUID, MetricState> read) {
        Map<UUID, Locked> locked = HashMap.newHashMap(rows.size());
        for (Row row : rows) {
            UUID id = row.getUUID(0);
            MetricState state = read.get(id);
            locked.put(
                    id,
                    new Locked(
                            Objects.requireNonNull(
                                    state == null ? known.at(id, row.getLong(1)) : state),
                            row.getInteger(2),
                            row.getInteger(3),
                            row.getBoolean(4)));
        }
        return locked;
    }

    /** The states of metrics; those that have none are left out. */
    static Uni<Map<UUID, MetricState>> read(SqlConnection tx, Collection<UUID> metricIds) {
        return metricIds.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : tx.preparedQuery(READ)
                        .execute(Tuple.of(metricIds.toArray(UUID[]::new)))
                        .map(StateStore::byMetric);
    }

    /** The states of all metrics of projects. */
    static Uni<Map<UUID, MetricState>> ofProjects(SqlConnection tx, UUID[] projectIds) {
        return tx.preparedQuery(OF_PROJECTS)
                .execute(Tuple.of((Object) projectIds))
                .map(StateStore::byMetric);
    }

    private static Map<UUID, MetricState> byMetric(RowSet<Row> rows) {
        Map<UUID, MetricState> states = HashMap.newHashMap(rows.size());
        for (Row row : rows) {
            states.put(row.getUUID("metric_id"), read(row));
        }
        return states;
    }

    static Uni<Void> save(SqlConnection tx, List<MetricState> states, Instant now) {
        if (states.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns =
                Tuple.tuple()
                        .addValue(Sql.uuids(states, MetricState::metricId))
                        .addValue(Sql.ints(states, MetricState::definitionVersion))
                        .addValue(Sql.ints(states, MetricState::projectVersion))
                        .addValue(Sql.longs(states, MetricState::revision))
                        .addValue(Sql.longs(states, MetricState::count))
                        .addValue(Sql.times(states, MetricState::firstObserved))
                        .addValue(
                                Sql.decimals(
                                        states, s -> s.last() == null ? null : s.last().value()))
                        .addValue(
                                Sql.times(
                                        states, s -> s.last() == null ? null : s.last().observed()))
                        .addValue(
                                states.stream()
                                        .map(s -> s.last() == null ? null : s.last().partition())
                                        .toArray(Integer[]::new))
                        .addValue(
                                states.stream()
                                        .map(s -> s.last() == null ? null : s.last().offset())
                                        .toArray(Long[]::new))
                        .addValue(Sql.decimals(states, s -> s.value().settled()))
                        .addValue(Sql.decimals(states, s -> s.value().settledWeighted()))
                        .addValue(
                                Sql.texts(
                                        states,
                                        s -> MetricState.tailJson(s.value().tail()).encode()))
                        .addValue(Sql.time(now));
        return tx.preparedQuery(SAVE).execute(columns).replaceWithVoid();
    }

    /**
     * Count, first and last of the readings that count, told anew: the count from the months, which
     * are folded already, the others from the readings themselves. A first that is older than
     * readings are kept stays the first.
     */
    record Extent(long count, Instant firstObserved, MetricState.Last last) {}

    static Uni<Map<UUID, Extent>> extents(SqlConnection tx, Collection<UUID> metricIds) {
        return metricIds.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : tx.preparedQuery(LAST)
                        .execute(Tuple.of(metricIds.toArray(UUID[]::new)))
                        .map(rows -> {
                            Map<UUID, Extent> extents = new HashMap<>();
                            for (Row row : rows) {
                                extents.put(
                                        row.getUUID("metric_id"),
                                        new Extent(
                                                row.getLong("count"),
                                                Sql.instant(row, "first_observed"),
                                                new MetricState.Last(
                                                        row.getBigDecimal("value"),
                                                        Sql.instant(row, "observed_at"),
                                                        row.getInteger("partition"),
                                                        row.getLong("log_offset"))));
                            }
                            return extents;
                        });
    }

    static MetricState read(Row row) {
        BigDecimal lastValue = row.getBigDecimal("last_value");
        MetricState.@Nullable Last last =
                lastValue == null
                        ? null
                        : new MetricState.Last(
                                lastValue,
                                Sql.instant(row, "last_observed"),
                                row.getInteger("last_partition"),
                                row.getLong("last_offset"));
        return new MetricState(
                row.getUUID("metric_id"),
                row.getUUID("tenant_id"),
                row.getUUID("project_id"),
                row.getInteger("definition_version"),
                row.getInteger("project_version"),
                row.getLong("revision"),
                row.getLong("count"),
                Sql.instantOrNull(row, "first_observed"),
                last,
                new ValueState(
                        row.getBigDecimal("settled"),
                        row.getBigDecimal("settled_weighted"),
                        MetricState.tail((JsonArray) row.getJson("tail"))));
    }
}
