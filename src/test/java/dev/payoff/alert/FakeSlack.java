package dev.payoff.alert;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A webhook on loopback that answers as its script says, and 200 ok once that is over. */
final class FakeSlack implements AutoCloseable {

    /** One answer. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    record Received(String path, String text, String body, Map<String, List<String>> headers) {}

    private final HttpServer server;
    private final Map<String, Deque<Answer>> scripts = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();

    FakeSlack() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/services/" + path;
    }

    void script(String path, Answer... answers) {
        scripts.put("/services/" + path, new ArrayDeque<>(List.of(answers)));
    }

    static Answer status(int status, String body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** What came to a path, in order. */
    List<String> texts(String path) {
        return received.stream()
                .filter(r -> r.path().equals("/services/" + path))
                .map(Received::text)
                .toList();
    }

    /** All that came to a path, in order. */
    List<Received> received(String path) {
        return received.stream().filter(r -> r.path().equals("/services/" + path)).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        received.add(
                new Received(
                        path,
                        new JsonObject(body).getString("text"),
                        body,
                        Map.copyOf(exchange.getRequestHeaders())));
        Deque<Answer> script = scripts.getOrDefault(path, new ArrayDeque<>());
        Answer answer;
        synchronized (script) {
            answer = script.isEmpty() ? status(200, "ok") : script.pop();
        }
        try (exchange) {
            answer.to(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
