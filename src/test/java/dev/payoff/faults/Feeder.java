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
import java.util.List;

/**
 * Sends the readings in their order, a batch at a time, and each batch again until it is
 * acknowledged; an acknowledgement is on disk before the next batch goes out. It goes no further
 * than it is let, so that the kills spread over the whole replay.
 */
final class Feeder implements AutoCloseable {

    private static final int BATCH = 400;
    private static final long PAUSE_MILLIS = 50;

    private final AppProcess app;
    private final List<Workload.Line> lines;
    private final FileChannel ledger;
    private final Thread thread = Thread.ofPlatform().daemon().name("feeder").unstarted(this::run);
    private volatile int allowed;
    private volatile int acknowledged;
    private volatile int broken;
    private volatile String failure;

    Feeder(AppProcess app, List<Workload.Line> lines, Path ledger) throws IOException {
        this.app = app;
        this.lines = lines;
        this.ledger =
                FileChannel.open(
                        ledger,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
        thread.start();
    }

    /** Lets it go on up to that many readings. */
    void allow(int records) {
        allowed = Math.min(records, lines.size());
    }

    int acknowledged() {
        if (failure != null) {
            throw new AssertionError(failure);
        }
        return acknowledged;
    }

    /** How many requests broke off while the application was there to take them. */
    int broken() {
        return broken;
    }

    private void run() {
        try {
            while (acknowledged < lines.size() && failure == null) {
                int until = Math.min(acknowledged + BATCH, lines.size());
                if (until <= allowed) {
                    send(acknowledged, until);
                } else {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (IOException e) {
            failure = "The ledger cannot be written: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(int from, int until) throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder();
        lines.subList(from, until).forEach(line -> body.append(line.json()).append('\n'));
        HttpResponse<String> answer;
        try {
            answer =
                    app.send(
                            "/api/v1/measurements?family=monitoring",
                            "application/x-ndjson",
                            body.toString());
        } catch (ConnectException away) {
            Thread.sleep(PAUSE_MILLIS);
            return;
        } catch (IOException cut) {
            broken++;
            return;
        }
        if (answer.statusCode() == 202) {
            if (!answer.body().contains("\"rejected\":[]")) {
                failure = "A reading was refused: " + answer.body();
            }
            note(from, until);
        } else if (answer.statusCode() == 503) {
            Thread.sleep(PAUSE_MILLIS);
        } else {
            failure = "Neither taken nor put off: " + answer.statusCode() + " " + answer.body();
        }
    }

    private void note(int from, int until) throws IOException {
        ledger.write(ByteBuffer.wrap((from + " " + until + "\n").getBytes(StandardCharsets.UTF_8)));
        ledger.force(false);
        acknowledged = until;
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
