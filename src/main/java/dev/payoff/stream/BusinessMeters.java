package dev.payoff.stream;

import dev.payoff.app.Roles;
import dev.payoff.app.TimeAndChance;
import dev.payoff.value.Freshness;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * How the installation as a whole stands, for its operators: how much there is, how much of it is
 * silent, what fires. Nine series, whatever the number of tenants; no money and no names, as
 * whoever reaches the metrics' page reads them. Counted once a minute from the database, the same
 * on every instance: take the greatest, not the sum.
 */
@ApplicationScoped
public class BusinessMeters {

    private static final Logger LOG = Logger.getLogger(BusinessMeters.class);

    private static final String COUNT =
            """
            SELECT (SELECT count(*) FROM tenant) AS tenants,
                   (SELECT count(*) FROM project WHERE archived_at IS NULL) AS projects,
                   count(*) FILTER (WHERE s.last_observed IS NULL) AS no_data,
                   count(*) FILTER (WHERE $1 < date_trunc('hour', s.last_observed, 'UTC') + interval '1 hour'
                                               + m.staleness_s * interval '1 second') AS live,
                   count(*) FILTER (WHERE $1 >= date_trunc('hour', s.last_observed, 'UTC') + interval '1 hour'
                                                + m.staleness_s * interval '1 second') AS stale,
                   (SELECT count(*) FROM episode WHERE state = 'FIRING' AND severity = 'INFO') AS info,
                   (SELECT count(*) FROM episode WHERE state = 'FIRING' AND severity = 'WARNING') AS warning,
                   (SELECT count(*) FROM episode WHERE state = 'FIRING' AND severity = 'CRITICAL') AS critical,
                   (SELECT count(*) FROM notification WHERE status = 'WAITING') AS waiting
              FROM metric m LEFT JOIN metric_state s ON s.metric_id = m.id WHERE m.archived_at IS NULL
            """;

    private final Pool pool;
    private final Roles roles;
    private final TimeAndChance time;
    private final Map<String, AtomicLong> counts = new TreeMap<>();

    @Inject
    BusinessMeters(
            MeterRegistry registry,
            @ReactiveDataSource("stream") Pool pool,
            Roles roles,
            TimeAndChance time) {
        this.pool = pool;
        this.roles = roles;
        this.time = time;
        if (!roles.plays(Roles.Role.STREAM)) {
            return;
        }
        gauge(registry, "tenants", "payoff.tenants", List.of());
        gauge(registry, "projects", "payoff.projects", List.of());
        for (Freshness freshness : Freshness.values()) {
            String name = lower(freshness.name());
            gauge(registry, name, "payoff.metrics", List.of(Tag.of("freshness", name)));
        }
        for (String severity : List.of("info", "warning", "critical")) {
            gauge(
                    registry,
                    severity,
                    "payoff.episodes.firing",
                    List.of(Tag.of("severity", severity)));
        }
        gauge(registry, "waiting", "payoff.notifications.waiting", List.of());
    }

    private void gauge(MeterRegistry registry, String column, String name, List<Tag> tags) {
        counts.put(column, registry.gauge(name, tags, new AtomicLong()));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Counts once. */
    @Scheduled(
            every = "60s",
            delayed = "10s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> count() {
        if (!roles.plays(Roles.Role.STREAM)) {
            return Uni.createFrom().voidItem();
        }
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(Sql.time(time.now())))
                .invoke(rows -> {
                    Row row = rows.iterator().next();
                    counts.forEach((column, count) -> count.set(row.getLong(column)));
                })
                .onFailure()
                .invoke(failure -> LOG.warnf("Counted again in a minute: %s", failure.toString()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
