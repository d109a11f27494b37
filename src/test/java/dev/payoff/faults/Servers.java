package dev.payoff.faults;

import dev.payoff.acceptance.KafkaLog;
import dev.payoff.devstack.StackProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * PostgreSQL and Redis in one process, PostgreSQL's data on a disk of its own where that may be
 * mounted, and Kafka in another process, with a listener for each proxy.
 */
final class Servers implements AutoCloseable {

    /** So that others take over soon from an instance that was killed; the brokers' to say. */
    private static final Map<String, String> QUICK_GROUP =
            Map.of("consumer.session.timeout.ms", "2500", "consumer.heartbeat.interval.ms", "500");

    private static final String GROUP = "payoff-stream";

    final Disk disk;
    final StackProcess base;
    final RedisPeek redis;
    private final Path dir;
    private final List<ServerSocket> kafkaDoors = new ArrayList<>();
    private final List<Integer> kafkaPorts = new ArrayList<>();
    private StackProcess kafka;

    /**
     * @param dir where their data goes
     * @param links how many ways lead to Kafka
     */
    Servers(Path dir, int links) throws Exception {
        this.dir = dir;
        for (int i = 0; i < links; i++) {
            kafkaDoors.add(new ServerSocket(0, 256, InetAddress.getLoopbackAddress()));
            kafkaPorts.add(freePort());
        }
        this.kafka = startKafka();
        hurryTheGroup();
        this.disk = Disk.at(data());
        this.base =
                StackProcess.start(
                        dir.resolve("base"),
                        List.of("--stdin", "--control", "--servers", "postgres,redis"));
        this.redis = new RedisPeek(base.redisPort());
    }

    /** PostgreSQL's data. */
    Path data() {
        return dir.resolve("base").resolve("postgres");
    }

    FaultProxy kafkaLink(int i, long seed) {
        return new FaultProxy(kafkaDoors.get(i), kafkaPorts.get(i), seed);
    }

    private void hurryTheGroup() throws Exception {
        List<AlterConfigOp> changes = new ArrayList<>();
        QUICK_GROUP.forEach((name, value) ->
                changes.add(
                        new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, GROUP);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafkaBootstrap()))) {
            admin.incrementalAlterConfigs(Map.of(group, changes)).all().get();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private StackProcess startKafka() throws IOException {
        StringBuilder behind = new StringBuilder();
        for (int i = 0; i < kafkaDoors.size(); i++) {
            behind.append(i == 0 ? "" : ",")
                    .append(kafkaPorts.get(i))
                    .append(':')
                    .append(kafkaDoors.get(i).getLocalPort());
        }
        return StackProcess.start(
                dir.resolve("kafka"),
                List.of(
                        "--stdin",
                        "--control",
                        "--servers",
                        "kafka",
                        "--behind",
                        behind.toString()));
    }

    /** Kafka's own address, past every proxy. */
    String kafkaBootstrap() {
        return kafka.kafkaBootstrap();
    }

    /** SIGKILL to the process that is Kafka. */
    void killKafka() throws IOException {
        kafka.kill();
    }

    void stopKafka() {
        kafka.end();
    }

    /** Kafka again, on what the last one left. */
    void reviveKafka() throws IOException {
        kafka = startKafka();
    }

    /** What the log holds now. */
    Map<String, Long> ends() {
        return KafkaLog.ends(kafkaBootstrap());
    }

    /** Puts records into a topic as a foreign producer would. */
    void produce(String topic, String key, List<byte[]> values) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafkaBootstrap(), "acks", "all"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            byte[] name = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
            values.forEach(value -> producer.send(new ProducerRecord<>(topic, name, value)));
        }
    }

    /** PostgreSQL again, after it has ended itself. */
    void revivePostgres() {
        try {
            base.command("stop postgres");
        } catch (IllegalStateException gone) {
            System.err.println("PostgreSQL was gone before it was stopped: " + gone.getMessage());
        }
        base.command("start postgres");
    }

    /** When this JVM ends in the midst of it. */
    void leave() {
        base.end();
        try {
            disk.close();
        } catch (IOException e) {
            System.err.println("The disk of the laboratory is still mounted: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        base.end();
        disk.close();
        kafka.end();
    }
}
