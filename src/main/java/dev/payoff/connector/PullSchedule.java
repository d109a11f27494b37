package dev.payoff.connector;

import dev.payoff.app.Roles;
import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.Pull.Slice;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
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

    /** Slices of one feed in one turn; a long back-fill goes on with the next turn. */
    static final int MAX_SLICES = 3;

    static final Duration LEASE = Duration.ofMinutes(5);
    static final Duration FIRST_BACK_OFF = Duration.ofSeconds(15);
    static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(15);
    private static final int BATCH = 1000;

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

    /** How a turn ended: null where well, else why not; and whether there is more to fetch. */
    private record Turn(@Nullable String failure, boolean more) {
        static final Turn DONE = new Turn(null, false);
    }

    private final Pool pool;
    private final Connections connections;
    private final Connectors connectors;
    private final Intake intake;
    private final TimeAndChance time;
    private final Roles roles;

    PullSchedule(
            @ReactiveDataSource("stream") Pool pool,
            Connections connections,
            Connectors connectors,
            Intake intake,
            TimeAndChance time,
            Roles roles) {
        this.pool = pool;
        this.connections = connections;
        this.connectors = connectors;
        this.intake = intake;
        this.time = time;
        this.roles = roles;
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

    /** Asks for all feeds of a connection; one that fails does not keep the others from theirs. */
    private Uni<Void> turn(Claim claim) {
        Connection connection = claim.connection();
        if (!(connectors.connector(connection.kind()) instanceof Pull pull)) {
            return finish(
                    claim, null, new Turn("There is no connector " + connection.kind(), false));
        }
        return pool.withTransaction(tx -> connections.feeds(tx, connection.id()))
                .chain(feeds ->
                        Multi.createFrom()
                                .iterable(feeds)
                                .onItem()
                                .transformToUniAndConcatenate(feed -> feed(claim, pull, feed))
                                .collect()
                                .asList())
                .onFailure()
                .recoverWithItem(e -> {
                    LOG.warnf(e, "Pulling %s failed", connection);
                    return List.of(
                            new Turn("It failed inside: " + e.getClass().getSimpleName(), false));
                })
                .chain(turns -> finish(claim, pull, together(turns)));
    }

    private static Turn together(List<Turn> turns) {
        Turn all = Turn.DONE;
        for (Turn turn : turns) {
            all =
                    new Turn(
                            all.failure() == null ? turn.failure() : all.failure(),
                            all.more() || turn.more());
        }
        return all;
    }

    private Uni<Turn> feed(Claim claim, Pull pull, Feed feed) {
        Instant now = time.now();
        Instant cursor =
                feed.cursor() != null ? feed.cursor() : pull.start(claim.connection(), feed, now);
        return slices(claim, pull, feed, cursor, MAX_SLICES);
    }

    private Uni<Turn> slices(Claim claim, Pull pull, Feed feed, Instant cursor, int left) {
        if (left == 0) {
            return Uni.createFrom().item(new Turn(null, true));
        }
        return pull.fetch(claim.connection(), feed, cursor, time.now())
                .chain(slice ->
                        switch (slice) {
                            case Slice.Failed failed ->
                                    Uni.createFrom()
                                            .item(new Turn(named(feed) + failed.reason(), false));
                            case Slice.Points points ->
                                    send(claim, feed, points)
                                            .chain(failure ->
                                                    failure != null || !points.more()
                                                            ? Uni.createFrom()
                                                                    .item(new Turn(failure, false))
                                                            : slices(
                                                                    claim,
                                                                    pull,
                                                                    feed,
                                                                    points.cursor(),
                                                                    left - 1));
                        });
    }

    /** Sends a slice, then moves the cursor; answers why it did not, or null. */
    private Uni<@Nullable String> send(Claim claim, Feed feed, Slice.Points points) {
        Connection connection = claim.connection();
        List<List<OutgoingReading>> batches = new ArrayList<>();
        for (int i = 0; i < points.points().size(); i += BATCH) {
            batches.add(
                    points.points().subList(i, Math.min(points.points().size(), i + BATCH)).stream()
                            .map(point -> reading(connection, feed, point))
                            .toList());
        }
        Family family = connectors.manifest(connection.kind()).family();
        return Multi.createFrom()
                .iterable(batches)
                .onItem()
                .transformToUniAndConcatenate(
                        batch -> intake.readings(connection.tenantKey(), family, batch))
                .select()
                .where(receipt -> receipt instanceof Receipt.Unavailable)
                .collect()
                .first()
                .chain(receipt ->
                        receipt instanceof Receipt.Unavailable no
                                ? Uni.createFrom().<@Nullable String>item(no.reason())
                                : advance(claim, feed, points));
    }

    private static OutgoingReading reading(Connection connection, Feed feed, Pull.Point point) {
        return new OutgoingReading(
                feed.metric(),
                point.value().multiply(feed.factor()),
                point.at(),
                null,
                0,
                null,
                null,
                connection.kind() + ":" + connection.id());
    }

    private Uni<@Nullable String> advance(Claim claim, Feed feed, Slice.Points points) {
        return pool.preparedQuery(
                        "UPDATE feed f SET cursor_at = $3, skipped = f.skipped + $4 FROM connection c"
                                + " WHERE f.id = $1 AND c.id = f.connection_id AND c.lease_token = $2")
                .execute(Tuple.of(feed.id(), claim.token(), at(points.cursor()), points.skipped()))
                .map(done -> done.rowCount() == 1 ? null : "Another instance took over.");
    }

    private Uni<Void> finish(Claim claim, @Nullable Pull pull, Turn turn) {
        Instant now = time.now();
        int failures = turn.failure() == null ? 0 : claim.failures() + 1;
        Duration wait =
                failures > 0 || pull == null
                        ? backOff(Math.max(1, failures), time.fraction())
                        : turn.more() ? Duration.ZERO : pull.interval(claim.connection());
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

    private static String named(Feed feed) {
        return "Feed '" + Deliveries.cut(feed.series(), 80) + "': ";
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
