package dev.payoff.bench.peer;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * The floor: one thread that consumes, folds and commits readings and windows with its progress, by
 * the second or 50,000 records, and takes every event id on trust: no index knows them.
 */
public final class Floor {

    private static final int RECORDS_PER_FLUSH = 50_000;
    private static final long NANOS_PER_FLUSH = 1_000_000_000L;

    private Floor() {}

    /** Broker, database, topic, run. */
    public static void main(String[] args) throws Exception {
        Set<String> metrics = WindowTable.metrics(args[1]);
        Map<Window, Cell> windows = new HashMap<>();
        List<PeerRecord> readings = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = Topic.consumer(args[0], args[2]);
                Connection db = WindowTable.connect(args[1])) {
            long flushed = System.nanoTime();
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record :
                        consumer.poll(Duration.ofMillis(100))) {
                    PeerRecord read = PeerRecord.read(record.value(), metrics);
                    if (read != null) {
                        readings.add(read);
                        for (int size = 1; size <= Window.SIZES; size++) {
                            windows.computeIfAbsent(
                                            Window.of(read.metric, size, read.observedMillis),
                                            key -> new Cell())
                                    .add(read.value, read.observedMillis);
                        }
                    }
                }
                if (readings.size() >= RECORDS_PER_FLUSH
                        || !readings.isEmpty() && System.nanoTime() - flushed > NANOS_PER_FLUSH) {
                    WindowTable.add(db, windows);
                    insert(db, readings);
                    WindowTable.progress(db, 0, readings.size());
                    db.commit();
                    windows.clear();
                    readings.clear();
                    flushed = System.nanoTime();
                }
            }
        }
    }

    private static void insert(Connection db, List<PeerRecord> readings)
            throws java.sql.SQLException {
        try (PreparedStatement statement =
                db.prepareStatement(
                        "INSERT INTO bench_event SELECT * FROM unnest(?::text[], ?::uuid[], ?::numeric[], ?::timestamptz[])")) {
            statement.setArray(
                    1,
                    db.createArrayOf(
                            "text", readings.stream().map(r -> r.metric).toArray(String[]::new)));
            statement.setArray(
                    2,
                    db.createArrayOf(
                            "uuid",
                            readings.stream()
                                    .map(r -> UUID.fromString(r.eventId))
                                    .toArray(UUID[]::new)));
            statement.setArray(
                    3,
                    db.createArrayOf(
                            "numeric",
                            readings.stream().map(r -> r.value).toArray(BigDecimal[]::new)));
            statement.setArray(
                    4,
                    db.createArrayOf(
                            "timestamptz",
                            readings.stream()
                                    .map(r -> new Timestamp(r.observedMillis))
                                    .toArray(Timestamp[]::new)));
            statement.executeUpdate();
        }
    }
}
