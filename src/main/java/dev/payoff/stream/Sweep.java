package dev.payoff.stream;

import dev.payoff.app.LiveKeys;
import dev.payoff.app.Roles;
import dev.payoff.app.TimeAndChance;
import dev.payoff.value.HourWindow;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * What happens without a reading: definitions and costs that people change, timers of alerts that
 * run out, metrics that fall silent, a Redis that was emptied. Looks once a second; one instance at
 * a time does the work of a round.
 */
@ApplicationScoped
public class Sweep {

    private static final Logger LOG = Logger.getLogger(Sweep.class);
    private static final int METRICS_PER_ROUND = 500;

    /** To look at; few of them are out of date, as each new state is looked at once. */
    private static final int DUE_PER_ROUND = 5_000;

    private static final int PROJECTS_PER_PAGE = 50;

    private static final String LOCK = "SELECT pg_try_advisory_xact_lock(8101991) AS held";

    /** First, and definitions are read after it: what changes from then on is due once more. */
    private static final String TAKE_DUE =
            """
            DELETE FROM revaluation_due WHERE metric_id IN (
                SELECT metric_id FROM revaluation_due ORDER BY metric_id LIMIT $1 FOR UPDATE SKIP LOCKED)
            RETURNING metric_id
            """;

    private static final String PUT_BACK =
            """
            INSERT INTO revaluation_due SELECT id, tenant_id FROM metric WHERE id = ANY($1) ORDER BY id
            ON CONFLICT (metric_id) DO UPDATE SET tenant_id = excluded.tenant_id
            """;

    private static final String OUT_OF_DATE =
            """
            SELECT s.metric_id FROM metric_state s JOIN metric m ON m.id = s.metric_id JOIN project p ON p.id = m.project_id
             WHERE s.metric_id = ANY($1) AND (s.definition_version <> m.version OR s.project_version <> p.version)
             ORDER BY s.metric_id
            """;

    private static final String PROJECTS_AFTER =
            "SELECT id FROM project WHERE archived_at IS NULL AND id > $1 ORDER BY id LIMIT $2";

    /** Before all ids. */
    static final UUID FIRST = new UUID(0, 0);

    private final Pool pool;
    private final Redis redis;
    private final Figures figures;
    private final Roles roles;
    private final TimeAndChance time;

    /** Rounds do not overlap, so that one at a time reads and moves it. */
    private volatile UUID watchedUpTo = FIRST;

    @Inject
    Sweep(
            @ReactiveDataSource("stream") Pool pool,
            Redis redis,
            Figures figures,
            Roles roles,
            TimeAndChance time) {
        this.pool = pool;
        this.redis = redis;
        this.figures = figures;
        this.roles = roles;
        this.time = time;
    }

    /** One round. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        if (!roles.plays(Roles.Role.STREAM)) {
            return Uni.createFrom().voidItem();
        }
        Instant now = time.now();
        Set<UUID> moved = new HashSet<>();
        return pool.withTransaction(
                        tx -> held(tx).chain(held -> held ? revalue(tx, now, moved) : nothing()))
                .chain(() ->
                        pool.withTransaction(
                                tx -> held(tx).chain(held -> held ? watch(tx, now) : nothing())))
                .invoke(() -> figures.moved(moved))
                .onFailure()
                .invoke(failure ->
                        LOG.warnf("A sweep failed, the next one goes on: %s", failure.toString()))
                .onFailure()
                .recoverWithNull()
                .chain(this::refillIfEmptied)
                // Said once, by Figures, when Redis goes; not each second until it is back.
                .onFailure()
                .invoke(failure -> LOG.debugf("Redis was not refilled: %s", failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> watch(SqlConnection tx, Instant now) {
        return ClockWatch.watch(tx, now, watchedUpTo)
                .invoke(upTo -> watchedUpTo = upTo)
                .replaceWithVoid();
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }

    private static Uni<Boolean> held(SqlConnection tx) {
        return tx.query(LOCK).execute().map(rows -> rows.iterator().next().getBoolean("held"));
    }

    /** Values anew what is valued by a definition that is no longer in force. */
    private static Uni<Void> revalue(SqlConnection tx, Instant now, Set<UUID> moved) {
        return tx.preparedQuery(TAKE_DUE)
                .execute(Tuple.of(DUE_PER_ROUND))
                .map(rows -> Sql.list(rows, row -> row.getUUID("metric_id")))
                .chain(due -> due.isEmpty() ? Uni.createFrom().item(due) : outOfDate(tx, due))
                .chain(ids ->
                        ids.isEmpty()
                                ? nothing()
                                : StateStore.lock(tx, ids)
                                        .chain(locked ->
                                                Definitions.byIds(tx, ids)
                                                        .chain(metrics ->
                                                                WindowStore.hours(tx, ids)
                                                                        .chain(hours ->
                                                                                save(
                                                                                        tx, now,
                                                                                        moved,
                                                                                        locked,
                                                                                        metrics,
                                                                                        hours)))));
    }

    private static Uni<List<UUID>> outOfDate(SqlConnection tx, List<UUID> due) {
        return tx.preparedQuery(OUT_OF_DATE)
                .execute(Tuple.of((Object) due.toArray(UUID[]::new)))
                .map(rows -> Sql.list(rows, row -> row.getUUID("metric_id")))
                .chain(ids ->
                        ids.size() <= METRICS_PER_ROUND
                                ? Uni.createFrom().item(ids)
                                : putBack(tx, ids.subList(METRICS_PER_ROUND, ids.size()))
                                        .replaceWith(ids.subList(0, METRICS_PER_ROUND)));
    }

    private static Uni<Void> putBack(SqlConnection tx, List<UUID> due) {
        return tx.preparedQuery(PUT_BACK)
                .execute(Tuple.of((Object) due.toArray(UUID[]::new)))
                .replaceWithVoid();
    }

    private static Uni<Void> save(
            SqlConnection tx,
            Instant now,
            Set<UUID> moved,
            Map<UUID, StateStore.Locked> locked,
            List<MetricDef> metrics,
            Map<UUID, List<HourWindow>> hours) {
        List<MetricState> states = new ArrayList<>();
        for (MetricDef metric : metrics) {
            StateStore.Locked state = locked.get(metric.id());
            if (state != null) {
                states.add(
                        StateStep.revalued(
                                state.state(), metric, hours.getOrDefault(metric.id(), List.of())));
                moved.add(metric.projectId());
            }
        }
        return StateStore.save(tx, states, now);
    }

    /**
     * Redis holds nothing that could not be made again: if it was emptied, or missed something, it
     * is filled anew.
     */
    private Uni<Void> refillIfEmptied() {
        return redis.send(Request.cmd(Command.EXISTS).arg(LiveKeys.FILLED))
                .ifNoItem()
                .after(FigureLine.REDIS_TIMEOUT)
                .fail()
                .chain(answer ->
                        answer.toInteger() == 1 && !figures.isBehind()
                                ? nothing()
                                : refill(FIRST)
                                        .invoke(figures::caughtUp)
                                        .chain(() ->
                                                redis.send(
                                                        Request.cmd(Command.SET)
                                                                .arg(LiveKeys.FILLED)
                                                                .arg("1")))
                                        .replaceWithVoid());
    }

    private Uni<Void> refill(UUID after) {
        return pool.preparedQuery(PROJECTS_AFTER)
                .execute(Tuple.of(after, PROJECTS_PER_PAGE))
                .map(rows -> Sql.list(rows, row -> row.getUUID("id")))
                .chain(ids ->
                        ids.isEmpty()
                                ? nothing()
                                : figures.publishAll(ids).chain(() -> refill(ids.getLast())));
    }
}
