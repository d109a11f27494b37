package dev.payoff.stream;

import dev.payoff.alert.AlertmanagerJson;
import dev.payoff.app.Topics;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Events that go out to Kafka: episodes as Alertmanager v4 JSON, and what was rejected. Keyed by
 * tenant.
 */
@ApplicationScoped
class EventTopics {

    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(8);

    private final KafkaProducer<byte[], byte[]> producer;
    private final String publicUrl;

    @Inject
    EventTopics(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "payoff.public-url") String publicUrl) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.keySet().retainAll(ProducerConfig.configNames());
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "payoff-relay");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 3_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.toMillis());
        this.producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.publicUrl = publicUrl;
    }

    /** Sends those that have a topic; done when the brokers have confirmed all. */
    Uni<Void> send(List<Relay.Event> events) {
        return Uni.createFrom()
                .item(() -> {
                    List<CompletableFuture<?>> sent = new ArrayList<>(events.size());
                    for (Relay.Event event : events) {
                        ProducerRecord<byte[], byte[]> record = record(event);
                        if (record != null) {
                            sent.add(send(record));
                        }
                    }
                    return CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new));
                })
                // KafkaProducer.send waits for metadata and buffer space, so it stays off the event
                // loop.
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(all -> Uni.createFrom().completionStage(all))
                .replaceWithVoid();
    }

    private CompletableFuture<?> send(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        producer.send(
                record,
                (metadata, failure) -> {
                    if (failure == null) {
                        done.complete(null);
                    } else {
                        done.completeExceptionally(failure);
                    }
                });
        return done;
    }

    private @Nullable ProducerRecord<byte[], byte[]> record(Relay.Event event) {
        byte[] key = event.tenantId().toString().getBytes(StandardCharsets.UTF_8);
        return switch (event.kind()) {
            case "alert" ->
                    new ProducerRecord<>(
                            Topics.ALERTS,
                            key,
                            AlertmanagerJson.of(new JsonObject(event.payload()), publicUrl)
                                    .toBuffer()
                                    .getBytes());
            case "rejected" ->
                    new ProducerRecord<>(
                            Topics.REJECTED, key, event.payload().getBytes(StandardCharsets.UTF_8));
            default -> null;
        };
    }

    @PreDestroy
    void close() {
        producer.close(DELIVERY_TIMEOUT);
    }
}
