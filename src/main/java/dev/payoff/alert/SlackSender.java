package dev.payoff.alert;

import dev.payoff.app.Outgoing;
import dev.payoff.app.OutgoingLimits;
import dev.payoff.app.SecretBox;
import dev.payoff.app.TimeAndChance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Posts messages to Slack's incoming webhooks. */
@ApplicationScoped
class SlackSender implements Messenger {

    private final Outgoing outgoing;
    private final SecretBox box;
    private final TimeAndChance time;
    private final String publicUrl;

    SlackSender(
            Outgoing outgoing,
            SecretBox box,
            TimeAndChance time,
            @ConfigProperty(name = "payoff.public-url") String publicUrl) {
        this.outgoing = outgoing;
        this.box = box;
        this.time = time;
        this.publicUrl = publicUrl;
    }

    @Override
    public Channel.Kind kind() {
        return Channel.Kind.SLACK;
    }

    @Override
    public Uni<Delivery> send(Target target, Announcement message, int attempts) {
        return outgoing.post(
                        URI.create(box.open(target.address(), Channel.place(target.channelId()))),
                        Map.of("Content-Type", "application/json; charset=utf-8"),
                        json(message).encode().getBytes(StandardCharsets.UTF_8),
                        OutgoingLimits.SMALL)
                .map(answer -> Delivery.judge(answer, attempts, time.now(), time.fraction()));
    }

    private JsonObject json(Announcement message) {
        return switch (message) {
            case Announcement.Firing firing -> SlackMessage.firing(firing.episode(), publicUrl);
            case Announcement.Resolved over ->
                    SlackMessage.resolved(over.episode(), over.at(), publicUrl);
            case Announcement.Grouped grouped ->
                    SlackGroupMessage.of(grouped.note(), publicUrl, false);
            case Announcement.Test test -> SlackMessage.test(test.channel(), test.sender());
        };
    }
}
