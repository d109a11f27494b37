package dev.payoff.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Believes a token or says why not; pure but for the signature check, which SmallRye JWT does.
 *
 * <p>The header is read first and must be exactly ours, so that no algorithm, key or location that
 * the token brings along is ever looked at. Times are checked against the given instant as well as
 * by the library, which only knows the system's clock.
 */
final class TokenVerifier {

    /** {@code typ} of our tokens, so that no other kind of JWT passes for one. */
    static final String TYPE = "payoff-access+jwt";

    static final String AUDIENCE = "payoff-api";

    /** The longest life that a token may have. */
    static final Duration MAX_LIFETIME = Duration.ofHours(1);

    /** How far apart two machines' clocks may be. */
    static final Duration SKEW = Duration.ofSeconds(30);

    static final String TENANT_ID = "tid";
    static final String TENANT_KEY = "tkey";
    static final String ROLE = "role";
    static final String SCOPE = "scope";
    static final String USER_ID = "uid";
    static final String KEY_ID = "akid";

    private static final int MAX_CHARS = 4096;
    private static final Set<String> HEADER = Set.of("alg", "typ", "kid");
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern SEGMENTS =
            Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{86}");
    private static final JsonMapper STRICT =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /** The outcome. */
    sealed interface Verdict {}

    /** Ours and valid now. */
    record Believed(Standing standing) implements Verdict {}

    /** Not believed. The reason is for the log only. */
    record Refused(String reason) implements Verdict {}

    private final String issuer;

    TokenVerifier(String issuer) {
        this.issuer = issuer;
    }

    /** The kid of what looks like one of our tokens; empty for anything else. */
    static Optional<String> kid(String token) {
        if (token.length() > MAX_CHARS || !SEGMENTS.matcher(token).matches()) {
            return Optional.empty();
        }
        JsonNode header = json(token.substring(0, token.indexOf('.')));
        if (header == null || !header.isObject() || header.size() != HEADER.size()) {
            return Optional.empty();
        }
        boolean ours =
                "ES256".equals(text(header, "alg"))
                        && TYPE.equals(text(header, "typ"))
                        && KID.matcher(text(header, "kid")).matches();
        return ours ? Optional.of(text(header, "kid")) : Optional.empty();
    }

    /** Checks a token whose {@link #kid} is that of the key. */
    Verdict verify(String token, SigningKey key, Instant now) {
        JWTAuthContextInfo rules = new JWTAuthContextInfo(key.publicKey(), issuer);
        rules.setSignatureAlgorithm(Set.of(SignatureAlgorithm.ES256));
        rules.setExpectedAudience(Set.of(AUDIENCE));
        rules.setMaxTimeToLiveSecs(MAX_LIFETIME.toSeconds());
        rules.setClockSkew((int) SKEW.toSeconds());
        rules.setExpGracePeriodSecs((int) SKEW.toSeconds());
        rules.setRequiredClaims(Set.of("sub", "iat", "nbf", "exp", "jti", TENANT_ID, ROLE, SCOPE));
        try {
            new DefaultJWTParser(rules).parse(token, rules);
        } catch (ParseException e) {
            return new Refused("signature or standard claims");
        }
        String body = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
        JsonNode claims = json(body);
        return claims == null || !claims.isObject()
                ? new Refused("claims are not a JSON object without duplicates")
                : believe(claims, now);
    }

    private Verdict believe(JsonNode claims, Instant now) {
        if (!issuer.equals(text(claims, "iss")) || !AUDIENCE.equals(text(claims, "aud"))) {
            return new Refused("issuer or audience");
        }
        Optional<Instant> issuedAt = instant(claims, "iat");
        Optional<Instant> notBefore = instant(claims, "nbf");
        Optional<Instant> expires = instant(claims, "exp");
        if (issuedAt.isEmpty() || notBefore.isEmpty() || expires.isEmpty()) {
            return new Refused("times are not whole seconds");
        }
        if (issuedAt.get().isAfter(now.plus(SKEW)) || notBefore.get().isAfter(now.plus(SKEW))) {
            return new Refused("from the future");
        }
        if (!expires.get().plus(SKEW).isAfter(now)) {
            return new Refused("expired");
        }
        if (Duration.between(issuedAt.get(), expires.get()).compareTo(MAX_LIFETIME) > 0) {
            return new Refused("lives too long");
        }
        Optional<UUID> tenant = id(claims, TENANT_ID);
        Optional<Role> role =
                Arrays.stream(Role.values())
                        .filter(candidate -> candidate.name().equals(text(claims, ROLE)))
                        .findFirst();
        Optional<UUID> user = id(claims, USER_ID);
        Optional<UUID> key = id(claims, KEY_ID);
        if (tenant.isEmpty() || role.isEmpty() || user.isPresent() == key.isPresent()) {
            return new Refused("tenant, role or origin");
        }
        Set<String> scopes =
                Arrays.stream(text(claims, SCOPE).split(" "))
                        .filter(scope -> !scope.isEmpty())
                        .collect(Collectors.toUnmodifiableSet());
        Caller caller =
                new Caller(
                        tenant.get(),
                        text(claims, TENANT_KEY),
                        text(claims, "sub"),
                        role.get(),
                        scopes);
        return new Believed(
                new Standing(
                        caller,
                        user.orElse(null),
                        key.orElse(null),
                        null,
                        expires.get(),
                        Standing.How.TOKEN));
    }

    private static @Nullable JsonNode json(String segment) {
        try {
            return STRICT.readTree(Base64.getUrlDecoder().decode(segment));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return null;
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory failed.", e);
        }
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value != null && value.isTextual() ? value.textValue() : "";
    }

    private static Optional<UUID> id(JsonNode claims, String name) {
        try {
            return Optional.of(UUID.fromString(text(claims, name)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(JsonNode claims, String name) {
        JsonNode value = claims.get(name);
        return value != null
                        && value.isIntegralNumber()
                        && value.canConvertToLong()
                        && Math.abs(value.longValue()) < 1L << 40
                ? Optional.of(Instant.ofEpochSecond(value.longValue()))
                : Optional.empty();
    }
}
