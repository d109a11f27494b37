package dev.payoff.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Flink in a MiniCluster: keyed by metric, event ids and windows in state on the heap, changed
 * windows out once a second, exactly-once checkpoints every ten, and a sink that sets the rows in
 * PostgreSQL. Setting a row again changes nothing, so the rows are exact after a replay too.
 */
public final class FlinkPeer {

    private static final int PARALLELISM = 2;
    private static final long CHECKPOINT_MILLIS = 10_000;
    private static final long EMIT_MILLIS = 1_000;
    private static final int ROWS_PER_STATEMENT = 5_000;
    private static final int SIZE_CODES = 4;

    private FlinkPeer() {}

    /** Broker, database, topic, run. */
    public static void main(String[] args) throws Exception {
        Configuration settings = new Configuration();
        settings.setString(
                "execution.checkpointing.dir",
                Files.createTempDirectory("flink").toUri().toString());
        settings.setString("state.backend.type", "hashmap");
        settings.setString("taskmanager.memory.network.min", "64mb");
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, settings);
        env.enableCheckpointing(CHECKPOINT_MILLIS);
        env.getConfig().enableObjectReuse();
        KafkaSource<PeerRecord> source =
                KafkaSource.<PeerRecord>builder()
                        .setBootstrapServers(args[0])
                        .setTopics(args[2])
                        .setGroupId("bench-flink-" + args[3])
                        .setStartingOffsets(OffsetsInitializer.earliest())
                        .setProperty("isolation.level", "read_committed")
                        .setProperty("max.poll.records", "10000")
                        .setDeserializer(new Decode(args[1]))
                        .build();
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "records")
                .keyBy(record -> record.metric, Types.STRING)
                .process(new Fold())
                .sinkTo(new Rows(args[1]));
        env.execute("bench");
    }

    /** Bytes to readings; what is none is left out. */
    private static final class Decode implements KafkaRecordDeserializationSchema<PeerRecord> {
        private static final long serialVersionUID = 1;

        private final String url;
        private transient Set<String> metrics;

        Decode(String url) {
            this.url = url;
        }

        @Override
        public void open(DeserializationSchema.InitializationContext context) throws Exception {
            metrics = WindowTable.metrics(url);
        }

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<PeerRecord> out) {
            PeerRecord read = PeerRecord.read(record.value(), metrics);
            if (read != null) {
                out.collect(read);
            }
        }

        @Override
        public TypeInformation<PeerRecord> getProducedType() {
            return Types.POJO(PeerRecord.class);
        }
    }

    /** A changed window as it now is. */
    public static final class Row {
        public String metric;
        public int size;
        public long startMillis;
        public Cell cell;
    }

    private static final class Fold extends KeyedProcessFunction<String, PeerRecord, Row> {
        private static final long serialVersionUID = 1;

        private transient MapState<String, Boolean> seen;
        private transient MapState<Long, Cell> cells;
        private transient MapState<Long, Boolean> changed;

        @Override
        public void open(OpenContext context) {
            seen =
                    getRuntimeContext()
                            .getMapState(
                                    new MapStateDescriptor<>("seen", Types.STRING, Types.BOOLEAN));
            cells =
                    getRuntimeContext()
                            .getMapState(
                                    new MapStateDescriptor<>(
                                            "cells", Types.LONG, Types.POJO(Cell.class)));
            changed =
                    getRuntimeContext()
                            .getMapState(
                                    new MapStateDescriptor<>("changed", Types.LONG, Types.BOOLEAN));
        }

        @Override
        public void processElement(PeerRecord record, Context context, Collector<Row> out)
                throws Exception {
            if (seen.contains(record.eventId)) {
                return;
            }
            seen.put(record.eventId, true);
            if (changed.isEmpty()) {
                long now = context.timerService().currentProcessingTime();
                context.timerService()
                        .registerProcessingTimeTimer(
                                now - Math.floorMod(now, EMIT_MILLIS) + EMIT_MILLIS);
            }
            for (int size = 1; size <= Window.SIZES; size++) {
                Window window = Window.of(record.metric, size, record.observedMillis);
                long code = window.startMillis() * SIZE_CODES + size;
                Cell cell = cells.get(code);
                cells.put(
                        code,
                        (cell == null ? new Cell() : cell)
                                .add(record.value, record.observedMillis));
                changed.put(code, true);
            }
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<Row> out)
                throws Exception {
            for (long code : changed.keys()) {
                Row row = new Row();
                row.metric = context.getCurrentKey();
                row.size = (int) Math.floorMod(code, (long) SIZE_CODES);
                row.startMillis = Math.floorDiv(code, (long) SIZE_CODES);
                row.cell = cells.get(code).copy();
                out.collect(row);
            }
            changed.clear();
        }
    }

    private static final class Rows implements Sink<Row> {
        private static final long serialVersionUID = 1;

        private final String url;

        Rows(String url) {
            this.url = url;
        }

        @Override
        public SinkWriter<Row> createWriter(WriterInitContext context) throws IOException {
            try {
                return new Writer(
                        WindowTable.connect(url),
                        context.getTaskInfo().getIndexOfThisSubtask(),
                        context.getProcessingTimeService());
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }
    }

    private static final class Writer implements SinkWriter<Row> {
        private final Connection db;
        private final int worker;
        private final Map<Window, Cell> latest = new HashMap<>();
        private final Map<String, Long> days = new HashMap<>();

        Writer(Connection db, int worker, ProcessingTimeService time) {
            this.db = db;
            this.worker = worker;
            again(time);
        }

        private void again(ProcessingTimeService time) {
            time.registerTimer(
                    time.getCurrentProcessingTime() + EMIT_MILLIS,
                    now -> {
                        flush(false);
                        again(time);
                    });
        }

        @Override
        public void write(Row row, Context context) throws IOException {
            latest.put(new Window(row.metric, row.size, row.startMillis), row.cell);
            if (latest.size() >= ROWS_PER_STATEMENT) {
                flush(false);
            }
        }

        @Override
        public void flush(boolean endOfInput) throws IOException {
            if (latest.isEmpty()) {
                return;
            }
            long more = 0;
            for (Map.Entry<Window, Cell> entry : latest.entrySet()) {
                if (entry.getKey().size() == Window.SIZES) {
                    long count = entry.getValue().count;
                    Long before = days.put(entry.getKey().metric(), count);
                    more += count - (before == null ? 0 : before);
                }
            }
            try {
                WindowTable.replace(db, latest);
                WindowTable.progress(db, worker, more);
                db.commit();
            } catch (SQLException e) {
                throw new IOException(e);
            }
            latest.clear();
        }

        @Override
        public void close() throws SQLException {
            db.close();
        }
    }
}
