package dev.payoff.stream;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.payoff.app.TimeAndChance;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Takes batches off Kafka and deals them out to its lanes, by partition. The channel never sees a
 * failure, so it never stops and never skips.
 */
@ApplicationScoped
public class StreamWorker {

    /** The channel, as {@code application.properties} configures it. */
    public static final String CHANNEL = "measurements";

    /** While less than this part of the most that a poll may bring waits, the next is asked for. */
    private static final int ROOM = 4;

    private final int recordsPerFlush;
    private final List<Lane> lanes;

    /** Changed by one poll at a time. */
    private volatile Dealing dealing = Dealing.TOGETHER;

    /**
     * @param count of lanes: while one waits for PostgreSQL another computes
     * @param recordsPerFlush the most that one poll brings
     */
    @Inject
    StreamWorker(
            @ReactiveDataSource("stream") Pool pool,
            PartitionClaims claims,
            Figures figures,
            StreamMeters meters,
            TimeAndChance time,
            @ConfigProperty(name = "payoff.stream.lanes") int count,
            @ConfigProperty(name = "payoff.stream.records-per-flush") int recordsPerFlush) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "payoff.stream.lanes is " + count + "; it takes at least 1");
        }
        this.recordsPerFlush = recordsPerFlush;
        this.lanes =
                IntStream.range(0, count)
                        .mapToObj(lane ->
                                new Lane(
                                        pool,
                                        claims,
                                        figures,
                                        meters,
                                        time,
                                        recordsPerFlush / ROOM))
                        .toList();
    }

    /**
     * One poll's records of all partitions that this worker holds, as {@link PollDecoder} hands
     * them on: they were decoded while those before them were being committed. The channel goes on
     * at once while little waits, so that what comes live is all in the next commit; of a backlog,
     * once each lane has begun with its share, so that a lane has at most one batch on its way to
     * the database and one waiting behind it.
     */
    @Incoming(CHANNEL)
    public Uni<Void> consume(ConsumerRecords<byte[], Object> records) {
        return Uni.createFrom()
                .item(() -> PollDecoder.parts(records))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(this::deal);
    }

    private Uni<Void> deal(List<WaitingParts.Part> parts) {
        if (parts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Dealing before = dealing;
        dealing =
                before.next(
                        parts.stream().mapToInt(part -> part.items().size()).sum(),
                        recordsPerFlush);
        // A partition may go to another lane only when nothing of it is under way.
        Uni<Void> ready = dealing == before ? Uni.createFrom().voidItem() : all(lanes, Lane::idle);
        return ready.chain(() ->
                all(
                        shares(parts).entrySet(),
                        share -> lanes.get(share.getKey()).take(share.getValue())));
    }

    private Map<Integer, List<WaitingParts.Part>> shares(List<WaitingParts.Part> parts) {
        return parts.stream()
                .collect(
                        groupingBy(
                                part -> dealing.lane(part.at().partition(), lanes.size()),
                                TreeMap::new,
                                toList()));
    }

    private static <T> Uni<Void> all(Collection<T> of, Function<T, Uni<Void>> done) {
        return Uni.join()
                .all(of.stream().map(done).toList())
                .andCollectFailures()
                .replaceWithVoid();
    }
}
