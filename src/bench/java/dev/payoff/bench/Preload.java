package dev.payoff.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

/** Puts a workload into a topic. */
final class Preload {

    static final int PARTITIONS = 4;

    private Preload() {}

    /** Into the usual number of partitions. */
    static Loaded into(String bootstrap, String topic, Workload workload)
            throws ExecutionException, InterruptedException {
        return into(bootstrap, topic, workload, PARTITIONS);
    }

    /** What lies in the topic now: what it must come to, and the digest of its bytes. */
    record Loaded(String topic, Workload workload, Oracle oracle, String sha256) {}

    static Loaded into(String bootstrap, String topic, Workload workload, int partitions)
            throws ExecutionException, InterruptedException {
        keepForever(bootstrap, topic, partitions);
        Oracle oracle = new Oracle();
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "acks",
                        "all",
                        "compression.type",
                        "lz4",
                        "linger.ms",
                        "20",
                        "batch.size",
                        "65536");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            String sha256 =
                    workload.generate(sent -> {
                        oracle.take(sent);
                        int partition = Utils.toPositive(Utils.murmur2(sent.key())) % partitions;
                        producer.send(
                                new ProducerRecord<>(
                                        topic,
                                        partition,
                                        sent.observedMillis(),
                                        sent.key(),
                                        sent.value()),
                                (done, failure) -> {
                                    if (failure != null) {
                                        throw new IllegalStateException(failure);
                                    }
                                });
                    });
            producer.flush();
            return new Loaded(topic, workload, oracle, sha256);
        }
    }

    /** Records carry the time of what they tell of, and a broker deletes by that. */
    private static void keepForever(String bootstrap, String topic, int partitions)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            try {
                admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
            admin.incrementalAlterConfigs(
                            Map.of(
                                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                                    List.of(
                                            new AlterConfigOp(
                                                    new ConfigEntry("retention.ms", "-1"),
                                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }
}
