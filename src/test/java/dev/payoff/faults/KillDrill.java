package dev.payoff.faults;

import dev.payoff.acceptance.Books;
import dev.payoff.acceptance.KafkaLog;
import dev.payoff.devstack.AppProcess;
import dev.payoff.devstack.StackProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A replay during which the application is killed again and again, at moments that a seed gives:
 * while it folds, just after it is ready, while it starts. What held and what it took comes back.
 */
final class KillDrill implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /**
     * What happened.
     *
     * @param recoveries from each kill to the first commit after it, where the next kill did not
     *     come first
     * @param unread records that were in the log and not committed, at each kill
     * @param missing acknowledged readings that the log does not hold
     */
    record Outcome(
            long seed,
            Workload workload,
            List<Duration> recoveries,
            List<Long> unread,
            int broken,
            List<String> missing,
            Books.Audit audit,
            List<String> episodes,
            List<String> outbox,
            List<SseClient.Seen> alerts,
            List<SseClient.Seen> resets,
            int connections,
            Duration took) {}

    private final long seed;
    private final int kills;
    private final SplittableRandom random;
    private final Instant started = Instant.now();
    private final StackProcess stack = StackProcess.shared();
    private final Workload workload;
    private final AppProcess app;
    private final Path dir;
    private final List<Duration> recoveries = new ArrayList<>();
    private final List<Long> unread = new ArrayList<>();
    private Books books;
    private long killedAt;

    KillDrill(long seed, int records, int kills) throws IOException {
        this.seed = seed;
        this.kills = kills;
        this.random = new SplittableRandom(seed);
        this.workload = new Workload(seed, records, started);
        this.dir = Files.createDirectories(Path.of("target", "faults"));
        // It starts often and never runs for long: the quick compiler is the better one.
        this.app =
                new AppProcess(
                        stack,
                        Files.createTempFile(dir, "app-", ".log"),
                        "-XX:TieredStopAtLevel=1");
    }

    Outcome run() throws IOException, InterruptedException, SQLException {
        app.start();
        app.awaitReady();
        register();
        books = new Books(stack.superuserJdbcUrl(), stack.kafkaBootstrap(), AppProcess.TENANT);
        int records = workload.lines.size();
        try (SseClient client = new SseClient(app.url(), AppProcess.TOKEN, seed);
                Feeder feeder = new Feeder(app, workload.lines, dir.resolve("ledger"))) {
            client.start();
            await("the stream's hello", () -> !client.seen("hello").isEmpty());
            for (int kill = 1; kill <= kills; kill++) {
                feeder.allow((int) ((long) records * kill / (kills + 1)));
                poison();
                untilTheMoment(kill, feeder, records / (kills + 1));
                kill();
                app.start();
            }
            app.awaitReady();
            feeder.allow(records);
            awaitCommit();
            await("every reading acknowledged", () -> feeder.acknowledged() == records);
            await("no lag", books::isLevelWithTheLog);
            await("every event numbered and published", this::isPublished);
            List<String> outbox = outbox();
            await(
                    "the subscriber's last event",
                    () -> client.seen("alert").size() >= outbox.size());
            // A doubled event would come now.
            Thread.sleep(1_000);
            Books.Audit audit = books.audit();
            return new Outcome(
                    seed,
                    workload,
                    recoveries,
                    unread,
                    feeder.broken(),
                    missing(feeder.acknowledged(), audit),
                    audit,
                    episodes(),
                    outbox,
                    client.seen("alert"),
                    client.seen("reset"),
                    client.connections(),
                    Duration.between(started, Instant.now()));
        }
    }

    private void register() throws IOException, InterruptedException {
        app.post(
                "/api/v1/projects",
                json(
                        "{'key':'%s','name':'Kept','type':'SOFTWARE','goLive':'2026-01-01'}"
                                .formatted(Workload.PROJECT)));
        List<String> keys = new ArrayList<>(List.of("watched"));
        for (int i = 0; i < Workload.ORDINARY; i++) {
            keys.add("m-" + i);
        }
        for (String key : keys) {
            app.post(
                    "/api/v1/projects/" + Workload.PROJECT + "/metrics",
                    json(
                            ("{'key':'%s','name':'M','category':'COST_REDUCTION','type':'CURRENCY',"
                                            + "'kind':'LEVEL','baseline':120,'target':20,"
                                            + "'valuation':{'amount':1,'per':'HOUR'}}")
                                    .formatted(key)));
        }
        app.post(
                "/api/v1/rules",
                json(
                        ("{'name':'Watched is high','metric':'%s','figure':'VALUE','comparator':'>',"
                                        + "'threshold':%s,'severity':'WARNING'}")
                                .formatted(Workload.WATCHED, Workload.THRESHOLD)));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private void poison() {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", stack.kafkaBootstrap(), "acks", "all"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            byte[] key = (AppProcess.TENANT + "/kept/m-0").getBytes(StandardCharsets.UTF_8);
            for (byte[] value : Workload.poison(AppProcess.TENANT, started)) {
                producer.send(new ProducerRecord<>("payoff.measurements.delivery.v1", key, value));
            }
        }
    }

    /** By turns: while it takes readings, while it commits, as it starts, just as it is ready. */
    private void untilTheMoment(int kill, Feeder feeder, int share)
            throws InterruptedException, IOException, SQLException {
        switch (kill % 4) {
            case 1 -> {
                app.awaitReady();
                int until = (kill - 1) * share + random.nextInt(share * 3 / 4);
                await("taking of readings", () -> feeder.acknowledged() >= until);
                Thread.sleep(random.nextLong(40));
            }
            case 2 -> {
                app.awaitReady();
                awaitCommit();
                Thread.sleep(random.nextLong(600));
            }
            case 3 -> Thread.sleep(random.nextLong(4_000));
            default -> {
                app.awaitReady();
                Thread.sleep(random.nextLong(1_000));
            }
        }
    }

    private void awaitCommit() throws InterruptedException, SQLException, IOException {
        long before = books.consumed();
        await("a commit after the start", () -> books.consumed() > before);
        if (killedAt != 0) {
            recoveries.add(Duration.ofNanos(System.nanoTime() - killedAt));
            killedAt = 0;
        }
    }

    private void kill() throws InterruptedException, SQLException {
        app.kill();
        killedAt = System.nanoTime();
        long held = KafkaLog.ends(stack.kafkaBootstrap()).values().stream().mapToLong(e -> e).sum();
        unread.add(held - books.consumed());
    }

    private boolean isPublished() throws SQLException {
        return books.column("SELECT id FROM outbox WHERE published_at IS NULL LIMIT 1").isEmpty();
    }

    private List<String> outbox() throws SQLException {
        return books.column(
                "SELECT o.seq FROM outbox o JOIN tenant t ON t.id = o.tenant_id"
                        + " WHERE t.key = ? AND o.kind = 'alert' ORDER BY o.seq",
                AppProcess.TENANT);
    }

    private List<String> episodes() throws SQLException {
        return books.column(
                "SELECT iso(active_at) || ' ' || coalesce(iso(resolved_at), 'open') || ' ' || state"
                        + " || CASE WHEN late THEN ' late' ELSE '' END"
                        + " FROM episode e JOIN tenant t ON t.id = e.tenant_id WHERE t.key = ?"
                        + " ORDER BY active_at",
                AppProcess.TENANT);
    }

    private List<String> missing(int acknowledged, Books.Audit audit) {
        Map<String, Workload.Line> missing = new TreeMap<>();
        for (Workload.Line line : workload.lines.subList(0, acknowledged)) {
            if (!audit.recount().holds(line.metric(), line.eventId())) {
                missing.put(line.metric() + " " + line.eventId(), line);
            }
        }
        return List.copyOf(missing.keySet());
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    private void await(String what, Condition condition)
            throws InterruptedException, SQLException, IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "No "
                                + what
                                + " within "
                                + PATIENCE
                                + "; the application says\n"
                                + app.tail());
            }
            Thread.sleep(20);
        }
    }

    @Override
    public void close() throws SQLException {
        app.close();
        if (books != null) {
            books.close();
        }
    }
}
