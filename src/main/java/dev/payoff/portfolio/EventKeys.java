package dev.payoff.portfolio;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** The identity of a record from outside as a UUID; the same for every way in. */
final class EventKeys {

    private EventKeys() {}

    /** The event id itself where it is a UUID, else the first 128 bits of its SHA-256. */
    static UUID of(String eventId) {
        return Moments.uuid(eventId).orElseGet(() -> digest(eventId));
    }

    private static UUID digest(String eventId) {
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(eventId.getBytes(StandardCharsets.UTF_8)));
            return new UUID(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256.", e);
        }
    }
}
