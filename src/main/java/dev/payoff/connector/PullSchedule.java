package dev.payoff.connector;

import dev.payoff.app.Roles;
import dev.payoff.app.TimeAndChance;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Has the connections that pull asked when they are due, by whichever instance gets there first.
 *
 * <p>An instance takes a connection by a lease on its row; another skips the row. A cursor moves
 * only after the brokers' ack, and only while the lease is still held: an instance that was away
 * for longer than its lease repeats readings at worst, which have the same identity and count once.
 * A failure is told on the connection and waited out, twice as long each time.
 */
@ApplicationScoped
public class PullSchedule {

    private static final Logger LOG = Logger.getLogger(PullSchedule.class);

    /** Connections that one tick works through before the next one may start. */
    static final int MAX_A_TICK = 50;

    static final Duration LEASE = Duration.ofMinutes(5);
    static final Duration FIRST_BACK_OFF = Duration.ofSeconds(15);
    static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(15);

    private static final String CLAIM =
            """
            UPDATE connection c SET lease_until = $2, lease_token = $3
              FROM tenant t
             WHERE t.id = c.tenant_id AND c.id = (
                   SELECT d.id FROM connection d
                    WHERE d.next_pull <= $1 AND d.enabled AND d.removed_at IS NULL
                      AND (d.lease_until IS NULL OR d.lease_until < $1)
                    ORDER BY d.next_pull LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING c.id, c.tenant_id, t.key AS tenant_key, c.kind, c.name, c.config, c.secret, c.failures
            """;

    /** A connection that this instance may ask now. */
    private record Claim(Connection connection, int failures, UUID token) {}

    private final Pool pool;
    private final Connections connections;
    private final Connectors connectors;
    private final FeedTurn feeds;
    private final CostTurn costs;
    private final FactTurn facts;
    private final TimeAndChance time;
    private final Roles roles;
    private final MeterRegistry meters;

    PullSchedule(
            @ReactiveDataSource("stream") Pool pool,
            Connections connections,
            Connectors connectors,
            FeedTurn feeds,
            CostTurn costs,
            FactTurn facts,
            TimeAndChance time,
            Roles roles,
            MeterRegistry meters) {
        this.pool = pool;
        this.connections = connections;
        this.connectors = connectors;
        this.feeds = feeds;
        this.costs = costs;
        this.facts = facts;
        this.time = time;
        this.roles = roles;
        this.meters = meters;
    }

    @Scheduled(
            every = "${payoff.pull.tick:5s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return roles.plays(Roles.Role.CONNECT)
                ? next(MAX_A_TICK)
                        .onFailure()
                        .invoke(e -> LOG.warnf("Pulling stopped until the next tick: %s", e))
                        .onFailure()
                        .recoverWithNull()
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> next(int left) {
        if (left == 0) {
            return Uni.createFrom().voidItem();
        }
        return claim().chain(claim ->
                claim.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : turn(claim.get()).chain(() -> next(left - 1)));
    }

    private Uni<Optional<Claim>> claim() {
        Instant now = time.now();
        UUID token = time.newId();
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(at(now), at(now.plus(LEASE)), token))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(
                                new Claim(
                                        connections.read(row), row.getInteger("failures"), token));
                    }
                    return Optional.empty();
                });
    }

    /** Asks a connection for what it is there for; a failure stays with it. */
    private Uni<Void> turn(Claim claim) {
        Connection connection = claim.connection();
        return Uni.createFrom()
                .deferred(() -> asked(claim))
                .onFailure()
                .recoverWithItem(e -> {
                    LOG.warnf(e, "Pulling %s failed", connection);
                    return PullTurn.failed("It failed inside: " + e.getClass().getSimpleName());
                })
                .chain(turn -> finish(claim, turn));
    }

    private Uni<PullTurn> asked(Claim claim) {
        Connection connection = claim.connection();
        return switch (connectors.connector(connection.kind())) {
            case CostPull pull ->
                    costs.turn(
                            new CostTurn.Work(connection, claim.token(), claim.failures(), pull));
            case FactPull pull -> facts.turn(new FactTurn.Work(connection, claim.token(), pull));
            case Pull pull -> feeds.turn(new FeedTurn.Work(connection, claim.token(), pull));
            case null, default ->
                    Uni.createFrom()
                            .item(PullTurn.failed("There is no connector " + connection.kind()));
        };
    }

    /** How long after a turn in which all went well. */
    private Duration interval(Connection connection) {
        return switch (connectors.connector(connection.kind())) {
            case Pull pull -> pull.interval(connection);
            case null, default ->
                    Duration.ofMinutes(connection.config().getInteger("intervalMinutes", 15));
        };
    }

    private Uni<Void> finish(Claim claim, PullTurn turn) {
        Instant now = time.now();
        int failures = turn.failure() == null ? 0 : claim.failures() + 1;
        Duration pause =
                failures > 0
                        ? backOff(failures, time.fraction())
                        : turn.more() ? Duration.ZERO : interval(claim.connection());
        Duration asked = turn.pause() == null ? Duration.ZERO : turn.pause();
        Duration wait = asked.compareTo(pause) > 0 ? asked : pause;
        meters.counter(
                        "payoff.pulls",
                        "kind",
                        claim.connection().kind(),
                        "outcome",
                        failures == 0 ? "done" : "failed")
                .increment();
        if (turn.failure() != null) {
            LOG.infof(
                    "Pulling %s failed %d times: %s",
                    claim.connection(), failures, Deliveries.cut(turn.failure(), 300));
        }
        return pool.preparedQuery(
                        """
                        UPDATE connection SET lease_until = NULL, lease_token = NULL, next_pull = $3, failures = $4,
                               last_error = $5, last_success = CASE WHEN $4 = 0 THEN $6 ELSE last_success END
                         WHERE id = $1 AND lease_token = $2
                        """)
                .execute(
                        Tuple.from(
                                new @Nullable Object[] {
                                    claim.connection().id(),
                                    claim.token(),
                                    at(now.plus(wait)),
                                    failures,
                                    turn.failure() == null
                                            ? null
                                            : Deliveries.cut(turn.failure(), 500),
                                    at(now)
                                }))
                .replaceWithVoid();
    }

    /** Twice as long with each failure, up to a bound, less up to a fifth by chance. */
    static Duration backOff(int failures, double chance) {
        long millis = FIRST_BACK_OFF.toMillis() << Math.min(failures - 1, 10);
        long bounded = Math.min(millis, LONGEST_BACK_OFF.toMillis());
        return Duration.ofMillis(Math.round(bounded * (1 - 0.2 * chance)));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
