package dev.payoff.alert;

import static dev.payoff.alert.FakeSlack.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The notifier without routes: every channel is told at once. */
class NotifierTest extends NotifierBench {

    @Test
    void tellsThatItFiresAndThatItIsOverOnceEach() throws Exception {
        UUID channel = channel("a", Severity.INFO);
        UUID episode = fires("ROI is low");
        round();
        after(Duration.ofSeconds(2));
        assertThat(slack.texts("a")).hasSize(1);
        assertThat(slack.texts("a").getFirst())
                .startsWith(
                        "🟠 Warning: ROI is low (Cloud move). The simple ROI of Cloud move is -20 %");

        resolves(episode);
        after(Duration.ofSeconds(2));
        after(Duration.ofSeconds(2));
        assertThat(slack.texts("a")).hasSize(2);
        assertThat(slack.texts("a").getLast()).startsWith("✅ Resolved: ROI is low");
        assertThat(outcomes(channel)).containsExactly("FIRING SENT 1 -", "RESOLVED SENT 1 -");
        assertThat(meters.counter("payoff.notifications", "outcome", "sent").count()).isEqualTo(2);
    }

    @Test
    void aWebhookGetsSignedAlertmanagerJson_underOneIdHoweverOftenItIsSent() throws Exception {
        String secret = WebhookSender.newSecret(time);
        UUID channel = UUID.randomUUID();
        run(
                "INSERT INTO channel (id, tenant_id, name, kind, address, address_host, address_end,"
                        + " secret, created_at) VALUES (?, ?, 'c', 'WEBHOOK', ?, 'h', 'e', ?, now())",
                channel,
                tenant,
                box.seal(slack.url("hook"), Channel.place(channel)),
                box.seal(secret, Channel.secretPlace(channel)));
        slack.script("hook", status(503, "later"));
        UUID episode = fires("ROI is low");
        round();
        after(Duration.ofMinutes(1));
        resolves(episode);
        after(Duration.ofSeconds(2));
        after(Duration.ofSeconds(2));

        List<FakeSlack.Received> calls = slack.received("hook");
        assertThat(calls).hasSize(3);
        assertThat(header(calls.get(0), "webhook-id"))
                .isEqualTo(header(calls.get(1), "webhook-id"));
        assertThat(header(calls.get(2), "webhook-id"))
                .startsWith("msg_")
                .isNotEqualTo(header(calls.get(0), "webhook-id"));
        for (FakeSlack.Received call : calls) {
            assertThat(header(call, "webhook-signature")).isEqualTo("v1," + hmac(secret, call));
        }
        assertThat(calls.stream().map(call -> new JsonObject(call.body()).getString("status")))
                .containsExactly("firing", "firing", "resolved");
        assertThat(outcomes(channel)).containsExactly("FIRING SENT 2 -", "RESOLVED SENT 1 -");
    }

    private static String header(FakeSlack.Received call, String name) {
        return call.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow()
                .getValue()
                .getFirst();
    }

    /** By the text of the Standard Webhooks specification, without its library. */
    private static String hmac(String secret, FakeSlack.Received call) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(
                new SecretKeySpec(
                        Base64.getDecoder().decode(secret.substring("whsec_".length())), "any"));
        String signed =
                header(call, "webhook-id")
                        + "."
                        + header(call, "webhook-timestamp")
                        + "."
                        + call.body();
        return Base64.getEncoder()
                .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void waitsAsLongAsSlackAsksWhileOtherChannelsGoOn() throws Exception {
        UUID channel = channel("limited", Severity.INFO);
        channel("free", Severity.INFO);
        slack.script("limited", status(429, "rate_limited", "Retry-After", "45"));
        fires("one");
        round();
        fires("two");
        after(Duration.ofSeconds(44));
        assertThat(slack.texts("limited")).hasSize(1);
        assertThat(slack.texts("free")).hasSize(2);

        after(Duration.ofSeconds(2));
        after(Duration.ofSeconds(2));
        assertThat(slack.texts("limited")).hasSize(3);
        assertThat(outcomes(channel))
                .containsExactlyInAnyOrder("FIRING SENT 2 -", "FIRING SENT 1 -");
    }

    @Test
    void triesAgainAfterFailuresThatMayPass() throws Exception {
        UUID channel = channel("shaky", Severity.INFO);
        slack.script(
                "shaky",
                status(500, "oops"),
                status(302, "", "Location", slack.url("inside")),
                exchange -> exchange.close());
        fires("one");
        round();
        assertThat(outcomes(channel)).containsExactly("FIRING WAITING 1 HTTP 500: oops");
        after(Duration.ofMinutes(1));
        assertThat(outcomes(channel)).containsExactly("FIRING WAITING 2 HTTP 302");
        after(Duration.ofMinutes(1));
        assertThat(outcomes(channel).getFirst()).startsWith("FIRING WAITING 3 BROKEN");
        after(Duration.ofMinutes(1));
        assertThat(outcomes(channel)).containsExactly("FIRING SENT 4 -");
        assertThat(slack.texts("inside")).isEmpty();
    }

    /** Late readings: the episode ends at a time of yesterday while Slack has us wait. */
    @Test
    void whatTheChannelPutsOffDoesNotBecomeHistoryMeanwhile() throws Exception {
        UUID channel = channel("limited", Severity.INFO);
        slack.script("limited", status(429, "rate_limited", "Retry-After", "3"));
        UUID episode = fires("one");
        round();
        resolves(episode, clock.now.minus(Duration.ofDays(1)));
        after(Duration.ofSeconds(3));
        after(Duration.ofSeconds(2));
        assertThat(outcomes(channel)).containsExactly("FIRING SENT 2 -", "RESOLVED SENT 1 -");
        assertThat(slack.texts("limited").getLast()).startsWith("✅");
    }

    @Test
    void whoMayHaveHeardThatItFiresIsToldThatItIsOver() throws Exception {
        UUID channel = channel("cut", Severity.INFO);
        slack.script("cut", exchange -> exchange.close());
        UUID episode = fires("one");
        round();
        run(
                "UPDATE episode SET acknowledged_at = ?, acknowledged_by = 'ann' WHERE id = ?",
                clock.now,
                episode);
        after(Duration.ofMinutes(1));
        assertThat(outcomes(channel)).containsExactly("FIRING SUPPRESSED 1 acknowledged by ann");
        resolves(episode);
        after(Duration.ofSeconds(2));
        assertThat(outcomes(channel)).contains("RESOLVED SENT 1 -");
    }

    @Test
    void aHeadOf200CountsWhateverBecomesOfTheBody() throws Exception {
        UUID channel = channel("cut", Severity.INFO);
        slack.script(
                "cut",
                exchange -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write('o');
                    exchange.getResponseBody().flush();
                });
        fires("one");
        round();
        assertThat(outcomes(channel)).containsExactly("FIRING SENT 1 -");
    }

    @Test
    void nobodyListening() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        UUID channel = channelAt("http://127.0.0.1:" + port + "/services/x", Severity.INFO);
        fires("one");
        round();
        assertThat(outcomes(channel).getFirst()).startsWith("FIRING WAITING 1 UNREACHABLE");
    }

    @Test
    void slacksNoIsFinalAndItsEndIsNotTold() throws Exception {
        UUID channel = channel("gone", Severity.INFO);
        slack.script("gone", status(400, "invalid_payload"));
        UUID episode = fires("one");
        round();
        resolves(episode);
        after(Duration.ofMinutes(10));
        assertThat(outcomes(channel))
                .containsExactly(
                        "FIRING FAILED 1 HTTP 400: invalid_payload",
                        "RESOLVED SUPPRESSED 0 that it fired was not told");
        assertThat(slack.texts("gone")).hasSize(1);
    }

    @Test
    void theEndNeverOvertakesTheBeginning() throws Exception {
        channel("slow", Severity.INFO);
        slack.script("slow", status(503, ""), status(503, ""));
        UUID episode = fires("one");
        round();
        resolves(episode);
        for (int i = 0; i < 6; i++) {
            after(Duration.ofSeconds(20));
        }
        assertThat(slack.texts("slow")).hasSize(4);
        assertThat(slack.texts("slow").subList(0, 3)).allMatch(t -> t.startsWith("🟠"));
        assertThat(slack.texts("slow").getLast()).startsWith("✅");
    }

    @Test
    void aChannelHasOneMessageASecondAtMost() throws Exception {
        channel("a", Severity.INFO);
        for (int i = 0; i < 5; i++) {
            fires("episode " + i);
        }
        round();
        assertThat(slack.texts("a")).hasSize(1);
        after(Duration.ofMillis(999));
        assertThat(slack.texts("a")).hasSize(1);
        after(Duration.ofMillis(1));
        assertThat(slack.texts("a")).hasSize(2);
    }

    @Test
    void aChannelThatHangsHoldsUpNoOtherAndIsNotAskedTwice() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        UUID hanging = channel("hanging", Severity.INFO);
        channel("free", Severity.INFO);
        slack.script(
                "hanging",
                exchange -> {
                    release.await();
                    status(200, "ok").to(exchange);
                });
        fires("one");
        notifier.round().await().atMost(Duration.ofSeconds(5));
        Notifier other = another();
        await().until(() -> slack.texts("free").size() == 1 && slack.texts("hanging").size() == 1);
        other.round().await().atMost(Duration.ofSeconds(5));
        notifier.round().await().atMost(Duration.ofSeconds(5));

        release.countDown();
        settle();
        assertThat(slack.texts("hanging")).hasSize(1);
        assertThat(outcomes(hanging)).containsExactly("FIRING SENT 1 -");
    }

    @Test
    void severalInstancesTellEachThingOnce() throws Exception {
        List<Notifier> instances = List.of(notifier, another(), another());
        channel("a", Severity.INFO);
        channel("b", Severity.INFO);
        for (int i = 0; i < 15; i++) {
            fires("episode " + i);
        }
        for (int i = 0; i < 17; i++) {
            List<Thread> threads =
                    instances.stream()
                            .map(each ->
                                    Thread.ofVirtual()
                                            .start(() -> each.round().await().indefinitely()))
                            .toList();
            for (Thread thread : threads) {
                thread.join();
            }
            settle();
            clock.now = clock.now.plus(Notifier.SPACING);
        }
        assertThat(slack.texts("a")).hasSize(15).doesNotHaveDuplicates();
        assertThat(slack.texts("b")).hasSize(15).doesNotHaveDuplicates();
    }

    @Test
    void whatIsNotToldHasAReason() throws Exception {
        UUID critical = channel("critical", Severity.CRITICAL);
        UUID all = channel("all", Severity.INFO);
        run(
                "INSERT INTO silence (id, tenant_id, project_id, starts_at, ends_at, comment,"
                        + " created_by, created_at) VALUES (?, ?, ?, ?, ?, 'moving', 'ann', now())",
                UUID.randomUUID(),
                tenant,
                project,
                START,
                START.plusSeconds(60));
        fires("one");
        round();
        assertThat(outcomes(critical))
                .containsExactly("FIRING SUPPRESSED 0 WARNING is below the channel's CRITICAL");
        assertThat(outcomes(all)).containsExactly("FIRING SUPPRESSED 0 silenced: moving");

        clock.now = START.plusSeconds(60);
        fires("two");
        round();
        assertThat(slack.texts("all")).hasSize(1);
    }

    @Test
    void aChannelSwitchedOffWhileItsMessageWaitsIsToldNothing() throws Exception {
        UUID channel = channel("a", Severity.INFO);
        slack.script("a", status(500, ""));
        fires("one");
        round();
        run("UPDATE channel SET enabled = false WHERE id = ?", channel);
        after(Duration.ofMinutes(1));
        assertThat(outcomes(channel))
                .containsExactly("FIRING SUPPRESSED 1 the channel is switched off");
        assertThat(slack.texts("a")).hasSize(1);
    }
}
