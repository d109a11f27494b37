package dev.payoff.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.OutgoingAnswer.Failed;
import dev.payoff.app.OutgoingAnswer.Failure;
import dev.payoff.app.OutgoingAnswer.Refusal;
import dev.payoff.app.OutgoingAnswer.Refused;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a hostile system answers is bounded, in length and in time. */
class OutgoingBoundsTest extends OutgoingTestBase {

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
