package dev.payoff.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.OutgoingAnswer;
import dev.payoff.app.OutgoingAnswer.Answered;
import dev.payoff.app.OutgoingAnswer.Failed;
import dev.payoff.app.OutgoingAnswer.Failure;
import dev.payoff.app.OutgoingAnswer.Refusal;
import dev.payoff.app.OutgoingAnswer.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private static OutgoingAnswer http(int status, String body) {
        return new Answered(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static Delivery judge(OutgoingAnswer answer) {
        return Delivery.judge(answer, 1, NOW, 0.5);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 299})
    void arrived(int status) {
        assertThat(judge(http(status, "ok"))).isInstanceOf(Delivery.Sent.class);
        assertThat(judge(new Failed(Failure.TIMEOUT, status, "")))
                .as("its head came in, so it arrived whatever became of the body")
                .isInstanceOf(Delivery.Sent.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 408, 429, 500, 502, 503, 504})
    void mayPass(int status) {
        assertThat(judge(http(status, "")))
                .isEqualTo(new Delivery.Retry(NOW.plusMillis(1500), "HTTP " + status));
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_payload",
        "403, action_prohibited",
        "404, no_service",
        "410, channel_is_archived"
    })
    void slacksWordIsFinal(int status, String said) {
        assertThat(judge(http(status, said)))
                .isEqualTo(new Delivery.GaveUp("HTTP " + status + ": " + said));
    }

    @Test
    void whatFailedUnderwayIsTriedAgainAndWhatWasRefusedIsNot() {
        assertThat(judge(new Failed(Failure.UNREACHABLE, null, "x")))
                .isInstanceOf(Delivery.Retry.class);
        assertThat(judge(new Failed(Failure.TIMEOUT, null, "x")))
                .isInstanceOf(Delivery.Retry.class);
        assertThat(judge(new Refused(Refusal.BLOCKED_ADDRESS, "x")))
                .isInstanceOf(Delivery.GaveUp.class);
    }

    @ParameterizedTest
    @CsvSource({
        "30, PT30S",
        "0, PT1.5S",
        "7200, PT1H",
        "'Sun, 01 Mar 2026 10:01:00 GMT', PT1M",
        "'Sun, 01 Mar 2026 09:00:00 GMT', PT1.5S",
        "soon, PT1.5S",
        "-5, PT1.5S",
        "99999999999999999999, PT1.5S"
    })
    void retryAfterIsHonouredWithinReason(String header, Duration pause) {
        OutgoingAnswer answer =
                new Answered(429, Map.of("retry-after", header), "rate_limited".getBytes());

        assertThat(judge(answer))
                .isEqualTo(new Delivery.Retry(NOW.plus(pause), "HTTP 429: rate_limited"));
    }

    @Test
    void pausesDoubleUpToABoundAndTheTriesEnd() {
        assertThat(Delivery.pause(1, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Delivery.pause(2, 0)).isEqualTo(Duration.ofSeconds(2));
        assertThat(Delivery.pause(5, 0.999999))
                .isBetween(Duration.ofSeconds(31), Duration.ofSeconds(32));
        assertThat(Delivery.pause(Delivery.MAX_ATTEMPTS, 0.999999))
                .isLessThanOrEqualTo(Delivery.LONGEST_PAUSE);
        assertThat(Delivery.judge(http(500, "oops"), Delivery.MAX_ATTEMPTS - 1, NOW, 0))
                .isInstanceOf(Delivery.Retry.class);
        assertThat(Delivery.judge(http(500, "oops"), Delivery.MAX_ATTEMPTS, NOW, 0))
                .isEqualTo(new Delivery.GaveUp("gave up after 20 tries; the last: HTTP 500: oops"));
    }

    @Test
    void whatTheOtherSideSaysIsCutAndOnOneLine() {
        assertThat(judge(http(400, "a\r\n\u001b[31m" + "x".repeat(1000))))
                .isInstanceOfSatisfying(
                        Delivery.GaveUp.class,
                        g ->
                                assertThat(g.reason())
                                        .hasSizeLessThan(230)
                                        .doesNotContain("\n", "\u001b"));
    }
}
