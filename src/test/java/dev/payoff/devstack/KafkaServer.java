package dev.payoff.devstack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One Kafka node, broker and controller at once. It lives in this JVM, so a {@link #kill} of it
 * alone is the JVM's end; the classes it is made of are Kafka's own inner ones and change with
 * every release, so nothing outside this class touches them.
 */
final class KafkaServer implements Stack.Server {

    private static final int NODE = 1;

    private final Path data;
    private final int port;
    private final int controllerPort;
    private final List<Behind> behind;
    private KafkaRaftServer running;

    KafkaServer(Path home, int port, int controllerPort, List<Behind> behind) {
        this.data = home.resolve("kafka");
        this.port = port;
        this.controllerPort = controllerPort;
        this.behind = behind;
    }

    /**
     * A further way in, for clients that come through a proxy: brokers tell their clients where to
     * call, so each proxy needs a listener that tells the proxy's port.
     *
     * @param port where the broker listens
     * @param advertised where its clients are told to call
     */
    record Behind(int port, int advertised) {

        /** Reads {@code port:advertised,port:advertised}; none of an empty text. */
        static List<Behind> parse(String text) {
            return text.isEmpty()
                    ? List.of()
                    : List.of(text.split(",")).stream()
                            .map(pair -> pair.split(":"))
                            .map(pair ->
                                    new Behind(
                                            Integer.parseInt(pair[0]), Integer.parseInt(pair[1])))
                            .toList();
        }
    }

    String bootstrap() {
        return Stack.HOST + ":" + port;
    }

    @Override
    public synchronized void start() throws IOException {
        if (running != null) {
            return;
        }
        if (!Files.exists(data.resolve("meta.properties"))) {
            format();
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings()), Time.SYSTEM);
        server.startup();
        running = server;
    }

    private void format() throws IOException {
        Files.createDirectories(data);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(said, true, StandardCharsets.UTF_8))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE)
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setMetadataLogDirectory(data.toString())
                    .addDirectory(data.toString())
                    .run();
        } catch (Exception e) {
            throw new IOException(
                    "Kafka cannot use " + data + ": " + said.toString(StandardCharsets.UTF_8), e);
        }
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE));
        settings.put("controller.quorum.voters", NODE + "@" + Stack.HOST + ":" + controllerPort);
        StringBuilder listeners =
                new StringBuilder("BROKER://" + bootstrap())
                        .append(",CONTROLLER://" + Stack.HOST + ":" + controllerPort);
        StringBuilder advertised = new StringBuilder("BROKER://" + bootstrap());
        StringBuilder protocols = new StringBuilder("BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        for (int i = 0; i < behind.size(); i++) {
            String name = ",BEHIND" + i;
            listeners.append(name + "://" + Stack.HOST + ":" + behind.get(i).port());
            advertised.append(name + "://" + Stack.HOST + ":" + behind.get(i).advertised());
            protocols.append(name + ":PLAINTEXT");
        }
        settings.put("listeners", listeners.toString());
        settings.put("advertised.listeners", advertised.toString());
        settings.put("listener.security.protocol.map", protocols.toString());
        settings.put("inter.broker.listener.name", "BROKER");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("log.dirs", data.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.coordinator.rebalance.protocols", "classic,consumer");
        settings.put("group.min.session.timeout.ms", "1000");
        settings.put("group.consumer.min.session.timeout.ms", "1000");
        settings.put("group.consumer.session.timeout.ms", "6000");
        settings.put("group.consumer.min.heartbeat.interval.ms", "500");
        settings.put("group.consumer.heartbeat.interval.ms", "1000");
        // Records carry the time of what they tell of, months back or ahead of a wrong clock, and
        // no broker may throw one away for its age; how long a topic keeps is the topic's to say.
        settings.put("log.message.timestamp.before.max.ms", Long.toString(Long.MAX_VALUE));
        settings.put("log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
        settings.put("log.retention.ms", "-1");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 << 20));
        settings.put("log.cleaner.threads", "1");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        return settings;
    }

    @Override
    public synchronized void stop() {
        if (running == null) {
            return;
        }
        running.shutdown();
        running.awaitShutdown();
        running = null;
    }

    @Override
    public void kill() {
        throw new UnsupportedOperationException(
                "Kafka lives in the stack's own process: kill that, or stop Kafka");
    }

    @Override
    public String toString() {
        return "kafka";
    }
}
