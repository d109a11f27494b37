package dev.payoff.bench.peer;

import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * The limit: one thread that consumes, decodes and folds into memory, and nothing else. It knows no
 * event ids and keeps nothing; its windows are written once at the end, to be compared.
 */
public final class RawLoop {

    private RawLoop() {}

    /** Broker, database, topic, run. */
    public static void main(String[] args) throws Exception {
        Set<String> metrics = WindowTable.metrics(args[1]);
        Map<Window, Cell> windows = new HashMap<>();
        AtomicLong counted = new AtomicLong();
        Thread.ofPlatform().daemon().start(() -> tell(args[1], counted));
        try (KafkaConsumer<byte[], byte[]> consumer = Topic.consumer(args[0], args[2])) {
            long end = Topic.end(consumer);
            for (long seen = 0; seen < end; ) {
                long valid = 0;
                for (ConsumerRecord<byte[], byte[]> record :
                        consumer.poll(Duration.ofMillis(100))) {
                    seen++;
                    PeerRecord read = PeerRecord.read(record.value(), metrics);
                    if (read != null) {
                        valid++;
                        for (int size = 1; size <= Window.SIZES; size++) {
                            windows.computeIfAbsent(
                                            Window.of(read.metric, size, read.observedMillis),
                                            key -> new Cell())
                                    .add(read.value, read.observedMillis);
                        }
                    }
                }
                counted.addAndGet(valid);
            }
        }
        try (Connection db = WindowTable.connect(args[1])) {
            WindowTable.replace(db, windows);
            db.commit();
        }
        Thread.sleep(Duration.ofMinutes(1));
    }

    private static void tell(String url, AtomicLong counted) {
        try (Connection db = WindowTable.connect(url)) {
            long told = 0;
            while (true) {
                long now = counted.get();
                WindowTable.progress(db, 0, now - told);
                db.commit();
                told = now;
                Thread.sleep(20);
            }
        } catch (java.sql.SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
