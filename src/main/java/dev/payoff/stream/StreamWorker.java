package dev.payoff.stream;

import dev.payoff.app.TimeAndChance;
import dev.payoff.app.Topics;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes batches off Kafka and commits them, one at a time. A batch is tried until it is committed
 * or until its partitions turn out to be another's: the channel never sees a failure, so it never
 * stops and never skips.
 */
@ApplicationScoped
public class StreamWorker {

    /** The channel, as {@code application.properties} configures it. */
    public static final String CHANNEL = "measurements";

    private static final Logger LOG = Logger.getLogger(StreamWorker.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** A tenant is named by its key or its id; both are shorter. */
    private static final int MAX_TENANT_BYTES = 64;

    private final Pool pool;
    private final PartitionClaims claims;
    private final Figures figures;
    private final StreamMeters meters;
    private final TimeAndChance time;
    private final BatchTransaction transaction;

    @Inject
    StreamWorker(
            @ReactiveDataSource("stream") Pool pool,
            PartitionClaims claims,
            Figures figures,
            StreamMeters meters,
            TimeAndChance time) {
        this.pool = pool;
        this.claims = claims;
        this.figures = figures;
        this.meters = meters;
        this.time = time;
        this.transaction = new BatchTransaction(new MetricDirectory(), new Watch(), time);
    }

    /** One poll's records of all partitions that this worker holds. */
    @Incoming(CHANNEL)
    public Uni<Void> consume(ConsumerRecords<byte[], byte[]> records) {
        return offLoop(() -> decode(records))
                .chain(batch ->
                        batch.moves().isEmpty()
                                ? Uni.createFrom().voidItem()
                                : commit(batch, FIRST_PAUSE));
    }

    /** Decoding costs CPU; the event loop also serves people. */
    private static <T> Uni<T> offLoop(Callable<T> work) {
        return Uni.createFrom()
                .item(() -> {
                    try {
                        return work.call();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Batch decode(ConsumerRecords<byte[], byte[]> records) {
        TreeMap<LogPosition, OffsetStore.Move> moves = new TreeMap<>();
        List<Batch.Item> items = new ArrayList<>(records.count());
        for (TopicPartition partition : records.partitions()) {
            LogPosition at = new LogPosition(partition.topic(), partition.partition());
            List<ConsumerRecord<byte[], byte[]>> part = records.records(partition);
            claims.admit(at, part.getFirst().offset(), part.getLast().offset())
                    .ifPresent(move -> {
                        moves.put(at, move);
                        for (ConsumerRecord<byte[], byte[]> record : part) {
                            if (record.offset() >= move.expected()) {
                                items.add(item(at, record));
                            }
                        }
                    });
        }
        return new Batch(moves, items);
    }

    private static Batch.Item item(LogPosition at, ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        return new Batch.Item(
                at,
                record.offset(),
                keyTenant(record.key()),
                value == null ? new byte[0] : value,
                CloudEvents.apply(
                        record.headers(), WireCodec.decode(value, Topics.DEFAULT_SOURCE)));
    }

    /** Anybody may produce any key, and PostgreSQL takes no NUL. */
    static @Nullable String keyTenant(byte @Nullable [] key) {
        if (key == null) {
            return null;
        }
        for (int i = 0; i < key.length && i <= MAX_TENANT_BYTES && key[i] != 0; i++) {
            if (key[i] == '/') {
                return new String(key, 0, i, StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    private Uni<Void> commit(Batch batch, Duration pause) {
        Instant now = time.now();
        return pool.withTransaction(tx -> transaction.run(tx, batch, now))
                .chain(flush -> committed(batch, flush))
                .onFailure()
                .recoverWithUni(failure -> afterFailure(batch, failure, pause));
    }

    private Uni<Void> committed(Batch batch, Flush flush) {
        claims.moved(batch.moves());
        meters.committed(flush);
        figures.moved(flush);
        return Uni.createFrom().voidItem();
    }

    /**
     * A commit whose answer was lost may have happened: the offsets tell. They are asked before the
     * next attempt, which the fence would otherwise refuse as another's.
     */
    private Uni<Void> afterFailure(Batch batch, Throwable failure, Duration pause) {
        meters.retried(failure);
        boolean fenced = failure instanceof BatchTransaction.FencedException;
        if (!fenced) {
            LOG.warnf(
                    "A batch of %d records was not committed, trying again: %s",
                    batch.records().size(), failure.toString());
            if (!(failure instanceof PgException)) {
                LOG.debug("Why the batch failed", failure);
            }
        }
        Duration wait = fenced ? Duration.ofMillis(1) : jittered(pause);
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(wait)
                .chain(() -> OffsetStore.read(pool, batch.moves().keySet()))
                .chain(stored ->
                        switch (claims.compare(batch.moves(), stored)) {
                            case UNCHANGED -> commit(batch, longer(pause));
                            case COMMITTED -> {
                                claims.moved(batch.moves());
                                figures.missed();
                                yield Uni.createFrom().voidItem();
                            }
                            case LOST -> {
                                meters.fenced(batch.records().size());
                                LOG.infof(
                                        "A batch of %d records was fenced off and dropped: another claimed its partitions.",
                                        batch.records().size());
                                claims.dropped(batch.moves(), stored);
                                yield Uni.createFrom().voidItem();
                            }
                        })
                .onFailure()
                .recoverWithUni(again -> afterFailure(batch, again, longer(pause)));
    }

    private Duration jittered(Duration pause) {
        return Duration.ofMillis((long) (pause.toMillis() * (0.5 + time.fraction() / 2)) + 1);
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
