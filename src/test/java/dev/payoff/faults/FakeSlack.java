package dev.payoff.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes what would go to Slack, and answers as it is told; else with 200. */
final class FakeSlack implements AutoCloseable {

    private static final Pattern EPISODE = Pattern.compile("alert=([0-9a-f-]{36})");

    /** How one request is answered. */
    sealed interface Answer {

        /** A status, with a header where it has a name. */
        record Status(int code, String header, String value) implements Answer {}

        /** Takes the message and never says so. */
        record Silence() implements Answer {}
    }

    /**
     * A message that came.
     *
     * @param episode the one that it tells of
     * @param resolved whether it tells of its end
     * @param taken whether it was answered as taken
     * @param toldSo whether the sender could know
     */
    record Post(Instant at, String episode, boolean resolved, boolean taken, boolean toldSo) {}

    private final HttpServer server;
    private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
    private final List<Post> posts = new ArrayList<>();

    FakeSlack() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/services/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:"
                + server.getAddress().getPort()
                + "/services/T000/B000/laboratory";
    }

    /** What the next requests are answered, one after the other. */
    void nextAnswers(List<Answer> answers) {
        script.addAll(answers);
    }

    int answersLeft() {
        return script.size();
    }

    List<Post> posts() {
        synchronized (posts) {
            return List.copyOf(posts);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Answer answer = script.poll();
        int status = answer instanceof Answer.Status(int code, String _, String _) ? code : 200;
        boolean silent = answer instanceof Answer.Silence;
        Matcher episode = EPISODE.matcher(body);
        synchronized (posts) {
            posts.add(
                    new Post(
                            Instant.now(),
                            episode.find() ? episode.group(1) : "",
                            body.contains("Resolved:"),
                            status == 200,
                            !silent));
        }
        if (silent) {
            // Longer than the sender waits; it hangs up first.
            try {
                Thread.sleep(20_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
            return;
        }
        if (answer instanceof Answer.Status(int _, String header, String value) && header != null) {
            exchange.getResponseHeaders().set(header, value);
        }
        byte[] ok = "ok".getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(status, ok.length);
        exchange.getResponseBody().write(ok);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
