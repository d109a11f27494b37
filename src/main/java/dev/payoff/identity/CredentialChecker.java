package dev.payoff.identity;

import dev.payoff.app.TimeAndChance;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Believes a credential or refuses it. API keys, sessions and tickets are looked up each time,
 * without a cache, so that what is revoked is refused from the next request on; tokens are checked
 * without the database and live for minutes only.
 */
@ApplicationScoped
public class CredentialChecker implements IdentityProvider<Credential.Request> {

    private static final Logger LOG = Logger.getLogger(CredentialChecker.class);
    private static final Duration LAST_USED_GRAIN = Duration.ofMinutes(1);

    private final Pool pool;
    private final TenantDb db;
    private final SigningKeys keys;
    private final TimeAndChance time;
    private final TokenVerifier verifier;

    CredentialChecker(
            Pool pool, TenantDb db, SigningKeys keys, TimeAndChance time, TokenSettings settings) {
        this.pool = pool;
        this.db = db;
        this.keys = keys;
        this.time = time;
        this.verifier = new TokenVerifier(settings.issuer());
    }

    @Override
    public Class<Credential.Request> getRequestType() {
        return Credential.Request.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            Credential.Request request, AuthenticationRequestContext context) {
        return check(request.credential())
                .map(standing ->
                        identity(
                                standing.orElseThrow(() ->
                                        new AuthenticationFailedException(
                                                "Not a valid credential"))));
    }

    private Uni<Optional<Standing>> check(Credential credential) {
        return switch (credential) {
            case Credential.Token token -> token(token.text());
            case Credential.Key key when Secrets.looksLikeKey(key.text()) -> key(key.text());
            case Credential.Cookie cookie when Secrets.looksOpaque(cookie.text()) ->
                    session(cookie.text());
            case Credential.Ticket ticket when Secrets.looksOpaque(ticket.text()) ->
                    spend(ticket.text(), "STREAM_TICKET");
            case Credential.Key key -> Uni.createFrom().item(Optional.empty());
            case Credential.Cookie cookie -> Uni.createFrom().item(Optional.empty());
            case Credential.Ticket ticket -> Uni.createFrom().item(Optional.empty());
        };
    }

    private Uni<Optional<Standing>> token(String text) {
        Optional<String> kid = TokenVerifier.kid(text);
        if (kid.isEmpty()) {
            LOG.debug("Token refused: not in the form of ours");
            return Uni.createFrom().item(Optional.empty());
        }
        return keys.find(kid.get())
                .map(key ->
                        key.map(known -> verifier.verify(text, known, time.now()))
                                .flatMap(CredentialChecker::believed));
    }

    private static Optional<Standing> believed(TokenVerifier.Verdict verdict) {
        return switch (verdict) {
            case TokenVerifier.Believed believed -> Optional.of(believed.standing());
            case TokenVerifier.Refused refused -> {
                LOG.debugf("Token refused: %s", refused.reason());
                yield Optional.empty();
            }
        };
    }

    private Uni<Optional<Standing>> key(String text) {
        Instant now = time.now();
        return lookUp("SELECT * FROM find_api_key($1, $2)", Secrets.hash(text), now)
                .map(found -> found.map(row -> key(row, now)));
    }

    private Standing key(Row row, Instant now) {
        Caller caller =
                new Caller(
                        row.getUUID("tenant_id"),
                        row.getString("tenant_key"),
                        "key:" + row.getString("name"),
                        Role.valueOf(row.getString("role")),
                        scopes(row));
        UUID id = row.getUUID("id");
        OffsetDateTime lastUsed = row.getOffsetDateTime("last_used_at");
        if (lastUsed == null || lastUsed.toInstant().isBefore(now.minus(LAST_USED_GRAIN))) {
            noteUse(caller, id, now);
        }
        OffsetDateTime expires = row.getOffsetDateTime("expires_at");
        return new Standing(
                caller,
                null,
                id,
                null,
                expires == null ? null : expires.toInstant(),
                Standing.How.KEY);
    }

    /** Beside the request, which does not wait for it. */
    private void noteUse(Caller caller, UUID id, Instant now) {
        db.inTransaction(
                        caller.tenantId(),
                        tx ->
                                tx.preparedQuery(
                                                "UPDATE api_key SET last_used_at = $2 WHERE id = $1"
                                                        + " AND (last_used_at IS NULL OR last_used_at < $3)")
                                        .execute(
                                                Tuple.of(
                                                        id,
                                                        now.atOffset(ZoneOffset.UTC),
                                                        now.minus(LAST_USED_GRAIN)
                                                                .atOffset(ZoneOffset.UTC))))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf(failure, "Could not note the use of key %s", id));
    }

    private Uni<Optional<Standing>> session(String text) {
        byte[] hash = Secrets.hash(text);
        return lookUp("SELECT * FROM find_session($1, $2)", hash, time.now())
                .map(found ->
                        found.map(row ->
                                new Standing(
                                        new Caller(
                                                row.getUUID("tenant_id"),
                                                row.getString("tenant_key"),
                                                row.getString("email"),
                                                Role.valueOf(row.getString("role")),
                                                Set.of()),
                                        row.getUUID("user_id"),
                                        null,
                                        hash,
                                        row.getOffsetDateTime("expires_at").toInstant(),
                                        Standing.How.SESSION)));
    }

    /** Spends a one-time secret; of those who try at the same moment, one gets a standing. */
    Uni<Optional<Standing>> spend(String text, String kind) {
        return pool.preparedQuery("SELECT * FROM spend_once($1, $2, $3)")
                .execute(
                        Tuple.of(
                                Buffer.buffer(Secrets.hash(text)),
                                kind,
                                time.now().atOffset(ZoneOffset.UTC)))
                .map(CredentialChecker::first)
                .map(found -> found.map(CredentialChecker::spent));
    }

    private static Standing spent(Row row) {
        Role now = Role.valueOf(row.getString("role"));
        Role limit = Role.valueOf(row.getString("role_limit"));
        io.vertx.mutiny.core.buffer.Buffer parent = row.getBuffer("parent");
        return new Standing(
                new Caller(
                        row.getUUID("tenant_id"),
                        row.getString("tenant_key"),
                        row.getString("name"),
                        now.includes(limit) ? limit : now,
                        scopes(row)),
                row.getUUID("user_id"),
                row.getUUID("key_id"),
                parent == null ? null : parent.getBytes(),
                null,
                Standing.How.TICKET);
    }

    private Uni<Optional<Row>> lookUp(String sql, byte[] hash, Instant now) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(Buffer.buffer(hash), now.atOffset(ZoneOffset.UTC)))
                .map(CredentialChecker::first);
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.iterator().hasNext() ? Optional.of(rows.iterator().next()) : Optional.empty();
    }

    private static Set<String> scopes(Row row) {
        return Arrays.stream(row.getArrayOfStrings("scopes")).collect(Collectors.toSet());
    }

    private static SecurityIdentity identity(Standing standing) {
        Caller caller = standing.caller();
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(caller.name()))
                .addRoles(caller.role().securityRoles())
                .addAttribute(CurrentCaller.ATTRIBUTE, caller)
                .addAttribute(Standing.ATTRIBUTE, standing)
                .build();
    }
}
