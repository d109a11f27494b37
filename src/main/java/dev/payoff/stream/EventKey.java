package dev.payoff.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a record within its metric (or, for cost, its project), as 128 bits: the event id
 * where one is given, else source and observed time. A UUID is taken as it is, so that time-ordered
 * ids fill the index from one side; other ids are the first 128 bits of a SHA-256; an identity by
 * time leads with the microsecond for the same reason.
 */
final class EventKey {

    private static final int UUID_LENGTH = 36;
    private static final String DIGITS = "0123456789abcdef";

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
        UUID uuid = uuid(eventId);
        if (uuid != null) {
            return uuid;
        }
        ByteBuffer digest = digest(eventId);
        return new UUID(digest.getLong(), digest.getLong());
    }

    /** The UUID that a text spells in full, or null: the library would take shorter forms too. */
    static @Nullable UUID uuid(String text) {
        if (text.length() != UUID_LENGTH) {
            return null;
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < UUID_LENGTH; i++) {
            char c = text.charAt(i);
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                if (c != '-') {
                    return null;
                }
            } else {
                int digit = hex(c);
                if (digit < 0) {
                    return null;
                }
                if (i < 18) {
                    high = high << 4 | digit;
                } else {
                    low = low << 4 | digit;
                }
            }
        }
        return new UUID(high, low);
    }

    private static int hex(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }

    /** Whether a text is this key as PostgreSQL would write it: in full, in lower case. */
    static boolean isSpelled(UUID key, String text) {
        return text.length() == UUID_LENGTH
                && isSpelled(key.getMostSignificantBits(), text, 0, 18)
                && isSpelled(key.getLeastSignificantBits(), text, 18, UUID_LENGTH);
    }

    /** Whether a stretch of the text spells these 64 bits, from the last digit to the first. */
    private static boolean isSpelled(long bits, String text, int from, int to) {
        long rest = bits;
        for (int i = to - 1; i >= from; i--) {
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                if (text.charAt(i) != '-') {
                    return false;
                }
            } else {
                if (text.charAt(i) != DIGITS.charAt((int) rest & 15)) {
                    return false;
                }
                rest >>>= 4;
            }
        }
        return true;
    }

    private static UUID ofTime(String source, Instant observedAt) {
        return new UUID(micros(observedAt), digest("source:" + source).getLong());
    }

    /** Microseconds since 1970, UTC; the wire format tells times to the microsecond. */
    static long micros(Instant at) {
        return Math.addExact(
                Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000);
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
