package dev.payoff.alert;

import io.smallrye.mutiny.Uni;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Brings messages to one kind of channel. */
interface Messenger {

    /**
     * Where a message goes.
     *
     * @param name the channel's name
     * @param address sealed
     * @param secret sealed; null where the kind has none
     */
    record Target(UUID channelId, String name, byte[] address, byte @Nullable [] secret) {}

    /** The kind of channel that it serves. */
    Channel.Kind kind();

    /**
     * Sends one message, once.
     *
     * @param attempts tries so far, this one included
     */
    Uni<Delivery> send(Target target, Announcement message, int attempts);

    /** Sends a digest; only kinds of channels that have some are asked. */
    default Uni<Delivery> send(Target target, DigestNote digest, int attempts) {
        return Uni.createFrom().item(new Delivery.GaveUp("this kind of channel has no digests"));
    }
}
