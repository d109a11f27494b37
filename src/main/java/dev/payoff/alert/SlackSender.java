package dev.payoff.alert;

import dev.payoff.app.Outgoing;
import dev.payoff.app.OutgoingAnswer;
import dev.payoff.app.OutgoingLimits;
import dev.payoff.app.SecretBox;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** Posts a message to a Slack incoming webhook. */
@ApplicationScoped
class SlackSender {

    private final Outgoing outgoing;
    private final SecretBox box;

    SlackSender(Outgoing outgoing, SecretBox box) {
        this.outgoing = outgoing;
        this.box = box;
    }

    /**
     * Opens the channel's address and posts to it.
     *
     * @param address sealed
     */
    Uni<OutgoingAnswer> send(UUID channelId, byte[] address, JsonObject message) {
        return outgoing.post(
                URI.create(box.open(address, Channel.place(channelId))),
                Map.of("Content-Type", "application/json; charset=utf-8"),
                message.encode().getBytes(StandardCharsets.UTF_8),
                OutgoingLimits.SMALL);
    }
}
