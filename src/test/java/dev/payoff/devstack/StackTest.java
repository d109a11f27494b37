package dev.payoff.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The servers keep what they were given through every kind of end. */
class StackTest {

    private static final String TOPIC = "kept";

    private final List<StackProcess> started = new ArrayList<>();
    private Path dir;

    @BeforeEach
    void makeDirectory() throws IOException {
        dir = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "stack-");
    }

    @AfterEach
    void endAll() {
        started.forEach(StackProcess::end);
        StackProcess.delete(dir);
    }

    @Test
    void dataOutlivesTheDeathOfAServerAndOfTheWholeStack() throws Exception {
        StackProcess first = start();
        write(first);

        first.command("kill postgres");
        first.command("start postgres");
        first.command("kill redis");
        first.command("start redis");
        first.command("stop kafka");
        first.command("start kafka");
        assertThat(kept(first)).containsExactly("row", "record");
        assertThat(ping(first)).isEqualTo("+PONG");

        Properties before = told();
        first.process().destroyForcibly();
        await().until(() -> !first.process().isAlive());
        StackProcess second = start();
        assertThat(kept(second)).containsExactly("row", "record");
        assertThat(alive(before.getProperty("redis.pid"))).isFalse();
        assertThat(alive(before.getProperty("pg.pid"))).isFalse();
        assertThat(second.superuserJdbcUrl()).isEqualTo(first.superuserJdbcUrl());
    }

    @Test
    void nothingIsLeftWhenTheParentDies() throws Exception {
        Process parent = new ProcessBuilder("sleep", "600").start();
        try {
            StackProcess stack = start("--parent", Long.toString(parent.pid()));
            Properties told = told();
            parent.destroyForcibly().waitFor();
            await().atMost(Duration.ofSeconds(30)).until(() -> !stack.process().isAlive());
            assertThat(alive(told.getProperty("pg.pid"))).isFalse();
            assertThat(alive(told.getProperty("redis.pid"))).isFalse();
            assertThat(dir.resolve("ready")).doesNotExist();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void aPidFileThatNamesAnotherProgramDoesNotStopPostgres() throws Exception {
        start().end();
        String other = Long.toString(ProcessHandle.current().pid());
        Files.writeString(dir.resolve("postgres/postmaster.pid"), other + "\n");
        assertThat(start().postgresPort()).isPositive();
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    private StackProcess start(String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of("--control"));
        options.addAll(List.of(more));
        StackProcess stack = StackProcess.start(dir, options);
        started.add(stack);
        return stack;
    }

    private Properties told() throws IOException {
        Properties told = new Properties();
        try (var in = Files.newBufferedReader(dir.resolve("ready"))) {
            told.load(in);
        }
        return told;
    }

    private static void write(StackProcess stack) throws Exception {
        try (Connection connection = DriverManager.getConnection(stack.superuserJdbcUrl());
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept AS SELECT 'row' AS what");
        }
        Map<String, Object> settings = Map.of("bootstrap.servers", stack.kafkaBootstrap());
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
        Instant longAgo = Instant.parse("2019-01-01T00:00:00Z");
        try (var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, 0, longAgo.toEpochMilli(), "key", "record"))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static List<String> kept(StackProcess stack) throws Exception {
        List<String> kept = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(stack.superuserJdbcUrl());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT what FROM kept")) {
            while (rows.next()) {
                kept.add(rows.getString(1));
            }
        }
        Map<String, Object> settings = Map.of("bootstrap.servers", stack.kafkaBootstrap());
        try (var consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            consumer.poll(Duration.ofSeconds(20)).forEach(found -> kept.add(found.value()));
        }
        return kept;
    }

    private static String ping(StackProcess stack) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), stack.redisPort())) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
        }
    }

    private static boolean alive(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).map(Processes::runs).orElse(false);
    }
}
