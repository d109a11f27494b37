package dev.payoff.alert;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * A stub of two methods of Slack's Web API, chat.postMessage and chat.update, written from Slack's
 * documentation: it answers 200 whatever happens and says {@code ok} in the body, knows channels by
 * id and messages by their time stamp, and refuses what is beyond Block Kit's limits. It is no
 * Slack: what the real one does besides is not shown here.
 */
final class SlackApiStub implements AutoCloseable {

    static final String TOKEN = "xoxb-1-2-abcdefghijklmnop";
    static final String CHANNEL = "C0123456789";

    /** A message as the channel shows it. */
    record Shown(String ts, String thread, JsonObject body, int changes) {}

    private final HttpServer server;
    private final Map<String, Shown> messages = new LinkedHashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final Deque<FakeSlack.Answer> script = new ArrayDeque<>();
    private int count;

    SlackApiStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api";
    }

    /** What is answered to the next calls, instead of what Slack would say. */
    synchronized void script(FakeSlack.Answer... answers) {
        script.addAll(List.of(answers));
    }

    /** The methods that were called, in order. */
    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /** The messages of the channel itself. */
    synchronized List<Shown> roots() {
        return messages.values().stream().filter(it -> it.thread().isEmpty()).toList();
    }

    /** What was said below a message. */
    synchronized List<Shown> replies(String ts) {
        return messages.values().stream().filter(it -> it.thread().equals(ts)).toList();
    }

    synchronized void forget() {
        messages.clear();
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestURI().getPath().substring("/api/".length());
        calls.add(method);
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        try (exchange) {
            if (!script.isEmpty()) {
                script.pop().to(exchange);
                return;
            }
            FakeSlack.status(200, answer(method, exchange, new JsonObject(body)).encode())
                    .to(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private JsonObject answer(String method, HttpExchange exchange, JsonObject body) {
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        if (!("Bearer " + TOKEN).equals(token)) {
            return no("invalid_auth");
        }
        if (!CHANNEL.equals(body.getString("channel"))) {
            return no("channel_not_found");
        }
        String limit = beyondLimits(body);
        if (limit != null) {
            return no(limit);
        }
        return switch (method) {
            case "chat.postMessage" -> {
                String ts = "1700000000.%06d".formatted(++count);
                messages.put(ts, new Shown(ts, body.getString("thread_ts", ""), body, 0));
                yield yes(ts);
            }
            case "chat.update" -> {
                String ts = body.getString("ts");
                Shown before = messages.get(ts);
                if (before == null) {
                    yield no("message_not_found");
                }
                messages.put(ts, new Shown(ts, before.thread(), body, before.changes() + 1));
                yield yes(ts);
            }
            default -> no("unknown_method");
        };
    }

    /**
     * Block Kit's documented limits: 50 blocks, 150 in a header, 3000 in a section, 13,000 in all;
     * null: within.
     */
    static String beyondLimits(JsonObject message) {
        String text = message.getString("text");
        if (text == null || text.isBlank()) {
            return "no_text";
        }
        JsonArray blocks = message.getJsonArray("blocks", new JsonArray());
        if (blocks.size() > 50) {
            return "invalid_blocks";
        }
        for (int i = 0; i < blocks.size(); i++) {
            JsonObject block = blocks.getJsonObject(i);
            int most = block.getString("type").equals("header") ? 150 : 3000;
            if (block.getValue("text") instanceof JsonObject words
                    && words.getString("text").length() > most) {
                return "invalid_blocks";
            }
            if (block.getValue("elements") instanceof JsonArray elements
                    && (elements.size() > 25 || elements.isEmpty())) {
                return "invalid_blocks";
            }
        }
        return blocks.encode().length() > 13_000 ? "msg_blocks_too_long" : null;
    }

    private static JsonObject yes(String ts) {
        return new JsonObject().put("ok", true).put("channel", CHANNEL).put("ts", ts);
    }

    private static JsonObject no(String error) {
        return new JsonObject().put("ok", false).put("error", error);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
