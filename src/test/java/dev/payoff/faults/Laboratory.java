package dev.payoff.faults;

import dev.payoff.acceptance.Books;
import dev.payoff.acceptance.KafkaLog;
import dev.payoff.devstack.AppProcess;
import dev.payoff.devstack.StackProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A world of its own: PostgreSQL and Redis in one process, Kafka in another, some instances of the
 * packaged application, each behind its own proxies to all three, a Slack that does as it is told,
 * a generator that never stops, and subscribers that come and go.
 */
final class Laboratory implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** The quick compiler is the better one for what starts often and never runs for long. */
    private static final String[] JVM = {"-XX:TieredStopAtLevel=1", "-Xshare:auto"};

    private static final long MOST_AHEAD = 30_000;
    private static final long LOOK_MILLIS = 250;
    static final String MONITORING = "payoff.measurements.monitoring.v1";

    final long seed;
    final SplittableRandom random;
    final Path dir;
    final StackProcess base;
    final FakeSlack slack = new FakeSlack();
    final Generator generator;
    final Feeder feeder;
    final List<Instance> instances = new ArrayList<>();
    final List<SseClient> subscribers = new ArrayList<>();
    final RedisPeek redis;
    private final List<ServerSocket> kafkaDoors = new ArrayList<>();
    private final List<Integer> kafkaPorts = new ArrayList<>();
    private final Thread goodbye = Thread.ofPlatform().unstarted(this::endProcesses);
    private final Thread governor =
            Thread.ofPlatform().daemon().name("governor").unstarted(this::govern);
    private final List<String> jvm;
    private StackProcess kafka;
    private Books books;
    private int kills;
    private Duration patience = PATIENCE;

    /**
     * Starts everything and waits until readings can flow.
     *
     * @param size how many instances
     * @param more further options of the instances' JVMs
     */
    Laboratory(long seed, int size, List<String> more) throws Exception {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.jvm = new ArrayList<>(List.of(JVM));
        this.jvm.addAll(more);
        Path target = Files.createDirectories(Path.of("target", "faults").toAbsolutePath());
        this.dir = Files.createTempDirectory(target, "run-");
        this.generator = new Generator(seed, Instant.now());
        Runtime.getRuntime().addShutdownHook(goodbye);
        for (int i = 0; i < size; i++) {
            kafkaDoors.add(new ServerSocket(0, 256, InetAddress.getLoopbackAddress()));
            kafkaPorts.add(freePort());
        }
        this.kafka = startKafka();
        this.base =
                StackProcess.start(
                        dir.resolve("base"),
                        List.of("--stdin", "--control", "--servers", "postgres,redis"));
        this.redis = new RedisPeek(base.redisPort());
        for (int i = 0; i < size; i++) {
            instances.add(instance(i));
        }
        instances.getFirst().app().start();
        instances.getFirst().app().awaitReady();
        register();
        books = new Books(base.superuserJdbcUrl(), kafkaBootstrap(), AppProcess.TENANT);
        for (Instance other : instances.subList(1, size)) {
            other.app().start();
        }
        awaitAllReady();
        List<AppProcess> apps = instances.stream().map(Instance::app).toList();
        List<String> urls = apps.stream().map(AppProcess::url).toList();
        feeder = new Feeder(apps, generator, dir.resolve("ledger"));
        governor.start();
        for (int i = 0; i < 2; i++) {
            SseClient client = new SseClient(urls, AppProcess.TOKEN, 150, seed + i);
            subscribers.add(client);
            client.start();
            await("the stream's hello", () -> !client.seen("hello").isEmpty());
        }
    }

    /**
     * Holds the flow back when the log runs far ahead of what is committed: a lag without bound
     * would only measure the machine.
     */
    private void govern() {
        while (!Thread.currentThread().isInterrupted()) {
            try (Connection db = DriverManager.getConnection(base.superuserJdbcUrl());
                    Statement statement = db.createStatement()) {
                while (true) {
                    try (ResultSet row =
                            statement.executeQuery("SELECT sum(consumed) FROM consumer_offset")) {
                        row.next();
                        feeder.upTo(row.getLong(1) + MOST_AHEAD);
                    }
                    Thread.sleep(LOOK_MILLIS);
                }
            } catch (SQLException away) {
                // PostgreSQL is what a fault took away; until it is back the last bound holds.
                LockSupport.parkNanos(LOOK_MILLIS * 1_000_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
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

    private Instance instance(int i) throws IOException {
        FaultProxy postgres = new FaultProxy(base.postgresPort(), random.nextLong());
        FaultProxy kafkaLink =
                new FaultProxy(kafkaDoors.get(i), kafkaPorts.get(i), random.nextLong());
        FaultProxy redisLink = new FaultProxy(base.redisPort(), random.nextLong());
        Path log = Files.createFile(dir.resolve("app-" + i + ".log"));
        Map<String, String> settings =
                Map.of(
                        "PAYOFF_PG_PORT",
                        Integer.toString(postgres.port()),
                        "PAYOFF_REDIS_PORT",
                        Integer.toString(redisLink.port()),
                        "PAYOFF_KAFKA_BOOTSTRAP",
                        "127.0.0.1:" + kafkaLink.port(),
                        "PAYOFF_OUTGOING_ALLOW",
                        "127.0.0.1/32");
        AppProcess app = new AppProcess(base, log, settings, jvm.toArray(String[]::new));
        return new Instance("instance " + i, app, log, postgres, kafkaLink, redisLink);
    }

    private void register() throws IOException, InterruptedException {
        AppProcess app = instances.getFirst().app();
        app.post(
                "/api/v1/projects",
                json(
                        "{'key':'%s','name':'Kept','type':'SOFTWARE','goLive':'2025-01-01'}"
                                .formatted(Generator.PROJECT)));
        List<String> keys = new ArrayList<>(List.of("watched", "rare"));
        for (int i = 0; i < Generator.ORDINARY; i++) {
            keys.add("m-" + i);
        }
        for (String key : keys) {
            app.post(
                    "/api/v1/projects/" + Generator.PROJECT + "/metrics",
                    json(
                            ("{'key':'%s','name':'M','category':'COST_REDUCTION','type':'CURRENCY',"
                                            + "'kind':'LEVEL','baseline':%s,'target':20,"
                                            + "'frequency':'PT1H','staleness':'%s',"
                                            + "'valuation':{'amount':1,'per':'HOUR'}}")
                                    .formatted(key, Generator.BASELINE, Generator.STALENESS)));
        }
        rule(Generator.WATCHED, "WARNING");
        rule(Generator.RARE, "CRITICAL");
        app.post(
                "/api/v1/channels",
                json(
                        "{'name':'lab','kind':'SLACK','url':'%s','minSeverity':'CRITICAL'}"
                                .formatted(slack.url())));
    }

    private void rule(String metric, String severity) throws IOException, InterruptedException {
        instances
                .getFirst()
                .app()
                .post(
                        "/api/v1/rules",
                        json(
                                ("{'name':'%1$s is high','metric':'%1$s','figure':'VALUE',"
                                                + "'comparator':'>','threshold':%2$s,'severity':'%3$s'}")
                                        .formatted(metric, Generator.THRESHOLD, severity)));
    }

    static String json(String text) {
        return text.replace('\'', '"');
    }

    /** Kafka's own address, past every proxy. */
    String kafkaBootstrap() {
        return kafka.kafkaBootstrap();
    }

    /** What PostgreSQL holds; connected anew where the connection broke. */
    Books books() throws SQLException {
        if (!books.answer()) {
            books.close();
            books = new Books(base.superuserJdbcUrl(), kafkaBootstrap(), AppProcess.TENANT);
        }
        return books;
    }

    /** Any of the instances. */
    Instance any() {
        return instances.get(random.nextInt(instances.size()));
    }

    /** The instance that has most of the partitions into which readings flow. */
    Instance busiest() throws Exception {
        long most = -1;
        Instance busiest = null;
        for (Instance instance : instances) {
            long has =
                    books().column(
                                    "SELECT 1 FROM consumer_offset WHERE topic = ?"
                                            + " AND owner LIKE '"
                                            + instance.app().pid()
                                            + "@%'",
                                    MONITORING)
                            .size();
            if (has > most) {
                most = has;
                busiest = instance;
            }
        }
        return busiest;
    }

    /** Ends all other instances, so that everything is this one's to do. */
    void leaveAlone(Instance only) throws InterruptedException {
        for (Instance other : instances) {
            if (other != only && other.isAlive()) {
                kill(other);
            }
        }
    }

    /** SIGKILL to an instance, counted. */
    void kill(Instance victim) throws InterruptedException {
        victim.kill();
        kills++;
    }

    /** An instance that was made to end itself at a crash point, as SIGKILL would have. */
    void countKill() {
        kills++;
    }

    int kills() {
        return kills;
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

    /** Starts whoever does not run; returns when all are ready. */
    void awaitAllReady() throws IOException, InterruptedException {
        for (Instance instance : instances) {
            if (!instance.isAlive()) {
                instance.app().start();
            }
        }
        for (Instance instance : instances) {
            instance.app().awaitReady();
        }
    }

    /** Waits until so many more readings are acknowledged. */
    void feed(int readings) throws Exception {
        long until = feeder.count() + readings;
        feeder.flow();
        await(readings + " readings acknowledged", () -> feeder.count() >= until);
    }

    /** Lets readings flow for a while. */
    void flowFor(Duration time) throws InterruptedException {
        feeder.flow();
        Thread.sleep(time);
    }

    /** Waits for a commit, by whichever instance. */
    void awaitCommit() throws Exception {
        long before = books().consumed();
        await("a commit", () -> books().consumed() > before);
    }

    /** What the log holds now. */
    Map<String, Long> ends() {
        return KafkaLog.ends(kafkaBootstrap());
    }

    /** Records that are in the log and not committed. */
    long unread() throws SQLException {
        return ends().values().stream().mapToLong(end -> end).sum() - books().consumed();
    }

    /** Whether everything up to there has been committed. */
    boolean isCommitted(Map<String, Long> ends) throws SQLException {
        Map<String, Long> stored = new TreeMap<>();
        for (String row :
                books().column(
                                "SELECT topic || '/' || partition || ' ' || next_offset"
                                        + " FROM consumer_offset")) {
            stored.put(row.split(" ")[0], Long.parseLong(row.split(" ")[1]));
        }
        return ends.entrySet().stream()
                .allMatch(end -> stored.getOrDefault(end.getKey(), 0L) >= end.getValue());
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

    /** Readings that go to Slack, each on its own, with nothing else under way. */
    void cross(int times) throws Exception {
        feeder.rest();
        for (int i = 0; i < times; i++) {
            feeder.send(List.of(generator.rare(true)));
            feeder.send(List.of(generator.rare(false)));
        }
    }

    void poison() {
        produce(
                "payoff.measurements.delivery.v1",
                AppProcess.TENANT + "/" + Generator.PROJECT + "/m-0",
                Generator.poison(AppProcess.TENANT, Instant.now()));
        produce(MONITORING, null, Generator.unreadable());
    }

    /** How long it waits for what must come. */
    void patience(Duration longest) {
        patience = longest;
    }

    /** Waits until something holds that may fail to be asked meanwhile. */
    void await(String what, Callable<Boolean> condition) throws Exception {
        await(what, patience, condition);
    }

    void await(String what, Duration patience, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Exception trouble = null;
            try {
                if (condition.call()) {
                    return;
                }
            } catch (SQLException | UncheckedIOException e) {
                trouble = e;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("No " + what + " within " + patience, trouble);
            }
            Thread.sleep(20);
        }
    }

    private void endProcesses() {
        instances.forEach(each -> each.app().close());
    }

    @Override
    public void close() throws Exception {
        subscribers.forEach(SseClient::close);
        governor.interrupt();
        governor.join();
        if (feeder != null) {
            feeder.close();
        }
        endProcesses();
        if (books != null) {
            books.close();
        }
        base.end();
        kafka.end();
        for (Instance instance : instances) {
            for (FaultProxy link : instance.links()) {
                link.close();
            }
        }
        slack.close();
        Runtime.getRuntime().removeShutdownHook(goodbye);
    }
}
