package dev.payoff.identity;

import static dev.payoff.identity.World.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.devstack.StackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Test;

/** Tokens that are not ours, or not any more: each is refused, and the control is not. */
@QuarkusTest
@QuarkusTestResource(StackResource.class)
class HostileTokenTest {

    @Inject World world;
    @Inject SigningKeys keys;
    @Inject TokenSettings settings;

    private World.Tenant acme;
    private KeyPair stranger;

    @Test
    void everyHostileTokenIsRefusedAndTheControlIsNot() throws Exception {
        acme = world.tenant("jwt");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        stranger = generator.generateKeyPair();

        bearer(good()).get("/api/v1/me").then().statusCode(200);
        Map<String, String> hostile = hostile();
        assertThat(hostile).hasSizeGreaterThanOrEqualTo(60);
        Map<String, Integer> let = new LinkedHashMap<>();
        hostile.forEach((name, token) -> {
            int status = bearer(token).get("/api/v1/me").statusCode();
            if (status != 401) {
                let.put(name, status);
            }
        });
        assertThat(let).as("let in or failed otherwise than by 401").isEmpty();
        bearer(good()).get("/api/v1/me").then().statusCode(200);
    }

    @Test
    void aNewKeySignsWhileTheOldOneVerifiesUntilItIsRetired() throws Exception {
        acme = world.tenant("rotate");
        String before = drawn();
        String oldKid = keys.signingKid();
        keys.rotate().await().atMost(Duration.ofSeconds(10));
        String after = drawn();
        assertThat(keys.signingKid()).isNotEqualTo(oldKid);
        assertThat(TokenVerifier.kid(after)).contains(keys.signingKid());
        bearer(before).get("/api/v1/me").then().statusCode(200);
        bearer(after).get("/api/v1/me").then().statusCode(200);
        JsonArray published =
                new JsonObject(io.restassured.RestAssured.get("/.well-known/jwks.json").asString())
                        .getJsonArray("keys");
        assertThat(published).hasSizeGreaterThanOrEqualTo(2);
        assertThat(published.encode()).doesNotContain("\"d\"").contains(oldKid);
        keys.retire(oldKid).await().atMost(Duration.ofSeconds(10));
        bearer(before).get("/api/v1/me").then().statusCode(401);
        bearer(after).get("/api/v1/me").then().statusCode(200);
        assertThat(
                        world.one(
                                "SELECT count(*) FROM signing_key WHERE encode(private_key, 'escape') LIKE"
                                        + " '%MEECAQAw%'"))
                .as("private keys are sealed")
                .isEqualTo("0");
    }

    private String drawn() {
        return bearer(acme.apiKey(Role.VIEWER)).post("/api/v1/token").path("token");
    }

    private JsonObject header() {
        return new JsonObject()
                .put("alg", "ES256")
                .put("typ", TokenVerifier.TYPE)
                .put("kid", keys.signingKid());
    }

    private JsonObject claims() {
        long now = Instant.now().getEpochSecond();
        return new JsonObject()
                .put("iss", settings.issuer())
                .put("aud", TokenVerifier.AUDIENCE)
                .put("sub", "key:x")
                .put("iat", now)
                .put("nbf", now)
                .put("exp", now + 300)
                .put("jti", UUID.randomUUID().toString())
                .put("tid", acme.id().toString())
                .put("tkey", acme.key())
                .put("role", "VIEWER")
                .put("scope", "")
                .put("akid", UUID.randomUUID().toString());
    }

    private String good() throws Exception {
        return signed(header().encode(), claims().encode(), keys.signer());
    }

    private String header(Consumer<JsonObject> change) throws Exception {
        JsonObject header = header();
        change.accept(header);
        return signed(header.encode(), claims().encode(), keys.signer());
    }

    private String claims(Consumer<JsonObject> change) throws Exception {
        JsonObject claims = claims();
        change.accept(claims);
        return signed(header().encode(), claims.encode(), keys.signer());
    }

    private Map<String, String> hostile() throws Exception {
        long now = Instant.now().getEpochSecond();
        Map<String, String> cases = new LinkedHashMap<>();
        String good = good();
        String[] parts = good.split("\\.");
        for (String none : new String[] {"none", "None", "NONE", "nOnE", ""}) {
            JsonObject header = header().put("alg", none);
            cases.put("alg '" + none + "' unsigned", b64(header.encode()) + "." + parts[1] + ".");
            cases.put(
                    "alg '" + none + "' old signature",
                    b64(header.encode()) + "." + parts[1] + "." + parts[2]);
            cases.put("alg '" + none + "' resigned", header(h -> h.put("alg", none)));
        }
        PublicKey ours =
                PublicJsonWebKey.Factory.newPublicJwk(
                                keys.published().stream()
                                        .filter(k -> k.get("kid").equals(keys.signingKid()))
                                        .findFirst()
                                        .orElseThrow())
                        .getPublicKey();
        String pem =
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.UTF_8))
                                .encodeToString(ours.getEncoded())
                        + "\n-----END PUBLIC KEY-----\n";
        for (String alg : new String[] {"HS256", "HS384", "HS512"}) {
            cases.put(alg + " with the public PEM", mac(alg, pem.getBytes(StandardCharsets.UTF_8)));
            cases.put(alg + " with the public DER", mac(alg, ours.getEncoded()));
            cases.put(alg + " with an empty-ish key", mac(alg, new byte[] {0}));
        }
        for (String alg :
                new String[] {"RS256", "PS256", "ES384", "ES512", "EdDSA", "ES256K", "es256"}) {
            cases.put("alg " + alg, header(h -> h.put("alg", alg)));
        }
        cases.put("alg missing", header(h -> h.remove("alg")));
        cases.put("alg a list", header(h -> h.put("alg", new JsonArray().add("ES256"))));
        cases.put("typ JWT", header(h -> h.put("typ", "JWT")));
        cases.put("typ at+jwt", header(h -> h.put("typ", "at+jwt")));
        cases.put("typ missing", header(h -> h.remove("typ")));
        cases.put("kid missing", header(h -> h.remove("kid")));
        cases.put("kid empty", header(h -> h.put("kid", "")));
        cases.put("kid unknown", header(h -> h.put("kid", "AAAAAAAAAAAA")));
        cases.put("kid traversal", header(h -> h.put("kid", "../../../dev/null")));
        cases.put("kid SQL", header(h -> h.put("kid", "x' UNION SELECT 'k'--")));
        cases.put("kid URL", header(h -> h.put("kid", "http://127.0.0.1/jwks")));
        cases.put("kid a number", header(h -> h.put("kid", 1)));
        for (String name :
                new String[] {"jku", "x5u", "x5c", "x5t", "crit", "b64", "zip", "cty", "enc"}) {
            cases.put(name, header(h -> h.put(name, "http://127.0.0.1/")));
        }
        JsonObject jwk =
                new JsonObject(
                        PublicJsonWebKey.Factory.newPublicJwk(stranger.getPublic()).toJson());
        cases.put(
                "jwk with a stranger's key",
                signed(
                        header().put("jwk", jwk).encode(),
                        claims().encode(),
                        stranger.getPrivate()));
        cases.put(
                "a stranger's key",
                signed(header().encode(), claims().encode(), stranger.getPrivate()));
        cases.put("signature missing", parts[0] + "." + parts[1] + ".");
        cases.put("two segments", parts[0] + "." + parts[1]);
        cases.put("four segments", good + ".AAAA");
        cases.put(
                "r=s=0",
                parts[0]
                        + "."
                        + parts[1]
                        + "."
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]));
        byte[] ones = new byte[64];
        java.util.Arrays.fill(ones, (byte) 0xff);
        cases.put(
                "r=s=max",
                parts[0]
                        + "."
                        + parts[1]
                        + "."
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(ones));
        cases.put(
                "DER signature",
                parts[0]
                        + "."
                        + parts[1]
                        + "."
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(der(parts[0] + "." + parts[1])));
        cases.put(
                "other claims, old signature",
                parts[0] + "." + b64(claims().put("role", "ADMIN").encode()) + "." + parts[2]);
        cases.put("padded", good + "==");
        cases.put("standard base64", good.replace('-', '+').replace('_', '/') + "+");
        cases.put("empty", "x");
        cases.put("dots", "..");
        cases.put("a megabyte in the middle", parts[0] + "." + "A".repeat(6000) + "." + parts[2]);
        cases.put("iss other", claims(c -> c.put("iss", "http://evil.example")));
        cases.put("iss missing", claims(c -> c.remove("iss")));
        cases.put("iss a list", claims(c -> c.put("iss", new JsonArray().add(settings.issuer()))));
        cases.put("aud other", claims(c -> c.put("aud", "other")));
        cases.put("aud missing", claims(c -> c.remove("aud")));
        cases.put(
                "aud several",
                claims(c ->
                        c.put("aud", new JsonArray().add("other").add(TokenVerifier.AUDIENCE))));
        cases.put("exp missing", claims(c -> c.remove("exp")));
        cases.put(
                "exp past",
                claims(c -> c.put("iat", now - 700).put("nbf", now - 700).put("exp", now - 100)));
        cases.put("exp far", claims(c -> c.put("exp", now + 7200)));
        cases.put("exp huge", claims(c -> c.put("exp", Long.MAX_VALUE)));
        cases.put("exp a text", claims(c -> c.put("exp", "" + (now + 300))));
        cases.put("exp a fraction", claims(c -> c.put("exp", now + 300.5)));
        cases.put("exp negative", claims(c -> c.put("exp", -1)));
        cases.put("nbf to come", claims(c -> c.put("nbf", now + 600).put("exp", now + 900)));
        cases.put("nbf missing", claims(c -> c.remove("nbf")));
        cases.put("iat to come", claims(c -> c.put("iat", now + 600).put("exp", now + 900)));
        cases.put("iat missing", claims(c -> c.remove("iat")));
        cases.put("iat long ago", claims(c -> c.put("iat", now - 86_400)));
        cases.put("sub missing", claims(c -> c.remove("sub")));
        cases.put("jti missing", claims(c -> c.remove("jti")));
        cases.put("tenant missing", claims(c -> c.remove("tid")));
        cases.put("tenant no UUID", claims(c -> c.put("tid", "' OR 1=1")));
        cases.put("role missing", claims(c -> c.remove("role")));
        cases.put("role unknown", claims(c -> c.put("role", "ROOT")));
        cases.put("role lower case", claims(c -> c.put("role", "admin")));
        cases.put("scope missing", claims(c -> c.remove("scope")));
        cases.put("neither person nor key", claims(c -> c.remove("akid")));
        cases.put("person and key", claims(c -> c.put("uid", UUID.randomUUID().toString())));
        String twice = claims().encode().replaceFirst("\\{", "{\"role\":\"ADMIN\",");
        cases.put("claim twice", signed(header().encode(), twice, keys.signer()));
        String headerTwice = header().encode().replaceFirst("\\{", "{\"alg\":\"none\",");
        cases.put("header twice", signed(headerTwice, claims().encode(), keys.signer()));
        cases.put("claims no object", signed(header().encode(), "[1]", keys.signer()));
        cases.put("claims no JSON", signed(header().encode(), "role=ADMIN", keys.signer()));
        cases.put(
                "claims and more",
                signed(header().encode(), claims().encode() + "{}", keys.signer()));
        return cases;
    }

    private String mac(String alg, byte[] key) throws Exception {
        String data = b64(header().put("alg", alg).encode()) + "." + b64(claims().encode());
        Mac mac = Mac.getInstance("HmacSHA" + alg.substring(2));
        mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
        return data
                + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(mac.doFinal(data.getBytes(StandardCharsets.US_ASCII)));
    }

    private byte[] der(String data) throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.signer());
        signature.update(data.getBytes(StandardCharsets.US_ASCII));
        return signature.sign();
    }

    private static String signed(String header, String claims, PrivateKey key) throws Exception {
        String data = b64(header) + "." + b64(claims);
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(key);
        signature.update(data.getBytes(StandardCharsets.US_ASCII));
        return data
                + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    }

    private static String b64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
