package dev.payoff.stream;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record that was refused, as it is kept for people to look at, mend and replay.
 *
 * @param tenantId null where the record names no tenant that exists
 * @param origin topic/partition/offset, or the way in; the same record refused again is the same
 *     row
 * @param payload at most {@link #MAX_PAYLOAD_BYTES} of what was sent; bytes that are no text appear
 *     escaped
 */
public record Rejection(
        @Nullable UUID tenantId,
        String origin,
        RejectCode code,
        String detail,
        @Nullable String payload,
        boolean truncated) {

    /** The most of a payload that is kept. */
    public static final int MAX_PAYLOAD_BYTES = 16 * 1024;

    /** Keeps what was refused, cut to its bound. */
    public static Rejection of(
            @Nullable UUID tenantId,
            String origin,
            Decoded.Refused refused,
            byte @Nullable [] bytes) {
        if (bytes == null) {
            return new Rejection(tenantId, origin, refused.code(), refused.detail(), null, false);
        }
        boolean truncated = bytes.length > MAX_PAYLOAD_BYTES;
        return new Rejection(
                tenantId,
                origin,
                refused.code(),
                refused.detail(),
                text(truncated ? beginning(bytes) : bytes),
                truncated);
    }

    /** Cut between characters: a text that is cut is still a text. */
    private static byte[] beginning(byte[] bytes) {
        int end = MAX_PAYLOAD_BYTES;
        while (end > MAX_PAYLOAD_BYTES - 3 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    /** PostgreSQL keeps neither NUL nor broken UTF-8 in a text. */
    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .replace("\0", "\\u0000");
        } catch (CharacterCodingException e) {
            StringBuilder escaped = new StringBuilder(bytes.length + 64);
            for (byte b : bytes) {
                if (b >= ' ' && b < 0x7F) {
                    escaped.append((char) b);
                } else {
                    escaped.append(String.format("\\x%02x", b));
                }
            }
            return escaped.toString();
        }
    }
}
