package dev.payoff.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A subscriber that comes back with its last id whenever its stream breaks, and breaks it by itself
 * every now and then. Its thread writes; read what it saw after {@link #close}, or while it runs.
 */
final class SseClient implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(100);

    /** Something that was dispatched: at a blank line, as the standard has it. */
    record Seen(String event, String id, String data) {

        /** The number of the event within its tenant's stream. */
        long seq() {
            return Long.parseLong(id.split("\\.")[1]);
        }
    }

    private final String url;
    private final String token;
    private final SplittableRandom random;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
    private final Thread thread = Thread.ofPlatform().daemon().name("sse").unstarted(this::run);
    private final List<Seen> seen = new ArrayList<>();
    private volatile boolean ended;
    private String lastId;
    private int connections;

    SseClient(String url, String token, long seed) {
        this.url = url;
        this.token = token;
        this.random = new SplittableRandom(seed);
    }

    void start() {
        thread.start();
    }

    /** All of one event that was dispatched so far. */
    List<Seen> seen(String event) {
        synchronized (seen) {
            return seen.stream().filter(each -> each.event().equals(event)).toList();
        }
    }

    int connections() {
        synchronized (seen) {
            return connections;
        }
    }

    private void run() {
        while (!ended) {
            try {
                listen(random.nextInt(1, 25));
            } catch (IOException broken) {
                // The application is away or was killed; that is what this client is for.
            } catch (InterruptedException e) {
                return;
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void listen(int leaveAfter) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + "/api/v1/stream?topics=portfolio,alerts"))
                        .header("Authorization", "Bearer " + token)
                        .header("Accept", "text/event-stream");
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        HttpResponse<InputStream> answer =
                http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body();
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            if (answer.statusCode() != 200) {
                return;
            }
            synchronized (seen) {
                connections++;
            }
            dispatch(lines, leaveAfter);
        }
    }

    private void dispatch(BufferedReader lines, int leaveAfter) throws IOException {
        String event = "message";
        String id = lastId;
        String data = null;
        int dispatched = 0;
        for (String line = lines.readLine(); line != null && !ended; line = lines.readLine()) {
            if (line.startsWith("event: ")) {
                event = line.substring(7);
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            } else if (line.isEmpty()) {
                lastId = id;
                if (data != null) {
                    synchronized (seen) {
                        seen.add(new Seen(event, id, data));
                    }
                    if (++dispatched == leaveAfter) {
                        return;
                    }
                }
                event = "message";
                data = null;
            }
        }
    }

    @Override
    public void close() {
        ended = true;
        http.shutdownNow();
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
