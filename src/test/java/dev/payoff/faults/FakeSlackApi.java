package dev.payoff.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * The two methods of Slack's Web API that a bot uses, written from Slack's documentation; it keeps
 * what the channel shows and what was said below each message.
 */
final class FakeSlackApi implements AutoCloseable {

    static final String CHANNEL = "C0123456789";

    private final HttpServer server;

    /** The text of each message that begins a thread, by its time stamp, as it looks now. */
    private final Map<String, String> roots = new LinkedHashMap<>();

    private final Map<String, List<String>> replies = new LinkedHashMap<>();
    private int count;

    FakeSlackApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api";
    }

    /** Messages by their time stamp. */
    synchronized Map<String, String> roots() {
        return new LinkedHashMap<>(roots);
    }

    /** How much was said below a message. */
    synchronized int replies(String ts) {
        return replies.getOrDefault(ts, List.of()).size();
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonObject body =
                new JsonObject(
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        boolean update = exchange.getRequestURI().getPath().endsWith("/chat.update");
        byte[] said = said(update, body).encode().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, said.length);
        exchange.getResponseBody().write(said);
        exchange.close();
    }

    private synchronized JsonObject said(boolean update, JsonObject body) {
        String text = body.getString("text");
        String ts = body.getString("ts");
        String thread = body.getString("thread_ts");
        if (update && roots.replace(ts, text) == null) {
            return new JsonObject().put("ok", false).put("error", "message_not_found");
        }
        if (!update) {
            ts = "1700000000.%06d".formatted(++count);
            if (thread == null) {
                roots.put(ts, text);
            } else {
                replies.computeIfAbsent(thread, any -> new ArrayList<>()).add(text);
            }
        }
        return new JsonObject().put("ok", true).put("channel", CHANNEL).put("ts", ts);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
