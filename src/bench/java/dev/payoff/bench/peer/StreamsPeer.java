package dev.payoff.bench.peer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/**
 * Kafka Streams, exactly once: a store of event ids, three tumbling windows in RocksDB with caches,
 * one output topic, and a consumer of what is committed there that sets the rows in PostgreSQL. A
 * commit a second, so that rows are about as fresh as Payoff's.
 */
public final class StreamsPeer {

    private static final int THREADS = 2;
    private static final long CACHE_BYTES = 128L << 20;
    private static final String SEEN = "seen";
    private static final String DAY = " 3 ";

    private StreamsPeer() {}

    /** Broker, database, topic, run. */
    public static void main(String[] args) throws Exception {
        String out = "bench.windows." + args[3];
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", args[0]))) {
            admin.createTopics(
                            List.of(
                                    new NewTopic(out, 4, (short) 1)
                                            .configs(Map.of("retention.ms", "-1"))))
                    .all()
                    .get();
        }
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench-streams-" + args[3]);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, THREADS);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        settings.put(
                StreamsConfig.STATE_DIR_CONFIG, Files.createTempDirectory("streams").toString());
        settings.put("auto.offset.reset", "earliest");
        settings.put("producer.compression.type", "lz4");
        settings.put("producer.linger.ms", "20");
        settings.put("producer.batch.size", "65536");
        settings.put("consumer.max.poll.records", "10000");
        Set<String> metrics = WindowTable.metrics(args[1]);
        KafkaStreams streams = new KafkaStreams(topology(args[2], out, metrics).build(), settings);
        streams.start();
        sink(args[0], args[1], out);
    }

    private static StreamsBuilder topology(String topic, String out, Set<String> metrics) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(SEEN), Serdes.String(), Serdes.ByteArray()));
        KGroupedStream<byte[], PeerRecord> fresh =
                builder.stream(topic, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                        .processValues(() -> new Admit(metrics), SEEN)
                        .groupByKey(Grouped.with(Serdes.ByteArray(), notSent()));
        for (int code = 1; code <= Window.SIZES; code++) {
            int size = code;
            fresh.windowedBy(
                            TimeWindows.ofSizeAndGrace(
                                    Duration.ofMillis(Window.length(size)), Duration.ofHours(24)))
                    .aggregate(
                            Cell::new,
                            (key, record, cell) -> cell.add(record.value, record.observedMillis),
                            Materialized.<byte[], Cell, WindowStore<Bytes, byte[]>>as(
                                            "windows-" + size)
                                    .withKeySerde(Serdes.ByteArray())
                                    .withValueSerde(cells()))
                    .toStream()
                    .map((window, cell) ->
                            KeyValue.pair(
                                    new String(window.key(), StandardCharsets.UTF_8)
                                            + " "
                                            + size
                                            + " "
                                            + window.window().start(),
                                    cell))
                    .to(out, Produced.with(Serdes.String(), cells()));
        }
        return builder;
    }

    /**
     * Decodes, drops what is not a reading or was seen, and tells the stream the reading's own
     * time.
     */
    private static final class Admit implements FixedKeyProcessor<byte[], byte[], PeerRecord> {
        private static final byte[] YES = {1};

        private final Set<String> metrics;
        private FixedKeyProcessorContext<byte[], PeerRecord> context;
        private KeyValueStore<String, byte[]> seen;

        Admit(Set<String> metrics) {
            this.metrics = metrics;
        }

        @Override
        public void init(FixedKeyProcessorContext<byte[], PeerRecord> context) {
            this.context = context;
            this.seen = context.getStateStore(SEEN);
        }

        @Override
        public void process(FixedKeyRecord<byte[], byte[]> record) {
            PeerRecord read = PeerRecord.read(record.value(), metrics);
            if (read != null && seen.putIfAbsent(read.eventId, YES) == null) {
                context.forward(record.withValue(read).withTimestamp(read.observedMillis));
            }
        }
    }

    private static void sink(String bootstrap, String url, String out) throws Exception {
        Map<String, Long> days = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = Topic.consumer(bootstrap, out);
                Connection db = WindowTable.connect(url)) {
            while (true) {
                Map<Window, Cell> latest = new HashMap<>();
                long more = 0;
                for (ConsumerRecord<byte[], byte[]> record :
                        consumer.poll(Duration.ofMillis(100))) {
                    String key = new String(record.key(), StandardCharsets.UTF_8);
                    Cell cell = read(record.value());
                    if (key.contains(DAY)) {
                        Long before = days.put(key, cell.count);
                        more += cell.count - (before == null ? 0 : before);
                    }
                    latest.put(window(key), cell);
                }
                if (!latest.isEmpty()) {
                    WindowTable.replace(db, latest);
                    WindowTable.progress(db, 0, more);
                    db.commit();
                }
            }
        }
    }

    /** From {@code tenant/project/metric size start}. */
    private static Window window(String key) {
        String[] parts = key.substring(key.indexOf('/') + 1).split(" ");
        return new Window(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
    }

    private static Serde<Cell> cells() {
        return Serdes.serdeFrom(
                (topic, cell) -> {
                    if (cell == null) {
                        return null;
                    }
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
                    try {
                        cell.write(new DataOutputStream(bytes));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return bytes.toByteArray();
                },
                (topic, bytes) -> bytes == null ? null : read(bytes));
    }

    private static Cell read(byte[] bytes) {
        try {
            return Cell.read(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing is repartitioned, so a reading never travels. */
    private static Serde<PeerRecord> notSent() {
        return Serdes.serdeFrom(
                (topic, record) -> {
                    throw new IllegalStateException("A reading was to be repartitioned");
                },
                (topic, bytes) -> {
                    throw new IllegalStateException("A reading was repartitioned");
                });
    }
}
