package dev.payoff.stream;

import dev.payoff.app.Roles;
import dev.payoff.app.TimeAndChance;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Drops what has served its time: events that every subscriber had long enough to read (one that
 * comes later is told {@code reset}), refused records that nobody mended, what outside systems
 * delivered, word by word, and what they told of projects' time. Measurements, windows, episodes
 * and the audit trail are kept: they are what figures are explained by.
 */
@ApplicationScoped
public class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);

    /** Rows of a table that one statement drops, so that no lock is held for long. */
    static final int ROWS_AT_A_TIME = 5_000;

    /** Statements of one round; the next round goes on. */
    private static final int STATEMENTS_A_ROUND = 200;

    private static final String EVENTS =
            """
            DELETE FROM outbox WHERE id IN (
                SELECT id FROM outbox WHERE published_at < $1 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)
            """;

    private static final String REFUSED =
            """
            DELETE FROM rejected WHERE id IN (
                SELECT id FROM rejected WHERE received_at < $1 ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED)
            """;

    private static final String DELIVERED =
            """
            DELETE FROM connection_payload WHERE delivery_id IN (
                SELECT delivery_id FROM connection_payload WHERE at < $1 ORDER BY at LIMIT $2)
            """;

    private static final String HAPPENED =
            """
            DELETE FROM project_annotation WHERE id IN (
                SELECT id FROM project_annotation
                 WHERE (connection_id IS NOT NULL OR removed_at IS NOT NULL)
                   AND coalesce(removed_at, to_at, recorded_at) < $1
                 ORDER BY coalesce(removed_at, to_at, recorded_at) LIMIT $2)
            """;

    private final Pool pool;
    private final Roles roles;
    private final TimeAndChance time;
    private final Duration events;
    private final Duration refused;
    private final Duration delivered;
    private final Duration annotations;

    @Inject
    Retention(
            @ReactiveDataSource("stream") Pool pool,
            Roles roles,
            TimeAndChance time,
            @ConfigProperty(name = "payoff.retention.events") Duration events,
            @ConfigProperty(name = "payoff.retention.rejected") Duration refused,
            @ConfigProperty(name = "payoff.retention.deliveries") Duration delivered,
            @ConfigProperty(name = "payoff.retention.annotations") Duration annotations) {
        this.pool = pool;
        this.roles = roles;
        this.time = time;
        this.events = events;
        this.refused = refused;
        this.delivered = delivered;
        this.annotations = annotations;
    }

    /** One round; several instances may do it at once, each drops what the others have not. */
    @Scheduled(
            every = "15m",
            delayed = "2m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> round() {
        if (!roles.plays(Roles.Role.RELAY)) {
            return Uni.createFrom().voidItem();
        }
        Instant now = time.now();
        return drop(EVENTS, now.minus(events), STATEMENTS_A_ROUND)
                .chain(() -> drop(REFUSED, now.minus(refused), STATEMENTS_A_ROUND))
                .chain(() -> drop(DELIVERED, now.minus(delivered), STATEMENTS_A_ROUND))
                .chain(() -> drop(HAPPENED, now.minus(annotations), STATEMENTS_A_ROUND))
                .onFailure()
                .invoke(failure ->
                        LOG.warnf("Old rows wait for the next round: %s", failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> drop(String statement, Instant before, int statementsLeft) {
        return pool.preparedQuery(statement)
                .execute(Tuple.of(Sql.time(before), ROWS_AT_A_TIME))
                .chain(rows ->
                        rows.rowCount() < ROWS_AT_A_TIME || statementsLeft == 1
                                ? Uni.createFrom().voidItem()
                                : drop(statement, before, statementsLeft - 1));
    }
}
