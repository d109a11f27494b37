package dev.payoff.stream;

import dev.payoff.app.Roles;
import dev.payoff.app.TimeAndChance;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Writes the figures of every project down once a minute, a row a day, for those who read by SQL.
 * One instance at a time does a page; the row of a day is what was told last on it.
 */
@ApplicationScoped
public class KeptFigures {

    private static final Logger LOG = Logger.getLogger(KeptFigures.class);

    /** Projects of one transaction. */
    private static final int PROJECTS_PER_PAGE = 50;

    private static final String LOCK = "SELECT pg_try_advisory_xact_lock(8101992) AS held";

    private static final String PROJECTS_AFTER =
            "SELECT id FROM project WHERE archived_at IS NULL AND id > $1 ORDER BY id LIMIT $2";

    private static final String KEEP =
            """
            INSERT INTO project_day AS kept
            SELECT $1, ($3::timestamptz AT TIME ZONE t.zone)::date, t.id, $4, $5, $6, $7, $8, $9, $10, $11, $3
              FROM tenant t WHERE t.id = $2
            ON CONFLICT (project_id, day) DO UPDATE
               SET realised = excluded.realised, weighted = excluded.weighted, earning_per_hour = excluded.earning_per_hour,
                   cost = excluded.cost, roi_simple = excluded.roi_simple, achievement = excluded.achievement,
                   freshness = excluded.freshness, reasons = excluded.reasons, as_of = excluded.as_of
             WHERE kept.as_of < excluded.as_of
            """;

    private final Pool pool;
    private final Roles roles;
    private final TimeAndChance time;

    @Inject
    KeptFigures(@ReactiveDataSource("stream") Pool pool, Roles roles, TimeAndChance time) {
        this.pool = pool;
        this.roles = roles;
        this.time = time;
    }

    /** One round over all projects. */
    @Scheduled(
            every = "60s",
            delayed = "15s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> round() {
        if (!roles.plays(Roles.Role.STREAM)) {
            return Uni.createFrom().voidItem();
        }
        return keep(Sweep.FIRST, time.now())
                .onFailure()
                .invoke(failure ->
                        LOG.warnf(
                                "Figures of the day are kept in the next round: %s",
                                failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    /** Page by page, each in a transaction of its own. */
    private Uni<Void> keep(UUID after, Instant now) {
        return pool.withTransaction(tx ->
                        tx.query(LOCK)
                                .execute()
                                .chain(rows ->
                                        rows.iterator().next().getBoolean("held")
                                                ? page(tx, after, now)
                                                : Uni.createFrom().item(List.<UUID>of())))
                .chain(ids ->
                        ids.size() < PROJECTS_PER_PAGE
                                ? Uni.createFrom().voidItem()
                                : keep(ids.getLast(), now));
    }

    private static Uni<List<UUID>> page(SqlConnection tx, UUID after, Instant now) {
        return tx.preparedQuery(PROJECTS_AFTER)
                .execute(Tuple.of(after, PROJECTS_PER_PAGE))
                .map(rows -> Sql.list(rows, row -> row.getUUID("id")))
                .chain(ids ->
                        ids.isEmpty()
                                ? Uni.createFrom().item(ids)
                                : FigureStore.read(tx, ids, now)
                                        .chain(figures -> save(tx, figures, now))
                                        .replaceWith(ids));
    }

    private static Uni<Void> save(
            SqlConnection tx, List<FigureStore.Figures> figures, Instant now) {
        return tx.preparedQuery(KEEP)
                .executeBatch(figures.stream().map(it -> row(it.project(), now)).toList())
                .replaceWithVoid();
    }

    private static Tuple row(ProjectFigure figure, Instant now) {
        return Tuple.tuple()
                .addValue(figure.id())
                .addValue(figure.tenantId())
                .addValue(Sql.time(now))
                .addValue(figure.realised())
                .addValue(figure.weighted())
                .addValue(figure.earningPerHour())
                .addValue(figure.cost())
                .addValue(figure.roiSimple())
                .addValue(figure.achievement())
                .addValue(figure.freshness().name())
                .addValue(figure.reasons().toArray(String[]::new));
    }
}
