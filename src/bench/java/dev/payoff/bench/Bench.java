package dev.payoff.bench;

import dev.payoff.bench.peer.FlinkPeer;
import dev.payoff.bench.peer.Floor;
import dev.payoff.bench.peer.RawLoop;
import dev.payoff.bench.peer.StatementPerRecord;
import dev.payoff.bench.peer.StreamsPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code --records N --only NAME[,NAME] --seed N --repeats N --rate N --seconds N}: preloads a
 * topic once, runs each competitor on it in turn, repeat by repeat, compares its rows with the
 * oracle's, and prints a table.
 */
public final class Bench {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration SETTLING = Duration.ofSeconds(60);

    /** What comes before this share of the records is warm-up, for everyone. */
    private static final double WARM_UP = 0.2;

    /** One statement a record is given this share of the records, in a topic of its own. */
    private static final int FEWER = 100;

    /** Five million event ids lie on its heap; the rest is what it asks for on this JDK. */
    private static final List<String> FLINK =
            List.of(
                    "-Xmx4g",
                    "-XX:+UseG1GC",
                    "-XX:+UseCompactObjectHeaders",
                    "--add-opens=java.base/java.util=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-opens=java.base/java.time=ALL-UNNAMED",
                    "--add-opens=java.base/java.math=ALL-UNNAMED");

    /**
     * What every JVM but Flink's has: the collector that it chooses by itself where it has two
     * cores and two GiB, and the headers of objects that the container image asks for. Payoff and
     * Kafka Streams are both quicker with them than with the parallel collector.
     */
    static final List<String> HEAP =
            List.of("-Xmx2g", "-XX:-UseSerialGC", "-XX:+UseG1GC", "-XX:+UseCompactObjectHeaders");

    /** Where the database's time went: milliseconds, calls, the statement's beginning. */
    private static final String STATEMENTS =
            """
            SELECT string_agg(format('%8s ms %8s calls %9s rows  %s', ms, calls, rows, query), E'\n' ORDER BY ms DESC)
              FROM (SELECT round(total_exec_time + total_plan_time)::int AS ms, calls, rows, left(regexp_replace(query, '\\s+', ' ', 'g'), 110) AS query
                      FROM pg_stat_statements ORDER BY 1 DESC LIMIT 16) AS s
            """;

    /** Who is at work in the database, and who holds what others cannot clear away. */
    private static final String SESSIONS =
            """
            SELECT coalesce(string_agg(concat_ws(' ', pid, backend_type, state, wait_event, now() - xact_start, age(backend_xmin),
                                                 left(query, 120)), E'\\n'), 'nobody')
              FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND (state <> 'idle' OR backend_xmin IS NOT NULL)
            """;

    /** What is asked by itself, since it takes the machine in another way. */
    private static final List<String> LIVE = List.of("latency", "fanout", "outage", "start");

    private Bench() {}

    /** Prints progress to standard error and the tables to standard output. */
    public static void main(String[] args) throws Exception {
        Map<String, String> options = options(args);
        Workload workload =
                new Workload(
                        number(options, "records", 5_000_000),
                        number(options, "metrics", 10_000),
                        number(options, "projects", 200),
                        Long.parseLong(options.getOrDefault("seed", "20261121")));
        Path target = Files.createDirectories(Path.of("target", "bench")).toAbsolutePath();
        Path logs = Files.createTempDirectory(target, "logs-");
        if (options.getOrDefault("only", "").equals("growth")) {
            System.out.println(
                    new GrowthBench(target, logs, number(options, "records", 2_000_000), workload)
                            .run());
            return;
        }
        try (Servers servers = Servers.start(target, options.containsKey("statements"))) {
            String only = options.getOrDefault("only", "");
            if (only.equals("webhooks")) {
                PayoffCompetitor.prepare(servers, logs, workload);
                System.out.println(
                        new HookBench(servers, logs, workload)
                                .run(
                                        number(options, "rate", 2_000),
                                        number(options, "seconds", 60)));
                if (options.containsKey("statements")) {
                    say("%s", servers.text(STATEMENTS));
                }
                return;
            }
            if (LIVE.contains(only)) {
                System.out.println(
                        live(
                                new LiveBench(servers, logs, workload),
                                servers,
                                logs,
                                workload,
                                only));
                return;
            }
            List<Competitor> chosen = competitors(servers, logs, workload, options);
            List<Result> results = new ArrayList<>();
            List<String> failures = new ArrayList<>();
            for (int repeat = 1; repeat <= number(options, "repeats", 3); repeat++) {
                for (Competitor competitor : chosen) {
                    if (options.containsKey("statements")) {
                        servers.sql("SELECT pg_stat_statements_reset()");
                    }
                    Result result;
                    try {
                        result = run(servers, competitor);
                    } catch (IllegalStateException failed) {
                        say("%d. does not count: %s", repeat, failed.getMessage());
                        failures.add(competitor.name());
                        continue;
                    }
                    if (options.containsKey("statements")) {
                        say("%s", servers.text(STATEMENTS));
                    }
                    say("%d. %s", repeat, Table.line(result));
                    results.add(result);
                }
            }
            List<String> counted = results.stream().map(Result::name).toList();
            System.out.println(
                    Table.of(
                            chosen.stream().filter(c -> counted.contains(c.name())).toList(),
                            results));
            if (!failures.isEmpty()) {
                throw new IllegalStateException("Runs that do not count: " + failures);
            }
        }
    }

    private static String live(
            LiveBench live, Servers servers, Path logs, Workload workload, String only)
            throws Exception {
        PayoffCompetitor.prepare(servers, logs, workload);
        return switch (only) {
            case "latency" -> live.latency(50, 10_000);
            case "fanout" -> live.latency(5_000, 5_000);
            case "outage" -> live.outage(60, 25_000);
            default -> {
                Preload.into(
                        servers.stack().kafkaBootstrap(),
                        PayoffCompetitor.TOPIC,
                        new Workload(
                                1_000, workload.metrics(), workload.projects(), workload.seed()));
                yield live.start(3);
            }
        };
    }

    private static List<Competitor> competitors(
            Servers servers, Path logs, Workload workload, Map<String, String> options)
            throws Exception {
        PayoffCompetitor.prepare(servers, logs, workload);
        List<String> more =
                options.containsKey("jvm") ? List.of(options.get("jvm").split(" ")) : List.of();
        List<String> own = new ArrayList<>(HEAP);
        own.addAll(more);
        Preload.Loaded all =
                Preload.into(servers.stack().kafkaBootstrap(), PayoffCompetitor.TOPIC, workload);
        say("SHA-256 of the records' bytes: %s", all.sha256());
        Preload.Loaded few =
                Preload.into(
                        servers.stack().kafkaBootstrap(),
                        "bench.few",
                        new Workload(
                                Math.max(5_000, workload.records() / FEWER),
                                workload.metrics(),
                                workload.projects(),
                                workload.seed()));
        List<Competitor> every =
                List.of(
                        new PayoffCompetitor(all, logs, own),
                        new JvmCompetitor(
                                "streams",
                                "Kafka Streams, exactly-once v2, RocksDB: windows",
                                StreamsPeer.class,
                                true,
                                all,
                                logs,
                                HEAP),
                        new JvmCompetitor(
                                "flink",
                                "Flink MiniCluster, state on the heap: windows",
                                FlinkPeer.class,
                                true,
                                all,
                                logs,
                                FLINK),
                        new JvmCompetitor(
                                "raw",
                                "Raw loop: decodes and folds, keeps nothing",
                                RawLoop.class,
                                false,
                                all,
                                logs,
                                HEAP),
                        new JvmCompetitor(
                                "floor",
                                "Floor: own thread, readings and windows, event ids on trust",
                                Floor.class,
                                false,
                                all,
                                logs,
                                HEAP),
                        new JvmCompetitor(
                                "statement",
                                "One statement a record: windows, exactly once by event id",
                                StatementPerRecord.class,
                                true,
                                few,
                                logs,
                                HEAP));
        if (!options.containsKey("only")) {
            return every;
        }
        List<String> names = Arrays.asList(options.get("only").split(","));
        return every.stream().filter(c -> names.contains(c.name())).toList();
    }

    static Result run(Servers servers, Competitor competitor)
            throws IOException, InterruptedException, SQLException {
        competitor.reset(servers);
        double all = competitor.work().workload().records();
        long started = System.nanoTime();
        Competitor.Running running = competitor.start(servers);
        try {
            Look.Pids pids = Look.Pids.of(servers, running.pids());
            double start = 0;
            Look warm = null;
            while (true) {
                double records = running.records();
                if (start == 0 && records > 0) {
                    start = (System.nanoTime() - started) / 1e9;
                }
                if (warm == null && records >= all * WARM_UP) {
                    warm = Look.at(servers, pids, records);
                }
                if (running.isDone()) {
                    break;
                }
                if (!running.isAlive() || System.nanoTime() - started > PATIENCE.toNanos()) {
                    throw new IllegalStateException(
                            String.format(
                                    Locale.ROOT,
                                    "%s did not end within %d s; it has %,.0f of %,.0f records. PostgreSQL: %s%n%s",
                                    competitor.name(),
                                    PATIENCE.toSeconds(),
                                    records,
                                    all,
                                    servers.text(SESSIONS),
                                    running.tail()));
                }
                Thread.sleep(50);
            }
            Look last = Look.at(servers, pids, all);
            long peak = Look.peakMebibytes(running.pids());
            List<String> wrong = RowCheck.differences(servers, competitor);
            long deadline = System.nanoTime() + SETTLING.toNanos();
            while (!wrong.isEmpty() && System.nanoTime() < deadline) {
                Thread.sleep(500);
                wrong = RowCheck.differences(servers, competitor);
            }
            if (!wrong.isEmpty()) {
                throw new IllegalStateException(
                        competitor.name()
                                + " does not count, its rows are wrong: "
                                + wrong
                                + "\n"
                                + running.tail());
            }
            return Result.between(competitor.name(), warm == null ? last : warm, last, peak, start);
        } finally {
            running.end();
        }
    }

    private static Map<String, String> options(String[] args) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i].replaceFirst("^--", ""), args[i + 1]);
        }
        return options;
    }

    private static int number(Map<String, String> options, String name, int otherwise) {
        return Integer.parseInt(options.getOrDefault(name, Integer.toString(otherwise)));
    }

    static void say(String format, Object... values) {
        System.err.printf(Locale.ROOT, format + "%n", values);
    }
}
