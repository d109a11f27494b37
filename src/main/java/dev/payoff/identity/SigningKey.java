package dev.payoff.identity;

import java.security.PublicKey;
import java.time.Instant;

/**
 * A key that tokens are verified with.
 *
 * @param publicJwk its public part as a JSON Web Key (RFC 7517)
 * @param sealedPrivate its private part, sealed
 */
record SigningKey(
        String kid,
        PublicKey publicKey,
        String publicJwk,
        byte[] sealedPrivate,
        Instant createdAt) {

    /** Where the private part is sealed for. */
    static String place(String kid) {
        return "signing_key/" + kid;
    }
}
