package dev.payoff.connector;

import dev.payoff.app.TimeAndChance;
import dev.payoff.stream.WireCodec;
import dev.payoff.stream.WireRecord;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The door to Kafka for everything that Payoff takes in. It answers only after the brokers have
 * confirmed every record of a batch, or says that they did not: an answer of <i>taken</i> is never
 * a promise that could be lost.
 */
@ApplicationScoped
public class Intake {

    private static final Logger LOG = Logger.getLogger(Intake.class);

    /** How long the brokers may take before the sender is told to come again. */
    static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration METADATA_TIMEOUT = Duration.ofSeconds(3);
    private static final int BUFFER_BYTES = 32 * 1024 * 1024;

    private final KafkaProducer<byte[], byte[]> producer;
    private final TenantQuota quota;
    private final TimeAndChance time;

    @Inject
    Intake(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "payoff.quota.readings-per-second") int readingsPerSecond,
            TimeAndChance time) {
        this.quota = new TenantQuota(readingsPerSecond);
        this.time = time;
        Map<String, Object> config = new HashMap<>(kafka);
        config.keySet().retainAll(ProducerConfig.configNames());
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "payoff-intake");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) METADATA_TIMEOUT.toMillis());
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.toMillis());
        this.producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Sends readings of one tenant. */
    public Uni<Receipt> readings(String tenantKey, Family family, List<OutgoingReading> batch) {
        if (!quota.admits(tenantKey, batch.size(), time.now())) {
            return Uni.createFrom()
                    .item(
                            new Receipt.Unavailable(
                                    "More than %d readings a second came from this tenant."
                                            .formatted(quota.perSecond()),
                                    true));
        }
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(batch.size());
        for (OutgoingReading r : batch) {
            records.add(
                    record(
                            family.topic(),
                            tenantKey + "/" + r.metric(),
                            WireCodec.encode(
                                    new WireRecord.Reading(
                                            tenantKey,
                                            r.metric(),
                                            r.value(),
                                            r.observedAt(),
                                            r.eventId(),
                                            r.revision(),
                                            r.confidence(),
                                            r.note(),
                                            r.source(),
                                            null))));
        }
        return send(records);
    }

    /** Sends cost lines of one tenant. */
    public Uni<Receipt> costs(String tenantKey, List<OutgoingCost> batch) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(batch.size());
        for (OutgoingCost c : batch) {
            records.add(
                    record(
                            Family.BUSINESS.topic(),
                            tenantKey + "/" + c.project(),
                            WireCodec.encode(
                                    new WireRecord.Cost(
                                            tenantKey,
                                            c.project(),
                                            c.amount(),
                                            c.currency(),
                                            c.incurredOn(),
                                            c.category(),
                                            c.stage(),
                                            c.note(),
                                            c.eventId(),
                                            c.source()))));
        }
        return send(records);
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, String key, byte[] value) {
        return new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value);
    }

    private Uni<Receipt> send(List<ProducerRecord<byte[], byte[]>> records) {
        if (records.isEmpty()) {
            return Uni.createFrom().item(new Receipt.Taken(0, List.of()));
        }
        return Uni.createFrom()
                .<Receipt>emitter(emitter -> {
                    Confirmation confirmation = new Confirmation(records.size(), emitter::complete);
                    for (ProducerRecord<byte[], byte[]> record : records) {
                        producer.send(record, (metadata, failure) -> confirmation.one(failure));
                    }
                })
                // KafkaProducer.send waits for metadata and buffer space, so it stays off the event
                // loop.
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure()
                .recoverWithItem(Intake::unavailable);
    }

    private static Receipt unavailable(Throwable failure) {
        LOG.warnf("Kafka did not take a batch: %s", failure.toString());
        return new Receipt.Unavailable(
                "Kafka did not confirm the batch (" + failure.getClass().getSimpleName() + ").");
    }

    @PreDestroy
    void close() {
        producer.close(DELIVERY_TIMEOUT);
    }

    /**
     * Answers once, when the last record of a batch is confirmed or has failed. Called by the
     * producer's thread.
     */
    private static final class Confirmation {
        private final AtomicInteger open;
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final int size;
        private final Consumer<Receipt> answer;

        Confirmation(int size, Consumer<Receipt> answer) {
            this.open = new AtomicInteger(size);
            this.size = size;
            this.answer = answer;
        }

        void one(@Nullable Exception failed) {
            if (failed != null) {
                failure.compareAndSet(null, failed);
            }
            if (open.decrementAndGet() == 0) {
                Throwable first = failure.get();
                answer.accept(
                        first == null ? new Receipt.Taken(size, List.of()) : unavailable(first));
            }
        }
    }
}
