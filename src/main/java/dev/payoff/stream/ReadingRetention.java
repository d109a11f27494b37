package dev.payoff.stream;

import dev.payoff.app.Roles;
import dev.payoff.app.TimeAndChance;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Forgets readings that are older than a person wants to keep, with their minutes. Hours, days and
 * months stay, so no figure moves. First the bound is raised, which no batch is under way for; then
 * what lies before it is refused and hidden, and what is there of it is removed metric by metric.
 */
@ApplicationScoped
public class ReadingRetention {

    private static final Logger LOG = Logger.getLogger(ReadingRetention.class);

    /** Less would drop what a quarter's figures are explained by. */
    private static final Period LEAST = Period.ofMonths(3);

    /** Rows of a table that one statement removes; a pack is up to 32 readings. */
    static final int ROWS_AT_A_TIME = 1_000;

    private static final int METRICS_AT_A_TIME = 100;

    /** Transactions of one round; the next round goes on. */
    private static final int STEPS_A_ROUND = 2_000;

    /** Batches wait as long as we do. */
    private static final String PATIENCE = "SET LOCAL lock_timeout = '5s'";

    /** Ends when no batch is under way; the next waits for the end of this transaction. */
    private static final String ALONE = "LOCK TABLE consumer_offset IN SHARE ROW EXCLUSIVE MODE";

    private static final String READ = "SELECT accepted_from, kept_from FROM reading_bound";

    private static final String RAISE =
            """
            UPDATE reading_bound SET accepted_from = $1, kept_from = $2, swept_after = NULL, swept = false WHERE accepted_from < $1
            """;

    private static final String SWEEPING =
            "SELECT kept_from, swept_after FROM reading_bound WHERE NOT swept FOR UPDATE SKIP LOCKED";

    private static final String METRICS =
            """
            SELECT metric_id FROM metric_state WHERE $1::uuid IS NULL OR metric_id > $1 ORDER BY metric_id LIMIT $2
            """;

    /**
     * The identity of a reading goes with it, unless another of its revisions is kept: that one is
     * then known to be corrected by one that is gone.
     */
    private static final String REMOVE_READINGS =
            """
            WITH gone AS (
                DELETE FROM measurement_pack WHERE ctid = ANY (ARRAY(
                    SELECT old.ctid FROM unnest($1::uuid[]) AS k(id)
                     CROSS JOIN LATERAL (SELECT ctid FROM measurement_pack
                                          WHERE metric_id = k.id AND last_observed < $2 ORDER BY last_observed LIMIT $3) AS old
                     LIMIT $3))
                RETURNING metric_id, event_keys),
            keys AS (SELECT DISTINCT metric_id, unnest(event_keys) AS event_key FROM gone),
            superseded AS (
                DELETE FROM measurement_superseded s USING keys k
                 WHERE s.metric_id = k.metric_id AND s.event_key = k.event_key AND s.observed_at < $2),
            identities AS (
                DELETE FROM measurement_identity i USING keys k
                 WHERE i.event_key = k.event_key AND i.metric_id = k.metric_id AND i.observed_at < $2
                   AND NOT EXISTS (SELECT FROM measurement_superseded s
                                    WHERE s.metric_id = k.metric_id AND s.event_key = k.event_key AND s.observed_at >= $2))
            SELECT count(*) FROM gone
            """;

    private static final String REMOVE_MINUTES =
            """
            DELETE FROM metric_window WHERE ctid = ANY (ARRAY(
                SELECT old.ctid FROM unnest($1::uuid[]) AS k(id)
                 CROSS JOIN LATERAL (SELECT ctid FROM metric_window
                                      WHERE metric_id = k.id AND size = 1 AND start_at < $2 ORDER BY start_at LIMIT $3) AS old
                 LIMIT $3))
            """;

    private static final String SWEPT =
            "UPDATE reading_bound SET swept_after = coalesce($1, swept_after), swept = $1::uuid IS NULL";

    private final Pool pool;
    private final Roles roles;
    private final TimeAndChance time;
    private final @Nullable Period age;

    @Inject
    ReadingRetention(
            @ReactiveDataSource("stream") Pool pool,
            Roles roles,
            TimeAndChance time,
            @ConfigProperty(name = "payoff.retention.readings") Optional<Period> age) {
        this.pool = pool;
        this.roles = roles;
        this.time = time;
        this.age = age.orElse(null);
        if (this.age != null && this.age.toTotalMonths() < LEAST.toTotalMonths()) {
            throw new IllegalArgumentException(
                    "payoff.retention.readings is "
                            + this.age
                            + "; it takes at least "
                            + LEAST
                            + ", or nothing to keep readings for good");
        }
    }

    /** The bound as this transaction has to heed it, once it has moved its offsets. */
    static Uni<ReadingBound> bound(SqlConnection tx) {
        return tx.query(READ)
                .execute()
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new ReadingBound(
                            Sql.instant(row, "accepted_from"), Sql.instant(row, "kept_from"));
                });
    }

    /** One round; several instances may do it at once, one of them works. */
    @Scheduled(
            every = "15m",
            delayed = "3m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> round() {
        if (!roles.plays(Roles.Role.RELAY)) {
            return Uni.createFrom().voidItem();
        }
        return (age == null ? Uni.createFrom().voidItem() : raise(ReadingBound.at(time.now(), age)))
                .chain(() -> sweep(STEPS_A_ROUND))
                .onFailure()
                .invoke(failure ->
                        LOG.warnf("Old readings wait for the next round: %s", failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    /** Raises the bound, unless it is as high already. */
    Uni<Void> raise(ReadingBound wanted) {
        return pool.withTransaction(tx ->
                bound(tx)
                        .chain(stored ->
                                wanted.isAfter(stored)
                                        ? tx.query(PATIENCE)
                                                .execute()
                                                .chain(() -> tx.query(ALONE).execute())
                                                .chain(() ->
                                                        tx.preparedQuery(RAISE)
                                                                .execute(
                                                                        Tuple.of(
                                                                                Sql.time(
                                                                                        wanted
                                                                                                .acceptedFrom()),
                                                                                Sql.time(
                                                                                        wanted
                                                                                                .keptFrom()))))
                                                .invoke(() ->
                                                        LOG.infof(
                                                                "Readings before %s are not accepted any more; those before %s are removed.",
                                                                wanted.acceptedFrom(),
                                                                wanted.keptFrom()))
                                                .replaceWithVoid()
                                        : Uni.createFrom().voidItem()));
    }

    /** Removes what lies before the bound, in so many steps at most. */
    Uni<Void> sweep(int steps) {
        return Multi.createBy()
                .repeating()
                .uni(() -> pool.withTransaction(ReadingRetention::step))
                .whilst(more -> more)
                .select()
                .first(steps)
                .onItem()
                .ignoreAsUni();
    }

    /** Whether there may be more. */
    private static Uni<Boolean> step(SqlConnection tx) {
        return tx.query(SWEEPING)
                .execute()
                .chain(rows -> {
                    RowIterator<Row> found = rows.iterator();
                    if (!found.hasNext()) {
                        return Uni.createFrom().item(false);
                    }
                    Row row = found.next();
                    return step(tx, Sql.instant(row, "kept_from"), row.getUUID("swept_after"));
                });
    }

    private static Uni<Boolean> step(SqlConnection tx, Instant keptFrom, @Nullable UUID after) {
        return tx.preparedQuery(METRICS)
                .execute(Tuple.of(after, METRICS_AT_A_TIME))
                .map(rows -> Sql.list(rows, row -> row.getUUID(0)))
                .chain(metrics ->
                        metrics.isEmpty()
                                ? tx.preparedQuery(SWEPT)
                                        .execute(Tuple.of((Object) null))
                                        .replaceWith(false)
                                : remove(tx, metrics, keptFrom));
    }

    private static Uni<Boolean> remove(SqlConnection tx, List<UUID> metrics, Instant keptFrom) {
        Tuple which = Tuple.of(metrics.toArray(UUID[]::new), Sql.time(keptFrom), ROWS_AT_A_TIME);
        return tx.preparedQuery(REMOVE_READINGS)
                .execute(which)
                .map(rows -> rows.iterator().next().getLong(0))
                .chain(packs ->
                        tx.preparedQuery(REMOVE_MINUTES)
                                .execute(which)
                                .map(rows -> Math.max(packs, rows.rowCount())))
                .chain(removed ->
                        removed == ROWS_AT_A_TIME
                                ? Uni.createFrom().item(true)
                                : tx.preparedQuery(SWEPT)
                                        .execute(Tuple.of(metrics.getLast()))
                                        .replaceWith(true));
    }
}
