package dev.payoff.connector;

import dev.payoff.app.TimeAndChance;
import dev.payoff.connector.Deliveries.Row;
import dev.payoff.identity.TenantDb;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Writes the last {@value KeptDelivery#KEPT} deliveries of each connection down as they came, so
 * that they can be taken again: with their notes, in a flood every five seconds ({@link
 * HeldPayloads}), and what waits then when the instance stops.
 */
@ApplicationScoped
class KeptDeliveries {

    private static final Logger LOG = Logger.getLogger(KeptDeliveries.class);

    /** Connections in a flood whose deliveries are written in one turn. */
    private static final int MAX_CONNECTIONS = 500;

    /** A delivery without a note was a repetition. */
    private static final String KEEP =
            """
            INSERT INTO connection_payload (delivery_id, tenant_id, connection_id, path, headers, body, at)
            SELECT id, $1, connection_id, path, headers::jsonb, body, at
              FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bytea[], $7::timestamptz[])
                   AS row (id, connection_id, path, headers, body, at)
             WHERE EXISTS (SELECT FROM connection_delivery d WHERE d.id = row.id)
            ON CONFLICT (delivery_id) DO NOTHING
            """;

    private static final String FORGET =
            """
            DELETE FROM connection_payload WHERE delivery_id IN (
                SELECT delivery_id FROM (
                    SELECT delivery_id, row_number() OVER (
                           PARTITION BY connection_id ORDER BY at DESC, delivery_id DESC) AS place
                      FROM connection_payload WHERE connection_id = ANY ($1)) ranked
                 WHERE place > $2::int)
            """;

    /** How long a stop waits for the database; what is not written by then is lost. */
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    private final TenantDb db;
    private final TimeAndChance time;
    private final Counter failed;
    private final Counter stopped;
    private final HeldPayloads<Row> held =
            new HeldPayloads<>(Row::connection, row -> body(row).body().length());

    KeptDeliveries(TenantDb db, TimeAndChance time, MeterRegistry meters) {
        this.db = db;
        this.time = time;
        this.failed = meters.counter("payoff.deliveries.unkept", "reason", "failed");
        this.stopped = meters.counter("payoff.deliveries.unkept", "reason", "stopped");
    }

    /** Those of new deliveries, oldest first, that are to be written with their notes. */
    List<Row> atOnce(List<Row> rows) {
        return held.atOnce(rows.stream().filter(row -> row.kept() != null).toList(), time.now());
    }

    /** Writes deliveries of one tenant, oldest first, and drops the oldest beyond the bound. */
    static Uni<Void> keep(SqlConnection tx, UUID tenant, List<Row> rows) {
        Map<UUID, Integer> places = new HashMap<>();
        List<Row> newest =
                rows.reversed().stream()
                        .filter(row ->
                                places.merge(row.connection(), 1, Integer::sum)
                                        <= KeptDelivery.KEPT)
                        .toList();
        if (newest.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values =
                Tuple.from(
                        new Object[] {
                            tenant,
                            Deliveries.array(newest, Row::id, UUID[]::new),
                            Deliveries.array(newest, Row::connection, UUID[]::new),
                            Deliveries.array(newest, row -> body(row).path(), String[]::new),
                            Deliveries.array(
                                    newest, row -> body(row).headers().encode(), String[]::new),
                            Deliveries.array(newest, row -> body(row).body(), Buffer[]::new),
                            Deliveries.array(newest, Row::at, OffsetDateTime[]::new)
                        });
        UUID[] connections = places.keySet().toArray(UUID[]::new);
        return tx.preparedQuery(KEEP)
                .execute(values)
                .chain(() ->
                        tx.preparedQuery(FORGET).execute(Tuple.of(connections, KeptDelivery.KEPT)))
                .replaceWithVoid();
    }

    private static KeptDelivery body(Row row) {
        return Objects.requireNonNull(row.kept());
    }

    /** Writes what waits because of a flood. */
    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> keepHeld() {
        return keep(held.due(MAX_CONNECTIONS));
    }

    /**
     * Writes what waits before the instance goes, while there is still a database to write to; the
     * process ends only after this.
     */
    void stop(@Observes ShutdownEvent stopping) {
        List<Row> waiting = held.due(HeldPayloads.MAX_CONNECTIONS);
        if (waiting.isEmpty()) {
            return;
        }
        CompletableFuture<Void> kept = keep(waiting).subscribeAsCompletionStage();
        try {
            kept.get(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            stopped.increment(waiting.size());
            LOG.warnf(
                    "%d deliveries are not kept for a replay: PostgreSQL did not answer within %s.",
                    waiting.size(), STOP_WAIT);
        } catch (ExecutionException e) {
            stopped.increment(waiting.size());
            LOG.warnf(
                    "%d deliveries are not kept for a replay: %s",
                    waiting.size(), String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            stopped.increment(waiting.size());
            Thread.currentThread().interrupt();
        }
    }

    private Uni<Void> keep(List<Row> waiting) {
        Map<UUID, List<Row>> byTenant =
                waiting.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Row::tenant, LinkedHashMap::new, Collectors.toList()));
        return Multi.createFrom()
                .iterable(byTenant.entrySet())
                .onItem()
                .transformToUniAndConcatenate(each -> keepHeld(each.getKey(), each.getValue()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Boolean> keepHeld(UUID tenant, List<Row> rows) {
        return db.inTransaction(tenant, tx -> keep(tx, tenant, rows))
                .replaceWith(true)
                .onFailure()
                .recoverWithItem(failure -> {
                    failed.increment(rows.size());
                    LOG.warnf(
                            "%d deliveries are not kept for a replay: %s",
                            rows.size(), failure.toString());
                    return false;
                });
    }
}
