package dev.payoff.bench;

import dev.payoff.acceptance.Books;
import dev.payoff.devstack.AppProcess;
import dev.payoff.devstack.StackProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Measurements committed per second, end to end: a backlog lies in Kafka, the application starts on
 * it, and consumer_offset tells from the first commit to the last. Its options are system
 * properties, {@code payoff.bench.records}, {@code .metrics} and {@code .seed}. What it measured is
 * recounted before it is told.
 */
public final class Throughput {

    private static final String TOPIC = "payoff.measurements.monitoring.v1";
    private static final Duration SPAN = Duration.ofHours(24);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int THREADS_SHOWN = 6;

    /** A look at the clocks. */
    private record Look(
            long nanos,
            long consumed,
            double app,
            double kafka,
            double postgres,
            double machine,
            long wal,
            Map<String, Double> threads) {}

    private final int records = Integer.getInteger("payoff.bench.records", 500_000);
    private final int metrics = Integer.getInteger("payoff.bench.metrics", 1_000);
    private final long seed = Long.getLong("payoff.bench.seed", 20261121);
    private final StackProcess stack = StackProcess.shared();
    private final AppProcess app;
    private final Books books;
    private final long postmaster;

    private Throughput(AppProcess app, Books books, long postmaster) {
        this.app = app;
        this.books = books;
        this.postmaster = postmaster;
    }

    /** Needs the packaged application; prints a table. */
    public static void main(String[] args) throws Exception {
        StackProcess stack = StackProcess.shared();
        Path dir = Files.createDirectories(Path.of("target", "bench"));
        try (AppProcess app = new AppProcess(stack, Files.createTempFile(dir, "app-", ".log"))) {
            app.start();
            app.awaitReady();
            try (Books books =
                    new Books(
                            stack.superuserJdbcUrl(), stack.kafkaBootstrap(), AppProcess.TENANT)) {
                long backend = Long.parseLong(books.column("SELECT pg_backend_pid()").getFirst());
                new Throughput(app, books, CpuClock.parent(backend)).run();
            }
        }
    }

    private void run() throws IOException, InterruptedException, SQLException {
        register();
        app.stop();
        preload();
        long before = books.consumed();
        long started = System.nanoTime();
        app.start();
        Look first = look();
        while (first.consumed() == before) {
            Thread.sleep(20);
            first = look();
        }
        Look last = first;
        while (last.consumed() < before + records) {
            if (System.nanoTime() - started > PATIENCE.toNanos()) {
                throw new IllegalStateException("Not done within " + PATIENCE + "\n" + app.tail());
            }
            Thread.sleep(100);
            last = look();
        }
        Books.Audit audit = books.audit();
        System.out.println(table(before, started, first, last, audit));
    }

    private Look look() throws SQLException, IOException {
        return new Look(
                System.nanoTime(),
                books.consumed(),
                CpuClock.of(app.pid()),
                CpuClock.of(stack.pid()),
                CpuClock.ofTree(postmaster),
                CpuClock.ofMachine(),
                Long.parseLong(
                        books.column("SELECT (pg_current_wal_lsn() - '0/0')::bigint").getFirst()),
                CpuClock.threads(app.pid()));
    }

    private void register() throws IOException, InterruptedException {
        app.post(
                "/api/v1/projects",
                "{\"key\":\"bench\",\"name\":\"B\",\"type\":\"SOFTWARE\",\"goLive\":\"2026-01-01\"}");
        for (int i = 0; i < metrics; i++) {
            app.post(
                    "/api/v1/projects/bench/metrics",
                    ("{\"key\":\"m-%d\",\"name\":\"M\",\"category\":\"COST_REDUCTION\",\"type\":\"CURRENCY\","
                                    + "\"kind\":\"LEVEL\",\"baseline\":50000,\"target\":35000,"
                                    + "\"valuation\":{\"amount\":1,\"per\":\"MONTH\"}}")
                            .formatted(i));
        }
    }

    /** Metric k is drawn in proportion to 1 / (k + 1); each metric's readings spread over a day. */
    private void preload() {
        SplittableRandom random = new SplittableRandom(seed);
        double[] shares = new double[metrics];
        double sum = 0;
        for (int k = 0; k < metrics; k++) {
            sum += 1.0 / (k + 1);
            shares[k] = sum;
        }
        int[] drawn = new int[records];
        int[] of = new int[metrics];
        for (int i = 0; i < records; i++) {
            int found = java.util.Arrays.binarySearch(shares, random.nextDouble() * sum);
            drawn[i] = Math.min(metrics - 1, found < 0 ? -found - 1 : found);
            of[drawn[i]]++;
        }
        Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(1));
        int[] sent = new int[metrics];
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", stack.kafkaBootstrap());
        settings.put("acks", "all");
        settings.put("linger.ms", "20");
        settings.put("batch.size", "131072");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < records; i++) {
                int k = drawn[i];
                Instant at =
                        end.minus(SPAN)
                                .plusMillis(SPAN.toMillis() * sent[k]++ / of[k])
                                .truncatedTo(ChronoUnit.MILLIS);
                String key = AppProcess.TENANT + "/bench/m-" + k;
                String value =
                        "{\"tenant\":\"%s\",\"metric\":\"bench/m-%d\",\"value\":%d.%02d,\"observedAt\":\"%s\",\"eventId\":\"b-%d\"}"
                                .formatted(
                                        AppProcess.TENANT,
                                        k,
                                        random.nextInt(35_000, 50_000),
                                        random.nextInt(100),
                                        at,
                                        i);
                producer.send(new ProducerRecord<>(TOPIC, key, value));
            }
        }
    }

    private String table(long before, long started, Look first, Look last, Books.Audit audit) {
        double wall = (last.nanos() - first.nanos()) / 1e9;
        long counted = last.consumed() - first.consumed();
        double app = last.app() - first.app();
        double kafka = last.kafka() - first.kafka();
        double postgres = last.postgres() - first.postgres();
        double machine = last.machine() - first.machine();
        int cores = Runtime.getRuntime().availableProcessors();
        StringBuilder table = new StringBuilder("\n| | |\n|---|---|\n");
        row(table, "records, metrics, seed", "%d, %d, %d", records, metrics, seed);
        row(table, "start to first commit", "%.1f s", (first.nanos() - started) / 1e9);
        row(table, "committed by the first look", "%d", first.consumed() - before);
        row(table, "committed from there to the last", "%d in %.1f s", counted, wall);
        row(table, "**measurements committed per second**", "**%.0f**", counted / wall);
        row(table, "CPU of the application", "%.1f s (%.0f %% of a core)", app, 100 * app / wall);
        row(table, "CPU of PostgreSQL", "%.1f s (%.0f %%)", postgres, 100 * postgres / wall);
        row(table, "CPU of Kafka", "%.1f s (%.0f %%)", kafka, 100 * kafka / wall);
        row(
                table,
                "CPU of everything else on the machine",
                "%.1f s (%.0f %%)",
                machine - app - kafka - postgres,
                100 * (machine - app - kafka - postgres) / wall);
        row(table, "busy cores", "%.2f of %d", machine / wall, cores);
        row(
                table,
                "CPU per 1,000 measurements",
                "%.1f ms",
                (app + kafka + postgres) / counted * 1e6);
        row(table, "WAL per measurement", "%d bytes", (last.wal() - first.wal()) / counted);
        row(
                table,
                "windows recounted, differences",
                "%d, %d",
                audit.recount().windows(),
                audit.differences().size());
        table.append("\nThreads of the application that used most:\n\n");
        last.threads().entrySet().stream()
                .map(e ->
                        Map.entry(
                                e.getKey(),
                                e.getValue() - first.threads().getOrDefault(e.getKey(), 0.0)))
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(THREADS_SHOWN)
                .forEach(e ->
                        table.append(
                                String.format(
                                        Locale.ROOT,
                                        "- %s: %.1f s (%.0f %%)%n",
                                        e.getKey(),
                                        e.getValue(),
                                        100 * e.getValue() / wall)));
        return table.toString();
    }

    private static void row(StringBuilder table, String what, String figure, Object... values) {
        table.append("| ")
                .append(what)
                .append(" | ")
                .append(String.format(Locale.ROOT, figure, values))
                .append(" |\n");
    }
}
