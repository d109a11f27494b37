package dev.payoff.stream;

import dev.payoff.app.TimeAndChance;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Claims partitions as Kafka assigns them: raises the epoch in PostgreSQL, and winds the consumer
 * to the offset that is stored there, which is the only one that counts. Runs on the polling thread
 * and holds it, as the library asks, so that no record is fetched before the claim stands.
 */
@ApplicationScoped
@Identifier("partition-ownership")
public class PartitionOwnership implements KafkaConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(PartitionOwnership.class);

    /** Within Kafka's session time-out; the consumer's next poll asks again. */
    private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(20);

    /**
     * After a claim failed, or was overtaken. Long enough for a worker that was paused to learn
     * from Kafka that it is none any more, before it takes partitions from the one that is.
     */
    private static final Duration CLAIM_AGAIN = Duration.ofSeconds(3);

    /** How often a halted partition is looked at again, for a person may have decided. */
    private static final Duration HALT_AGAIN = Duration.ofSeconds(15);

    private final Pool pool;
    private final PartitionClaims claims;
    private final KafkaClientService kafka;
    private final TopicIds topicIds;
    private final TimeAndChance time;
    private final String owner;

    @Inject
    PartitionOwnership(
            @ReactiveDataSource("stream") Pool pool,
            PartitionClaims claims,
            TopicIds topicIds,
            KafkaClientService kafka,
            TimeAndChance time) {
        this.pool = pool;
        this.claims = claims;
        this.kafka = kafka;
        this.topicIds = topicIds;
        this.time = time;
        this.owner = ManagementFactory.getRuntimeMXBean().getName();
        claims.rewindBy((at, offset) ->
                kafka.getConsumer(StreamWorker.CHANNEL)
                        .runOnPollingThread(consumer -> {
                            TopicPartition partition =
                                    new TopicPartition(at.topic(), at.partition());
                            if (consumer.assignment().contains(partition)) {
                                consumer.seek(partition, offset);
                            }
                        })
                        .subscribe()
                        .with(
                                done -> {},
                                failure ->
                                        LOG.errorf("%s could not be wound back: %s", at, failure)));
        claims.reclaimBy(lost -> claimLater(lost, CLAIM_AGAIN));
    }

    @Override
    public void onPartitionsAssigned(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        try {
            claim(consumer, partitions);
        } catch (IllegalStateException | KafkaException failure) {
            // Kafka holds them to be ours and will not ask again. Until they are claimed, nothing
            // that is fetched from them is admitted.
            LOG.errorf("%s; %s wait for the next attempt", failure.getMessage(), partitions);
            consumer.seekToEnd(List.copyOf(partitions));
            claimLater(partitions.stream().map(PartitionOwnership::position).toList(), CLAIM_AGAIN);
        }
    }

    private void claimLater(List<LogPosition> wanted, Duration pause) {
        Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(pause.plusMillis((long) (time.fraction() * pause.toMillis())))
                .chain(() ->
                        kafka.getConsumer(StreamWorker.CHANNEL)
                                .runOnPollingThread(consumer -> {
                                    claimAgain(consumer, wanted);
                                }))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.errorf("%s cannot be claimed again: %s", wanted, failure));
    }

    private void claimAgain(Consumer<?, ?> consumer, List<LogPosition> wanted) {
        List<TopicPartition> unclaimed =
                wanted.stream()
                        .filter(at -> !claims.isHeld(at))
                        .map(at -> new TopicPartition(at.topic(), at.partition()))
                        .filter(consumer.assignment()::contains)
                        .toList();
        if (!unclaimed.isEmpty()) {
            onPartitionsAssigned(consumer, unclaimed);
        }
    }

    private void claim(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<String, String> ids = new HashMap<>();
        List<OffsetStore.Beginning> wanted = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            wanted.add(
                    new OffsetStore.Beginning(
                            position(partition),
                            beginnings.getOrDefault(partition, 0L),
                            ids.computeIfAbsent(partition.topic(), topicIds::of)));
        }
        Map<LogPosition, OffsetStore.Claim> taken = take(wanted);
        List<LogPosition> halted = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            LogPosition at = position(partition);
            OffsetStore.Claim claim = taken.get(at);
            if (claim == null) {
                throw new IllegalStateException("PostgreSQL did not answer for " + partition);
            }
            String current = ids.get(partition.topic());
            Optional<String> hole =
                    hole(
                            claim,
                            current,
                            beginnings.getOrDefault(partition, 0L),
                            ends.getOrDefault(partition, Long.MAX_VALUE));
            if (hole.isPresent()) {
                halt(consumer, partition, hole.get());
                halted.add(at);
            } else {
                boolean stood = claims.isHalted(at);
                claims.claim(at, claim);
                consumer.seek(partition, claim.nextOffset());
                if (stood) {
                    consumer.resume(List.of(partition));
                    LOG.infof("%s goes on from offset %d", partition, claim.nextOffset());
                }
            }
        }
        if (!halted.isEmpty()) {
            claimLater(halted, HALT_AGAIN);
        }
        LOG.infof("Holding %d partitions", claims.held());
    }

    /** Why a partition cannot be read on from where PostgreSQL stands; empty if it can. */
    static Optional<String> hole(
            OffsetStore.Claim claim, @Nullable String topicId, long beginning, long end) {
        if (!claim.topicId().equals(topicId)) {
            return Optional.of(
                    "the topic was made anew: its id is "
                            + topicId
                            + ", we were reading "
                            + claim.topicId());
        }
        if (claim.nextOffset() < beginning) {
            return Optional.of(
                    "records from offset "
                            + claim.nextOffset()
                            + " on are gone: the log starts at "
                            + beginning);
        }
        if (claim.nextOffset() > end) {
            return Optional.of(
                    "the log ends at " + end + " but offset " + claim.nextOffset() + " is next");
        }
        return Optional.empty();
    }

    /** Loud and at a standstill, never silently elsewhere: a person decides what the hole means. */
    private void halt(Consumer<?, ?> consumer, TopicPartition partition, String why) {
        consumer.seek(partition, 0);
        consumer.pause(List.of(partition));
        if (claims.halt(position(partition), why)) {
            LOG.errorf(
                    "%s is halted: %s. Nothing is counted from it until consumer_offset says where to go on.",
                    partition, why);
        }
    }

    @Override
    public void onPartitionsRevoked(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> claims.release(position(partition)));
    }

    private Map<LogPosition, OffsetStore.Claim> take(List<OffsetStore.Beginning> wanted) {
        try {
            return OffsetStore.take(pool, wanted, owner, time.now())
                    .subscribeAsCompletionStage()
                    .get(CLAIM_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while claiming partitions", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Partitions could not be claimed in PostgreSQL", e);
        }
    }

    private static LogPosition position(TopicPartition partition) {
        return new LogPosition(partition.topic(), partition.partition());
    }
}
