package dev.payoff.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.policy.CreateTopicPolicy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Against one real broker; the tests build on each other, as starts of an installation do. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TopicSetupTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final List<String> ALL =
            List.of(
                    Topics.MONITORING,
                    Topics.DELIVERY,
                    Topics.BUSINESS,
                    Topics.REJECTED,
                    Topics.ALERTS);

    /** Held, because a logger that nobody holds forgets its level. */
    private static final List<Logger> BROKER_LOGS =
            List.of(Logger.getLogger("kafka"), Logger.getLogger("org.apache.kafka"));

    @TempDir static Path directory;
    private static int port;
    private static KafkaRaftServer broker;

    @BeforeAll
    static void choosePortAndQuieten() throws IOException {
        BROKER_LOGS.forEach(log -> log.setLevel(Level.WARNING));
        port = freePort();
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.shutdown();
            broker.awaitShutdown();
        }
    }

    @Test
    @Order(1)
    void startsWithoutBrokersAndCreatesTheTopicsWhenTheyCome() throws Exception {
        TopicSetup setup = setup(true, SHORT, 2);
        start(setup);
        assertThat(setup.findings()).as("no broker yet").isNotDone();

        startBroker();

        assertThat(setup.findings().get(30, TimeUnit.SECONDS))
                .containsExactlyElementsOf(
                        ALL.stream().<TopicFinding>map(TopicFinding.Created::new).toList());
        setup.ready().subscribeAsCompletionStage().get(1, TimeUnit.SECONDS);
        try (Admin admin = Admin.create(kafka())) {
            TopicDescription made =
                    admin.describeTopics(List.of(Topics.BUSINESS))
                            .allTopicNames()
                            .get(10, TimeUnit.SECONDS)
                            .get(Topics.BUSINESS);
            assertThat(made.partitions()).hasSize(2);
        }
    }

    @Test
    @Order(2)
    void theSecondStartFindsAllAsDeclared() {
        TopicSetup setup = setup(true, LONG, 2);
        start(setup);
        assertThat(setup.findings())
                .isCompletedWithValue(
                        ALL.stream().<TopicFinding>map(TopicFinding.AsDeclared::new).toList());
    }

    @Test
    @Order(3)
    void otherPartitionsAreToldAndLeftAlone() throws Exception {
        TopicSetup setup = setup(true, LONG, 5);
        start(setup);
        assertThat(setup.findings().get())
                .hasSize(5)
                .allSatisfy(finding ->
                        assertThat(finding)
                                .isEqualTo(
                                        new TopicFinding.Differs(
                                                finding.topic(),
                                                List.of("partitions is 2, declared 5"))));
        try (Admin admin = Admin.create(kafka())) {
            assertThat(admin.describeTopics(ALL).allTopicNames().get(10, TimeUnit.SECONDS).values())
                    .allSatisfy(topic -> assertThat(topic.partitions()).hasSize(2));
        }
    }

    @Test
    @Order(4)
    void whatMayNotBeCreatedIsToldAndEndsTheWaiting() throws Exception {
        try (Admin admin = Admin.create(kafka())) {
            admin.deleteTopics(List.of(Topics.ALERTS)).all().get(10, TimeUnit.SECONDS);
        }
        TopicSetup told = setup(false, LONG, 2);
        start(told);
        assertThat(told.findings().get()).contains(new TopicFinding.Missing(Topics.ALERTS));

        TopicSetup refused = setup(true, LONG, FewPartitions.MOST + 1);
        start(refused);
        assertThat(refused.findings().get())
                .contains(new TopicFinding.Refused(Topics.ALERTS, FewPartitions.REASON));
    }

    @Test
    @Order(5)
    void moreCopiesThanBrokersMayPassAndIsTriedAgainUntilTheStop() {
        TopicSetup setup =
                new TopicSetup(kafka(), true, SHORT, Optional.of(1), Optional.of((short) 3));
        start(setup);
        assertThat(setup.findings()).isNotDone();

        setup.stop(new ShutdownEvent());
        assertThatThrownBy(() -> setup.findings().get(10, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(CancellationException.class);
    }

    /** As the application starts: asks, and waits for an answer before the channels subscribe. */
    private static void start(TopicSetup setup) {
        setup.start(new StartupEvent());
        setup.waitForBrokers(new StartupEvent());
    }

    private static TopicSetup setup(boolean create, Duration wait, int partitions) {
        return new TopicSetup(
                kafka(), create, wait, Optional.of(partitions), Optional.of((short) 1));
    }

    private static Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", "localhost:" + port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void startBroker() throws Exception {
        int controller = freePort();
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@localhost:" + controller);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put(
                "listeners",
                "PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controller);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", directory.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("create.topic.policy.class.name", FewPartitions.class.getName());
        new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .addDirectory(directory.toString())
                .setMetadataLogDirectory(directory.toString())
                .run();
        Properties properties = new Properties();
        properties.putAll(settings);
        broker = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
        broker.startup();
    }

    /** Stands for a cluster whose keepers have rules of their own. */
    public static final class FewPartitions implements CreateTopicPolicy {

        static final int MOST = 10;
        static final String REASON = "at most 10 partitions here";

        @Override
        public void validate(RequestMetadata topic) {
            if (topic.numPartitions() > MOST) {
                throw new PolicyViolationException(REASON);
            }
        }

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public void close() {}
    }
}
