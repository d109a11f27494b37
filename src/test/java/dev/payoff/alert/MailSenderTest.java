package dev.payoff.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.payoff.app.SecretBox;
import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Alerts by e-mail, to a real SMTP server, and to one that answers by a script. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class MailSenderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long GREETING_MILLIS = 50;

    /** More than a pool of connections has places. */
    private static final int REFUSALS = 15;

    private static final String ADDRESS = "ada@acme.example";

    @Inject MailSender sender;

    @Inject SecretBox box;

    @ConfigProperty(name = "payoff.mail.port")
    int port;

    /** What was said between sender and scripted server. */
    private final Queue<String> said = new ConcurrentLinkedQueue<>();

    private final EpisodeFixture fixture = new EpisodeFixture();

    private Messenger.Target target(String name) {
        UUID id = UUID.randomUUID();
        return new Messenger.Target(id, name, box.seal(ADDRESS, Channel.place(id)), null);
    }

    private Delivery send(Announcement message) {
        return sender.send(target("Board"), message, 1).await().atMost(PATIENCE);
    }

    private GreenMail server() {
        GreenMail server =
                new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        return server;
    }

    private static String part(MimeMessage mail, String type) throws Exception {
        Multipart parts = (Multipart) mail.getContent();
        for (int i = 0; i < parts.getCount(); i++) {
            if (parts.getBodyPart(i).getContentType().startsWith(type)) {
                return parts.getBodyPart(i).getContent().toString();
            }
        }
        throw new AssertionError("No part of the type " + type);
    }

    private static String header(MimeMessage mail, String name) throws MessagingException {
        String[] values = mail.getHeader(name);
        assertThat(values).as(name).hasSize(1);
        return values[0];
    }

    @Test
    void anEpisodeIsOneThread_inTextAndHtml() throws Exception {
        GreenMail server = server();
        try {
            assertThat(send(new Announcement.Firing(UUID.randomUUID(), fixture.episode())))
                    .isEqualTo(new Delivery.Sent());
            fixture.resolvedAt = EpisodeFixture.ACTIVE.plus(Duration.ofMinutes(125));
            assertThat(
                            send(
                                    new Announcement.Resolved(
                                            UUID.randomUUID(),
                                            fixture.episode(),
                                            fixture.resolvedAt)))
                    .isEqualTo(new Delivery.Sent());
            MimeMessage[] mails = server.getReceivedMessages();
            assertThat(mails).hasSize(2);
            MimeMessage fires = mails[0];
            assertThat(fires.getSubject())
                    .isEqualTo("[Payoff] Critical: Cost is back (Cloud move)");
            assertThat(fires.getFrom()[0].toString()).isEqualTo("Payoff <payoff@acme.example>");
            assertThat(fires.getRecipients(Message.RecipientType.TO)[0].toString())
                    .isEqualTo(ADDRESS);
            assertThat(header(fires, "Auto-Submitted")).isEqualTo("auto-generated");
            assertThat(part(fires, "text/plain"))
                    .contains(
                            "The mean of Cost per month in the hour is 46,000.5 EUR, above 42,000 EUR.")
                    .contains("What it is worth: The project loses 8.21 EUR an hour now")
                    .contains("/projects/cloud?alert=" + EpisodeFixture.ID);
            assertThat(part(fires, "text/html")).contains("<h1").contains("Cost is back");
            MimeMessage over = mails[1];
            assertThat(over.getSubject()).isEqualTo("Re: " + fires.getSubject());
            assertThat(header(over, "In-Reply-To")).isEqualTo(header(fires, "Message-ID"));
            assertThat(header(over, "References")).isEqualTo(header(fires, "Message-ID"));
            assertThat(part(over, "text/plain")).contains("It lasted 2 h 5 min.");
        } finally {
            server.stop();
        }
    }

    @Test
    void everyMailCanBeEndedWithOneClick() throws Exception {
        GreenMail server = server();
        try {
            send(new Announcement.Firing(UUID.randomUUID(), fixture.episode()));
            MimeMessage mail = server.getReceivedMessages()[0];
            String link = header(mail, "List-Unsubscribe").replaceAll("\\s", "");
            assertThat(link).matches("<http.*/hooks/unsubscribe/[A-Za-z0-9_-]+>");
            assertThat(header(mail, "List-Unsubscribe-Post"))
                    .isEqualTo("List-Unsubscribe=One-Click");
            String page = link.substring(1, link.length() - 1);
            assertThat(part(mail, "text/plain")).contains(page);
            assertThat(part(mail, "text/html")).contains("href=\"" + page + "\"");
            assertThat(page).doesNotContain("ada");
        } finally {
            server.stop();
        }
    }

    @Test
    void aGroupIsOneThread_whateverItsLabelsHold() throws Exception {
        GreenMail server = server();
        try {
            send(new Announcement.Grouped(UUID.randomUUID(), note(1)));
            send(new Announcement.Grouped(UUID.randomUUID(), note(2)));
            MimeMessage first = server.getReceivedMessages()[0];
            MimeMessage second = server.getReceivedMessages()[1];
            assertThat(first.getSubject())
                    .isEqualTo("[Payoff] Alerts: team a Bcc: eve@evil.example");
            assertThat(second.getSubject()).isEqualTo("Re: " + first.getSubject());
            assertThat(header(second, "In-Reply-To")).isEqualTo(header(first, "Message-ID"));
            assertThat(header(second, "Message-ID")).isNotEqualTo(header(first, "Message-ID"));
            assertThat(first.getHeader("Bcc")).isNull();
            assertThat(first.getAllRecipients()).hasSize(1);
            assertThat(part(first, "text/plain"))
                    .contains("Critical: 1 alert")
                    .contains("New: Cost is back: Critical, Cloud move.");
        } finally {
            server.stop();
        }
    }

    private GroupNote note(int number) {
        EpisodeJson episode = fixture.episode();
        return new GroupNote(
                UUID.randomUUID(),
                new GroupMessage(
                        "all",
                        Map.of("team", "a\r\nBcc: eve@evil.example"),
                        "thread.1",
                        number,
                        dev.payoff.alert.routing.Message.Kind.NEWS,
                        List.of(episode.id()),
                        1,
                        1,
                        List.of(),
                        0),
                List.of(episode),
                List.of());
    }

    @Test
    void aDigestNamesWhatFiresAndWhatIsOver() throws Exception {
        EpisodeJson fires = fixture.episode();
        fixture.name = "Queue\r\nBcc: eve@evil.example";
        fixture.resolvedAt = EpisodeFixture.ACTIVE.plus(Duration.ofMinutes(125));
        DigestNote digest =
                new DigestNote(
                        EpisodeFixture.ACTIVE,
                        EpisodeFixture.ACTIVE.plus(Duration.ofDays(1)),
                        List.of(fires, fixture.episode()),
                        7);
        GreenMail server = server();
        try {
            assertThat(sender.send(target("Board"), digest, 1).await().atMost(PATIENCE))
                    .isEqualTo(new Delivery.Sent());
            MimeMessage mail = server.getReceivedMessages()[0];
            assertThat(mail.getSubject()).isEqualTo("[Payoff] Digest: 7 alerts");
            assertThat(mail.getHeader("Bcc")).isNull();
            assertThat(part(mail, "text/plain"))
                    .contains("From 2026-03-01 10:00 UTC to 2026-03-02 10:00 UTC.")
                    .contains("Fires: Cost is back: Critical, Cloud move.")
                    .contains("Over: Queue Bcc: eve@evil.example: Cloud move. It lasted 2 h 5 min.")
                    .contains("And more: 5 that are not named here");
        } finally {
            server.stop();
        }
    }

    @Test
    void namesBecomeNeitherHeadersNorMarkup() throws Exception {
        fixture.name = "Cost\r\nBcc: eve@evil.example\r\n\r\n<script>alert(1)</script>";
        GreenMail server = server();
        try {
            send(new Announcement.Firing(UUID.randomUUID(), fixture.episode()));
            MimeMessage mail = server.getReceivedMessages()[0];
            assertThat(mail.getHeader("Bcc")).isNull();
            assertThat(mail.getAllRecipients()).hasSize(1);
            assertThat(mail.getSubject()).contains("Cost Bcc: eve@evil.example <script>");
            assertThat(part(mail, "text/html"))
                    .contains("&lt;script&gt;")
                    .doesNotContain("<script>");
        } finally {
            server.stop();
        }
    }

    @Test
    void aServersFinalWordIsFinal_andAnythingElseIsTriedAgain() throws Exception {
        Announcement message = new Announcement.Test(UUID.randomUUID(), "Board", "ada");
        try (ScriptedServer server = new ScriptedServer()) {
            server.toRecipient = "451 come back later";
            assertThat(send(message))
                    .as("%s", said)
                    .isInstanceOfSatisfying(
                            Delivery.Retry.class,
                            retry -> assertThat(retry.reason()).isEqualTo("SMTP 451"));
            server.toRecipient = null;
            assertThat(send(message))
                    .as("cut off after the message, %s", said)
                    .isInstanceOf(Delivery.Retry.class);
            server.toRecipient = "550 no such user";
            for (int i = 0; i < REFUSALS; i++) {
                said.clear();
                assertThat(send(message))
                        .as("refusal %d, %s", i, said)
                        .isEqualTo(new Delivery.GaveUp("SMTP 550"));
            }
        }
        assertThat(send(message)).as("nobody listens").isInstanceOf(Delivery.Retry.class);
    }

    /** Answers each recipient as it is told, and hangs up after a message. */
    private final class ScriptedServer implements AutoCloseable {
        private final ServerSocket server = new ServerSocket();
        private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::serve);

        /** Null: any recipient will do. */
        private volatile String toRecipient;

        ScriptedServer() throws IOException {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress("127.0.0.1", port));
            thread.start();
        }

        private void serve() {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    Thread.ofPlatform().daemon().start(() -> converse(socket, toRecipient));
                } catch (IOException closed) {
                    said.add("No more connections: " + closed.getMessage());
                }
            }
        }

        /** The port is free only once nobody waits for connections any more. */
        @Override
        public void close() throws IOException, InterruptedException {
            server.close();
            thread.join();
        }
    }

    private void converse(Socket accepted, String toRecipient) {
        try (Socket socket = accepted;
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.US_ASCII))) {
            // A greeting that comes with the first packet can pass the client by, before it
            // listens; servers take their time for it.
            Thread.sleep(GREETING_MILLIS);
            say(socket, "220 ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                said.add("C: " + line);
                if (line.startsWith("RCPT") && toRecipient != null) {
                    say(socket, toRecipient);
                } else if (line.equals("DATA")) {
                    say(socket, "354 go on");
                } else if (line.equals(".")) {
                    return;
                } else if (line.matches("(EHLO|HELO|MAIL|RCPT|RSET|QUIT|NOOP).*")) {
                    say(socket, "250 ok");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException gone) {
            said.add("The client is gone: " + gone);
        }
    }

    private void say(Socket socket, String line) throws IOException {
        said.add("S: " + line);
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
