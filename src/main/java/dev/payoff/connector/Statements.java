package dev.payoff.connector;

import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Readings that a connector works out from facts. Facts arrive in any order and more than once, so
 * the same reading is worked out again and again: here it is said once, and said again under the
 * next revision when it came out differently.
 *
 * <p>The order of the steps is what makes a crash harmless. {@link #note} commits with the facts
 * and leaves the rows unsent; {@link #send} hands over what is unsent and marks it only after the
 * brokers' ack, if it is still the same revision. Whatever dies in between, the rows are still
 * unsent, and sending them again repeats identity, revision and body, which the stream counts once.
 */
@ApplicationScoped
public class Statements {

    /** Readings handed over at a time. */
    static final int MAX_BATCH = 500;

    /** After this, what was said can no longer be corrected, and is forgotten. */
    public static final Duration KEPT = Duration.ofDays(400);

    private static final int MAX_ROUNDS = 20;

    /**
     * A reading, before it has a revision.
     *
     * @param eventId made of the outside system's own ids, the same each time; at most 200
     *     characters
     */
    public record Statement(UUID metricId, String eventId, BigDecimal value, Instant at) {}

    /** What became of sending. */
    public sealed interface Sent {

        /** The brokers have all that one turn sends; what is left goes out with the next. */
        record All(int readings) implements Sent {

            @Override
            public Sent again() {
                return new All(0);
            }
        }

        /** They do not have it; it will be sent again. */
        record Unavailable(Receipt.Unavailable receipt) implements Sent {

            /** A sentence on why. */
            public String reason() {
                return receipt.reason();
            }

            @Override
            public Sent again() {
                return this;
            }
        }

        /** What those are told whose readings another one was told of. */
        Sent again();
    }

    /**
     * What became of sending for several connections.
     *
     * @param readings by connection
     * @param failure that the brokers did not confirm
     */
    record SentAll(Map<UUID, Integer> readings, Receipt.@Nullable Unavailable failure) {

        Sent to(UUID connection) {
            return failure == null
                    ? new Sent.All(readings.getOrDefault(connection, 0))
                    : new Sent.Unavailable(failure);
        }
    }

    /** A reading that the brokers have not confirmed yet. */
    record Unsent(UUID connectionId, UUID metricId, int revision, OutgoingReading reading) {}

    private static final double FORGET_CHANCE = 0.01;

    private final TenantDb db;
    private final Connections connections;
    private final Intake intake;
    private final TimeAndChance time;

    Statements(TenantDb db, Connections connections, Intake intake, TimeAndChance time) {
        this.db = db;
        this.connections = connections;
        this.intake = intake;
        this.time = time;
    }

    /** Says what a delivery comes to for the feeds of its connection; now and then forgets. */
    public Uni<Sent> say(
            Connection connection,
            Family family,
            Function<List<Feed>, ? extends Collection<Statement>> said) {
        return say(connection, family, said, (tx, feeds) -> Uni.createFrom().voidItem());
    }

    /**
     * The same.
     *
     * @param beside writes what else the delivery comes to, in the same transaction
     */
    public Uni<Sent> say(
            Connection connection,
            Family family,
            Function<List<Feed>, ? extends Collection<Statement>> said,
            BiFunction<SqlConnection, List<Feed>, Uni<Void>> beside) {
        return db.inTransaction(
                        connection.tenantId(),
                        tx ->
                                connections
                                        .feeds(tx, connection.id())
                                        .chain(feeds ->
                                                note(tx, connection, said.apply(feeds))
                                                        .chain(() -> beside.apply(tx, feeds)))
                                        .chain(() ->
                                                time.fraction() < FORGET_CHANCE
                                                        ? forget(tx, connection)
                                                        : Uni.createFrom().voidItem()))
                .chain(() -> send(connection, family));
    }

    /** Notes what is to be said, in the transaction of the facts that it comes from. */
    public Uni<Void> note(
            SqlConnection tx, Connection connection, Collection<Statement> statements) {
        if (statements.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<String, Statement> once = new LinkedHashMap<>();
        statements.forEach(each -> once.put(each.metricId() + each.eventId(), each));
        List<Statement> list = List.copyOf(once.values());
        Tuple parameters =
                Tuple.from(
                        new Object[] {
                            connection.id(),
                            connection.tenantId(),
                            list.stream().map(Statement::metricId).toArray(UUID[]::new),
                            list.stream().map(Statement::eventId).toArray(String[]::new),
                            list.stream()
                                    .map(s -> s.value().toPlainString())
                                    .toArray(String[]::new),
                            list.stream()
                                    .map(s -> s.at().atOffset(ZoneOffset.UTC))
                                    .toArray(OffsetDateTime[]::new)
                        });
        return tx.preparedQuery(
                        """
                        INSERT INTO connector_statement AS s
                            (connection_id, tenant_id, metric_id, event_id, revision, value, observed_at)
                        SELECT $1, $2, new.metric_id, new.event_id, 0, new.value::numeric, new.at
                          FROM unnest($3::uuid[], $4::text[], $5::text[], $6::timestamptz[])
                               AS new (metric_id, event_id, value, at)
                        ON CONFLICT (connection_id, metric_id, event_id) DO UPDATE
                           SET revision = s.revision + 1, value = excluded.value,
                               observed_at = excluded.observed_at, sent_at = NULL
                         WHERE (s.value, s.observed_at) IS DISTINCT FROM (excluded.value, excluded.observed_at)
                        """)
                .execute(parameters)
                .replaceWithVoid();
    }

    /** Sends what this connection has not sent yet, earlier failures' remains included. */
    public Uni<Sent> send(Connection connection, Family family) {
        List<Connection> one = List.of(connection);
        return db.inTransaction(connection.tenantId(), tx -> unsent(tx, one))
                .chain(unsent -> send(one, family, unsent))
                .map(sent -> sent.to(connection.id()));
    }

    /**
     * The same for several connections of one tenant.
     *
     * @param first what {@link #unsent} told, in the transaction of the facts for one
     */
    Uni<SentAll> send(List<Connection> connections, Family family, List<Unsent> first) {
        Connection any = connections.getFirst();
        Map<UUID, Integer> readings = new ConcurrentHashMap<>();
        AtomicReference<@Nullable List<Unsent>> known = new AtomicReference<>(first);
        return Draining.of(
                        () -> {
                            List<Unsent> told = known.getAndSet(null);
                            return told == null
                                    ? db.inTransaction(
                                            any.tenantId(), tx -> unsent(tx, connections))
                                    : Uni.createFrom().item(told);
                        },
                        MAX_BATCH,
                        batch ->
                                intake.readings(
                                        any.tenantKey(),
                                        family,
                                        batch.stream().map(Unsent::reading).toList()),
                        batch -> {
                            batch.forEach(
                                    each -> readings.merge(each.connectionId(), 1, Integer::sum));
                            return mark(any.tenantId(), batch);
                        },
                        MAX_ROUNDS)
                .map(drained -> new SentAll(readings, drained.failure()));
    }

    /** The oldest readings that connections have not sent, at most {@link #MAX_BATCH}. */
    static Uni<List<Unsent>> unsent(SqlConnection tx, List<Connection> connections) {
        Map<UUID, String> kinds = new HashMap<>();
        connections.forEach(each -> kinds.put(each.id(), each.kind()));
        return tx.preparedQuery(
                        "SELECT s.connection_id, s.metric_id, s.event_id, s.revision, s.value, s.observed_at,"
                                + " m.full_key"
                                + " FROM connector_statement s JOIN metric m ON m.id = s.metric_id"
                                + " WHERE s.connection_id = ANY ($1) AND s.sent_at IS NULL"
                                + " ORDER BY s.observed_at, s.event_id LIMIT $2")
                .execute(Tuple.of(kinds.keySet().toArray(UUID[]::new), MAX_BATCH))
                .map(rows -> {
                    List<Unsent> unsent = new ArrayList<>();
                    for (Row row : rows) {
                        UUID connection = row.getUUID("connection_id");
                        int revision = row.getInteger("revision");
                        unsent.add(
                                new Unsent(
                                        connection,
                                        row.getUUID("metric_id"),
                                        revision,
                                        new OutgoingReading(
                                                row.getString("full_key"),
                                                row.getBigDecimal("value"),
                                                row.getOffsetDateTime("observed_at").toInstant(),
                                                row.getString("event_id"),
                                                revision,
                                                null,
                                                null,
                                                Objects.requireNonNull(kinds.get(connection)))));
                    }
                    return unsent;
                });
    }

    private Uni<Void> mark(UUID tenant, List<Unsent> batch) {
        Tuple parameters =
                Tuple.of(
                        batch.stream().map(Unsent::connectionId).toArray(UUID[]::new),
                        batch.stream().map(Unsent::metricId).toArray(UUID[]::new),
                        batch.stream().map(u -> u.reading().eventId()).toArray(String[]::new),
                        batch.stream().map(Unsent::revision).toArray(Integer[]::new),
                        time.now().atOffset(ZoneOffset.UTC));
        return db.inTransaction(
                tenant,
                tx ->
                        tx.preparedQuery(
                                        """
                                        UPDATE connector_statement s SET sent_at = $5
                                          FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[])
                                               AS done (connection_id, metric_id, event_id, revision)
                                         WHERE s.connection_id = done.connection_id AND s.metric_id = done.metric_id
                                           AND s.event_id = done.event_id AND s.revision = done.revision
                                        """)
                                .execute(parameters)
                                .replaceWithVoid());
    }

    /** Forgets what is older than {@link #KEPT}. */
    public Uni<Void> forget(SqlConnection tx, Connection connection) {
        return tx.preparedQuery(
                        "DELETE FROM connector_statement WHERE connection_id = $1 AND observed_at < $2"
                                + " AND sent_at IS NOT NULL")
                .execute(Tuple.of(connection.id(), time.now().minus(KEPT).atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }
}
