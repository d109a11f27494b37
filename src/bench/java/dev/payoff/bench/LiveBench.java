package dev.payoff.bench;

import dev.payoff.devstack.AppProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.HdrHistogram.Histogram;

/**
 * What a person at a screen sees: from a POST to the event, alone and among many subscribers; and
 * what an operator sees: from an outage and from a start to the first committed record. Times count
 * from when something was meant to happen, so that a stall cannot hide what waited behind it.
 */
final class LiveBench {

    private static final Duration WARM_UP = Duration.ofSeconds(60);
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(120);
    private static final Duration MEASURED = Duration.ofSeconds(30);
    private static final int RECORDS_PER_POST = 500;

    /** Projects whose metrics only probes move: the last ones. */
    private static final int QUIET_PROJECTS = 50;

    /** What the competitors have too. */
    private static final String[] HEAP = Bench.HEAP.toArray(String[]::new);

    private static final long FIRST_PROBE = 1_000_001;

    private final Servers servers;
    private final Path logs;
    private final Workload workload;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger refused = new AtomicInteger();

    LiveBench(Servers servers, Path logs, Workload workload) {
        this.servers = servers;
        this.logs = logs;
        this.workload = workload;
    }

    private AppProcess app(String name, String... jvm) throws IOException {
        // One tenant sends it all.
        return new AppProcess(
                servers.stack(),
                Files.createTempFile(logs, name, ".log"),
                Map.of("PAYOFF_QUOTA_READINGS_PER_SECOND", "1000000"),
                jvm);
    }

    /**
     * @param clients subscribers, spread over the quiet projects, each of which has one probe a
     *     second
     * @param perSecond records that are posted besides
     */
    String latency(int clients, int perSecond)
            throws IOException, InterruptedException, SQLException {
        try (AppProcess app = app("live-", HEAP)) {
            app.start();
            app.awaitReady();
            Probes probes = new Probes();
            List<String> quiet = new ArrayList<>();
            for (int i = workload.projects() - QUIET_PROJECTS; i < workload.projects(); i++) {
                quiet.add("p-" + i);
            }
            try (Subscribers subscribers = new Subscribers(app.url(), quiet, clients, probes)) {
                long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
                while (subscribers.connected() < clients && System.nanoTime() < deadline) {
                    Thread.sleep(50);
                }
                int greeted = subscribers.connected();
                long began = System.nanoTime();
                Thread load = Thread.ofPlatform().daemon().start(() -> post(app, perSecond, began));
                int warm = -1;
                int measured = (int) MEASURED.toSeconds() * QUIET_PROJECTS;
                long pause = 1_000_000_000L / QUIET_PROJECTS;
                Look.Pids pids = Look.Pids.of(servers, List.of(app.pid()));
                Look first = null;
                for (int i = 0; warm < 0 || i < warm + measured; i++) {
                    long intended = began + i * pause;
                    LockSupport.parkNanos(intended - System.nanoTime());
                    if (warm < 0
                            && i % QUIET_PROJECTS == 0
                            && isWarm(i / QUIET_PROJECTS, perSecond)) {
                        warm = i;
                        probes.count();
                        subscribers.measure();
                        first = Look.at(servers, pids, consumed());
                    }
                    probe(app, probes, FIRST_PROBE + i, quiet.get(i % QUIET_PROJECTS), intended);
                }
                Look last = Look.at(servers, pids, consumed());
                Thread.sleep(5_000);
                load.interrupt();
                load.join();
                double seconds = (last.nanos() - first.nanos()) / 1e9;
                Histogram micros = subscribers.micros();
                return String.format(
                        Locale.ROOT,
                        "%d subscribers (%d greeted, %d cut), %.0f records/s committed of %d meant, %d requests refused:"
                                + " probe meant to be posted to event received: p50 %.0f ms, p90 %.0f ms, p99 %.0f ms, p99.9 %.0f ms,"
                                + " most %.0f ms, of %d; each was to hear of %d probes, the one that heard least of %d;"
                                + " %d events in all; cores: application %.2f, broker %.2f, database %.2f, everything %.2f; peak %d MiB",
                        clients,
                        greeted,
                        subscribers.broken(),
                        (last.records() - first.records()) / seconds,
                        perSecond + QUIET_PROJECTS,
                        refused.get(),
                        micros.getValueAtPercentile(50) / 1e3,
                        micros.getValueAtPercentile(90) / 1e3,
                        micros.getValueAtPercentile(99) / 1e3,
                        micros.getValueAtPercentile(99.9) / 1e3,
                        micros.getMaxValue() / 1e3,
                        micros.getTotalCount(),
                        measured / QUIET_PROJECTS,
                        subscribers.fewestHeard(),
                        subscribers.events(),
                        (last.app() - first.app()) / seconds,
                        (last.broker() - first.broker()) / seconds,
                        (last.database() - first.database()) / seconds,
                        (last.machine() - first.machine()) / seconds,
                        Look.peakMebibytes(app.pid()));
            } finally {
                app.stop();
            }
        }
    }

    /** After the warm-up, and once what was posted is committed; or when that is not to be had. */
    private boolean isWarm(int seconds, int perSecond) throws SQLException {
        if (seconds < WARM_UP.toSeconds()) {
            return false;
        }
        return seconds > LONGEST_WARM_UP.toSeconds()
                || consumed() >= (long) (seconds - 1) * perSecond;
    }

    private long consumed() throws SQLException {
        return servers.number("SELECT coalesce(sum(consumed), 0) FROM consumer_offset");
    }

    /** The first metric of that project; the others of it stay still. */
    private void probe(AppProcess app, Probes probes, long value, String project, long intended) {
        probes.send(value, intended);
        send(
                app,
                "application/json",
                "{\"metric\":\""
                        + project
                        + "/m-"
                        + project.substring(2)
                        + "\",\"value\":"
                        + value
                        + ",\"observedAt\":\""
                        + now()
                        + "\"}");
    }

    private void post(AppProcess app, int perSecond, long began) {
        int busy = workload.projects() - QUIET_PROJECTS;
        long pause = 1_000_000_000L * RECORDS_PER_POST / perSecond;
        IntSupplier metrics = workload.metrics(new SplittableRandom(workload.seed()));
        for (long i = 0; !Thread.currentThread().isInterrupted(); i++) {
            LockSupport.parkNanos(began + i * pause - System.nanoTime());
            StringBuilder body = new StringBuilder();
            String at = now();
            for (int k = 0; k < RECORDS_PER_POST; k++) {
                long n = i * RECORDS_PER_POST + k;
                int metric = metrics.getAsInt();
                if (metric % workload.projects() >= busy) {
                    metric -= QUIET_PROJECTS;
                }
                body.append("{\"metric\":\"p-")
                        .append(metric % workload.projects())
                        .append("/m-")
                        .append(metric)
                        .append("\",\"value\":")
                        .append(40_000 + n % 1_000)
                        .append(",\"observedAt\":\"")
                        .append(at)
                        .append("\",\"eventId\":\"load-")
                        .append(began)
                        .append('-')
                        .append(n)
                        .append("\"}\n");
            }
            send(app, "application/x-ndjson", body.toString());
        }
    }

    private void send(AppProcess app, String type, String body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(app.url() + "/api/v1/measurements"))
                        .header("Authorization", "Bearer " + AppProcess.TOKEN)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .whenComplete((answer, failure) -> {
                    if (failure != null
                            || answer.statusCode() != 202
                            || !answer.body().contains("\"rejected\":[]")) {
                        if (refused.getAndIncrement() == 0) {
                            Bench.say(
                                    "Refused: %s",
                                    failure != null
                                            ? failure
                                            : answer.body()
                                                    .substring(
                                                            0,
                                                            Math.min(300, answer.body().length())));
                        }
                    }
                });
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** From the start of the JVM to the first committed record, with a backlog there. */
    String start(int repeats) throws IOException, InterruptedException, SQLException {
        Path cache = logs.resolve("payoff.aot");
        try (AppProcess training = app("training-", "-XX:AOTCacheOutput=" + cache)) {
            firstCommit(training);
            training.stop();
        }
        List<Double> plain = new ArrayList<>();
        List<Double> cached = new ArrayList<>();
        for (int i = 0; i < repeats; i++) {
            try (AppProcess app = app("start-")) {
                plain.add(firstCommit(app));
                app.stop();
            }
            if (Files.exists(cache)) {
                try (AppProcess app = app("start-aot-", "-XX:AOTCache=" + cache)) {
                    cached.add(firstCommit(app));
                    app.stop();
                }
            }
        }
        return "seconds from java to the first committed record: %s; with an AOT cache: %s"
                .formatted(plain, cached);
    }

    private double firstCommit(AppProcess app)
            throws IOException, InterruptedException, SQLException {
        servers.sql(PayoffCompetitor.EMPTY);
        long began = System.nanoTime();
        app.start();
        while (consumed() == 0) {
            Thread.sleep(10);
        }
        return Math.round((System.nanoTime() - began) / 1e7) / 100.0;
    }

    /**
     * Records wait for an outage's length while more keep coming; until fewer than a second's wait.
     */
    String outage(int seconds, int perSecond)
            throws IOException,
                    InterruptedException,
                    SQLException,
                    java.util.concurrent.ExecutionException {
        servers.sql(PayoffCompetitor.EMPTY);
        try (AppProcess app = app("outage-", HEAP)) {
            Feed feed = new Feed(servers.stack().kafkaBootstrap(), workload, perSecond);
            try (feed) {
                feed.start(seconds * perSecond);
                long began = System.nanoTime();
                app.start();
                double first = 0;
                while (feed.sent() - consumed() > perSecond) {
                    Thread.sleep(50);
                    if (first == 0 && consumed() > 0) {
                        first = (System.nanoTime() - began) / 1e9;
                    }
                    if (System.nanoTime() - began > Duration.ofMinutes(4).toNanos()) {
                        return "not back within four minutes: %d sent, %d committed"
                                .formatted(feed.sent(), consumed());
                    }
                }
                return String.format(
                        Locale.ROOT,
                        "after %d s at %,d records/s, and as many meanwhile: first commit %.1f s after the start, back to live after %.1f s",
                        seconds,
                        perSecond,
                        first,
                        (System.nanoTime() - began) / 1e9);
            } finally {
                app.stop();
            }
        }
    }
}
