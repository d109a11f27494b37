package dev.payoff.connector.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Posts batches of NDJSON to {@code /api/v1/measurements}, a few at a time, and waits and tries
 * again where the server says that it cannot take them now. One thread owns it.
 */
final class MeasurementSender implements AutoCloseable {

    /** What became of a batch: the rows that the server refused, each with code and sentence. */
    record Answer(long accepted, List<String> rejected) {}

    /** The server cannot be reached, or refuses all that we send. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stopped(String message) {
            super(message, null, false, false);
        }
    }

    /** Batches on their way at a time. */
    static final int MAX_IN_FLIGHT = 4;

    private static final int MAX_ATTEMPTS = 8;
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);

    private record Sent(
            HttpRequest request, int rows, CompletableFuture<HttpResponse<String>> answer) {}

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
    private final ObjectMapper json = new ObjectMapper();
    private final URI target;
    private final String token;
    private final Deque<Sent> inFlight = new ArrayDeque<>();
    private long accepted;
    private final List<String> rejected = new ArrayList<>();

    MeasurementSender(URI server, String token) {
        String base = server.toString();
        this.target =
                URI.create(
                        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                                + "/api/v1/measurements");
        this.token = token;
    }

    /** Sends a batch; waits for the oldest one first where too many are on their way. */
    void send(String ndjson, int rows) throws InterruptedException {
        while (inFlight.size() >= MAX_IN_FLIGHT) {
            settle(inFlight.removeFirst());
        }
        HttpRequest request =
                HttpRequest.newBuilder(target)
                        .timeout(REQUEST_TIMEOUT)
                        .header("Content-Type", "application/x-ndjson")
                        .header("Accept", "application/json, application/problem+json")
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofString(ndjson))
                        .build();
        inFlight.addLast(
                new Sent(
                        request,
                        rows,
                        http.sendAsync(request, HttpResponse.BodyHandlers.ofString())));
    }

    /** Waits for all that is on its way and tells what became of everything since the last call. */
    Answer drain() throws InterruptedException {
        while (!inFlight.isEmpty()) {
            settle(inFlight.removeFirst());
        }
        Answer answer = new Answer(accepted, List.copyOf(rejected));
        accepted = 0;
        rejected.clear();
        return answer;
    }

    private void settle(Sent sent) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = sent.answer();
        Duration wait = FIRST_WAIT;
        for (int attempt = 1; ; attempt++) {
            String failure;
            try {
                HttpResponse<String> response = answer.get();
                if (response.statusCode() / 100 == 2) {
                    note(response.body());
                    return;
                }
                failure = "HTTP " + response.statusCode() + " " + oneLine(response.body());
                if (response.statusCode() != 503 && response.statusCode() != 429) {
                    throw new Stopped(target + " answers " + failure);
                }
                wait = longer(wait, response);
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                if (!(cause instanceof IOException)) {
                    throw new Stopped("Cannot send to " + target + ": " + cause);
                }
                failure = String.valueOf(cause);
            }
            if (attempt == MAX_ATTEMPTS) {
                throw new Stopped(
                        "Gave up on " + target + " after " + attempt + " attempts: " + failure);
            }
            TimeUnit.MILLISECONDS.sleep(wait.toMillis());
            wait = min(wait.multipliedBy(2), LONGEST_WAIT);
            answer = http.sendAsync(sent.request(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static Duration longer(Duration wait, HttpResponse<String> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("[0-9]{1,4}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .map(asked -> min(asked.compareTo(wait) > 0 ? asked : wait, LONGEST_WAIT))
                .orElse(wait);
    }

    private void note(String body) {
        try {
            JsonNode answer = json.readTree(body);
            accepted += answer.path("accepted").asLong();
            for (JsonNode refusal : answer.path("rejected")) {
                rejected.add(
                        refusal.path("code").asText() + ": " + refusal.path("detail").asText());
            }
        } catch (JsonProcessingException e) {
            throw new Stopped(
                    target + " does not answer like Payoff: " + oneLine(body) + "; check --url.");
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static String oneLine(String body) {
        String line = body.replaceAll("\\s+", " ");
        return line.length() <= 300 ? line : line.substring(0, 300) + "…";
    }

    @Override
    public void close() {
        inFlight.forEach(sent -> sent.answer().cancel(true));
        http.shutdownNow();
    }
}
