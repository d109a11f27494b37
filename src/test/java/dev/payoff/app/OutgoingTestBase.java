package dev.payoff.app;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A server on this machine that answers as a test says, and counts who comes. */
abstract class OutgoingTestBase {

    static final OutgoingLimits LIMITS =
            new OutgoingLimits(Duration.ofMillis(500), Duration.ofMillis(1500), 1000);
    static Vertx vertx;

    final OutgoingRules strict = new OutgoingRules(Optional.empty());
    final OutgoingRules local = new OutgoingRules(Optional.of("127.0.0.1/32"));
    final AtomicInteger hits = new AtomicInteger();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<Socket> sockets = new CopyOnWriteArrayList<>();
    ServerSocket canary;
    volatile Script script = out -> {};

    interface Script {
        void answer(java.io.OutputStream out) throws IOException, InterruptedException;
    }

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void listen() throws IOException {
        canary = new ServerSocket(0);
        Thread.ofVirtual()
                .start(() -> {
                    while (!canary.isClosed()) {
                        try {
                            Socket socket = canary.accept();
                            hits.incrementAndGet();
                            sockets.add(socket);
                            Thread.ofVirtual().start(() -> serve(socket));
                        } catch (IOException e) {
                            return;
                        }
                    }
                });
    }

    void serve(Socket socket) {
        try (socket) {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int read = socket.getInputStream().read();
                if (read < 0) {
                    return;
                }
                head.append((char) read);
            }
            requests.add(head.toString());
            script.answer(socket.getOutputStream());
        } catch (IOException | InterruptedException e) {
            requests.add("cut: " + e.getClass().getSimpleName());
        }
    }

    @AfterEach
    void unlisten() throws IOException {
        canary.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    static Script text(String raw) {
        return out -> {
            out.write(raw.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        };
    }

    OutgoingAnswer get(Outgoing outgoing, String url) {
        return outgoing.get(URI.create(url), Map.of(), LIMITS)
                .await()
                .atMost(Duration.ofSeconds(5));
    }

    String base() {
        return "http://127.0.0.1:" + canary.getLocalPort();
    }
}
