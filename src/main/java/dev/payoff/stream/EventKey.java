package dev.payoff.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The identity of a record within its metric (or, for cost, its project), as 128 bits: the event id
 * where one is given, else source and observed time. A UUID is taken as it is, so that time-ordered
 * ids fill the index from one side; other ids are the first 128 bits of a SHA-256; an identity by
 * time leads with the microsecond for the same reason.
 */
final class EventKey {

    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final ThreadLocal<MessageDigest> SHA_256 =
            ThreadLocal.withInitial(EventKey::sha256);

    private EventKey() {}

    static UUID of(WireRecord.Reading reading) {
        return reading.eventId() != null
                ? ofEventId(reading.eventId())
                : ofTime(reading.source(), reading.observedAt());
    }

    /** The identity that an event id gives. */
    static UUID ofEventId(String eventId) {
        if (UUID_FORM.matcher(eventId).matches()) {
            return UUID.fromString(eventId.toLowerCase(Locale.ROOT));
        }
        ByteBuffer digest = digest(eventId);
        return new UUID(digest.getLong(), digest.getLong());
    }

    private static UUID ofTime(String source, Instant observedAt) {
        long micros =
                Math.addExact(
                        Math.multiplyExact(observedAt.getEpochSecond(), 1_000_000L),
                        observedAt.getNano() / 1_000);
        return new UUID(micros, digest("source:" + source).getLong());
    }

    private static ByteBuffer digest(String text) {
        return ByteBuffer.wrap(SHA_256.get().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256.", e);
        }
    }
}
