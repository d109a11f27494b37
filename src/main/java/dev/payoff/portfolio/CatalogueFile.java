package dev.payoff.portfolio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payoff.app.Problem.Violation;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Templates as a file that can be passed on: what they are, who signed them, and the signature, by
 * Ed25519 (RFC 8032) over the very bytes of the payload, so that nobody has to agree on how JSON is
 * written. Pure.
 *
 * @param format {@link #FORMAT}
 * @param payload the templates: a {@link Payload} as JSON in UTF-8, in base64
 * @param publicKey of the signer, X.509, in base64
 * @param signature in base64
 */
@Schema(name = "TemplateCatalogueFile")
record CatalogueFile(
        @NotBlank @Size(max = 40) String format,
        @NotBlank @Size(max = Limits.BODY) String payload,
        @NotBlank @Size(max = 200) String publicKey,
        @NotBlank @Size(max = 200) String signature) {

    static final String FORMAT = "payoff-templates/1";
    static final String ALGORITHM = "Ed25519";

    /** The most templates of one file. */
    static final int MOST = 50;

    /**
     * What is signed.
     *
     * @param signer what the signer calls itself: only its key is proof
     * @param exportedAt ISO date-time
     */
    record Payload(String signer, String exportedAt, List<Item> templates) {

        /** None told counts as none. */
        Payload {
            signer = signer == null ? "" : signer;
            exportedAt = exportedAt == null ? "" : exportedAt;
            templates = templates == null ? List.of() : List.copyOf(templates);
        }
    }

    /** A template and its version where it came from. */
    record Item(int version, ObjectNode template) {}

    /** What a file turns out to be. */
    sealed interface Verdict {

        /**
         * Signed by whoever holds the key of this fingerprint.
         *
         * @param fingerprint SHA-256 of the public key, hexadecimal
         */
        record Genuine(Payload payload, String fingerprint) implements Verdict {}

        /** Not to be used. */
        record NotGenuine(Violation why) implements Verdict {}
    }

    static CatalogueFile signed(Payload payload, byte[] privateKey, byte[] publicKey) {
        byte[] bytes = Bodies.text(payload).getBytes(StandardCharsets.UTF_8);
        try {
            PrivateKey key =
                    KeyFactory.getInstance(ALGORITHM)
                            .generatePrivate(new PKCS8EncodedKeySpec(privateKey));
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(bytes);
            Base64.Encoder base64 = Base64.getEncoder();
            return new CatalogueFile(
                    FORMAT,
                    base64.encodeToString(bytes),
                    base64.encodeToString(publicKey),
                    base64.encodeToString(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM cannot sign by Ed25519.", e);
        }
    }

    /** Whether its signature is that of its key over its payload. Nothing is parsed before. */
    Verdict verdict() {
        if (!format.equals(FORMAT)) {
            return wrong("format", "must be " + FORMAT);
        }
        byte[] bytes;
        byte[] key;
        byte[] sign;
        try {
            bytes = Base64.getDecoder().decode(payload);
            key = Base64.getDecoder().decode(publicKey);
            sign = Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException e) {
            return wrong("payload", "and publicKey and signature must be base64");
        }
        try {
            PublicKey signer =
                    KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(key));
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(signer);
            check.update(bytes);
            if (!check.verify(sign)) {
                return wrong("signature", "is not of this key over this payload");
            }
        } catch (GeneralSecurityException e) {
            return wrong("signature", "or publicKey is none of Ed25519");
        }
        try {
            Payload read = Bodies.EXACT.readValue(bytes, Payload.class);
            return read.templates().size() > MOST
                    ? wrong("payload", "has more than " + MOST + " templates")
                    : new Verdict.Genuine(read, fingerprint(key));
        } catch (IOException e) {
            return wrong("payload", "is signed, and holds no templates");
        }
    }

    private static Verdict wrong(String field, String message) {
        return new Verdict.NotGenuine(new Violation(field, message));
    }

    /** SHA-256 of a public key, hexadecimal. */
    static String fingerprint(byte[] publicKey) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(publicKey));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no SHA-256.", e);
        }
    }
}
