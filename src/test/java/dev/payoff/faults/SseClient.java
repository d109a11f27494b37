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
import java.util.Collections;
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

    private final List<String> urls;
    private final String token;
    private final int patience;
    private final SplittableRandom random;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
    private final Thread thread = Thread.ofPlatform().daemon().name("sse").unstarted(this::run);
    private final List<Seen> seen = new ArrayList<>();
    private volatile boolean ended;
    private volatile boolean staying;
    private String lastId;
    private int connections;

    /**
     * @param urls of the instances; each time it comes back it takes any of them
     * @param patience it breaks its stream after fewer lines than this, at any of them
     */
    SseClient(List<String> urls, String token, int patience, long seed) {
        this.urls = List.copyOf(urls);
        this.token = token;
        this.patience = patience;
        this.random = new SplittableRandom(seed);
    }

    /** Whether it breaks nothing by itself from now on: else it would be long in catching up. */
    void stay(boolean now) {
        staying = now;
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

    /** All that was dispatched so far. */
    List<Seen> seen() {
        synchronized (seen) {
            return List.copyOf(seen);
        }
    }

    /**
     * Where what was seen is not each expected number once, in order, from where the stream began
     * or was reset. Empty: without a hole, and at the end.
     *
     * @param expected all numbers of the events it asked for, ascending
     */
    List<String> holes(List<Long> expected) {
        List<String> holes = new ArrayList<>();
        long at = -1;
        for (Seen each : seen()) {
            switch (each.event()) {
                case "hello" -> at = at < 0 ? each.seq() : at;
                case "reset" -> at = each.seq();
                case "alert" -> {
                    Long next = next(expected, at);
                    if (next == null || next != each.seq()) {
                        holes.add("after " + at + " came " + each.seq() + " instead of " + next);
                    }
                    at = Math.max(at, each.seq());
                }
                default -> {}
            }
        }
        Long missing = next(expected, at);
        if (missing != null) {
            holes.add("ends at " + at + "; " + missing + " never came");
        }
        return holes;
    }

    private static Long next(List<Long> expected, long after) {
        int found = Collections.binarySearch(expected, after + 1);
        int place = found < 0 ? -found - 1 : found;
        return place < expected.size() ? expected.get(place) : null;
    }

    int connections() {
        synchronized (seen) {
            return connections;
        }
    }

    private void run() {
        while (!ended) {
            try {
                listen(urls.get(random.nextInt(urls.size())), random.nextInt(1, patience));
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

    private void listen(String url, int leaveAfter) throws IOException, InterruptedException {
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
        int heard = 0;
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
                }
                event = "message";
                data = null;
            }
            // Anywhere, so between the lines of an event too: it was not dispatched then.
            if (++heard >= leaveAfter && !staying) {
                return;
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
