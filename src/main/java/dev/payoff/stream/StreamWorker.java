package dev.payoff.stream;

import dev.payoff.app.TimeAndChance;
import dev.payoff.app.Topics;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Takes batches off Kafka, decodes them and deals them out to its lanes, by partition. The channel
 * never sees a failure, so it never stops and never skips.
 */
@ApplicationScoped
public class StreamWorker {

    /** The channel, as {@code application.properties} configures it. */
    public static final String CHANNEL = "measurements";

    private final List<Lane> lanes;

    /**
     * @param count of lanes: while one waits for PostgreSQL another computes
     */
    @Inject
    StreamWorker(
            @ReactiveDataSource("stream") Pool pool,
            PartitionClaims claims,
            Figures figures,
            StreamMeters meters,
            TimeAndChance time,
            @ConfigProperty(name = "payoff.stream.lanes") int count) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "payoff.stream.lanes is " + count + "; it takes at least 1");
        }
        this.lanes =
                IntStream.range(0, count)
                        .mapToObj(lane -> new Lane(pool, claims, figures, meters, time))
                        .toList();
    }

    /**
     * One poll's records of all partitions that this worker holds. They are decoded while those
     * before them are being committed; the channel goes on once each lane has begun with its share,
     * so a lane has at most one batch on its way to the database and one waiting behind it.
     */
    @Incoming(CHANNEL)
    public Uni<Void> consume(ConsumerRecords<byte[], byte[]> records) {
        return Uni.createFrom()
                .item(() -> decode(records))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(this::deal);
    }

    private Uni<Void> deal(List<Lane.Part> parts) {
        Map<Integer, List<Lane.Part>> shares = new TreeMap<>();
        for (Lane.Part part : parts) {
            shares.computeIfAbsent(part.at().partition() % lanes.size(), lane -> new ArrayList<>())
                    .add(part);
        }
        if (shares.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.join()
                .all(
                        shares.entrySet().stream()
                                .map(share -> lanes.get(share.getKey()).take(share.getValue()))
                                .toList())
                .andCollectFailures()
                .replaceWithVoid();
    }

    private static List<Lane.Part> decode(ConsumerRecords<byte[], byte[]> records) {
        List<Lane.Part> parts = new ArrayList<>();
        for (TopicPartition partition : records.partitions()) {
            LogPosition at = new LogPosition(partition.topic(), partition.partition());
            List<ConsumerRecord<byte[], byte[]>> part = records.records(partition);
            List<Batch.Item> items = new ArrayList<>(part.size());
            for (ConsumerRecord<byte[], byte[]> record : part) {
                items.add(item(at, record));
            }
            parts.add(new Lane.Part(at, items));
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
}
