package dev.payoff.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.payoff.devstack.AppProcess;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Read a window and a project's value from any instance, all the while that faults happen. The
 * metric that they look at is a ladder: its readings are 1, 2, 3, …, sent in this order, so a
 * committed state is one of its beginnings and nothing else. An answer that is none of these is
 * torn, one that holds less than an earlier one has gone back, one that holds more than was sent is
 * invented.
 */
final class Readers implements AutoCloseable {

    private static final int THREADS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 50;
    private static final int MAX_FINDINGS = 50;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private final List<AppProcess> apps;
    private final String metric;
    private final LongSupplier sent;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(1))
                    .build();
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();
    private final Map<String, Integer> unexpected = new ConcurrentSkipListMap<>();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong highestWindow = new AtomicLong();
    private final AtomicLong highestValue = new AtomicLong();
    private volatile boolean ended;

    /**
     * @param metric the ladder's id
     * @param sent how many of its steps have gone out at most
     */
    Readers(List<AppProcess> apps, String metric, LongSupplier sent, long seed) {
        this.apps = List.copyOf(apps);
        this.metric = metric;
        this.sent = sent;
        for (int i = 0; i < THREADS; i++) {
            SplittableRandom random = new SplittableRandom(seed + i);
            threads.add(Thread.ofPlatform().daemon().name("reader-" + i).start(() -> read(random)));
        }
    }

    /** Answers that were looked at. */
    long answers() {
        return answers.get();
    }

    /** Statuses that no reader should see: neither 200 nor 503. */
    Map<String, Integer> unexpected() {
        return new TreeMap<>(unexpected);
    }

    /** What was wrong with them. */
    List<String> findings() {
        synchronized (findings) {
            return List.copyOf(findings);
        }
    }

    /** PostgreSQL was taken back in time: less than before is right from now on. */
    void forget() {
        highestWindow.set(0);
        highestValue.set(0);
    }

    private void read(SplittableRandom random) {
        while (!ended) {
            try {
                AppProcess app = apps.get(random.nextInt(apps.size()));
                if (random.nextBoolean()) {
                    look(app, "/api/v1/metrics/" + metric + "/windows?size=hour", this::window);
                } else {
                    look(app, "/api/v1/projects/" + Generator.LADDER + "/value", this::value);
                }
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private interface Judge {
        long steps(JsonNode answer);
    }

    private void look(AppProcess app, String path, Judge judge) throws InterruptedException {
        AtomicLong highest = path.contains("windows") ? highestWindow : highestValue;
        long before = highest.get();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(app.url() + path))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + AppProcess.TOKEN)
                        .build();
        HttpResponse<String> answer;
        try {
            answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException away) {
            // The instance is away or hangs; that is what others are for.
            return;
        }
        if (answer.statusCode() != 200) {
            if (answer.statusCode() != 503) {
                unexpected.merge("reading: " + answer.statusCode(), 1, Integer::sum);
            }
            return;
        }
        answers.incrementAndGet();
        try {
            long steps = judge.steps(JSON.readTree(answer.body()));
            if (steps >= 0 && steps < before) {
                note("went back from " + before + " to " + steps + " steps: " + path);
            } else if (steps > sent.getAsLong()) {
                note(steps + " steps where fewer were sent: " + path);
            }
            highest.accumulateAndGet(steps, Math::max);
        } catch (IOException unreadable) {
            note("no JSON: " + answer.body());
        }
    }

    /** How many steps a window holds, if it is a beginning of the ladder. */
    private long window(JsonNode answer) {
        JsonNode windows = answer.get("windows");
        if (windows.isEmpty()) {
            return 0;
        }
        JsonNode window = windows.get(0);
        long steps = window.get("count").asLong();
        boolean whole =
                windows.size() == 1
                        && window.get("sum").asLong() == steps * (steps + 1) / 2
                        && window.get("min").asLong() == 1
                        && window.get("max").asLong() == steps
                        && window.get("last").asLong() == steps;
        if (!whole) {
            note("a torn window: " + windows);
            return -1;
        }
        return steps;
    }

    /**
     * How many steps a value tells of. One hour of mean (n + 1) / 2, carried for as long again as
     * the metric may be silent, earns what the mean is below the baseline in each of them.
     */
    private long value(JsonNode answer) {
        JsonNode told = answer.get("realised");
        if (!told.isNumber() || told.decimalValue().signum() == 0) {
            // Nothing yet, or where the mean passes the baseline: it does not tell which.
            return -1;
        }
        BigDecimal realised = told.decimalValue();
        BigDecimal hours = BigDecimal.valueOf(1 + Generator.STALENESS.toHours());
        BigDecimal[] mean = realised.divideAndRemainder(hours.divide(TWO));
        BigDecimal steps =
                Generator.BASELINE.multiply(TWO).subtract(BigDecimal.ONE).subtract(mean[0]);
        if (mean[1].signum() != 0 || steps.stripTrailingZeros().scale() > 0) {
            note("a value of no state there was: " + realised);
            return -1;
        }
        return steps.longValueExact();
    }

    private void note(String what) {
        synchronized (findings) {
            if (findings.size() < MAX_FINDINGS) {
                findings.add("a reader during the fault: " + what);
            }
        }
    }

    @Override
    public void close() {
        ended = true;
        threads.forEach(Thread::interrupt);
        http.shutdownNow();
    }
}
