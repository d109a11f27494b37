package dev.payoff.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** The public API as any client would use it. */
final class DemoApi {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final String url;
    private final String token;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    DemoApi(String url, String token) {
        this.url = url;
        this.token = token;
    }

    /** The API said no, and will say so again. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;
        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** Posts JSON; one that is there already (409) is as good as made. */
    void make(String path, JsonNode body) throws IOException, InterruptedException {
        try {
            send("POST", path, "application/json", json.writeValueAsString(body));
        } catch (Refused refused) {
            if (refused.status() != 409) {
                throw refused;
            }
        }
    }

    /** Posts JSON and tells the id of what was made. */
    String makeNew(String path, JsonNode body) throws IOException, InterruptedException {
        String answer = send("POST", path, "application/json", json.writeValueAsString(body));
        return json.readTree(answer).path("id").asText();
    }

    /** Puts JSON in the place of what is there. */
    void replace(String path, JsonNode body) throws IOException, InterruptedException {
        send("PUT", path, "application/json", json.writeValueAsString(body));
    }

    /** Posts readings, one a line; any that is refused is an error. */
    void measure(String ndjson) throws IOException, InterruptedException {
        String answer = send("POST", "/api/v1/measurements", "application/x-ndjson", ndjson);
        JsonNode rejected = json.readTree(answer).path("rejected");
        if (!rejected.isEmpty()) {
            throw new Refused(
                    202, "Of the sample readings some were rejected: " + cut(rejected.toString()));
        }
    }

    /** Waits and tries again where the answer says that it may help, or where nobody answers. */
    private String send(String method, String path, String type, String body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", type)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Duration pause = Duration.ofMillis(250);
        while (true) {
            String trouble;
            try {
                HttpResponse<String> answer =
                        http.send(request, HttpResponse.BodyHandlers.ofString());
                int status = answer.statusCode();
                if (status / 100 == 2) {
                    return answer.body();
                }
                trouble = method + " " + path + ": " + status + " " + cut(answer.body());
                if (status != 503 && status != 429) {
                    throw new Refused(status, trouble + "\nThe body was " + cut(body));
                }
            } catch (ConnectException | HttpTimeoutException e) {
                trouble = method + " " + path + ": no answer from " + url;
            } catch (Refused refused) {
                throw refused;
            } catch (IOException e) {
                trouble = method + " " + path + ": " + e.getMessage();
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(trouble + ", for " + PATIENCE);
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(2);
            if (pause.compareTo(LONGEST_PAUSE) > 0) {
                pause = LONGEST_PAUSE;
            }
        }
    }

    private static String cut(String text) {
        return text.length() > 1500 ? text.substring(0, 1500) + "…" : text;
    }
}
