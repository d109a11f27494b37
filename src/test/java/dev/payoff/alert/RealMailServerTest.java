package dev.payoff.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.app.SecretBox;
import dev.payoff.app.TimeAndChance;
import dev.payoff.devstack.RealPrograms;
import dev.payoff.devstack.SelfSigned;
import dev.payoff.devstack.StackResource;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An Exim of Debian's that takes mail from nobody but who came by STARTTLS and logged in, and puts
 * it into a Maildir.
 */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class RealMailServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject Vertx vertx;

    @Inject
    @Location("alert.txt")
    Template text;

    @Inject
    @Location("alert.html")
    Template html;

    @Inject SecretBox box;

    @Inject Unsubscribing links;

    @Inject TimeAndChance time;

    @TempDir Path directory;
    private RealPrograms programs;
    private final EpisodeFixture fixture = new EpisodeFixture();

    @BeforeEach
    void open() throws IOException {
        programs = new RealPrograms(directory);
        // Exim gives up its rights before it opens anything.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @AfterEach
    void end() throws InterruptedException {
        programs.close();
    }

    /** Starts it under a certificate; how it is reached. */
    private MailSettings exim(String host) throws Exception {
        Path program = RealPrograms.needed("exim4-daemon-light", "exim4");
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "skipped: Exim lets nobody but root start its daemon");
        SelfSigned tls = SelfSigned.of(directory, host);
        int port = RealPrograms.freePort();
        Path config =
                Files.writeString(
                        directory.resolve("exim.conf"),
                        """
                        exim_path = %1$s
                        primary_hostname = mail.acme.example
                        spool_directory = %2$s/spool
                        log_file_path = %2$s/exim-%%s.log
                        pid_file_path = %2$s/exim.pid
                        daemon_smtp_ports = %3$d
                        local_interfaces = 127.0.0.1
                        keep_environment =
                        host_lookup =
                        rfc1413_hosts =
                        deliver_drop_privilege = true
                        tls_advertise_hosts = *
                        tls_certificate = %4$s
                        tls_privatekey = %5$s
                        auth_advertise_hosts = ${if eq{$tls_in_cipher}{}{}{*}}
                        acl_smtp_rcpt = recipient
                        acl_smtp_data = accept
                        begin acl
                        recipient:
                          deny message = no such user
                               local_parts = nobody
                          accept authenticated = *
                          deny message = log in first
                        begin authenticators
                        plain:
                          driver = plaintext
                          public_name = PLAIN
                          server_prompts = :
                          server_condition = ${if and{{eq{$auth2}{payoff}}{eq{$auth3}{s3cret}}}{true}{false}}
                          server_set_id = $auth2
                        begin routers
                        everyone:
                          driver = accept
                          transport = box
                        begin transports
                        box:
                          driver = appendfile
                          directory = %2$s/mail
                          maildir_format
                          create_directory
                        """
                                .formatted(program, directory, port, tls.certificate(), tls.key()));
        programs.run(program.toString(), "-C", config.toString(), "-bdf");
        programs.eventually(() -> {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                assertThat((char) socket.getInputStream().read()).isEqualTo('2');
            }
        });
        return settings(port, tls);
    }

    private static MailSettings settings(int port, SelfSigned tls) {
        return new MailSettings() {
            @Override
            public Optional<String> from() {
                return Optional.of("Payoff <payoff@acme.example>");
            }

            @Override
            public String host() {
                return "127.0.0.1";
            }

            @Override
            public int port() {
                return port;
            }

            @Override
            public Security security() {
                return Security.STARTTLS;
            }

            @Override
            public Optional<String> ca() {
                return Optional.of(tls.certificate().toString());
            }

            @Override
            public Optional<String> username() {
                return Optional.of("payoff");
            }

            @Override
            public Optional<String> password() {
                return Optional.of("s3cret");
            }
        };
    }

    private Delivery send(MailSettings settings, String to, Announcement message) {
        MailSender sender =
                new MailSender(
                        vertx,
                        settings,
                        text,
                        html,
                        box,
                        links,
                        time,
                        "https://payoff.acme.example");
        UUID id = UUID.randomUUID();
        return sender.send(
                        new Messenger.Target(id, "Board", box.seal(to, Channel.place(id)), null),
                        message,
                        1)
                .await()
                .atMost(PATIENCE);
    }

    /** What lies in the Maildir, in the order in which it came. */
    private List<MimeMessage> delivered() throws Exception {
        Path inbox = directory.resolve("mail/new");
        if (!Files.isDirectory(inbox)) {
            return List.of();
        }
        List<MimeMessage> mails = new ArrayList<>();
        try (Stream<Path> files = Files.list(inbox)) {
            for (Path file :
                    files.sorted(
                                    Comparator.comparing(path ->
                                            path.toFile().lastModified()
                                                    + path.getFileName().toString()))
                            .toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    mails.add(new MimeMessage(Session.getInstance(new Properties()), in));
                }
            }
        }
        return mails;
    }

    @Test
    void anEpisodeIsDelivered_overStarttlsAndAfterLoggingIn_asOneThread() throws Exception {
        MailSettings exim = exim("IP:127.0.0.1");
        fixture.name = "Kosten \u00fcber 42 000 \u20ac";
        assertThat(
                        send(
                                exim,
                                "ada@acme.example",
                                new Announcement.Firing(UUID.randomUUID(), fixture.episode())))
                .isEqualTo(new Delivery.Sent());
        programs.eventually(() -> assertThat(delivered()).hasSize(1));
        fixture.resolvedAt = EpisodeFixture.ACTIVE.plus(Duration.ofMinutes(125));
        assertThat(
                        send(
                                exim,
                                "ada@acme.example",
                                new Announcement.Resolved(
                                        UUID.randomUUID(), fixture.episode(), fixture.resolvedAt)))
                .isEqualTo(new Delivery.Sent());
        programs.eventually(() -> assertThat(delivered()).hasSize(2));

        MimeMessage fires = delivered().get(0);
        MimeMessage over = delivered().get(1);
        assertThat(fires.getHeader("Received", null)).contains("esmtpsa").contains("TLS1.");
        assertThat(fires.getSubject()).contains("Kosten \u00fcber 42 000 \u20ac");
        assertThat(over.getSubject()).isEqualTo("Re: " + fires.getSubject());
        assertThat(over.getHeader("In-Reply-To", null)).isEqualTo(fires.getMessageID());
        assertThat(over.getContentType()).startsWith("multipart/alternative");
    }

    @Test
    void whomTheServerDoesNotKnowIsGivenUp_andNothingIsTriedAgain() throws Exception {
        MailSettings exim = exim("IP:127.0.0.1");
        assertThat(
                        send(
                                exim,
                                "nobody@acme.example",
                                new Announcement.Firing(UUID.randomUUID(), fixture.episode())))
                .isEqualTo(new Delivery.GaveUp("SMTP 550"));
        assertThat(delivered()).isEmpty();
    }

    /** The authority is trusted; but whose certificate is it? */
    @Test
    void nothingIsSaidToAServerWhoseCertificateIsAnothers() throws Exception {
        MailSettings exim = exim("DNS:mail.elsewhere.example");
        assertThat(
                        send(
                                exim,
                                "ada@acme.example",
                                new Announcement.Firing(UUID.randomUUID(), fixture.episode())))
                .isInstanceOf(Delivery.Retry.class);
        assertThat(delivered()).isEmpty();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path log : files.filter(it -> it.toString().endsWith("main.log")).toList()) {
                assertThat(Files.readString(log, StandardCharsets.UTF_8)).doesNotContain("A=plain");
            }
        }
    }
}
