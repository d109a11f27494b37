package dev.payoff.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Random secrets that we give out and know again by their SHA-256. They have 256 bits of chance, so
 * a plain hash is enough (ASVS 5.0, 11.5.1), and the look-up by the whole hash in a unique index
 * tells a guesser nothing by its timing.
 */
final class Secrets {

    static final String KEY_START = "pay_";

    /** How much of an API key is shown in lists: its start and eight characters. */
    static final int SHOWN_CHARS = 12;

    static final int RANDOM_BYTES = 32;
    static final int PREFIX_BYTES = 4;

    private static final Pattern KEY = Pattern.compile("pay_[A-Za-z0-9_-]{32,200}");
    private static final Pattern OPAQUE = Pattern.compile("[A-Za-z0-9_-]{24,200}");

    private Secrets() {}

    /** A session's, link's or ticket's secret of these random bytes. */
    static String opaque(byte[] random) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** An API key: {@code pay_}, eight public hexadecimal digits, {@code _}, 256 random bits. */
    static String apiKey(byte[] publicPart, byte[] random) {
        return KEY_START
                + HexFormat.of().formatHex(publicPart)
                + "_"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    static boolean looksLikeKey(String text) {
        return KEY.matcher(text).matches();
    }

    static boolean looksOpaque(String text) {
        return OPAQUE.matcher(text).matches();
    }

    /** What is stored of a secret. */
    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256.", e);
        }
    }
}
