package dev.payoff.alert.routing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;

/** The name of a group. */
final class GroupId {

    private GroupId() {}

    /** The same route and labels have the same id: a UUID of version 8 (RFC 9562) from SHA-256. */
    static UUID of(UUID tenant, String route, SortedMap<String, String> labels) {
        MessageDigest digest = sha256();
        digest.update(
                ByteBuffer.allocate(16)
                        .putLong(tenant.getMostSignificantBits())
                        .putLong(tenant.getLeastSignificantBits())
                        .flip());
        add(digest, route);
        for (Map.Entry<String, String> label : labels.entrySet()) {
            add(digest, label.getKey());
            add(digest, label.getValue());
        }
        ByteBuffer name = ByteBuffer.wrap(digest.digest());
        long high = name.getLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x8000L;
        long low = name.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** With its length before it, so that no two lists of texts read alike. */
    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256.", e);
        }
    }
}
