package dev.payoff.identity;

import dev.payoff.app.TimeAndChance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Browser sessions and the one-time tickets that callers draw. */
@ApplicationScoped
class Sessions {

    /** A secret that was just made, and when it ends. */
    record Opened(String secret, Instant expiresAt) {}

    private static final String INSERT =
            "INSERT INTO session (hash, tenant_id, user_id, key_id, parent, kind, role, scopes,"
                    + " created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

    private final TenantDb db;
    private final Audit audit;
    private final TimeAndChance time;
    private final TokenSettings settings;
    private final boolean secure;

    Sessions(
            TenantDb db,
            Audit audit,
            TimeAndChance time,
            TokenSettings settings,
            @ConfigProperty(name = "payoff.public-url") String publicUrl) {
        this.db = db;
        this.audit = audit;
        this.time = time;
        this.settings = settings;
        this.secure = publicUrl.startsWith("https:");
    }

    /**
     * Opens a browser session for a person who proved who they are, and clears their ended ones.
     */
    Uni<Opened> open(Caller caller, UUID userId, String means) {
        Opened opened = fresh(settings.sessionLifetime());
        Standing standing = new Standing(caller, userId, null, null, null, Standing.How.SESSION);
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        insert(tx, standing, "SESSION", opened)
                                .chain(() -> purge(tx, userId))
                                .chain(() ->
                                        audit.record(
                                                tx,
                                                caller,
                                                "session.opened",
                                                "user",
                                                userId.toString(),
                                                JsonObject.of("by", means)))
                                .replaceWith(opened));
    }

    /** Draws a ticket that opens the event stream once, for as long as what it rests on stands. */
    Uni<Opened> ticket(Standing standing) {
        Opened opened = fresh(settings.ticketLifetime());
        return db.inTransaction(
                standing.caller().tenantId(),
                tx -> insert(tx, standing, "STREAM_TICKET", opened).replaceWith(opened));
    }

    /** Ends a session, its tickets with it. */
    Uni<Void> close(Standing standing) {
        byte[] hash = Objects.requireNonNull(standing.sessionHash(), "session");
        Caller caller = standing.caller();
        return db.inTransaction(
                caller.tenantId(),
                tx ->
                        tx.preparedQuery("DELETE FROM session WHERE hash = $1 OR parent = $1")
                                .execute(Tuple.of(Buffer.buffer(hash)))
                                .chain(() ->
                                        audit.record(
                                                tx,
                                                caller,
                                                "session.closed",
                                                "user",
                                                String.valueOf(standing.userId()),
                                                new JsonObject())));
    }

    /** The Set-Cookie header that hands a session to a browser. */
    String cookie(Opened opened) {
        Duration left = Duration.between(time.now(), opened.expiresAt());
        return cookie(opened.secret(), left.toSeconds());
    }

    /** The Set-Cookie header that takes it away. */
    String noCookie() {
        return cookie("", 0);
    }

    private String cookie(String value, long maxAgeSeconds) {
        return PayoffAuthentication.COOKIE
                + "="
                + value
                + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
                + maxAgeSeconds
                + (secure ? "; Secure" : "");
    }

    private Opened fresh(Duration life) {
        return new Opened(Secrets.opaque(time.bytes(Secrets.RANDOM_BYTES)), time.now().plus(life));
    }

    private Uni<Void> insert(SqlConnection tx, Standing standing, String kind, Opened opened) {
        byte[] parent = standing.sessionHash();
        Caller caller = standing.caller();
        return tx.preparedQuery(INSERT)
                .execute(
                        Tuple.from(
                                new Object[] {
                                    Buffer.buffer(Secrets.hash(opened.secret())),
                                    caller.tenantId(),
                                    standing.userId(),
                                    standing.keyId(),
                                    parent == null ? null : Buffer.buffer(parent),
                                    kind,
                                    caller.role().name(),
                                    caller.scopes().toArray(String[]::new),
                                    time.now().atOffset(ZoneOffset.UTC),
                                    opened.expiresAt().atOffset(ZoneOffset.UTC)
                                }))
                .replaceWithVoid();
    }

    private Uni<Void> purge(SqlConnection tx, UUID userId) {
        return tx.preparedQuery("DELETE FROM session WHERE user_id = $1 AND expires_at < $2")
                .execute(Tuple.of(userId, time.now().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }
}
