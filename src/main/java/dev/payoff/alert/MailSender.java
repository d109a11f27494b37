package dev.payoff.alert;

import dev.payoff.app.SecretBox;
import dev.payoff.app.TimeAndChance;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.mail.SMTPException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sends messages by SMTP. A server's 5xx is its word that the message is no good; everything else
 * may pass. Where the connection broke off nobody knows whether the message went out: it is sent
 * again under the same Message-ID, by which mail programs know it.
 */
@ApplicationScoped
class MailSender implements Messenger {

    /** For the whole conversation with the server; below the lease of a channel. */
    static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final ReactiveMailer mailer;
    private final Template text;
    private final Template html;
    private final SecretBox box;
    private final TimeAndChance time;
    private final String publicUrl;
    private final Optional<String> from;

    @Inject
    MailSender(
            ReactiveMailer mailer,
            @Location("alert.txt") Template text,
            @Location("alert.html") Template html,
            SecretBox box,
            TimeAndChance time,
            @ConfigProperty(name = "payoff.public-url") String publicUrl,
            @ConfigProperty(name = "payoff.mail.from") Optional<String> from) {
        this.mailer = mailer;
        this.text = text;
        this.html = html;
        this.box = box;
        this.time = time;
        this.publicUrl = publicUrl;
        this.from = from;
    }

    /** Whether this installation has a mail server. */
    boolean isSetUp() {
        return from.isPresent();
    }

    @Override
    public Channel.Kind kind() {
        return Channel.Kind.EMAIL;
    }

    @Override
    public Uni<Delivery> send(Target target, Announcement message, int attempts) {
        if (!isSetUp()) {
            return Uni.createFrom()
                    .item(
                            new Delivery.GaveUp(
                                    "this installation has no mail server (payoff.mail.from)"));
        }
        String to = box.open(target.address(), Channel.place(target.channelId()));
        AlertMail mail = AlertMail.of(message, target.name(), publicUrl);
        return text.data(mail.shown())
                .createUni()
                .chain(plain ->
                        html.data(mail.shown())
                                .createUni()
                                .map(marked -> envelope(to, mail, plain, marked)))
                .chain(envelope -> mailer.send(envelope))
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .<Delivery>replaceWith(new Delivery.Sent())
                .onFailure()
                .recoverWithItem(failure -> judge(failure, attempts));
    }

    private static Mail envelope(String to, AlertMail mail, String plain, String marked) {
        Mail envelope =
                Mail.withText(to, mail.subject(), plain)
                        .setHtml(marked)
                        .addHeader("Message-ID", mail.messageId())
                        .addHeader("Auto-Submitted", "auto-generated");
        if (mail.inReplyTo() != null) {
            envelope.addHeader("In-Reply-To", mail.inReplyTo())
                    .addHeader("References", mail.inReplyTo());
        }
        return envelope;
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
