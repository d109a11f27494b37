package dev.payoff.bench;

import dev.payoff.devstack.AppProcess;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Webhooks at a rate: from when a post was meant to be sent to the end of its answer, so that a
 * stall cannot hide what waited behind it. Posts keep to their times whether or not the answers
 * come (an open model), over connections that are kept, as a proxy in front keeps them.
 */
final class HookBench {

    /**
     * At half the rate: a server that has just started compiles for a while, and queues what it
     * cannot do.
     */
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    private static final int WARM_UP_PART = 2;
    private static final int CONNECTIONS = 256;
    private static final int HOOKS = 10;

    /** Posts that may be under way; beyond it a post is not sent and counts as failed. */
    private static final int MAX_WAITING = 20_000;

    private static final Duration SETTLING = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final long LONGEST_MICROS = 120_000_000;
    private static final double MILLIS = 1_000;

    private final Servers servers;
    private final Path logs;
    private final Workload workload;
    private final Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong readings = new AtomicLong();
    private final AtomicLong waiting = new AtomicLong();
    private volatile boolean measuring;
    private volatile String firstFailure = "";

    HookBench(Servers servers, Path logs, Workload workload) {
        this.servers = servers;
        this.logs = logs;
        this.workload = workload;
    }

    String run(int perSecond, int seconds)
            throws IOException, InterruptedException, SQLException, GeneralSecurityException {
        Vertx vertx = Vertx.vertx();
        try (AppProcess app =
                new AppProcess(
                        servers.stack(),
                        Files.createTempFile(logs, "hooks-", ".log"),
                        Map.of("PAYOFF_QUOTA_READINGS_PER_SECOND", "1000000"),
                        Bench.HEAP.toArray(String[]::new))) {
            app.start();
            app.awaitReady();
            List<String> hooks = connect(app);
            URI base = URI.create(app.url());
            HttpClient client =
                    vertx.createHttpClient(
                            new HttpClientOptions()
                                    .setKeepAlive(true)
                                    .setMaxPoolSize(CONNECTIONS)
                                    .setMaxWaitQueueSize(MAX_WAITING)
                                    .setDefaultHost(base.getHost())
                                    .setDefaultPort(base.getPort()));
            HookPosts posts = new HookPosts(workload.seed());
            Look.Pids pids = Look.Pids.of(servers, List.of(app.pid()));
            long pause = 1_000_000_000L / perSecond;
            long warm = WARM_UP.toSeconds() * perSecond / WARM_UP_PART;
            long all = warm + (long) seconds * perSecond;
            long began = System.nanoTime();
            Look first = null;
            for (long i = 0; i < all; i++) {
                if (i == warm) {
                    measuring = true;
                    first = Look.at(servers, pids, committed());
                }
                long intended =
                        began
                                + Math.min(i, warm) * pause * WARM_UP_PART
                                + Math.max(0, i - warm) * pause;
                HookPosts.Post post = posts.next(Instant.now().truncatedTo(ChronoUnit.MILLIS));
                while (System.nanoTime() < intended) {
                    LockSupport.parkNanos(intended - System.nanoTime());
                }
                send(client, hooks.get((int) (i % HOOKS)), post, intended);
            }
            Look last = Look.at(servers, pids, committed());
            long finished = answered.get();
            long said = readings.get();
            double behind = catchUp();
            double done = Math.max(1, finished);
            double elapsed = (last.nanos() - first.nanos()) / 1e9;
            return String.format(
                    Locale.ROOT,
                    "%,d webhook posts a second meant for %d s after %d s of warm-up at half of it,"
                            + " %d connections kept, %d hooks, %d repositories: %,d answered 2xx"
                            + " (%.0f/s), %,d not%s; meant to be sent to answered: p50 %.1f ms, p90"
                            + " %.1f ms, p99 %.1f ms, p99.9 %.1f ms, most %.1f ms; %,d readings came of"
                            + " them, of which %.0f were committed when the posts ended, the last one"
                            + " %.1f s later; cores: application %.2f, broker %.2f, database %.2f,"
                            + " everything %.2f; CPU a post: application %.2f ms, broker %.2f ms,"
                            + " database %.2f ms; peak %d MiB",
                    perSecond,
                    seconds,
                    WARM_UP.toSeconds(),
                    CONNECTIONS,
                    HOOKS,
                    HookPosts.REPOSITORIES,
                    answered.get(),
                    answered.get() / elapsed,
                    failed.get(),
                    firstFailure.isEmpty() ? "" : " (first: " + firstFailure + ")",
                    ms(50),
                    ms(90),
                    ms(99),
                    ms(99.9),
                    micros.getMaxValue() / 1e3,
                    said,
                    last.records(),
                    behind,
                    (last.app() - first.app()) / elapsed,
                    (last.broker() - first.broker()) / elapsed,
                    (last.database() - first.database()) / elapsed,
                    (last.machine() - first.machine()) / elapsed,
                    (last.app() - first.app()) * MILLIS / done,
                    (last.broker() - first.broker()) * MILLIS / done,
                    (last.database() - first.database()) * MILLIS / done,
                    Look.peakMebibytes(app.pid()));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private double ms(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }

    private long committed() throws SQLException {
        return servers.number("SELECT coalesce(sum(consumed), 0) FROM consumer_offset");
    }

    /** Seconds until everything that was said is committed; the patience where it never is. */
    private double catchUp() throws InterruptedException, SQLException {
        long ended = System.nanoTime();
        double waited = 0;
        while (waited < SETTLING.toSeconds()
                && (waiting.get() > 0 || committed() < readings.get())) {
            Thread.sleep(50);
            waited = (System.nanoTime() - ended) / 1e9;
        }
        return waited;
    }

    private void send(HttpClient client, String hook, HookPosts.Post post, long intended) {
        boolean counts = measuring;
        if (waiting.incrementAndGet() > MAX_WAITING) {
            done(counts, intended, "more than " + MAX_WAITING + " wait for an answer");
            return;
        }
        client.request(HttpMethod.POST, hook)
                .compose(request ->
                        request.putHeader("Content-Type", "application/json")
                                .putHeader("X-GitHub-Event", post.event())
                                .putHeader("X-GitHub-Delivery", post.delivery())
                                .putHeader("X-Hub-Signature-256", post.signature())
                                .idleTimeout(LONGEST.toMillis())
                                .send(Buffer.buffer(post.body())))
                .compose(
                        response -> response.body().map(body -> taken(response.statusCode(), body)))
                .onComplete(result ->
                        done(
                                counts,
                                intended,
                                result.failed() ? result.cause().toString() : result.result()));
    }

    /** What was wrong with the answer; empty where it is 2xx. */
    private String taken(int status, Buffer body) {
        if (status / 100 != 2) {
            return "HTTP " + status + " " + body;
        }
        readings.addAndGet(new JsonObject(body).getInteger("readings", 0));
        return "";
    }

    private void done(boolean counts, long intended, String wrong) {
        waiting.decrementAndGet();
        if (!wrong.isEmpty() && firstFailure.isEmpty()) {
            firstFailure = wrong.substring(0, Math.min(200, wrong.length()));
        }
        if (counts) {
            (wrong.isEmpty() ? answered : failed).incrementAndGet();
            micros.recordValue(
                    Math.min(
                            (System.nanoTime() - intended) / 1_000,
                            micros.getHighestTrackableValue()));
        }
    }

    /** Connections with a feed for each measure. */
    private List<String> connect(AppProcess app) throws IOException, InterruptedException {
        List<String> hooks = new ArrayList<>();
        for (int i = 0; i < HOOKS; i++) {
            JsonObject made =
                    post(
                            app,
                            "/api/v1/connections",
                            new JsonObject()
                                    .put("kind", "github")
                                    .put("name", "bench " + i)
                                    .put(
                                            "config",
                                            new JsonObject()
                                                    .put("webhookSecret", HookPosts.SECRET)));
            Map<String, Integer> measures =
                    new TreeMap<>(
                            Map.of(
                                    "change_lead_time", 0,
                                    "deployment_frequency", 1,
                                    "change_fail_rate", 2,
                                    "recovery_time", 3));
            for (Map.Entry<String, Integer> measure : measures.entrySet()) {
                int metric = i * measures.size() + measure.getValue();
                post(
                        app,
                        "/api/v1/connections/" + made.getString("id") + "/feeds",
                        new JsonObject()
                                .put("series", "acme/*|production|" + measure.getKey())
                                .put("metric", workload.metricKey(metric)));
            }
            hooks.add(made.getString("hook"));
        }
        return hooks;
    }

    private static JsonObject post(AppProcess app, String path, JsonObject body)
            throws IOException, InterruptedException {
        try (java.net.http.HttpClient http = java.net.http.HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(URI.create(app.url() + path))
                                    .header("Authorization", "Bearer " + AppProcess.TOKEN)
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 201) {
                throw new IllegalStateException(path + ": " + answer.body());
            }
            return new JsonObject(answer.body());
        }
    }
}
