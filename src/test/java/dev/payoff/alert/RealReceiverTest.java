package dev.payoff.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.devstack.RealPrograms;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program that was written for Alertmanager's webhooks reads ours: Google's
 * alertmanager-irc-relay, which decodes them with Alertmanager's own type and says them in a
 * channel of an IRC server, of which there is a little one here.
 */
class RealReceiverTest extends NotifierBench {

    @TempDir Path directory;
    private RealPrograms programs;
    private ServerSocket irc;
    private final Queue<String> said = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void open() throws IOException {
        programs = new RealPrograms(directory);
        irc = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void end() throws Exception {
        programs.close();
        irc.close();
    }

    /** One guest, as much of RFC 2812 as it takes to join a channel and speak. */
    private void serve() {
        try (Socket guest = irc.accept();
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        guest.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", 3);
                switch (words[0]) {
                    case "USER" -> say(guest, ":irc 001 payoff :Welcome");
                    case "JOIN" -> say(guest, ":payoff!p@h JOIN :" + words[1]);
                    case "PING" -> say(guest, ":irc PONG irc " + words[1]);
                    case "PRIVMSG" -> said.add(words[1] + " " + words[2]);
                    default -> {}
                }
            }
        } catch (IOException gone) {
            said.add("The guest is gone: " + gone.getMessage());
        }
    }

    private static void say(Socket guest, String line) throws IOException {
        guest.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private List<String> inTheChannel() {
        return said.stream().filter(line -> line.startsWith("#ops ")).toList();
    }

    @Test
    void aReceiverOfAlertmanagersWebhooksReadsOurs() throws Exception {
        Path program = RealPrograms.needed("alertmanager-irc-relay", "alertmanager-irc-relay");
        int port = RealPrograms.freePort();
        Path config =
                Files.writeString(
                        directory.resolve("relay.yml"),
                        """
                        http_host: 127.0.0.1
                        http_port: %d
                        irc_host: 127.0.0.1
                        irc_port: %d
                        irc_use_ssl: no
                        irc_nickname: payoff
                        irc_realname: payoff
                        irc_channels: [{name: "#ops"}]
                        use_privmsg: yes
                        msg_template: "{{.Status}}, {{.Labels.alertname}}, {{.Labels.severity}}, {{.Labels.project}}, {{.EndsAt.Year}}, {{.Fingerprint}}"
                        """
                                .formatted(port, irc.getLocalPort()));
        programs.run(program.toString(), "--config", config.toString());
        UUID channel = UUID.randomUUID();
        run(
                "INSERT INTO channel (id, tenant_id, name, kind, address, address_host,"
                        + " address_end, secret, created_at) VALUES (?, ?, 'c', 'WEBHOOK', ?, 'h', 'e',"
                        + " ?, now())",
                channel,
                tenant,
                box.seal("http://127.0.0.1:" + port + "/ops", Channel.place(channel)),
                box.seal(WebhookSender.newSecret(time), Channel.secretPlace(channel)));
        programs.eventually(() -> {
            try (Socket there = new Socket("127.0.0.1", port)) {
                assertThat(there.isConnected()).isTrue();
            }
        });

        UUID episode = fires("ROI is low");
        round();
        programs.eventually(() ->
                assertThat(inTheChannel())
                        .containsExactly(
                                "#ops :firing, ROI is low, warning, cloud, 1, " + episode));
        resolves(episode);
        after(Duration.ofSeconds(2));
        after(Duration.ofSeconds(2));
        programs.eventually(() -> assertThat(inTheChannel()).hasSize(2));
        assertThat(inTheChannel().getLast())
                .matches("#ops :resolved, ROI is low, warning, cloud, 20\\d\\d, " + episode);
        assertThat(outcomes(channel)).containsExactly("FIRING SENT 1 -", "RESOLVED SENT 1 -");
    }
}
