package dev.payoff.live;

import dev.payoff.app.LiveKeys;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A tenant's events by number: from Redis where it holds them without a hole, else from PostgreSQL.
 * Figures as Redis holds them.
 */
@ApplicationScoped
class EventLog {

    /** How many events are read at a time. */
    static final int PAGE = 500;

    private static final String POSITION =
            """
            SELECT coalesce((SELECT last_seq FROM event_counter), 0) AS last_seq,
                   coalesce((SELECT min(seq) FROM outbox WHERE seq IS NOT NULL), (SELECT last_seq + 1 FROM event_counter), 1) AS first_seq
            """;

    private static final String AFTER =
            "SELECT seq, kind, topic, payload::text AS payload FROM outbox WHERE seq > $1 ORDER BY seq LIMIT $2";

    /** An event as it goes to subscribers. */
    record Event(long seq, String kind, String topic, String payload) {}

    /** The numbers that can be read: from first to last; none where first lies beyond last. */
    record Extent(long first, long last) {}

    private final TenantDb db;
    private final Redis redis;

    @Inject
    EventLog(TenantDb db, Redis redis) {
        this.db = db;
        this.redis = redis;
    }

    Uni<Extent> extent(UUID tenantId) {
        return db.inTransaction(
                tenantId,
                tx ->
                        tx.query(POSITION)
                                .execute()
                                .map(rows -> rows.iterator().next())
                                .map(row ->
                                        new Extent(
                                                row.getLong("first_seq"),
                                                row.getLong("last_seq"))));
    }

    /** Up to {@link #PAGE} events after a number, in order and without a hole. */
    Uni<List<Event>> after(UUID tenantId, long seq) {
        return fromRedis(tenantId, seq)
                .onFailure()
                .recoverWithItem(List.of())
                .chain(events ->
                        isWithoutHole(events, seq)
                                ? Uni.createFrom().item(events)
                                : fromPostgres(tenantId, seq));
    }

    /** All figures that Redis holds, as lines; empty where it holds none. */
    Uni<List<String>> figures(UUID tenantId) {
        return redis.send(Request.cmd(Command.HVALS).arg(LiveKeys.figures(tenantId)))
                .map(answer -> {
                    List<String> lines = new ArrayList<>();
                    if (answer != null) {
                        for (Response value : answer) {
                            String text = value.toString();
                            lines.add(text.substring(text.indexOf('\t') + 1));
                        }
                    }
                    return lines;
                })
                .onFailure()
                .recoverWithItem(List.of());
    }

    private static boolean isWithoutHole(List<Event> events, long after) {
        long expected = after + 1;
        for (Event event : events) {
            if (event.seq() != expected++) {
                return false;
            }
        }
        return !events.isEmpty();
    }

    private Uni<List<Event>> fromRedis(UUID tenantId, long seq) {
        return redis.send(
                        Request.cmd(Command.XRANGE)
                                .arg(LiveKeys.events(tenantId))
                                .arg("(" + seq + "-0")
                                .arg("+")
                                .arg("COUNT")
                                .arg(PAGE))
                .map(answer -> {
                    List<Event> events = new ArrayList<>();
                    if (answer != null) {
                        for (Response entry : answer) {
                            events.add(event(entry));
                        }
                    }
                    return events;
                });
    }

    private static Event event(Response entry) {
        String id = entry.get(0).toString();
        Response fields = entry.get(1);
        return new Event(
                Long.parseLong(id.substring(0, id.indexOf('-'))),
                fields.get(1).toString(),
                fields.get(3).toString(),
                fields.get(5).toString());
    }

    private Uni<List<Event>> fromPostgres(UUID tenantId, long seq) {
        return db.inTransaction(
                tenantId,
                tx ->
                        tx.preparedQuery(AFTER)
                                .execute(Tuple.of(seq, PAGE))
                                .map(rows -> {
                                    List<Event> events = new ArrayList<>();
                                    rows.forEach(row ->
                                            events.add(
                                                    new Event(
                                                            row.getLong("seq"),
                                                            row.getString("kind"),
                                                            row.getString("topic"),
                                                            row.getString("payload"))));
                                    return events;
                                }));
    }
}
