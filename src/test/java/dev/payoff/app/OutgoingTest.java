package dev.payoff.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payoff.app.OutgoingAnswer.Answered;
import dev.payoff.app.OutgoingAnswer.Failed;
import dev.payoff.app.OutgoingAnswer.Failure;
import dev.payoff.app.OutgoingAnswer.Refusal;
import dev.payoff.app.OutgoingAnswer.Refused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls out reach nothing inside, whatever form its address takes. */
class OutgoingTest extends OutgoingTestBase {

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
}
