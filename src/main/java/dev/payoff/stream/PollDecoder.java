package dev.payoff.stream;

import dev.payoff.app.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Decodes what a poll brought on the thread that polled, before the channel sees it, and hands each
 * partition's stretch on as the value of one record. The channel makes a message of every record
 * that it sees, with metadata and a context; a poll brings up to a hundred thousand, and nothing
 * here is acknowledged one by one. Kafka makes this by its name in the channel's settings.
 */
public final class PollDecoder implements ConsumerInterceptor<byte[], Object> {

    @Override
    public ConsumerRecords<byte[], Object> onConsume(ConsumerRecords<byte[], Object> records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], Object>>> decoded = new HashMap<>();
        for (WaitingParts.Part part : parts(records)) {
            decoded.put(
                    new TopicPartition(part.at().topic(), part.at().partition()),
                    List.of(
                            new ConsumerRecord<>(
                                    part.at().topic(),
                                    part.at().partition(),
                                    part.last(),
                                    null,
                                    part)));
        }
        return new ConsumerRecords<>(decoded, records.nextOffsets());
    }

    /** The stretches of each partition, whether they were decoded before or are only now. */
    static List<WaitingParts.Part> parts(ConsumerRecords<byte[], Object> records) {
        List<WaitingParts.Part> parts = new ArrayList<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], Object>> polled = records.records(partition);
            if (polled.getFirst().value() instanceof WaitingParts.Part part) {
                parts.add(part);
            } else {
                parts.add(part(partition, polled));
            }
        }
        return parts;
    }

    private static WaitingParts.Part part(
            TopicPartition partition, List<ConsumerRecord<byte[], Object>> polled) {
        LogPosition at = new LogPosition(partition.topic(), partition.partition());
        List<Batch.Item> items = new ArrayList<>(polled.size());
        for (ConsumerRecord<byte[], Object> record : polled) {
            byte @Nullable [] value = (byte[]) record.value();
            items.add(
                    new Batch.Item(
                            at,
                            record.offset(),
                            record.key(),
                            value == null ? new byte[0] : value,
                            CloudEvents.decode(record.headers(), value, Topics.DEFAULT_SOURCE)));
        }
        return new WaitingParts.Part(at, items);
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // Kafka keeps no offsets of this channel; the database does.
    }

    @Override
    public void close() {
        // Holds nothing.
    }

    @Override
    public void configure(Map<String, ?> settings) {
        // Needs none.
    }
}
