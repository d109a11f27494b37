package dev.payoff.portfolio;

import dev.payoff.app.SecretBox;
import dev.payoff.app.TimeAndChance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.UUID;

/** With which a tenant signs its templates: one key pair, made when it is first needed. */
@ApplicationScoped
class TemplateKeys {

    private static final String SELECT =
            "SELECT public_key, private_key FROM template_key WHERE tenant_id = $1";

    private final SecretBox box;
    private final TimeAndChance time;

    TemplateKeys(SecretBox box, TimeAndChance time) {
        this.box = box;
        this.time = time;
    }

    /** A key pair: PKCS#8 and X.509. */
    record Keys(byte[] privateKey, byte[] publicKey) {}

    /** The tenant's keys; of two that make them at once the first one's stay. */
    Uni<Keys> of(SqlConnection tx, UUID tenant) {
        return tx.preparedQuery(SELECT)
                .execute(Tuple.of(tenant))
                .chain(rows ->
                        rows.rowCount() > 0
                                ? Uni.createFrom().item(rows)
                                : insert(tx, tenant)
                                        .chain(() ->
                                                tx.preparedQuery(SELECT).execute(Tuple.of(tenant))))
                .map(rows -> read(rows.iterator().next(), tenant));
    }

    private Uni<Void> insert(SqlConnection tx, UUID tenant) {
        KeyPair pair;
        try {
            pair = KeyPairGenerator.getInstance(CatalogueFile.ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no Ed25519.", e);
        }
        String secret = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
        return tx.preparedQuery(
                        "INSERT INTO template_key (tenant_id, public_key, private_key, created_at)"
                                + " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
                .execute(
                        Tuple.of(
                                tenant,
                                Buffer.buffer(pair.getPublic().getEncoded()),
                                Buffer.buffer(box.seal(secret, place(tenant))),
                                time.now().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private Keys read(Row row, UUID tenant) {
        return new Keys(
                Base64.getDecoder()
                        .decode(box.open(row.getBuffer("private_key").getBytes(), place(tenant))),
                row.getBuffer("public_key").getBytes());
    }

    private static String place(UUID tenant) {
        return "template-key/" + tenant;
    }
}
