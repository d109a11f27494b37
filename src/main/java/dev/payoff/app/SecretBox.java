package dev.payoff.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Seals what must be readable again but never in a dump: AES-256-GCM under a key derived from
 * {@code payoff.secret}. A sealed value opens only for the place that it was sealed for.
 */
@ApplicationScoped
public class SecretBox {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte FORMAT = 1;
    private static final int MIN_SECRET_CHARS = 32;

    private final SecretKeySpec key;
    private final TimeAndChance chance;

    /**
     * @param secret at least 32 characters; the same for every instance of an installation
     */
    @Inject
    public SecretBox(@ConfigProperty(name = "payoff.secret") String secret, TimeAndChance chance) {
        if (secret.length() < MIN_SECRET_CHARS) {
            throw new IllegalStateException(
                    "payoff.secret has "
                            + secret.length()
                            + " characters; set it (PAYOFF_SECRET) to at least "
                            + MIN_SECRET_CHARS
                            + " random ones, for example from `openssl rand -hex 32`.");
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(
                                    ("payoff/secret-box/1:" + secret)
                                            .getBytes(StandardCharsets.UTF_8));
            this.key = new SecretKeySpec(digest, "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no SHA-256.", e);
        }
        this.chance = chance;
    }

    /** Seals a text for a place, such as {@code channel/<id>}. */
    public byte[] seal(String plain, String place) {
        byte[] nonce = chance.bytes(NONCE_BYTES);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, nonce, place)
                            .doFinal(plain.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                    .put(FORMAT)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM cannot seal with AES-GCM.", e);
        }
    }

    /**
     * Opens what was sealed for the same place.
     *
     * @throws IllegalStateException if it was sealed for another place, under another secret, or
     *     was altered
     */
    public String open(byte[] box, String place) {
        if (box.length <= 1 + NONCE_BYTES || box[0] != FORMAT) {
            throw new IllegalStateException("Not a sealed value: " + place);
        }
        byte[] nonce = Arrays.copyOfRange(box, 1, 1 + NONCE_BYTES);
        try {
            byte[] plain =
                    cipher(Cipher.DECRYPT_MODE, nonce, place)
                            .doFinal(box, 1 + NONCE_BYTES, box.length - 1 - NONCE_BYTES);
            return new String(plain, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The secret of " + place + " does not open: was payoff.secret changed?", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
