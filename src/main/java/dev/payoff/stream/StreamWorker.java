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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

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

    /**
     * After so long an attempt is taken for lost: an error that is thrown where nobody can catch it
     * (a class that cannot be loaded, a stack that is full) ends what would have told of it. Should
     * the attempt still come to its end, the fence lets only one of the two count.
     */
    private static final Duration LONGEST_ATTEMPT = Duration.ofMinutes(2);

    private final Pool pool;
    private final PartitionClaims claims;
    private final Figures figures;
    private final StreamMeters meters;
    private final TimeAndChance time;
    private final BatchTransaction transaction;

    /** The commit under way, or the last one; it never fails. */
    private volatile CompletableFuture<Void> committing = CompletableFuture.completedFuture(null);

    /** A poll's records of one partition, decoded. */
    private record Part(LogPosition at, List<Batch.Item> items) {}

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

    /**
     * One poll's records of all partitions that this worker holds. They are decoded while those
     * before them are being committed; the channel goes on once that is done, so at most one batch
     * is on its way to the database and one is waiting behind it.
     */
    @Incoming(CHANNEL)
    public Uni<Void> consume(ConsumerRecords<byte[], byte[]> records) {
        return offLoop(() -> decode(records))
                .chain(decoded ->
                        Uni.createFrom()
                                .completionStage(() -> committing)
                                .invoke(() -> committing = start(decoded)));
    }

    private CompletableFuture<Void> start(List<Part> decoded) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Batch batch = admitted(decoded);
        if (batch.moves().isEmpty()) {
            done.complete(null);
        } else {
            commit(batch, FIRST_PAUSE)
                    .subscribe()
                    .with(done::complete, done::completeExceptionally);
        }
        return done;
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

    private static List<Part> decode(ConsumerRecords<byte[], byte[]> records) {
        List<Part> parts = new ArrayList<>();
        for (TopicPartition partition : records.partitions()) {
            LogPosition at = new LogPosition(partition.topic(), partition.partition());
            List<ConsumerRecord<byte[], byte[]>> part = records.records(partition);
            List<Batch.Item> items = new ArrayList<>(part.size());
            for (ConsumerRecord<byte[], byte[]> record : part) {
                items.add(item(at, record));
            }
            parts.add(new Part(at, items));
        }
        return parts;
    }

    private static Batch.Item item(LogPosition at, ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        return new Batch.Item(
                at,
                record.offset(),
                record.key(),
                value == null ? new byte[0] : value,
                CloudEvents.apply(
                        record.headers(), WireCodec.decode(value, Topics.DEFAULT_SOURCE)));
    }

    /** What is still ours and comes next, now that everything before it has its fate. */
    private Batch admitted(List<Part> parts) {
        TreeMap<LogPosition, OffsetStore.Move> moves = new TreeMap<>();
        List<Batch.Item> items = new ArrayList<>();
        for (Part part : parts) {
            claims.admit(
                            part.at(),
                            part.items().getFirst().offset(),
                            part.items().getLast().offset())
                    .ifPresent(move -> {
                        moves.put(part.at(), move);
                        for (Batch.Item item : part.items()) {
                            if (item.offset() >= move.expected()) {
                                items.add(item);
                            }
                        }
                    });
        }
        return new Batch(moves, items);
    }

    private Uni<Void> commit(Batch batch, Duration pause) {
        Instant now = time.now();
        return attempt(batch, now)
                .onFailure(transaction::surprised)
                .recoverWithUni(stored -> {
                    meters.retried(stored);
                    return attempt(batch, now);
                })
                .chain(flush -> committed(batch, flush))
                .onFailure()
                .recoverWithUni(failure -> afterFailure(batch, failure, pause));
    }

    private Uni<Flush> attempt(Batch batch, Instant now) {
        return Uni.createFrom()
                .deferred(() -> pool.withTransaction(tx -> transaction.run(tx, batch, now)))
                .ifNoItem()
                .after(LONGEST_ATTEMPT)
                .fail();
    }

    private Uni<Void> committed(Batch batch, Flush flush) {
        claims.moved(batch.moves());
        transaction.committed(flush);
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
