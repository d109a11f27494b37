package dev.payoff.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payoff.app.OutgoingAnswer.Answered;
import dev.payoff.app.OutgoingAnswer.Failed;
import dev.payoff.app.OutgoingAnswer.Failure;
import dev.payoff.app.OutgoingAnswer.Refusal;
import dev.payoff.app.OutgoingAnswer.Refused;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The client against real sockets on loopback; a canary counts every connection that it gets. */
class OutgoingTest {

    private static final OutgoingLimits LIMITS =
            new OutgoingLimits(Duration.ofMillis(500), Duration.ofMillis(1500), 1000);
    private static Vertx vertx;

    private final OutgoingRules strict = new OutgoingRules(Optional.empty());
    private final OutgoingRules local = new OutgoingRules(Optional.of("127.0.0.1/32"));
    private final AtomicInteger hits = new AtomicInteger();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private ServerSocket canary;
    private volatile Script script = out -> {};

    private interface Script {
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

    private void serve(Socket socket) {
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

    private static Script text(String raw) {
        return out -> {
            out.write(raw.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        };
    }

    private OutgoingAnswer get(Outgoing outgoing, String url) {
        return outgoing.get(URI.create(url), Map.of(), LIMITS)
                .await()
                .atMost(Duration.ofSeconds(5));
    }

    private String base() {
        return "http://127.0.0.1:" + canary.getLocalPort();
    }

    /** Forms of an address inside, with PORT for the canary's. */
    static List<String> forms() {
        List<String> forms = new ArrayList<>();
        for (String host :
                List.of(
                        "127.0.0.1",
                        "127.1",
                        "127.0.1",
                        "0",
                        "0.0.0.0",
                        "0x7f000001",
                        "0x7f.0.0.1",
                        "0x7F.1",
                        "0X7f000001",
                        "2130706433",
                        "017700000001",
                        "0177.0.0.1",
                        "0177.1",
                        "00000177.0.0.1",
                        "127.0.0.01",
                        "127.0.0.1.",
                        "127.127.127.127",
                        "127.0.0.256",
                        "[::1]",
                        "[::]",
                        "[0:0:0:0:0:0:0:1]",
                        "[::ffff:127.0.0.1]",
                        "[::ffff:7f00:1]",
                        "[::127.0.0.1]",
                        "[64:ff9b::127.0.0.1]",
                        "[64:ff9b::7f00:1]",
                        "[64:ff9b:1::7f00:1]",
                        "[2002:7f00:1::]",
                        "[fe80::1%25lo]",
                        "[fe80::1%lo]",
                        "[::1%251]",
                        "[fd00::1]",
                        "[fc00::1]",
                        "[fec0::1]",
                        "[ff02::1]",
                        "169.254.169.254",
                        "[::ffff:169.254.169.254]",
                        "[fd00:ec2::254]",
                        "100.64.0.1",
                        "10.0.0.1",
                        "172.16.0.1",
                        "192.168.0.1",
                        "198.18.0.1",
                        "224.0.0.1",
                        "255.255.255.255",
                        "localhost",
                        "localhost.",
                        "LOCALHOST",
                        "ip6-localhost",
                        "inside.test",
                        "mixed.test",
                        "%6cocalhost",
                        "127.0.0.1%00",
                        "１２７.0.0.1",
                        "①②⑦.0.0.1",
                        "ⓛocalhost",
                        "127。0。0。1",
                        "loc\u00adalhost")) {
            forms.add("http://" + host + ":PORT/");
            forms.add("https://" + host + ":PORT/");
        }
        for (String whole :
                List.of(
                        "http://user@127.0.0.1:PORT/",
                        "http://user:pass@outside.test:PORT/",
                        "http://outside.test@127.0.0.1:PORT/",
                        "http://127.0.0.1:PORT@outside.test/",
                        "http://outside.test#@127.0.0.1:PORT/",
                        "http://outside.test\\@127.0.0.1:PORT/",
                        "http://outside.test:80\\@127.0.0.1:PORT/",
                        "http://127.0.0.1:PORT\r\nHost: outside.test/",
                        "http://127.0.0.1\t:PORT/",
                        " http://127.0.0.1:PORT/",
                        "//127.0.0.1:PORT/",
                        "http:127.0.0.1:PORT/",
                        "http:///127.0.0.1:PORT/",
                        "http:/127.0.0.1:PORT/",
                        "http://:PORT/",
                        "http://127.0.0.1:0/",
                        "http://127.0.0.1:99999/",
                        "http://127.0.0.1:-1/",
                        "ftp://127.0.0.1:PORT/",
                        "file:///etc/passwd",
                        "file://127.0.0.1:PORT/",
                        "gopher://127.0.0.1:PORT/_x",
                        "dict://127.0.0.1:PORT/",
                        "ldap://127.0.0.1:PORT/",
                        "jar:http://127.0.0.1:PORT/!/",
                        "data:text/plain,x",
                        "ws://127.0.0.1:PORT/",
                        "http+unix://%2ftmp%2fx:PORT/",
                        "",
                        "127.0.0.1:PORT")) {
            forms.add(whole);
        }
        return forms;
    }

    @ParameterizedTest
    @MethodSource("forms")
    void nothingInsideIsEverConnected(String form) throws Exception {
        String url = form.replace("PORT", String.valueOf(canary.getLocalPort()));
        Outgoing outgoing =
                new Outgoing(
                        vertx,
                        strict,
                        host ->
                                switch (host) {
                                    case "outside.test", "inside.test" ->
                                            List.of(InetAddress.getByName("127.0.0.1"));
                                    case "mixed.test" ->
                                            List.of(
                                                    InetAddress.getByName("93.184.216.34"),
                                                    InetAddress.getByName("127.0.0.1"));
                                    default -> List.of(InetAddress.getAllByName(host));
                                });
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            // No URI can be made of it; the rules say the same of the text.
            assertThat(strict.judge(url))
                    .isInstanceOfSatisfying(
                            OutgoingRules.Verdict.Refused.class,
                            r -> assertThat(r.reason()).isEqualTo(Refusal.MALFORMED));
            return;
        }

        OutgoingAnswer answer =
                outgoing.get(uri, Map.of(), LIMITS).await().atMost(Duration.ofSeconds(5));

        assertThat(answer)
                .satisfiesAnyOf(
                        a -> assertThat(a).isInstanceOf(Refused.class),
                        a ->
                                assertThat(a)
                                        .isInstanceOfSatisfying(
                                                Failed.class,
                                                f ->
                                                        assertThat(f.reason())
                                                                .isEqualTo(Failure.UNRESOLVED)));
        assertThat(hits).hasValue(0);
    }

    @Test
    void thereAreEnoughForms() {
        assertThat(forms()).hasSizeGreaterThan(60).doesNotHaveDuplicates();
    }

    @Test
    void aNameThatFlipsIsLookedUpOnceAndTheAddressThatPassedIsConnected() throws Exception {
        AtomicInteger lookUps = new AtomicInteger();
        OutgoingRules rules = new OutgoingRules(Optional.of("127.0.0.2/32"));
        Outgoing outgoing =
                new Outgoing(
                        vertx,
                        rules,
                        host ->
                                List.of(
                                        InetAddress.getByName(
                                                lookUps.getAndIncrement() == 0
                                                        ? "127.0.0.2"
                                                        : "127.0.0.1")));
        canary.close();
        try (ServerSocket allowed = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.2"));
                ServerSocket inside =
                        new ServerSocket(
                                allowed.getLocalPort(), 5, InetAddress.getByName("127.0.0.1"))) {
            String url = "http://flip.test:" + allowed.getLocalPort();
            inside.setSoTimeout(200);
            Thread.ofVirtual().start(() -> acceptOne(allowed));
            script = text("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");

            OutgoingAnswer first = get(outgoing, url);
            OutgoingAnswer second = get(outgoing, url);

            assertThat(first).isInstanceOf(Answered.class);
            assertThat(second).isInstanceOf(Refused.class);
            assertThat(lookUps).hasValue(2);
            assertThatThrownBy(inside::accept).isInstanceOf(SocketTimeoutException.class);
            assertThat(requests.getFirst())
                    .containsIgnoringCase("host: flip.test:" + allowed.getLocalPort());
        }
    }

    private void acceptOne(ServerSocket server) {
        try {
            serve(server.accept());
        } catch (IOException e) {
            requests.add("not accepted: " + e);
        }
    }

    @Test
    void aRedirectIsAnAnswerAndIsNotFollowed() {
        script =
                text(
                        "HTTP/1.1 302 Found\r\nlocation: "
                                + base()
                                + "/inside\r\ncontent-length: 0\r\n\r\n");

        OutgoingAnswer answer = get(new Outgoing(vertx, local), base() + "/hop?x=%20y");

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answered.class,
                        a -> {
                            assertThat(a.status()).isEqualTo(302);
                            assertThat(a.header("Location")).endsWith("/inside");
                        });
        assertThat(hits).hasValue(1);
        assertThat(requests.getFirst()).startsWith("GET /hop?x=%20y HTTP/1.1");
    }

    @Test
    void postsTheBody() {
        script = text("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");

        OutgoingAnswer answer =
                new Outgoing(vertx, local)
                        .post(
                                URI.create(base() + "/services/x"),
                                Map.of("Content-Type", "application/json"),
                                "{}".getBytes(StandardCharsets.UTF_8),
                                LIMITS)
                        .await()
                        .atMost(Duration.ofSeconds(5));

        assertThat(answer)
                .isInstanceOfSatisfying(Answered.class, a -> assertThat(a.text()).isEqualTo("ok"));
        assertThat(requests.getFirst())
                .startsWith("POST /services/x ")
                .containsIgnoringCase("content-length: 2")
                .containsIgnoringCase("content-type: application/json");
    }

    @Test
    void aBodyOverTheLimitIsCut() {
        script = text("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(2000));

        assertFailed(get(new Outgoing(vertx, local), base()), Failure.TOO_LARGE, 200);
    }

    @Test
    void aBodyThatDripsIsCutWhenTimeIsUpAndItsStatusIsKnown() {
        script =
                out -> {
                    out.write("HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n".getBytes("ASCII"));
                    for (int i = 0; i < 100; i++) {
                        out.write('x');
                        out.flush();
                        Thread.sleep(50);
                    }
                };

        assertFailed(get(new Outgoing(vertx, local), base()), Failure.TIMEOUT, 200);
    }

    @Test
    void silenceIsCutWhenTimeIsUp() {
        script = out -> Thread.sleep(5000);

        assertFailed(get(new Outgoing(vertx, local), base()), Failure.TIMEOUT, null);
    }

    @Test
    void endlessHeadersAreCut() {
        script =
                out -> {
                    out.write("HTTP/1.1 200 OK\r\n".getBytes("ASCII"));
                    for (int i = 0; i < 100_000; i++) {
                        out.write(("x" + i + ": y\r\n").getBytes("ASCII"));
                    }
                };

        assertThat(get(new Outgoing(vertx, local), base()))
                .isInstanceOfSatisfying(
                        Failed.class, f -> assertThat(f.reason()).isEqualTo(Failure.BROKEN));
    }

    @Test
    void whatIsNoHttpIsBroken() {
        script = text("220 smtp ready\r\n\r\n");

        assertFailed(get(new Outgoing(vertx, local), base()), Failure.BROKEN, null);
    }

    @Test
    void nobodyListening() throws IOException {
        canary.close();

        assertFailed(get(new Outgoing(vertx, local), base()), Failure.UNREACHABLE, null);
    }

    @Test
    void aHeaderOfTwoLinesIsRefused() {
        for (Map<String, String> headers :
                List.of(
                        Map.of("X-A", "b\r\nX-C: d"),
                        Map.of("Host", "inside"),
                        Map.of("a b", "c"))) {
            OutgoingAnswer answer =
                    new Outgoing(vertx, local)
                            .get(URI.create(base()), headers, LIMITS)
                            .await()
                            .atMost(Duration.ofSeconds(5));
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Refused.class, r -> assertThat(r.reason()).isEqualTo(Refusal.HEADER));
        }
        assertThat(requests).noneMatch(r -> r.startsWith("GET"));
    }

    private static void assertFailed(OutgoingAnswer answer, Failure reason, Integer status) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Failed.class,
                        f -> {
                            assertThat(f.reason()).isEqualTo(reason);
                            assertThat(f.status()).isEqualTo(status);
                        });
    }
}
