package dev.payoff.alert;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** The name of an episode. */
public final class EpisodeId {

    private EpisodeId() {}

    /**
     * The same crossing of the same version of a rule has the same id, whoever finds it and however
     * often: a UUID of version 8 (RFC 9562) from SHA-256.
     *
     * @param activeAt since when the condition was true; counts to the microsecond
     */
    public static UUID of(UUID ruleId, int ruleVersion, Instant activeAt) {
        byte[] name =
                ByteBuffer.allocate(16 + Integer.BYTES + Long.BYTES)
                        .putLong(ruleId.getMostSignificantBits())
                        .putLong(ruleId.getLeastSignificantBits())
                        .putInt(ruleVersion)
                        .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, activeAt))
                        .array();
        ByteBuffer digest = ByteBuffer.wrap(sha256(name));
        long high = digest.getLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x8000L;
        long low = digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256.", e);
        }
    }
}
