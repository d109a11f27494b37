package dev.payoff.acceptance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What the measurement topics hold, from their first record to the end that they had when asked.
 */
public final class KafkaLog {

    /** The order counts: of readings of one instant the one of the later topic is the last. */
    static final List<String> TOPICS =
            List.of(
                    "payoff.measurements.monitoring.v1",
                    "payoff.measurements.delivery.v1",
                    "payoff.measurements.business.v1");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A record as it lies in the log. Used by one thread. */
    public static final class Entry {

        private final int topic;
        private final int partition;
        private final long offset;
        private final long timestamp;
        private final byte[] key;
        private final byte[] value;
        private LogEntry parsed;

        Entry(int topic, int partition, long offset, long timestamp, byte[] key, byte[] value) {
            this.topic = topic;
            this.partition = partition;
            this.offset = offset;
            this.timestamp = timestamp;
            this.key = key;
            this.value = value;
        }

        int topic() {
            return topic;
        }

        int partition() {
            return partition;
        }

        long offset() {
            return offset;
        }

        long timestamp() {
            return timestamp;
        }

        byte[] key() {
            return key;
        }

        byte[] value() {
            return value;
        }

        /** What it says; read once, since a long run counts the same log again and again. */
        LogEntry parsed() {
            if (parsed == null) {
                parsed = LogEntry.of(this);
            }
            return parsed;
        }

        String origin() {
            return TOPICS.get(topic) + "/" + partition + "/" + offset;
        }
    }

    /**
     * @param entries in the order of topic, partition and offset
     * @param ends the offset that follows the last record, by {@code topic/partition}
     */
    public record Dump(List<Entry> entries, Map<String, Long> ends) {}

    private KafkaLog() {}

    /** The ends of all partitions, by {@code topic/partition}. */
    public static Map<String, Long> ends(String bootstrap) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap)) {
            return named(consumer.endOffsets(partitions(consumer)));
        }
    }

    /** The values of another topic's records, from the first to its end now. */
    public static List<byte[]> values(String bootstrap, String topic) {
        List<byte[]> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap)) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(p -> new TopicPartition(topic, p.partition()))
                            .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(topic + " could not be read within " + PATIENCE);
                }
                consumer.poll(Duration.ofMillis(200)).forEach(found -> values.add(found.value()));
            }
        }
        return values;
    }

    /** Everything, by a consumer of no group that reads what is committed only. */
    public static Dump read(String bootstrap) {
        return readOn(bootstrap, new Dump(List.of(), Map.of()));
    }

    /** The same, where a part of it was read before. */
    public static Dump readOn(String bootstrap, Dump before) {
        List<Entry> entries = new ArrayList<>(before.entries());
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap)) {
            List<TopicPartition> partitions = partitions(consumer);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            for (TopicPartition partition : partitions) {
                Long from = before.ends().get(partition.topic() + "/" + partition.partition());
                if (from == null) {
                    consumer.seekToBeginning(List.of(partition));
                } else {
                    consumer.seek(partition, from);
                }
            }
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("The log could not be read within " + PATIENCE);
                }
                for (ConsumerRecord<byte[], byte[]> found : consumer.poll(Duration.ofMillis(200))) {
                    if (found.offset()
                            < ends.get(new TopicPartition(found.topic(), found.partition()))) {
                        entries.add(entry(found));
                    }
                }
            }
            entries.sort(
                    java.util.Comparator.comparingInt(Entry::topic)
                            .thenComparingInt(Entry::partition)
                            .thenComparingLong(Entry::offset));
            return new Dump(entries, named(ends));
        }
    }

    private static Entry entry(ConsumerRecord<byte[], byte[]> found) {
        return new Entry(
                TOPICS.indexOf(found.topic()),
                found.partition(),
                found.offset(),
                found.timestamp(),
                found.key(),
                found.value());
    }

    private static Map<String, Long> named(Map<TopicPartition, Long> offsets) {
        Map<String, Long> named = new java.util.TreeMap<>();
        offsets.forEach((p, offset) -> named.put(p.topic() + "/" + p.partition(), offset));
        return named;
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : TOPICS) {
            consumer.partitionsFor(topic)
                    .forEach(p -> partitions.add(new TopicPartition(topic, p.partition())));
        }
        return partitions;
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrap) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
