package dev.payoff.stream;

import dev.payoff.value.QuantileSketch;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * The sketches of windows. SQL cannot add two of them up, so they are read, changed and written
 * back whole with their window; the lock of the metric's state keeps everyone else away meanwhile.
 */
final class SketchStore {

    private static final String SELECT =
            """
            SELECT w.metric_id, w.size, w.start_at, w.sketch
              FROM unnest($1::uuid[], $2::smallint[], $3::timestamptz[]) AS k(metric_id, size, start_at)
              JOIN metric_window w ON w.metric_id = k.metric_id AND w.size = k.size AND w.start_at = k.start_at
            """;

    private SketchStore() {}

    /** Sketches as these changes leave them; whoever asks holds the locks of the metrics. */
    static Uni<Map<WindowKey, QuantileSketch>> changed(
            SqlConnection tx, SortedMap<WindowKey, Map<Integer, Long>> changes) {
        return changes.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : tx.preparedQuery(SELECT)
                        .execute(WindowStore.plainKeys(changes.sequencedKeySet()))
                        .map(rows -> {
                            Map<WindowKey, QuantileSketch> before = HashMap.newHashMap(rows.size());
                            rows.forEach(row -> before.put(WindowStore.key(row), sketch(row)));
                            Map<WindowKey, QuantileSketch> after =
                                    HashMap.newHashMap(changes.size());
                            changes.forEach((key, change) ->
                                    after.put(
                                            key,
                                            before.getOrDefault(key, QuantileSketch.EMPTY)
                                                    .plus(change)));
                            return after;
                        });
    }

    private static QuantileSketch sketch(Row row) {
        return QuantileSketch.of(row.getBuffer("sketch").getBytes());
    }
}
