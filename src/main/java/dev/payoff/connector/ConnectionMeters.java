package dev.payoff.connector;

import dev.payoff.app.Roles;
import dev.payoff.app.TimeAndChance;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * How the connections of all tenants stand, by kind, for operators: how many there are, how many
 * failed when they were last asked, how long the slowest has waited for its turn, and for how long
 * the most silent one has brought nothing. At most four series a kind, whatever the number of
 * connections, and no names. Counted once a minute from the database, the same on every instance:
 * take the greatest, not the sum.
 */
@ApplicationScoped
public class ConnectionMeters {

    private static final Logger LOG = Logger.getLogger(ConnectionMeters.class);

    /** A connection that never brought anything has been silent since it was made. */
    private static final String COUNT =
            """
            SELECT c.kind, count(*) AS connections, count(*) FILTER (WHERE c.failures > 0) AS failing,
                   coalesce(max(extract(epoch FROM $1 - c.next_pull))
                            FILTER (WHERE c.next_pull < $1 AND (c.lease_until IS NULL OR c.lease_until < $1)), 0)::bigint
                       AS lag,
                   max(extract(epoch FROM $1 - greatest(c.created_at, c.last_success, d.at)))::bigint AS silent
              FROM connection c
              LEFT JOIN LATERAL (
                   SELECT at FROM connection_delivery
                    WHERE connection_id = c.id AND status IN ('TAKEN', 'IGNORED') ORDER BY at DESC LIMIT 1) d ON true
             WHERE c.enabled AND c.removed_at IS NULL GROUP BY c.kind
            """;

    /** Not of kinds that bring files: those come when somebody sends one. */
    private static final String SILENT = "payoff.connections.silent.seconds";

    /** What is counted, by its column. */
    private static final Map<String, String> GAUGES =
            Map.of(
                    "connections", "payoff.connections",
                    "failing", "payoff.connections.failing",
                    "lag", "payoff.connections.lag.seconds",
                    "silent", SILENT);

    private final Pool pool;
    private final Roles roles;
    private final TimeAndChance time;
    private final Map<String, Map<String, AtomicLong>> counts = new TreeMap<>();

    @Inject
    ConnectionMeters(
            MeterRegistry registry,
            @ReactiveDataSource("stream") Pool pool,
            Connectors connectors,
            Roles roles,
            TimeAndChance time) {
        this.pool = pool;
        this.roles = roles;
        this.time = time;
        if (!roles.plays(Roles.Role.CONNECT)) {
            return;
        }
        for (Manifest manifest : connectors.manifests()) {
            Map<String, AtomicLong> ofKind = new TreeMap<>();
            GAUGES.forEach((column, name) -> {
                if (!name.equals(SILENT) || manifest.way() != Manifest.Way.FILE) {
                    Tags kind = Tags.of("kind", manifest.kind());
                    ofKind.put(column, registry.gauge(name, kind, new AtomicLong()));
                }
            });
            counts.put(manifest.kind(), ofKind);
        }
    }

    /** Counts once. */
    @Scheduled(
            every = "60s",
            delayed = "10s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> count() {
        if (!roles.plays(Roles.Role.CONNECT)) {
            return Uni.createFrom().voidItem();
        }
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(time.now().atOffset(ZoneOffset.UTC)))
                .invoke(rows -> {
                    Map<String, Row> told = new TreeMap<>();
                    rows.forEach(row -> told.put(row.getString("kind"), row));
                    counts.forEach((kind, ofKind) ->
                            ofKind.forEach((column, count) -> {
                                Row row = told.get(kind);
                                count.set(row == null ? 0 : row.getLong(column));
                            }));
                })
                .onFailure()
                .invoke(failure -> LOG.warnf("Counted again in a minute: %s", failure.toString()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
