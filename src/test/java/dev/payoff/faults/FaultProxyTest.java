package dev.payoff.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy hurts as it says, and its counters tell the truth of it. */
class FaultProxyTest {

    private final AtomicLong heard = new AtomicLong();
    private ServerSocket shouter;
    private FaultProxy proxy;

    @BeforeEach
    void startAServerThatShoutsBack() throws IOException {
        shouter = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Thread.ofVirtual()
                .start(() -> {
                    while (!shouter.isClosed()) {
                        try {
                            Socket caller = shouter.accept();
                            Thread.ofVirtual().start(() -> shout(caller));
                        } catch (IOException closed) {
                            return;
                        }
                    }
                });
        proxy = new FaultProxy(shouter.getLocalPort(), 1);
    }

    private void shout(Socket caller) {
        try (caller) {
            byte[] word = new byte[64];
            for (int n = caller.getInputStream().read(word);
                    n > 0;
                    n = caller.getInputStream().read(word)) {
                heard.addAndGet(n);
                String said = new String(word, 0, n, StandardCharsets.US_ASCII);
                caller.getOutputStream()
                        .write(said.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException cut) {
            assertThat(caller.isClosed()).isTrue();
        }
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        shouter.close();
    }

    @Test
    void inFairWeatherEverythingPasses() throws IOException {
        try (Socket client = call()) {
            assertThat(ask(client, "hello")).isEqualTo("HELLO");
            assertThat(proxy.accepted()).isEqualTo(1);
            assertThat(proxy.broken() + proxy.swallowed() + proxy.delayed()).isZero();
        }
    }

    @Test
    void latencyDelaysAndLosesNothing() throws IOException {
        try (Socket client = call()) {
            proxy.set(new FaultProxy.Weather.Latency(150, 50));
            long before = System.nanoTime();
            assertThat(ask(client, "hello")).isEqualTo("HELLO");
            assertThat(System.nanoTime() - before).isGreaterThan(300_000_000L);
            assertThat(proxy.delayed()).isEqualTo(2);
        }
    }

    @Test
    void bandwidthIsABound() throws IOException {
        try (Socket client = call()) {
            proxy.set(new FaultProxy.Weather.Bandwidth(100));
            long before = System.nanoTime();
            assertThat(ask(client, "0123456789")).isEqualTo("0123456789");
            assertThat(System.nanoTime() - before).isGreaterThan(100_000_000L);
        }
    }

    @Test
    void whatHungArrivesWhenItThaws() throws IOException {
        try (Socket client = call()) {
            assertThat(ask(client, "one")).isEqualTo("ONE");
            proxy.set(new FaultProxy.Weather.Hang());
            say(client, "two");
            client.setSoTimeout(200);
            assertThatThrownBy(() -> hear(client, 3)).isInstanceOf(SocketTimeoutException.class);
            proxy.heal();
            client.setSoTimeout(5_000);
            assertThat(hear(client, 3)).isEqualTo("TWO");
        }
    }

    @Test
    void halfOpenTheServerHearsAndTheClientIsNotTold_andTheConnectionIsLostAfterwards()
            throws IOException {
        try (Socket client = call()) {
            assertThat(ask(client, "one")).isEqualTo("ONE");
            proxy.set(new FaultProxy.Weather.HalfOpen());
            say(client, "two");
            await().until(() -> proxy.swallowed() == 3);
            assertThat(heard.get()).isEqualTo(6);
            proxy.heal();
            assertThatThrownBy(() -> hear(client, 3)).isInstanceOf(SocketException.class);
            assertThat(proxy.broken()).isEqualTo(1);
        }
    }

    @Test
    void downBreaksOldAndNewConnections_untilItIsUpAgain() throws IOException {
        try (Socket client = call()) {
            assertThat(ask(client, "one")).isEqualTo("ONE");
            proxy.set(new FaultProxy.Weather.Down());
            assertThatThrownBy(() -> ask(client, "two")).isInstanceOf(SocketException.class);
            try (Socket next = call()) {
                assertThatThrownBy(
                                () -> {
                                    say(next, "three");
                                    hear(next, 5);
                                })
                        .isInstanceOf(SocketException.class);
            }
            assertThat(proxy.broken()).isGreaterThanOrEqualTo(2);
            proxy.heal();
            try (Socket again = call()) {
                assertThat(ask(again, "four")).isEqualTo("FOUR");
            }
        }
    }

    @Test
    void theServerHearsTheMarkAndTheAnswerIsCut_soManyTimesAndNoMore() throws IOException {
        proxy.cutAnswersTo("COMMIT", 1);
        try (Socket client = call()) {
            assertThat(ask(client, "begin")).isEqualTo("BEGIN");
            assertThatThrownBy(() -> ask(client, "xCOMMITx")).isInstanceOf(SocketException.class);
            assertThat(heard.get()).isEqualTo(13);
        }
        try (Socket client = call()) {
            assertThat(ask(client, "COMMIT")).isEqualTo("COMMIT");
        }
        assertThat(proxy.cutAtMark()).isEqualTo(1);
    }

    private Socket call() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static String ask(Socket socket, String text) throws IOException {
        say(socket, text);
        return hear(socket, text.length());
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hear(Socket socket, int bytes) throws IOException {
        byte[] answer = socket.getInputStream().readNBytes(bytes);
        if (answer.length < bytes) {
            throw new SocketException("closed");
        }
        return new String(answer, StandardCharsets.US_ASCII);
    }
}
