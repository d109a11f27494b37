package dev.payoff.connector;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * How senders prove who they are. Everything is compared in a time that does not depend on where it
 * differs, and on the bytes that came, before they are parsed.
 */
public final class Signatures {

    /** How far a signed time may be from ours, to either side (Standard Webhooks: five minutes). */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** Signatures that one header may list, as while a secret is being changed. */
    private static final int MAX_SIGNATURES = 10;

    private static final String WEBHOOK_SECRET = "whsec_";

    private Signatures() {}

    /** Whether a text in hexadecimal digits is the HMAC-SHA256 of these bytes, put together. */
    public static boolean hexFits(String secret, String signature, byte[]... signed) {
        try {
            byte[] told = HexFormat.of().parseHex(signature.strip());
            return MessageDigest.isEqual(mac(bytes(secret), signed), told);
        } catch (IllegalArgumentException notHex) {
            return false;
        }
    }

    /** Whether a text is the secret. */
    public static boolean same(String secret, @Nullable String told) {
        return told != null && MessageDigest.isEqual(bytes(secret), bytes(told));
    }

    /**
     * Whether an Authorization header carries the token: as {@code Bearer}, or as the password of
     * {@code Basic}, whatever the user's name.
     */
    public static boolean authorised(String token, @Nullable String authorization) {
        String told = authorization == null ? "" : authorization.strip();
        int space = told.indexOf(' ');
        String scheme = space < 0 ? "" : told.substring(0, space).toLowerCase(Locale.ROOT);
        String rest = told.substring(space + 1).strip();
        return switch (scheme) {
            case "bearer" -> same(token, rest);
            case "basic" -> same(token, password(rest));
            default -> false;
        };
    }

    private static @Nullable String password(String basic) {
        try {
            String pair = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? null : pair.substring(colon + 1);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /**
     * Checks a delivery by the Standard Webhooks specification: {@code webhook-signature} lists
     * {@code v1,} and the HMAC-SHA256 of id, timestamp and body joined by dots, in base64.
     *
     * @param secret {@code whsec_} and base64, or base64 alone
     * @return what is wrong, as a sentence; null where nothing is
     */
    public static @Nullable String standardWebhook(String secret, Incoming incoming) {
        String id = incoming.header("webhook-id");
        String timestamp = incoming.header("webhook-timestamp");
        String signatures = incoming.header("webhook-signature");
        if (id == null || timestamp == null || signatures == null) {
            return "The headers webhook-id, webhook-timestamp and webhook-signature are needed.";
        }
        byte[] key = webhookKey(secret);
        if (key == null) {
            return "The signing secret is not whsec_ and base64.";
        }
        byte[] right = mac(key, bytes(id + "." + timestamp + "."), incoming.body());
        boolean fits = false;
        for (String signature : signatures.split(" ", MAX_SIGNATURES + 1)) {
            fits |=
                    signature.startsWith("v1,")
                            && MessageDigest.isEqual(right, unBase64(signature.substring(3)));
        }
        if (!fits) {
            return "webhook-signature does not fit the body.";
        }
        return fresh(timestamp, incoming.at());
    }

    /** The bytes of a secret of Standard Webhooks; null where it is none. */
    public static byte @Nullable [] webhookKey(String secret) {
        String text =
                secret.startsWith(WEBHOOK_SECRET)
                        ? secret.substring(WEBHOOK_SECRET.length())
                        : secret;
        byte[] key = unBase64(text);
        return key.length == 0 ? null : key;
    }

    /**
     * Whether a signed time, in seconds since 1970, is near enough to ours.
     *
     * @return what is wrong, as a sentence; null where nothing is
     */
    public static @Nullable String fresh(String timestamp, Instant now) {
        long seconds;
        try {
            seconds = Long.parseLong(timestamp.strip());
        } catch (NumberFormatException e) {
            return "The timestamp is not a number of seconds since 1970.";
        }
        return Math.abs(seconds - now.getEpochSecond()) <= TOLERANCE.toSeconds()
                ? null
                : "The timestamp is more than "
                        + TOLERANCE.toMinutes()
                        + " minutes away; is a clock wrong, or was it sent again by a stranger?";
    }

    /** A name for a body that has no id of its own: the same for the same bytes. */
    public static String digest(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no SHA-256.", e);
        }
    }

    private static byte[] mac(byte[] key, byte[]... signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : signed) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no HmacSHA256.", e);
        }
    }

    private static byte[] unBase64(String text) {
        try {
            return Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
