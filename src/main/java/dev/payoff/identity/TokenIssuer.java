package dev.payoff.identity;

import dev.payoff.app.TimeAndChance;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/** Signs short-lived tokens. */
@ApplicationScoped
class TokenIssuer {

    /** A token and when it ends. */
    record Issued(String token, Instant expiresAt) {}

    private final SigningKeys keys;
    private final TimeAndChance time;
    private final TokenSettings settings;

    TokenIssuer(SigningKeys keys, TimeAndChance time, TokenSettings settings) {
        this.keys = keys;
        this.time = time;
        this.settings = settings;
    }

    /** A token for this standing, limited to these scopes; none means no limit. */
    Issued issue(Standing standing, Set<String> scopes) {
        Duration life =
                settings.tokenLifetime().compareTo(TokenVerifier.MAX_LIFETIME) > 0
                        ? TokenVerifier.MAX_LIFETIME
                        : settings.tokenLifetime();
        Instant now = Instant.ofEpochSecond(time.now().getEpochSecond());
        Instant wanted = now.plus(life);
        Instant end =
                standing.until() != null && standing.until().isBefore(wanted)
                        ? standing.until()
                        : wanted;
        Caller caller = standing.caller();
        JwtClaimsBuilder claims =
                Jwt.claims()
                        .issuer(settings.issuer())
                        .audience(TokenVerifier.AUDIENCE)
                        .subject(caller.name())
                        .issuedAt(now)
                        .expiresAt(end)
                        .claim("nbf", now.getEpochSecond())
                        .claim("jti", time.newId().toString())
                        .claim(TokenVerifier.TENANT_ID, caller.tenantId().toString())
                        .claim(TokenVerifier.TENANT_KEY, caller.tenantKey())
                        .claim(TokenVerifier.ROLE, caller.role().name())
                        .claim(TokenVerifier.SCOPE, String.join(" ", new TreeSet<>(scopes)));
        if (standing.userId() != null) {
            claims.claim(TokenVerifier.USER_ID, standing.userId().toString());
        }
        if (standing.keyId() != null) {
            claims.claim(TokenVerifier.KEY_ID, standing.keyId().toString());
        }
        String token =
                claims.jws()
                        .algorithm(SignatureAlgorithm.ES256)
                        .type(TokenVerifier.TYPE)
                        .keyId(keys.signingKid())
                        .sign(keys.signer());
        return new Issued(token, end);
    }
}
