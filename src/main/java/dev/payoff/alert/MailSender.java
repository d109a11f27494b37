package dev.payoff.alert;

import dev.payoff.app.SecretBox;
import dev.payoff.app.TimeAndChance;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sends messages by SMTP, each over a client of its own: the library's pool of connections (Vert.x
 * 4.5.25) loses a place with each message that a server refuses, and after ten sends nothing more.
 *
 * <p>A server's 5xx is its word that the message is no good; everything else may pass. Where the
 * connection broke off nobody knows whether the message went out: it is sent again under the same
 * Message-ID, by which mail programs know it.
 */
@ApplicationScoped
class MailSender implements Messenger {

    /** For the whole conversation with the server; below the lease of a channel. */
    static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final Vertx vertx;
    private final MailSettings settings;
    private final Template text;
    private final Template html;
    private final SecretBox box;
    private final Unsubscribing links;
    private final TimeAndChance time;
    private final String publicUrl;

    @Inject
    MailSender(
            Vertx vertx,
            MailSettings settings,
            @Location("alert.txt") Template text,
            @Location("alert.html") Template html,
            SecretBox box,
            Unsubscribing links,
            TimeAndChance time,
            @ConfigProperty(name = "payoff.public-url") String publicUrl) {
        this.vertx = vertx;
        this.settings = settings;
        this.text = text;
        this.html = html;
        this.box = box;
        this.links = links;
        this.time = time;
        this.publicUrl = publicUrl;
    }

    /** Whether this installation has a mail server. */
    boolean isSetUp() {
        return settings.from().isPresent();
    }

    @Override
    public Channel.Kind kind() {
        return Channel.Kind.EMAIL;
    }

    @Override
    public Uni<Delivery> send(Target target, Announcement message, int attempts) {
        String to = box.open(target.address(), Channel.place(target.channelId()));
        String unsubscribe = links.link(target.channelId(), to);
        return send(to, AlertMail.of(message, target.name(), unsubscribe, publicUrl), attempts);
    }

    @Override
    public Uni<Delivery> send(Target target, DigestNote digest, int attempts) {
        String to = box.open(target.address(), Channel.place(target.channelId()));
        UUID id = new UUID(target.channelId().getMostSignificantBits(), digest.to().toEpochMilli());
        String unsubscribe = links.link(target.channelId(), to);
        return send(to, AlertMail.of(id, digest, target.name(), unsubscribe, publicUrl), attempts);
    }

    private Uni<Delivery> send(String to, AlertMail mail, int attempts) {
        if (settings.from().isEmpty()) {
            return Uni.createFrom()
                    .item(
                            new Delivery.GaveUp(
                                    "this installation has no mail server (payoff.mail.from)"));
        }
        String from = settings.from().get();
        return text.data(mail.shown())
                .createUni()
                .chain(plain ->
                        html.data(mail.shown())
                                .createUni()
                                .map(marked -> envelope(from, to, mail, plain, marked)))
                .chain(this::post)
                .<Delivery>replaceWith(new Delivery.Sent())
                .onFailure()
                .recoverWithItem(failure -> judge(failure, attempts));
    }

    private Uni<Void> post(MailMessage envelope) {
        MailClient client = MailClient.create(vertx, settings.client());
        return Uni.createFrom()
                .completionStage(() -> client.sendMail(envelope).toCompletionStage())
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .onTermination()
                .invoke(() -> client.close())
                .replaceWithVoid();
    }

    private static MailMessage envelope(
            String from, String to, AlertMail mail, String plain, String marked) {
        MultiMap headers =
                MultiMap.caseInsensitiveMultiMap()
                        .add("Message-ID", mail.messageId())
                        .add("Auto-Submitted", "auto-generated")
                        .add("List-Unsubscribe", "<" + mail.unsubscribe() + ">")
                        .add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        if (mail.inReplyTo() != null) {
            headers.add("In-Reply-To", mail.inReplyTo()).add("References", mail.inReplyTo());
        }
        return new MailMessage()
                .setFrom(from)
                .setTo(to)
                .setSubject(mail.subject())
                .setText(plain)
                .setHtml(marked)
                .setHeaders(headers);
    }

    private Delivery judge(Throwable failure, int attempts) {
        boolean final5xx = failure instanceof SMTPException smtp && smtp.isPermanent();
        String reason =
                failure instanceof SMTPException smtp
                        ? "SMTP " + smtp.getReplyCode()
                        : failure.getClass().getSimpleName();
        return final5xx
                ? new Delivery.GaveUp(reason)
                : Delivery.again(attempts, time.now(), time.fraction(), reason);
    }
}
