package dev.payoff.stream;

import dev.payoff.app.LiveKeys;
import dev.payoff.app.Roles;
import dev.payoff.app.TimeAndChance;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The sole publisher of events. It first numbers what transactions left in the outbox, in a
 * transaction of its own, and then publishes what is numbered. A row that becomes visible later
 * gets a later number, so nobody who has read up to a number can miss one below it; a sequence
 * drawn by the writers would not give that. Numbers go to Redis as explicit ids, so publishing
 * again after a crash is refused there and changes nothing.
 *
 * <p>One relay works at a time (an advisory lock, for the length of each transaction). Kafka must
 * take an event before it counts as published; Redis need not: whoever reads there sees a hole in
 * the numbers and fills it from PostgreSQL.
 */
@ApplicationScoped
public class Relay {

    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int EVENTS_PER_ROUND = 1_000;
    private static final int EVENTS_KEPT_IN_REDIS = 10_000;
    private static final Duration REDIS_TIMEOUT = Duration.ofSeconds(2);

    private static final String LOCK = "SELECT pg_try_advisory_xact_lock(8101990) AS held";

    private static final String UNNUMBERED =
            "SELECT id, tenant_id FROM outbox WHERE seq IS NULL ORDER BY id LIMIT $1";

    private static final String COUNT =
            """
            INSERT INTO event_counter AS c (tenant_id, last_seq) SELECT unnest($1::uuid[]), unnest($2::bigint[])
            ON CONFLICT (tenant_id) DO UPDATE SET last_seq = c.last_seq + excluded.last_seq
            RETURNING c.tenant_id, c.last_seq
            """;

    /** By key alone: as a join, its plan would be one for the empty table that it was made on. */
    private static final String NUMBER =
            "UPDATE outbox SET seq = ($2::bigint[])[array_position($1::bigint[], id)] WHERE id = ANY($1)";

    private static final String UNPUBLISHED =
            """
            SELECT id, tenant_id, kind, topic, payload::text AS payload, seq, iso(created_at) AS at FROM outbox
             WHERE published_at IS NULL AND seq IS NOT NULL ORDER BY tenant_id, seq LIMIT $1
            """;

    private static final String PUBLISHED =
            "UPDATE outbox SET published_at = $2 WHERE id = ANY($1)";

    private final Pool pool;
    private final Redis redis;
    private final EventTopics topics;
    private final Roles roles;
    private final TimeAndChance time;
    private @Nullable Cancellable rounds;

    @Inject
    Relay(
            @ReactiveDataSource("stream") Pool pool,
            Redis redis,
            EventTopics topics,
            Roles roles,
            TimeAndChance time) {
        this.pool = pool;
        this.redis = redis;
        this.topics = topics;
        this.roles = roles;
        this.time = time;
    }

    /** An event with its number in its tenant's stream. */
    record Event(
            long id,
            UUID tenantId,
            String kind,
            String topic,
            String payload,
            long seq,
            String at) {}

    /** Starts the rounds, one after the other. */
    void start(@Observes StartupEvent started) {
        if (roles.plays(Roles.Role.RELAY)) {
            rounds =
                    Multi.createFrom()
                            .ticks()
                            .every(PAUSE)
                            .onOverflow()
                            .drop()
                            .onItem()
                            .transformToUniAndConcatenate(tick -> relay())
                            .subscribe()
                            .with(
                                    done -> {},
                                    failure -> LOG.error("The relay has stopped", failure));
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        if (rounds != null) {
            rounds.cancel();
        }
    }

    /** One round: numbers what is new, publishes what is numbered. */
    Uni<Void> relay() {
        return pool.withTransaction(tx -> locked(tx, () -> number(tx)))
                .chain(() -> pool.withTransaction(tx -> locked(tx, () -> publish(tx))))
                .onFailure()
                .invoke(failure ->
                        LOG.warnf("Events wait for the next round: %s", failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    private static Uni<Void> locked(SqlConnection tx, Supplier<Uni<Void>> work) {
        return tx.query(LOCK)
                .execute()
                .chain(rows ->
                        rows.iterator().next().getBoolean("held")
                                ? work.get()
                                : Uni.createFrom().voidItem());
    }

    private static Uni<Void> number(SqlConnection tx) {
        return tx.preparedQuery(UNNUMBERED)
                .execute(Tuple.of(EVENTS_PER_ROUND))
                .map(rows -> Sql.list(rows, row -> new Fresh(row.getLong(0), row.getUUID(1))))
                .chain(fresh -> fresh.isEmpty() ? Uni.createFrom().voidItem() : number(tx, fresh));
    }

    /** An event without a number yet. */
    private record Fresh(long id, UUID tenantId) {}

    private static Uni<Void> number(SqlConnection tx, List<Fresh> fresh) {
        SortedMap<UUID, Long> counts = new TreeMap<>(WindowKey.BY_BYTES);
        fresh.forEach(event -> counts.merge(event.tenantId(), 1L, Long::sum));
        return tx.preparedQuery(COUNT)
                .execute(
                        Tuple.of(
                                Sql.uuids(counts.keySet(), id -> id),
                                Sql.longs(counts.values(), count -> count)))
                .chain(rows -> {
                    Map<UUID, Long> next = new HashMap<>();
                    for (Row row : rows) {
                        UUID tenant = row.getUUID(0);
                        next.put(tenant, row.getLong(1) - counts.getOrDefault(tenant, 0L));
                    }
                    return tx.preparedQuery(NUMBER)
                            .execute(
                                    Tuple.of(
                                            Sql.longs(fresh, Fresh::id),
                                            Sql.longs(
                                                    fresh,
                                                    event ->
                                                            next.merge(
                                                                    event.tenantId(),
                                                                    1L,
                                                                    Long::sum))));
                })
                .replaceWithVoid();
    }

    private Uni<Void> publish(SqlConnection tx) {
        return tx.preparedQuery(UNPUBLISHED)
                .execute(Tuple.of(EVENTS_PER_ROUND))
                .map(rows ->
                        Sql.list(
                                rows,
                                row ->
                                        new Event(
                                                row.getLong("id"),
                                                row.getUUID("tenant_id"),
                                                row.getString("kind"),
                                                row.getString("topic"),
                                                row.getString("payload"),
                                                row.getLong("seq"),
                                                row.getString("at"))))
                .chain(events ->
                        events.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : topics.send(events)
                                        .chain(() -> announce(events))
                                        .chain(() ->
                                                tx.preparedQuery(PUBLISHED)
                                                        .execute(
                                                                Tuple.of(
                                                                        Sql.longs(
                                                                                events, Event::id),
                                                                        Sql.time(time.now()))))
                                        .replaceWithVoid());
    }

    private Uni<Void> announce(List<Event> events) {
        List<Request> requests = new ArrayList<>(events.size() * 2);
        Map<UUID, Long> last = new HashMap<>();
        for (Event event : events) {
            requests.add(
                    Request.cmd(Command.XADD)
                            .arg(LiveKeys.events(event.tenantId()))
                            .arg("MAXLEN")
                            .arg("~")
                            .arg(EVENTS_KEPT_IN_REDIS)
                            .arg(event.seq() + "-0")
                            .arg("kind")
                            .arg(event.kind())
                            .arg("topic")
                            .arg(event.topic())
                            .arg("payload")
                            .arg(event.payload()));
            last.merge(event.tenantId(), event.seq(), Math::max);
        }
        last.forEach((tenantId, seq) ->
                requests.add(
                        Request.cmd(Command.PUBLISH)
                                .arg(LiveKeys.eventsChannel(tenantId))
                                .arg(Long.toString(seq))));
        // One pipeline: sent side by side, a later number could overtake an earlier one, which
        // Redis
        // would then refuse. It refuses too what it holds from an earlier attempt; the rest goes
        // on.
        return redis.batch(requests)
                .ifNoItem()
                .after(REDIS_TIMEOUT)
                .fail()
                .onFailure()
                .invoke(failure -> LOG.debugf("Redis did not take events: %s", failure.toString()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
