package dev.payoff.faults;

import dev.payoff.acceptance.Books;
import dev.payoff.devstack.AppProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * A world of its own: the servers, some instances of the packaged application, each behind its own
 * proxies to all three, a Slack that does as it is told, two tenants with a generator each that
 * never stops, subscribers that come and go, and readers that look on.
 */
final class Laboratory implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** The quick compiler is the better one for what starts often and never runs for long. */
    private static final List<String> JVM = List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private static final long SHORTEST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 250;

    static final String MONITORING = "payoff.measurements.monitoring.v1";
    private static final String DELIVERY = "payoff.measurements.delivery.v1";

    final long seed;
    final SplittableRandom random;
    final Path dir;
    final Servers servers;
    final Tally tally = new Tally();
    final FakeSlack slack = new FakeSlack();
    final Outlets outlets = new Outlets();
    final Generator generator;
    final Feeder feeder;
    final List<Instance> instances = new ArrayList<>();
    final Readers readers;

    /** The first is the one that faults are made for; the second lives beside it. */
    final List<Tenancy> tenants = new ArrayList<>();

    /** What went out to Kafka in a time that PostgreSQL knows nothing of any more. */
    final Set<String> ofALostTime = new HashSet<>();

    private final Thread goodbye = Thread.ofPlatform().unstarted(this::leave);
    private final Governor governor;
    private final List<String> jvm;
    private Books books;
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
        this.jvm = new ArrayList<>(JVM);
        Path target = Files.createDirectories(Path.of("target", "faults").toAbsolutePath());
        this.dir = Files.createTempDirectory(target, "run-");
        this.generator = new Generator(seed, Instant.now());
        Runtime.getRuntime().addShutdownHook(goodbye);
        this.servers = new Servers(dir, size);
        jvm.add("-XX:SharedArchiveFile=" + ClassArchive.of(target, this::trainee));
        jvm.addAll(more);
        for (int i = 0; i < size; i++) {
            instances.add(instance(i));
        }
        for (Instance instance : instances) {
            instance.app().start();
        }
        awaitAllReady();
        AppProcess first = instances.getFirst().app();
        String step = Tenancy.register(first, AppProcess.TOKEN);
        Tenancy.channel(first, AppProcess.TOKEN, slack.url());
        Tenancy.register(first, Tenancy.OTHER_TOKEN);
        books =
                new Books(
                        servers.base.superuserJdbcUrl(),
                        servers.kafkaBootstrap(),
                        AppProcess.TENANT);
        List<AppProcess> apps = instances.stream().map(Instance::app).toList();
        feeder =
                new Feeder(
                        apps, AppProcess.TOKEN, generator, dir.resolve("ledger"), Feeder.Pace.MAIN);
        Generator others = new Generator(seed + 1, Instant.now());
        Feeder beside =
                new Feeder(
                        apps,
                        Tenancy.OTHER_TOKEN,
                        others,
                        dir.resolve("ledger-of-others"),
                        Feeder.Pace.ASIDE);
        feeder.beside(beside);
        tenants.add(
                new Tenancy(
                        AppProcess.TENANT,
                        AppProcess.TOKEN,
                        generator,
                        feeder,
                        subscribers(AppProcess.TOKEN)));
        tenants.add(
                new Tenancy(
                        Tenancy.OTHER,
                        Tenancy.OTHER_TOKEN,
                        others,
                        beside,
                        subscribers(Tenancy.OTHER_TOKEN)));
        readers = new Readers(apps, step, generator::steps, seed);
        governor = new Governor(servers.base.superuserJdbcUrl(), feeder);
    }

    private List<SseClient> subscribers(String token) throws Exception {
        List<String> urls = urls();
        List<SseClient> subscribers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            SseClient client = new SseClient(urls, token, 150, random.nextLong());
            subscribers.add(client);
            client.start();
            await("the stream's hello", () -> !client.seen("hello").isEmpty());
        }
        return subscribers;
    }

    /** Subscribers who know nothing yet, in the place of those there are. */
    void newSubscribers() throws Exception {
        for (Tenancy tenant : tenants) {
            tenant.subscribers().forEach(SseClient::close);
            tenant.subscribers().clear();
            tenant.subscribers().addAll(subscribers(tenant.token()));
        }
    }

    List<String> urls() {
        return instances.stream().map(instance -> instance.app().url()).toList();
    }

    private AppProcess trainee(List<String> more) throws IOException {
        List<String> options = new ArrayList<>(JVM);
        options.addAll(more);
        return new AppProcess(
                servers.base,
                dir.resolve("training.log"),
                Map.of("PAYOFF_KAFKA_BOOTSTRAP", servers.kafkaBootstrap()),
                options.toArray(String[]::new));
    }

    private Instance instance(int i) throws IOException {
        FaultProxy postgres = new FaultProxy(servers.base.postgresPort(), random.nextLong());
        FaultProxy kafkaLink = servers.kafkaLink(i, random.nextLong());
        FaultProxy redisLink = new FaultProxy(servers.base.redisPort(), random.nextLong());
        Path log = Files.createFile(dir.resolve("app-" + i + ".log"));
        Map<String, String> settings = new TreeMap<>();
        settings.put("PAYOFF_PG_PORT", Integer.toString(postgres.port()));
        settings.put("PAYOFF_REDIS_PORT", Integer.toString(redisLink.port()));
        settings.put("PAYOFF_KAFKA_BOOTSTRAP", "127.0.0.1:" + kafkaLink.port());
        settings.put("PAYOFF_OUTGOING_ALLOW", "127.0.0.1/32");
        settings.putAll(outlets.settings());
        // Small enough that the laboratory's rates are a backlog now and none then: the worker
        // changes between one lane and all while faults happen.
        settings.put("PAYOFF_STREAM_RECORDS_PER_FLUSH", "4000");
        if (i == 1) {
            // The second instance makes the second tenant.
            settings.put("PAYOFF_INIT_TENANT", Tenancy.OTHER);
            settings.put("PAYOFF_INIT_TENANT_NAME", "Others");
            settings.put("PAYOFF_INIT_ADMIN_EMAIL", "admin@others.example");
            settings.put("PAYOFF_INIT_ADMIN_KEY", Tenancy.OTHER_TOKEN);
        }
        AppProcess app = new AppProcess(servers.base, log, settings, jvm.toArray(String[]::new));
        return new Instance("instance " + i, app, log, postgres, kafkaLink, redisLink);
    }

    /** What PostgreSQL holds; connected anew where the connection broke. */
    Books books() throws SQLException {
        if (!books.answer()) {
            books.close();
            books =
                    new Books(
                            servers.base.superuserJdbcUrl(),
                            servers.kafkaBootstrap(),
                            AppProcess.TENANT);
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
        tally.kill();
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

    /** Records that are in the log and not committed. */
    long unread() throws SQLException {
        return servers.ends().values().stream().mapToLong(end -> end).sum() - books().consumed();
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

    /**
     * Readings that go to Slack, each on its own, with nothing else under way: up, and down once it
     * is planned to tell of it, since who is over before that is not told at all.
     */
    void cross(int times) throws Exception {
        feeder.rest();
        for (int i = 0; i < 2 * times; i++) {
            long before = messages();
            feeder.send(List.of(generator.rare(i % 2 == 0)));
            await("plan of a message", () -> messages() > before);
        }
    }

    private long messages() throws SQLException {
        return books().column("SELECT id FROM notification WHERE status <> 'SUPPRESSED'").size();
    }

    void poison() {
        servers.produce(
                DELIVERY,
                AppProcess.TENANT + "/" + Generator.PROJECT + "/m-0",
                Generator.poison(AppProcess.TENANT, Instant.now()));
        servers.produce(MONITORING, null, Generator.unreadable());
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
        long pause = SHORTEST_PAUSE_MILLIS;
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
            Thread.sleep(pause);
            pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
        }
    }

    private void endProcesses() {
        instances.forEach(each -> each.app().close());
    }

    private void leave() {
        endProcesses();
        servers.leave();
    }

    @Override
    public void close() throws Exception {
        readers.close();
        tenants.forEach(tenant -> tenant.subscribers().forEach(SseClient::close));
        governor.close();
        for (Tenancy tenant : tenants) {
            tenant.feeder().close();
        }
        endProcesses();
        if (books != null) {
            books.close();
        }
        servers.close();
        for (Instance instance : instances) {
            for (FaultProxy link : instance.links()) {
                link.close();
            }
        }
        slack.close();
        outlets.close();
        Runtime.getRuntime().removeShutdownHook(goodbye);
    }
}
