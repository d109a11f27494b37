package dev.payoff.identity;

import dev.payoff.app.AtStart;
import dev.payoff.app.SecretBox;
import dev.payoff.app.TimeAndChance;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * The installation's signing keys (ES256). The newest signs; older ones verify until the last token
 * that they signed has ended. All instances share them through PostgreSQL: an instance that meets a
 * kid it does not know reads them again, at most every five seconds.
 */
@ApplicationScoped
public class SigningKeys {

    private static final Logger LOG = Logger.getLogger(SigningKeys.class);
    private static final Duration RELOAD_LIMIT = Duration.ofSeconds(5);
    private static final long LOCK = 0x7061796f66660001L;

    private final Pool pool;
    private final SecretBox box;
    private final TimeAndChance time;
    private final TokenSettings settings;

    private volatile Snapshot snapshot = new Snapshot(List.of(), Instant.MIN);

    private record Snapshot(List<SigningKey> keys, Instant readAt) {}

    SigningKeys(Pool pool, SecretBox box, TimeAndChance time, TokenSettings settings) {
        this.pool = pool;
        this.box = box;
        this.time = time;
        this.settings = settings;
    }

    void start(@Observes @Priority(100) StartupEvent event) {
        AtStart.await(maintain());
    }

    /** Makes a key where there is none or the newest is old, and retires those that are spent. */
    @Scheduled(
            every = "60s",
            delayed = "60s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> maintain() {
        return pool.withTransaction(tx ->
                        locked(tx)
                                .chain(() -> read(tx))
                                .chain(keys -> isDue(keys) ? add(tx) : Uni.createFrom().voidItem())
                                .chain(() -> retireSpent(tx)))
                .chain(this::reload);
    }

    /** Makes a new key that signs from now on. */
    Uni<Void> rotate() {
        return pool.withTransaction(tx -> locked(tx).chain(() -> add(tx))).chain(this::reload);
    }

    /** Takes a key out of service at once, for one that was exposed. */
    Uni<Void> retire(String kid) {
        return pool.preparedQuery("UPDATE signing_key SET retired_at = $2 WHERE kid = $1")
                .execute(Tuple.of(kid, time.now().atOffset(ZoneOffset.UTC)))
                .chain(this::reload);
    }

    /** The key of this kid, if it may verify. */
    Uni<Optional<SigningKey>> find(String kid) {
        Optional<SigningKey> known = known(kid);
        if (known.isPresent() || time.now().isBefore(snapshot.readAt().plus(RELOAD_LIMIT))) {
            return Uni.createFrom().item(known);
        }
        return reload().map(ignored -> known(kid));
    }

    /** The public keys as a JSON Web Key Set. */
    List<Map<String, Object>> published() {
        return snapshot.keys().stream()
                .map(key -> new JsonObject(key.publicJwk()).getMap())
                .toList();
    }

    /** The kid that signs now. */
    String signingKid() {
        return newest().kid();
    }

    /** The private key that signs now. */
    PrivateKey signer() {
        SigningKey key = newest();
        try {
            byte[] encoded =
                    Base64.getDecoder()
                            .decode(box.open(key.sealedPrivate(), SigningKey.place(key.kid())));
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The signing key " + key.kid() + " is damaged.", e);
        }
    }

    private SigningKey newest() {
        return snapshot.keys().stream()
                .max(Comparator.comparing(SigningKey::createdAt))
                .orElseThrow(() -> new IllegalStateException("No signing key was read yet."));
    }

    private Optional<SigningKey> known(String kid) {
        return snapshot.keys().stream().filter(key -> key.kid().equals(kid)).findFirst();
    }

    private boolean isDue(List<SigningKey> keys) {
        return keys.stream()
                .noneMatch(key -> key.createdAt().plus(settings.keyRotation()).isAfter(time.now()));
    }

    private Uni<Void> reload() {
        return pool.withConnection(this::read)
                .invoke(keys -> snapshot = new Snapshot(keys, time.now()))
                .replaceWithVoid();
    }

    private static Uni<Void> locked(SqlConnection tx) {
        return tx.preparedQuery("SELECT pg_advisory_xact_lock($1)")
                .execute(Tuple.of(LOCK))
                .replaceWithVoid();
    }

    private Uni<List<SigningKey>> read(SqlConnection connection) {
        return connection
                .query(
                        "SELECT kid, public_jwk, private_key, created_at FROM signing_key"
                                + " WHERE retired_at IS NULL ORDER BY created_at")
                .execute()
                .map(rows -> {
                    List<SigningKey> keys = new ArrayList<>();
                    rows.forEach(row -> keys.add(key(row)));
                    return keys;
                });
    }

    private Uni<Void> add(SqlConnection tx) {
        String kid = Secrets.opaque(time.bytes(9));
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
            jwk.setKeyId(kid);
            jwk.setUse("sig");
            jwk.setAlgorithm("ES256");
            byte[] sealed =
                    box.seal(
                            Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()),
                            SigningKey.place(kid));
            LOG.infof("Made a new signing key, kid %s", kid);
            return tx.preparedQuery(
                            "INSERT INTO signing_key (kid, public_jwk, private_key, created_at)"
                                    + " VALUES ($1, $2, $3, $4)")
                    .execute(
                            Tuple.of(
                                    kid,
                                    jwk.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY),
                                    Buffer.buffer(sealed),
                                    time.now().atOffset(ZoneOffset.UTC)))
                    .replaceWithVoid();
        } catch (GeneralSecurityException | JoseException e) {
            throw new IllegalStateException("This JVM cannot make keys on P-256.", e);
        }
    }

    private Uni<Void> retireSpent(SqlConnection tx) {
        Instant lastSigned = time.now().minus(TokenVerifier.MAX_LIFETIME).minus(TokenVerifier.SKEW);
        return tx.preparedQuery(
                        "UPDATE signing_key old SET retired_at = $1 WHERE retired_at IS NULL AND EXISTS"
                                + " (SELECT FROM signing_key newer WHERE newer.created_at > old.created_at"
                                + " AND newer.created_at < $2 AND newer.retired_at IS NULL)")
                .execute(
                        Tuple.of(
                                time.now().atOffset(ZoneOffset.UTC),
                                lastSigned.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private static SigningKey key(Row row) {
        String jwk = row.getString("public_jwk");
        try {
            PublicKey publicKey =
                    new EllipticCurveJsonWebKey(JsonUtil.parseJson(jwk)).getECPublicKey();
            return new SigningKey(
                    row.getString("kid"),
                    publicKey,
                    jwk,
                    row.getBuffer("private_key").getBytes(),
                    row.getOffsetDateTime("created_at").toInstant());
        } catch (JoseException e) {
            throw new IllegalStateException(
                    "The signing key " + row.getString("kid") + " is damaged.", e);
        }
    }
}
