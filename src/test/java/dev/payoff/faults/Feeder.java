package dev.payoff.faults;

import dev.payoff.devstack.AppProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Sends the generator's readings, a batch at a time, and each batch again, to whichever instance
 * answers, until it is acknowledged; an acknowledgement is on disk before the next batch goes out.
 */
final class Feeder implements AutoCloseable {

    private static final long PAUSE_MILLIS = 20;

    /** Longer than the application may take to find out that Kafka is away. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final List<AppProcess> apps;
    private final String token;
    private final Generator generator;
    private final Pace usual;
    private final FileChannel ledger;
    private final List<Generator.Line> acknowledged = new ArrayList<>();
    private final Map<String, Integer> unexpected = new ConcurrentSkipListMap<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("feeder").unstarted(this::run);
    private volatile boolean flowing;
    private volatile boolean resting = true;
    private volatile String failure;
    private volatile long broken;
    private volatile long putOff;
    private volatile long ceiling;
    private volatile Pace pace;
    private volatile Feeder beside;
    private int turn;

    /**
     * How fast.
     *
     * @param batch readings in a request
     * @param rate readings a second at most, lest a log that nobody reads grows without bound
     */
    record Pace(int batch, int rate) {
        static final Pace MAIN = new Pace(400, Integer.getInteger("payoff.faults.rate", 4_000));
        static final Pace ASIDE = new Pace(40, 200);
    }

    Feeder(List<AppProcess> apps, String token, Generator generator, Path ledger, Pace pace)
            throws IOException {
        this.apps = apps;
        this.token = token;
        this.generator = generator;
        this.usual = pace;
        this.pace = pace;
        this.ledger =
                FileChannel.open(
                        ledger,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
        thread.start();
    }

    void flow() {
        flowing = true;
        if (beside != null) {
            beside.flow();
        }
    }

    /** Another that flows and rests with this one, and counts against the same bound. */
    void beside(Feeder other) {
        beside = other;
    }

    /** From now on as fast as this; null: as usual. */
    void at(Pace other) {
        pace = other == null ? usual : other;
    }

    /** Sends no more than so many in all, until it is told again. */
    void upTo(long records) {
        ceiling = records;
        if (beside != null) {
            beside.upTo(records);
        }
    }

    /** Stops the flow and returns when the batch that is under way is acknowledged. */
    void rest() throws InterruptedException {
        flowing = false;
        if (beside != null) {
            beside.rest();
        }
        while (!resting) {
            check();
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** How many readings were acknowledged. */
    long count() {
        check();
        synchronized (acknowledged) {
            return acknowledged.size();
        }
    }

    /** Those that were acknowledged. */
    List<Generator.Line> acknowledged() {
        synchronized (acknowledged) {
            return List.copyOf(acknowledged);
        }
    }

    /** Requests that broke off while an instance was there to take them. */
    long broken() {
        return broken;
    }

    /** Requests that were answered with 503. */
    long putOff() {
        return putOff;
    }

    /** Answers that no sender should see: neither 202 nor 503. */
    Map<String, Integer> unexpected() {
        return new TreeMap<>(unexpected);
    }

    private long countBeside() {
        return beside == null ? 0 : beside.count();
    }

    private void check() {
        if (failure != null) {
            throw new AssertionError(failure);
        }
    }

    private void run() {
        try {
            while (failure == null) {
                if (flowing && count() + countBeside() < ceiling) {
                    resting = false;
                    long began = System.nanoTime();
                    Pace now = pace;
                    send(generator.next(now.batch()));
                    long left =
                            now.batch() * 1_000L / now.rate()
                                    - (System.nanoTime() - began) / 1_000_000;
                    Thread.sleep(Math.max(0, left));
                } else {
                    resting = true;
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (IOException e) {
            failure = "The ledger cannot be written: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends lines until they are acknowledged; for the one thread that may. */
    void send(List<Generator.Line> lines) throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder();
        lines.forEach(line -> body.append(line.json()).append('\n'));
        while (!attempt(lines, body.toString())) {
            turn++;
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private boolean attempt(List<Generator.Line> lines, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer;
        try {
            answer =
                    apps.get(turn % apps.size())
                            .send(
                                    token,
                                    "/api/v1/measurements?family=monitoring",
                                    "application/x-ndjson",
                                    body,
                                    PATIENCE);
        } catch (ConnectException away) {
            return false;
        } catch (IOException cut) {
            broken++;
            return false;
        }
        if (answer.statusCode() == 202 && answer.body().contains("\"rejected\":[]")) {
            note(lines);
            return true;
        }
        if (answer.statusCode() == 202) {
            failure = "A reading was refused: " + answer.body();
        } else if (answer.statusCode() == 503
                && answer.headers().firstValue("Retry-After").isPresent()) {
            putOff++;
        } else {
            String code = answer.body().replaceFirst("(?s).*\"code\":\"(\\w+)\".*", "$1");
            unexpected.merge(
                    answer.statusCode() + " " + code.substring(0, Math.min(40, code.length())),
                    1,
                    Integer::sum);
        }
        return false;
    }

    private void note(List<Generator.Line> lines) throws IOException {
        StringBuilder names = new StringBuilder();
        lines.forEach(line ->
                names.append(line.metric()).append(' ').append(line.eventId()).append('\n'));
        ByteBuffer bytes = ByteBuffer.wrap(names.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            ledger.write(bytes);
        }
        ledger.force(false);
        synchronized (acknowledged) {
            acknowledged.addAll(lines);
        }
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ledger.close();
    }
}
