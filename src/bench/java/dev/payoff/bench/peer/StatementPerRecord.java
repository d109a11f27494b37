package dev.payoff.bench.peer;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * What one would write first: a plain consumer with one SQL statement a record, which knows the
 * event ids and adds to the three windows, committed by itself.
 */
public final class StatementPerRecord {

    private static final String STATEMENT =
            """
            WITH fresh AS (INSERT INTO bench_event (metric, event_id, value, observed_at) VALUES (?, ?, ?, ?)
                           ON CONFLICT (metric, event_id) DO NOTHING RETURNING *),
            windows AS (
              INSERT INTO bench_window AS w (metric, size, start_at, count, sum, minimum, maximum, last_value, last_at)
              SELECT f.metric, s.size, date_trunc(s.unit, f.observed_at, 'UTC'), 1, f.value, f.value, f.value, f.value, f.observed_at
                FROM fresh f CROSS JOIN (VALUES (1::smallint, 'minute'), (2::smallint, 'hour'), (3::smallint, 'day')) AS s(size, unit)
              ON CONFLICT (metric, size, start_at) DO UPDATE SET
                count = w.count + 1, sum = w.sum + excluded.sum, minimum = least(w.minimum, excluded.minimum),
                maximum = greatest(w.maximum, excluded.maximum),
                last_value = CASE WHEN excluded.last_at >= w.last_at THEN excluded.last_value ELSE w.last_value END,
                last_at = greatest(w.last_at, excluded.last_at))
            UPDATE bench_progress SET counted = counted + (SELECT count(*) FROM fresh) WHERE worker = 0
            """;

    private StatementPerRecord() {}

    /** Broker, database, topic, run. */
    public static void main(String[] args) throws Exception {
        Set<String> metrics = WindowTable.metrics(args[1]);
        try (KafkaConsumer<byte[], byte[]> consumer = Topic.consumer(args[0], args[2]);
                Connection db = DriverManager.getConnection(args[1])) {
            db.createStatement().execute("CREATE UNIQUE INDEX ON bench_event (metric, event_id)");
            db.createStatement().execute("INSERT INTO bench_progress VALUES (0, 0)");
            try (PreparedStatement statement = db.prepareStatement(STATEMENT)) {
                while (true) {
                    for (ConsumerRecord<byte[], byte[]> record :
                            consumer.poll(Duration.ofMillis(100))) {
                        PeerRecord read = PeerRecord.read(record.value(), metrics);
                        if (read != null) {
                            statement.setString(1, read.metric);
                            statement.setObject(2, UUID.fromString(read.eventId));
                            statement.setBigDecimal(3, read.value);
                            statement.setTimestamp(4, new Timestamp(read.observedMillis));
                            statement.executeUpdate();
                        }
                    }
                }
            }
        }
    }
}
