package dev.payoff.alert;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.payoff.app.Outgoing;
import dev.payoff.app.OutgoingLimits;
import dev.payoff.app.SecretBox;
import dev.payoff.app.TimeAndChance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Posts episodes as Alertmanager's webhook JSON, version 4, signed as Standard Webhooks says: who
 * receives Alertmanager's calls already can read it, and whoever has the secret can tell that it is
 * from us. The webhook id is the message's own and stays the same when it is sent again.
 */
@ApplicationScoped
class WebhookSender implements Messenger {

    private static final int SECRET_BYTES = 32;
    private static final String SECRET_PREFIX = "whsec_";

    private final Outgoing outgoing;
    private final SecretBox box;
    private final TimeAndChance time;
    private final String publicUrl;

    WebhookSender(
            Outgoing outgoing,
            SecretBox box,
            TimeAndChance time,
            @ConfigProperty(name = "payoff.public-url") String publicUrl) {
        this.outgoing = outgoing;
        this.box = box;
        this.time = time;
        this.publicUrl = publicUrl;
    }

    /** A secret of a new channel: {@code whsec_} and 256 random bits. */
    static String newSecret(TimeAndChance chance) {
        return SECRET_PREFIX + Base64.getEncoder().encodeToString(chance.bytes(SECRET_BYTES));
    }

    @Override
    public Channel.Kind kind() {
        return Channel.Kind.WEBHOOK;
    }

    @Override
    public Uni<Delivery> send(Target target, Announcement message, int attempts) {
        String secret =
                box.open(
                        Objects.requireNonNull(target.secret(), "a webhook without a secret"),
                        Channel.secretPlace(target.channelId()));
        String id = "msg_" + message.id();
        Instant now = time.now();
        String body = json(message, now).encode();
        return outgoing.post(
                        URI.create(box.open(target.address(), Channel.place(target.channelId()))),
                        Map.of(
                                "Content-Type",
                                "application/json; charset=utf-8",
                                "webhook-id",
                                id,
                                "webhook-timestamp",
                                Long.toString(now.getEpochSecond()),
                                "webhook-signature",
                                sign(secret, id, now, body)),
                        body.getBytes(StandardCharsets.UTF_8),
                        OutgoingLimits.SMALL)
                .map(answer -> Delivery.judge(answer, attempts, time.now(), time.fraction()));
    }

    private static String sign(String secret, String id, Instant at, String body) {
        try {
            return new Webhook(secret).sign(id, at.getEpochSecond(), body);
        } catch (WebhookSigningException | EmptyWebhookSecretException e) {
            throw new IllegalStateException("A webhook could not be signed", e);
        }
    }

    private JsonObject json(Announcement message, Instant now) {
        return switch (message) {
            case Announcement.Firing firing ->
                    AlertmanagerJson.of(firing.episode().json().put("state", "FIRING"), publicUrl);
            case Announcement.Resolved over ->
                    AlertmanagerJson.of(over.episode().json(), publicUrl);
            case Announcement.Grouped grouped -> AlertmanagerJson.of(grouped.note(), publicUrl);
            case Announcement.Test test ->
                    AlertmanagerJson.of(
                            new JsonObject()
                                    .put("id", test.id().toString())
                                    .put("name", "Test of Payoff, nothing has happened")
                                    .put("project", "")
                                    .put("severity", "INFO")
                                    .put("state", "FIRING")
                                    .put("late", false)
                                    .put("firedAt", now.toString()),
                            publicUrl);
        };
    }
}
